"""Boxes of digital signatures tell who signed and when, and never date or number the document."""

import pytest

from tests.unit.extract.typeset import Row, decision, failed, fields, head, page


def _box(*lines: str, centre: float = 330.0, top: float = 10.0, step: float = 38.0) -> list[Row]:
    return [(centre, top + step * at, text) for at, text in enumerate(lines)]


def test_a_box_with_all_labels_is_read_over_wrapped_lines() -> None:
    box = _box(
        *("Người ký: Ủy ban nhân", "dân tỉnh Kiên Giang", "Email: ubnd@kiengiang.gov.vn"),
        *("Cơ quan: Tỉnh Kiên", "Giang", "Thời gian ký: 25.12.2017", "14:03:05 +07:00"),
        centre=1400.0,
        top=600.0,
    )

    found = fields(page(*decision(), *box))

    assert found["esign_signer"].value == "Ủy ban nhân dân tỉnh Kiên Giang"
    assert found["esign_agency"].value == "Tỉnh Kiên Giang"
    assert (found["esign_time"].value, found["esign_time"].accepted) == ("2017-12-25T14:03:05+07:00", True)
    assert (found["code"].value, found["issued_date"].value) == ("123/QĐ-SYT", "2025-06-15")


@pytest.mark.parametrize(
    ("lines", "agency", "time"),
    [
        (
            ("SAO Y; ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ;", "Thời gian ký: 19/02/2025 08:34:29 +07:00"),
            "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ",
            "2025-02-19T08:34:29+07:00",
        ),
        (
            ("Trung tâm Công báo và Tin học", "21.03.2018 16:41:00 +07:00"),
            "Trung tâm Công báo và Tin học",
            "2018-03-21T16:41:00+07:00",
        ),
        (
            ("Ký bởi: Sở Nội vụ", "Ngày ký: 21/06/2025 09:12:00"),
            "Sở Nội vụ",
            "2025-06-21T09:12:00+07:00",
        ),
    ],
)
def test_banners_and_short_boxes_name_the_agency_and_the_time(lines: tuple[str, ...], agency: str, time: str) -> None:
    found = fields(page(*_box(*lines, centre=1200.0), *decision()))

    assert (found["esign_agency"].value, found["esign_time"].value) == (agency, time)
    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"
    assert found["issued_date"].value == "2025-06-15"


def test_a_box_right_above_the_head_is_not_the_agency() -> None:
    box = _box(
        "Ký bởi: SỞ NỘI VỤ", "Cơ quan: UBND TỈNH HÀ TĨNH", "Ngày ký: 21/06/2025 09:12:00", centre=400.0, top=-20.0
    )

    found = fields(page(*box, *decision()))

    assert found["parent_agency"].value == "Ủy ban nhân dân tỉnh Kiên Giang"


def test_a_signature_of_the_same_agency_is_a_witness() -> None:
    box = _box("Ký bởi: Sở Y tế tỉnh Kiên Giang", "Ngày ký: 15/06/2025 09:12:00", centre=1200.0)

    agency = fields(page(*box, *decision()))["issuing_agency"]

    assert ("digital_signature_agrees", True) in {(verdict.rule, verdict.passed) for verdict in agency.rules}


def test_words_read_unsurely_leave_the_box_to_a_person() -> None:
    found = fields(page(*_box("Ký bởi: Sở Nội~50 vụ", "Ngày ký: 21/06/2025 09:12:00", centre=1200.0), *decision()))

    assert not found["esign_signer"].accepted
    assert failed(found["esign_signer"]) == {"every_word_read_surely"}


@pytest.mark.parametrize(
    "line",
    [
        "Người ký: theo quy định của pháp luật",
        "Cơ quan: Sở Y tế",
        "Thời gian: 08:30 ngày 20/6/2025",
        "Thời gian ký: 40/13/2025 09:12:00",
    ],
)
def test_a_line_that_only_resembles_a_label_is_no_box(line: str) -> None:
    assert not [name for name in fields(page(*decision(), (827.0, 1200.0, line))) if name.startswith("esign_")]


def test_of_two_boxes_the_first_tells_and_the_other_is_an_alternative() -> None:
    copy = _box("SAO Y; SỞ TƯ PHÁP", "Thời gian ký: 19/02/2026 08:34:29", centre=1200.0)
    own = _box("Ký bởi: Sở Y tế", "Thời gian ký: 15/06/2025 10:00:00", centre=1300.0, top=1700.0)

    found = fields(page(*copy, *decision(heading=head()), *own))

    assert found["esign_time"].value == "2026-02-19T08:34:29+07:00"
    assert found["esign_time"].alternatives == ("2025-06-15T10:00:00+07:00",)
