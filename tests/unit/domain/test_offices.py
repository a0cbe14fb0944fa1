"""Offices head the agencies of their kind; where the list is silent nothing is claimed."""

import pytest

from domain.offices import heads_agency, speaks_for
from domain.vietnamese import fold
from domain.vocabulary import positions


@pytest.mark.parametrize(
    ("position", "agency", "heads"),
    [
        ("Giám đốc", "Sở Y tế tỉnh Kiên Giang", True),
        ("Giám đốc", "Ủy ban nhân dân tỉnh Hà Tĩnh", False),
        ("Chủ tịch", "UBND TỈNH HÀ TĨNH", True),
        ("Chủ tịch", "Sở Y tế", False),
        ("Bộ trưởng", "Bộ Tư pháp", True),
        ("Hiệu trưởng", "Trường Đại học Đồng Nai", True),
        ("Chi cục trưởng", "Chi cục Thuế khu vực", True),
        ("Cục trưởng", "Chi cục Thuế", False),
        ("Công chứng viên", "Sở Tư pháp", None),
        ("Giám đốc", "Mặt trận", None),
    ],
)
def test_an_office_heads_agencies_of_its_kind(position: str, agency: str, heads: bool | None) -> None:
    assert heads_agency(position, agency) is heads


def test_a_body_speaks_for_its_own_agency() -> None:
    assert speaks_for("ỦY BAN NHÂN DÂN", "Ủy ban nhân dân xã Mèo Vạc") is True
    assert speaks_for("UBND TỈNH", "Sở Nội vụ") is False
    assert speaks_for("BAN CHỈ ĐẠO", "Sở Nội vụ") is None


def test_listed_offices_are_positions_of_those_who_sign() -> None:
    known = {fold(position) for position in positions()}

    assert {"chu tich", "giam doc", "bo truong", "chanh an"} <= known
    assert all(heads_agency(position, "Sở Y tế") in (True, False, None) for position in positions())
