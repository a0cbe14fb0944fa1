"""Type and subject: the centred lines under the head, up to the body."""

import pytest

from pipeline.extract.subject import subject_text
from tests.unit.extract.typeset import MIDDLE, Row, body, decision, failed, fields, foot, head, page, words_of


@pytest.mark.parametrize(
    ("read", "symbol", "name"),
    [
        ("QUYÉT ĐỊNH", "QĐ", "Quyết định"),
        ("GIÁY MỜI", "GM", "Giấy mời"),
        ("KÉẾ HOẠCH", "KH", "Kế hoạch"),
        ("THÔNG BAO", "TB", "Thông báo"),
        ("CHƯƠNG TRÌNH PHÓI HỢP", "CTPH", "Chương trình phối hợp"),
    ],
)
def test_a_type_is_known_without_its_marks_and_confirmed_by_the_symbol(read: str, symbol: str, name: str) -> None:
    found = fields(page(*decision(title=(read, "Về việc họp"), heading=head(number=f"Số: 12/{symbol}-SYT"))))["type"]

    assert (found.value, found.accepted, found.raw) == (name, True, read)


def test_a_type_no_line_names_is_taken_from_the_symbol_for_a_person() -> None:
    found = fields(page(*decision(title=())))["type"]

    assert (found.value, found.accepted) == ("Quyết định", False)


