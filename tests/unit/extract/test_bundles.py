"""Another document in the same file is flagged where it begins; annexes and blank forms are none."""

from domain.model import PageReading
from pipeline.extract import extract
from pipeline.extract.bundles import ANOTHER_BEGINS, with_beginnings_marked
from tests.unit.extract.typeset import (
    CHAIR,
    COUNTRY,
    MIDDLE,
    MOTTO,
    Row,
    body,
    decision,
    failed,
    fields,
    foot,
    head,
    page,
)

OTHER = decision(
    heading=head(("ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"), "Số: 620/QĐ-UBND", "Phú Thọ, ngày 07 tháng 12 năm 2011"),
    signature=foot(CHAIR, "Trần Thị Thu Hương"),
)
UNSIGNED = decision(signature=())


def _marked(*readings: PageReading) -> list[int]:
    return [
        reading.number
        for reading in with_beginnings_marked(readings, extract(readings))
        if ANOTHER_BEGINS in reading.warnings
    ]


def test_a_second_head_is_flagged_on_its_page_and_counted() -> None:
    pages = (page(*UNSIGNED), page(*body(200.0), *foot(), number=2), page(*OTHER, number=3), page(*body(), number=4))

    found = fields(*pages)["documents_in_file"]

    assert _marked(*pages) == [3]
    assert (found.value, found.raw, found.page, found.accepted) == ("2", "1-2, 3-4", 3, False)
    assert failed(found) == {"one_document_in_file"}


def test_the_fields_are_those_of_the_first_document() -> None:
    found = fields(page(*UNSIGNED), page(*OTHER, number=2))

    assert (found["code"].value, found["issuing_agency"].value) == ("123/QĐ-SYT", "Sở Y tế tỉnh Kiên Giang")
    assert "signer" not in found


def test_a_letter_begins_with_its_addressees() -> None:
    letter: list[Row] = [
        *head(("ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"), "Số: 4532/UBND-NC", "Phú Thọ, ngày 17 tháng 12 năm 2025"),
        (MIDDLE, 480.0, "Kính gửi: Các sở, ban, ngành"),
        *body(600.0),
    ]

    assert _marked(page(*decision()), page(*letter, number=2)) == [2]


def test_where_the_symbol_was_not_read_a_signature_before_must_speak_for_it() -> None:
    other = [row for row in OTHER if not row[2].startswith("Số")]

    assert _marked(page(*decision()), page(*other, number=2)) == [2]
    assert _marked(page(*UNSIGNED), page(*other, number=2)) == []


def test_annexes_with_titles_of_their_own_are_no_documents() -> None:
    annex: list[Row] = [
        (MIDDLE, 100.0, "DANH MỤC"),
        (MIDDLE, 145.0, "THỦ TỤC HÀNH CHÍNH"),
        (MIDDLE, 190.0, "(Kèm theo Quyết định số 123/QĐ-SYT ngày 15 tháng 6 năm 2025 của Sở Y tế)"),
        *body(400.0),
    ]

    assert _marked(page(*decision()), page(*annex, number=2)) == []
    assert "documents_in_file" not in fields(page(*decision()), page(*annex, number=2))


def test_blank_forms_annexed_to_a_paper_are_no_documents() -> None:
    form: list[Row] = [
        *head(("TÊN CƠ QUAN",), "Số: ..../TB-....", "......., ngày .... tháng .... năm 20...."),
        (MIDDLE, 380.0, "THÔNG BÁO"),
        *body(),
    ]
    labelled: list[Row] = [(1300.0, 50.0, "Mẫu số 02"), *OTHER]
    application: list[Row] = [(MIDDLE, 100.0, COUNTRY), (MIDDLE, 145.0, MOTTO), (MIDDLE, 300.0, "ĐƠN ĐỀ NGHỊ"), *body()]

    for annexed in (form, labelled, application):
        assert _marked(page(*decision()), page(*annexed, number=2)) == []


def test_numbers_of_pages_that_go_on_say_that_the_document_does() -> None:
    second = page((MIDDLE, 60.0, "2"), *body(200.0), *foot(), number=2)

    assert _marked(page(*UNSIGNED), second, page((MIDDLE, 60.0, "3"), *OTHER, number=3)) == []
    assert _marked(page(*UNSIGNED), second, page(*OTHER, number=3)) == [3]


def test_a_quoted_head_deep_on_a_page_begins_nothing() -> None:
    quoted = [(centre, top + 1000.0, text) for centre, top, text in OTHER]

    assert _marked(page(*decision()), page(*quoted, number=2)) == []


def test_pages_out_of_step_and_single_pages_are_never_flagged() -> None:
    assert _marked() == []
    assert _marked(page(*OTHER)) == []
    assert _marked(page(*decision(), number=4), page(*OTHER, number=9)) == [9]
