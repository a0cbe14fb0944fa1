"""The date line: a date is read whole or left out, and only print is accepted."""

from dataclasses import replace

import pytest

from tests.unit.extract.typeset import CHAIR, MIDDLE, body, decision, failed, fields, foot, head, page, words_of


def _date(line: str, **_: object) -> dict[str, object]:
    found = fields(page(*decision(heading=head(date=line))))
    return {name: found[name].value for name in ("issued_date", "place") if name in found}


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Kiên Giang, ngày 05 tháng 6 năm 2025", "2025-06-05"),
        ("Kiên Giang ngàu 15 thang 11 nam 2025", "2025-11-15"),
        ("Kiên Giang, ngày l6 tháng I1] năm 2025", "2025-11-16"),
    ],
)
def test_a_date_is_read_whatever_happened_to_its_letters(line: str, date: str) -> None:
    assert _date(line) == {"issued_date": date, "place": "Kiên Giang"}


@pytest.mark.parametrize(
    "line",
    [
        "Kiên Giang, ngày tháng 6 năm 2025",
        "Kiên Giang, ngày#0 tháng 6 năm 2025",
        "Kiên Giang, ngày ... tháng ... năm 20...",
        "Kiên Giang, ngày 32 tháng 6 năm 2025",
        "Kiên Giang, ngày 15 tháng 13 năm 2025",
        "Kiên Giang, ngày 6~40 tháng 6 năm 2025",
        "Kiên Giang, ngày 15 tháng 6 năm 20257",
    ],
)
def test_a_date_not_read_whole_is_left_out(line: str) -> None:
    assert _date(line) == {"place": "Kiên Giang"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Kiên Giang, ngày 15~60 tháng 6 năm 2025", "day_and_month_printed"),
        ("Kiên Giang, ngày l5 tháng 6 năm 2025", "digits_as_read"),
        ("Kiên Giang, ngày 15 tháng 6 năm 2095", "year_near_cited_years"),
        ("Kiên Giang, ngày 15 tháng 6 năm 2025~77", "year_read_surely"),
    ],
)
def test_a_doubtful_date_is_proposed_and_not_accepted(line: str, rule: str) -> None:
    found = fields(page(*decision(heading=head(date=line))))["issued_date"]

    assert not found.accepted
    assert rule in failed(found)


@pytest.mark.parametrize(
    ("cited", "accepted"),
    [
        ("Thực hiện Kế hoạch số 2484/KH-SYT ngày 14/6/2025 của Sở Y tế về việc tổ chức Hội nghị", True),
        ("Thực hiện Kế hoạch số 2484/KH-SYT ngày 28/12/2025 của Sở Y tế về việc tổ chức Hội nghị", False),
        ("Theo Quyết định số 31/2025/QĐ-UBND ngày 16 tháng 6 năm 2025 của Ủy ban nhân dân tỉnh", False),
        ("Thời gian: 07 giờ 30 phút ngày 20 tháng 6 năm 2025, tại Hội trường Sở Y tế", True),
    ],
)
def test_a_paper_cites_none_that_is_younger_than_itself(cited: str, accepted: bool) -> None:
    found = fields(page(*decision(), extra=words_of((MIDDLE, 1100.0, cited), 70)))["issued_date"]

    assert (found.value, found.accepted) == ("2025-06-15", accepted)
    assert failed(found) == (set() if accepted else {"cites_no_younger_paper"})


def test_a_day_that_a_program_set_in_a_face_of_its_own_is_print() -> None:
    words = words_of((1100.0, 260.0, "Kiên Giang, ngày 15 tháng 6 năm 2025"), 50, confidence=100.0)
    tall = [replace(word, box=replace(word.box, y1=275.0)) if word.text == "15" else word for word in words]
    heading = [row for row in head() if "ngày" not in row[2]]

    assert fields(page(*decision(heading=heading), extra=tall))["issued_date"].accepted
    read = [replace(word, confidence=96.0) for word in tall]
    assert not fields(page(*decision(heading=heading), extra=read))["issued_date"].accepted


@pytest.mark.parametrize(
    ("agency", "place", "accepted"),
    [("XÃ MÈO VẠN", "Mèo Vạn", True), ("XÃ MÈO VẠN", "Mèo Vục", False), ("TỈNH HÀ TĨNH", "Hà Tĩnh", True)],
)
def test_a_place_needs_the_list_or_the_agency_as_witness(agency: str, place: str, accepted: bool) -> None:
    heading = head(("ỦY BAN NHÂN DÂN", agency), "Số: 15/QĐ-UBND", f"{place}, ngày 15 tháng 6 năm 2025")

    found = fields(page(*heading, (827.0, 380.0, "QUYẾT ĐỊNH"), *body(), *foot(CHAIR)))

    assert (found["place"].value, found["place"].accepted) == (place, accepted)
    assert found["issuing_agency"].accepted is accepted
