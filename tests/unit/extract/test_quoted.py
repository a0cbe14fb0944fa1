"""Papers that a document quotes lend it neither number nor date, and districts of old remain readable."""

import pytest

from pipeline.extract.header import find_header
from pipeline.extract.lines import lines_of
from tests.unit.extract.typeset import (
    CHAIR,
    COUNTRY,
    HEIGHT,
    MIDDLE,
    MOTTO,
    WIDTH,
    Row,
    body,
    decision,
    fields,
    foot,
    head,
    page,
)


@pytest.mark.parametrize(
    "quoting",
    [
        "(Kèm theo Quyết định số 12/QĐ-UBND ngày 15 tháng 6 năm 2020 của Chủ tịch)",
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ",
        "Thực hiện chỉ đạo ngày 03 tháng 02 năm 2019 của Ủy ban nhân dân tỉnh về công tác thi đua",
    ],
)
def test_a_quoted_date_does_not_take_the_place_of_one_that_was_not_read(quoting: str) -> None:
    heading = [row for row in head() if not row[2].startswith("Kiên Giang")]
    rows: list[Row] = [*heading, (MIDDLE, 330.0, "THÔNG BÁO"), (MIDDLE + 200.0, 380.0, quoting), *body(), *foot()]

    paper = page(*rows)
    found = find_header(1, (WIDTH, HEIGHT), lines_of(paper))

    assert found is not None
    assert found.date is None
    assert "issued_date" not in fields(paper)


@pytest.mark.parametrize(
    "quoting",
    ["V/v thực hiện Quyết định số 45/QĐ-SYT", "theo Công văn số 12/SYT-NVY", "Về việc góp ý dự thảo 17/TB-SYT"],
)
def test_a_quoted_number_does_not_take_the_place_of_one_that_was_not_read(quoting: str) -> None:
    heading = [row for row in head() if not row[2].startswith("Số")]
    rows: list[Row] = [*heading, (400.0, 310.0, quoting), (MIDDLE, 480.0, "Kính gửi: Các sở"), *body(600.0)]

    assert "code" not in fields(page(*rows))


def test_legal_bases_and_subjects_full_of_numbers_change_nothing() -> None:
    title = ("QUYẾT ĐỊNH", "Về việc sửa đổi Quyết định số 45/2020/QĐ-UBND ngày 01/7/2020")
    bases: list[Row] = [
        (MIDDLE, 620.0, "Căn cứ Luật số 77/2015/QH13 ngày 19 tháng 6 năm 2015;"),
        (MIDDLE, 670.0, "Theo đề nghị của Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 02 tháng 3 năm 2021."),
    ]

    found = fields(page(*decision(title=title), *bases))

    assert (found["code"].value, found["issued_date"].value) == ("123/QĐ-SYT", "2025-06-15")
    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"


def test_an_old_district_heads_its_papers_under_its_own_name() -> None:
    heading: list[Row] = [
        *((400.0, 100.0, "ỦY BAN NHÂN DÂN"), (400.0, 140.0, "HUYỆN HOÀNG SU PHÌ")),
        *((1100.0, 100.0, COUNTRY), (1100.0, 145.0, MOTTO)),
        *((400.0, 260.0, "Số: 15/QĐ-UBND"), (1100.0, 260.0, "Hoàng Su Phì, ngày 15 tháng 6 năm 2018")),
    ]

    found = fields(page(*decision(heading=heading, signature=foot(CHAIR))))

    assert found["issuing_agency"].value == "Ủy ban nhân dân huyện Hoàng Su Phì"
    assert found["place"].value == "Hoàng Su Phì"