def test_an_application_form_has_a_type_and_a_subject_and_no_number() -> None:
    form: list[Row] = [
        (MIDDLE, 100.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (MIDDLE, 145.0, "Độc lập - Tự do - Hạnh phúc"),
        (MIDDLE, 300.0, "ĐƠN ĐỀ NGHỊ"),
        (MIDDLE, 345.0, "Cấp giấy phép xây dựng"),
        (MIDDLE, 460.0, "Kính gửi: Ủy ban nhân dân xã Hương Khê"),
        *body(),
    ]

    found = fields(page(*form))

    assert {name: field.value for name, field in found.items()} == {
        "type": "Đơn đề nghị",
        "subject": "Cấp giấy phép xây dựng",
        "document_class": "application_form",
        "kinh_gui": "Ủy ban nhân dân xã Hương Khê",
    }


@pytest.mark.parametrize(
    "after",
    [
        (MIDDLE, 480.0, "Kính gửi: Các sở, ban, ngành"),
        (MIDDLE, 480.0, "GIÁM ĐỐC SỞ Y TẾ TỈNH KIÊN GIANG"),
        (500.0, 480.0, "Căn cứ Quyết định số 12"),
        (500.0, 480.0, "I. MỤC ĐÍCH"),
        (500.0, 560.0, "Nhằm đánh giá tác động của dự án"),
        (500.0, 480.0, "Nhằm đánh giá tác động"),
        (
            MIDDLE + 35.0,
            480.0,
            "Giao các cơ quan, đơn vị có liên quan tổ chức thực hiện nhiệm vụ theo quy định này",
        ),
    ],
)
def test_the_subject_ends_where_the_body_begins(after: Row) -> None:
    rows = [*head(), (MIDDLE, 380.0, "QUYẾT ĐỊNH"), (MIDDLE, 425.0, "Về việc thành lập Tổ"), after, *body(), *foot()]

    assert fields(page(*rows))["subject"].value == "Về việc thành lập Tổ"


def test_a_subject_of_several_lines_is_joined() -> None:
    title = ("QUYẾT ĐỊNH", "Về việc công bố Danh mục thủ tục hành chính", "thuộc thẩm quyền giải quyết của Sở Y tế")

    found = fields(page(*decision(title=title)))["subject"]

    assert found.value == "Về việc công bố Danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của Sở Y tế"
    assert found.raw.count("\n") == 1


@pytest.mark.parametrize(
    ("read", "subject"),
    [
        ("(V/v tăng cường giám sát)", "V/v tăng cường giám sát"),
        (",Vềviệc triển khai thực hiện", "Về việc triển khai thực hiện"),
        ("Vv: chính sách thuế (lần 2)", "V/v chính sách thuế (lần 2)"),
        ("và việc công bố Danh mục", "Về việc công bố Danh mục"),
        ("và tăng cường chỉ đạo Kỳ thi", "Về tăng cường chỉ đạo Kỳ thi"),
        ("Vệ sinh môi trường", "Vệ sinh môi trường"),
    ],
)
def test_brackets_and_lost_spaces_are_mended(read: str, subject: str) -> None:
    assert fields(page(*decision(title=("THÔNG BÁO", read))))["subject"].value == subject


def test_one_unsure_word_is_too_much_for_a_short_subject_and_not_for_a_long_one() -> None:
    sure = fields(page(*decision(title=("QUYẾT ĐỊNH", "Về việc tổng kết công tác"))))["subject"]
    unsure = fields(page(*decision(title=("QUYẾT ĐỊNH", "Về việc tông~80 kết công tác"))))["subject"]
    long = fields(page(*decision(title=("QUYẾT ĐỊNH", "Về việc tông~80 kết công tác", "phòng, chống thiên tai"))))[
        "subject"
    ]

    assert sure.accepted
    assert "few_words_unsure" in failed(unsure)
    assert not unsure.accepted
    assert "few_words_unsure" not in failed(long)


def test_a_word_the_body_repeats_is_surer_than_one_read_once() -> None:
    title = ("QUYẾT ĐỊNH", "Về việc tổng~70 kết công tác")
    repeated = (MIDDLE, 1100.0, "nhằm tổng kết công tác trong năm")

    alone = fields(page(*decision(title=title)))["subject"]
    witnessed = fields(page(*decision(title=title), extra=words_of(repeated, 70)))["subject"]

    assert witnessed.confidence > alone.confidence
    assert failed(alone) - failed(witnessed) == {"every_word_read_surely", "few_words_unsure"}


@pytest.mark.parametrize(("written", "broken"), [("tống", {"body_spells_alike"}), ("tổng", set())])
def test_marks_that_the_body_sets_otherwise_wait_for_a_person(written: str, broken: set[str]) -> None:
    repeated = words_of((MIDDLE, 1100.0, f"nhằm {written} kết công tác trong năm"), 70)

    found = fields(page(*decision(title=("QUYẾT ĐỊNH", "Về việc tổng kết công tác")), extra=repeated))["subject"]

    assert failed(found) == broken


def test_a_word_no_vietnamese_syllable_spells_casts_doubt() -> None:
    found = fields(page(*decision(title=("QUYẾT ĐỊNH", "Về việc tông kêt công tác"))))["subject"]

    assert failed(found) == {"words_spelled_as_vietnamese"}


def test_a_slash_that_lost_its_v_is_one_all_the_same() -> None:
    assert subject_text(["V/ gia hạn", "giải thưởng"]) == "V/v gia hạn giải thưởng"


@pytest.mark.parametrize("read", ["Về việc họp Ban QLDA~80", "Về việc họp năm 2O17~80", "Họpp~80 Ban", "Quý HI~80"])
def test_nothing_vouches_for_an_abbreviation_or_a_number_read_unsurely(read: str) -> None:
    found = fields(page(*decision(title=("QUYẾT ĐỊNH", read))))["subject"]

    assert "unsure_words_are_syllables" in failed(found)
    assert not found.accepted


@pytest.mark.parametrize(
    ("read", "broken"),
    [
        ("Thẩm~20 định Tổ công tác", {"subject_begins_whole", "nothing_left_out"}),
        ("về việc thành lập Tổ công tác", set()),
        ("Về việc thành lập Tổ công tác 19/NQ-HĐND~20", {"nothing_left_out"}),
    ],
)
def test_a_subject_that_lost_a_word_tells(read: str, broken: set[str]) -> None:
    assert failed(fields(page(*decision(title=("QUYẾT ĐỊNH", read))))["subject"]) == broken


def test_a_note_beside_a_letters_subject_is_not_part_of_it() -> None:
    rows: list[Row] = [
        *head(("ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"), "Số: 15/UBND-NC"),
        (400.0, 310.0, "V/v bảo đảm an toàn giao thông"),
        (1100.0, 320.0, "Phòng Hành chính gửi văn bản đến các đơn vị"),
        (400.0, 352.0, "trong dịp nghỉ hè"),
        (1100.0, 362.0, "5. Báo cáo kết quả"),
        (MIDDLE, 480.0, "Kính gửi: Các sở"),
        *body(),
    ]

    assert fields(page(*rows))["subject"].value == "V/v bảo đảm an toàn giao thông trong dịp nghỉ hè"
