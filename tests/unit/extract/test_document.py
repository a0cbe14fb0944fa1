"""A whole document gives its fields, wherever recognition and stamps left their traces."""

from dataclasses import replace

import pytest

from domain.model import Box, Word
from pipeline.digital.own_text import LAYER_ENGINE
from tests.unit.extract.typeset import MIDDLE, body, decision, failed, fields, foot, head, page


def test_a_clean_decision_gives_every_field_and_all_pass() -> None:
    found = fields(page(*decision()))

    assert {name: field.value for name, field in found.items()} == {
        "code": "123/QĐ-SYT",
        "issued_date": "2025-06-15",
        "place": "Kiên Giang",
        "issuing_agency": "Sở Y tế tỉnh Kiên Giang",
        "parent_agency": "Ủy ban nhân dân tỉnh Kiên Giang",
        "type": "Quyết định",
        "document_class": "administrative/quyet_dinh",
        "subject": "Về việc thành lập Tổ xây dựng Đề án",
        "signer": "Nguyễn Trúc Giang",
        "signer_position": "Phó Giám đốc",
        "signer_capacity": "KT.",
        "recipients": "Như Điều 3\nLưu: VT",
    }
    assert {name for name, field in found.items() if not field.accepted} == {"recipients"}
    assert all(field.page == 1 and field.box is not None for field in found.values())


def test_nothing_from_another_programs_text_layer_passes_unseen() -> None:
    layer = replace(page(*decision()), engine=LAYER_ENGINE)

    found = fields(layer)

    assert found["code"].value == "123/QĐ-SYT"
    assert [name for name, field in found.items() if field.accepted] == []
    assert all("reading_tells_its_doubts" in failed(field) for field in found.values())


@pytest.mark.parametrize("measure", [{"contrast": 37.0}, {"specks": 4300.0}])
def test_on_pale_or_peppered_paper_what_no_list_confirms_waits_for_a_person(measure: dict[str, float]) -> None:
    poor = fields(replace(page(*decision()), measures=measure))
    fair = fields(replace(page(*decision()), measures={"contrast": 75.0, "specks": 300.0}))

    waiting = {name for name in fair if fair[name].accepted and not poor[name].accepted}
    assert waiting == {"code", "issued_date", "subject", "signer"}


def test_nothing_is_found_on_empty_pages() -> None:
    assert fields() == {}
    assert fields(page()) == {}
    assert fields(page(*body())) == {}


def test_a_letter_takes_its_type_and_subject_from_under_the_number() -> None:
    heading = head(("ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"), "Số: 4532/UBND-KSTTHC", "Phú Thọ, ngày 17 tháng 12 năm 2025")
    letter = [
        *heading,
        (400.0, 310.0, "V/v xây dựng kế hoạch"),
        (400.0, 352.0, "rà soát thủ tục hành chính"),
        (MIDDLE, 480.0, "Kính gửi: Các sở, ban, ngành"),
        *body(600.0),
        *foot(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Trần Thị Thu Hương"),
    ]

    found = fields(page(*letter))

    assert (found["type"].value, found["type"].accepted) == ("Công văn", True)
    assert found["subject"].value == "V/v xây dựng kế hoạch rà soát thủ tục hành chính"
    assert found["issuing_agency"].value == "Ủy ban nhân dân tỉnh Phú Thọ"
    assert found["code"].value == "4532/UBND-KSTTHC"
    assert found["signer_position"].value == "Chánh Văn phòng"


def test_the_signature_is_sought_before_the_annexes() -> None:
    first = page(*decision(signature=()))
    second = page(*body(200.0), *foot(), number=2)
    annex = page((MIDDLE, 100.0, "PHỤ LỤC"), *foot(("CHỦ TỊCH",), "Lê Hoàng Anh"), number=3)

    found = fields(first, second, annex)

    assert (found["signer"].value, found["signer"].page) == ("Nguyễn Trúc Giang", 2)


def test_stamps_of_arrival_and_signature_boxes_are_no_fields() -> None:
    decoys = [
        (1450.0, 20.0, "Ký bởi: Sở Nội vụ"),
        (1450.0, 55.0, "Thời gian ký: 21/06/2025 09:12:00"),
        (200.0, 500.0, "CÔNG VĂN ĐẾN"),
        (200.0, 540.0, "Số: 2352 Ngày: 21/3/2018"),
    ]

    found = fields(page(*decoys, *decision()))

    assert found["code"].value == "123/QĐ-SYT"
    assert found["issued_date"].value == "2025-06-15"
    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"


def test_documents_the_subject_quotes_do_not_become_the_number() -> None:
    title = ("TỜ TRÌNH", "Về việc bãi bỏ Nghị quyết số 24/2013/NQ-HĐND ngày 10/12/2013 của Hội đồng")

    found = fields(page(*decision(title=title, heading=head(number="Số: 239/TTr-SYT"))))

    assert found["code"].value == "239/TTr-SYT"
    assert found["issued_date"].value == "2025-06-15"
    assert "24/2013/NQ-HĐND" in found["subject"].value


def test_the_columns_are_parted_where_recognition_joined_them() -> None:
    rows = decision()
    reading = page(*rows)
    joined = tuple(
        Word(word.text, word.box, word.confidence, int(word.box.y0), 0) if word.box.y0 < 300 else word
        for word in reading.words
    )

    found = fields(page(extra=joined))

    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"
    assert found["place"].value == "Kiên Giang"


def test_a_page_without_its_motto_is_read_from_the_date_line() -> None:
    rows = [row for row in decision() if row[1] > 150.0 or row[0] < MIDDLE]
    reading = page(*rows)
    joined = tuple(
        Word(word.text, word.box, word.confidence, 1000 + int(word.box.y0), 0) if word.box.y0 == 260 else word
        for word in reading.words
    )

    found = fields(page(extra=joined))

    assert found["code"].value == "123/QĐ-SYT"
    assert found["issued_date"].value == "2025-06-15"


def test_a_stamp_read_into_the_subject_line_is_left_out() -> None:
    strokes = [Word("#RONG", Box(330, 425, 420, 455), 10.0, 8, 8), Word("NGÃI", Box(440, 425, 500, 455), 35.0, 8, 8)]

    found = fields(page(*decision(), extra=strokes))

    assert found["subject"].value == "Về việc thành lập Tổ xây dựng Đề án"


def test_capitals_after_the_type_begin_the_subject() -> None:
    found = fields(page(*decision(title=("BIÊN BẢN HỌP HỘI ĐỒNG", "Về việc xác định mức độ khuyết tật"))))

    assert found["type"].value == "Biên bản"
    assert found["subject"].value == "HỌP HỘI ĐỒNG Về việc xác định mức độ khuyết tật"
    assert failed(found["type"]) >= {"type_fits_symbol"}
    assert not found["type"].accepted
