"""A reading beside a caption becomes the normal form of its kind, or is refused."""

import pytest

from domain.model import Box, Word
from domain.templates import TemplateField, ValueKind
from pipeline.extract.lines import Line
from pipeline.extract.template_evidence import template_field
from pipeline.extract.template_values import Normal, normalised


def _read(kind: str, text: str, **more: object) -> Normal | None:
    return normalised(TemplateField("x", "X", ValueKind(kind), ("X",), **more), text)  # type: ignore[arg-type]


def _broken(found: Normal | None) -> set[str]:
    assert found is not None
    return {rule.name for rule in found.rules if not rule.passed}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "15/09/2024", "2024-09-15"),
        ("date", "08 giờ 30 phút, ngày 05 tháng 10 năm 2026", "2026-10-05"),
        ("date", "05 tháng 10 năm 2026", "2026-10-05"),
        ("date", "1984", "1984"),
        ("date", "9/1984", "1984-09"),
        ("date_in_words", "Ngày mười lăm, tháng chín, năm hai nghìn không trăm hai mươi tư", "2024-09-15"),
        ("person_name", "VÀNG VĂN THẮNG", "Vàng Văn Thắng"),
        ("person_name", "ông Vàng Văn Thắng, sinh năm 1975", "Vàng Văn Thắng"),
        ("personal_id", "Căn cước công dân số 010 075 001 234 do Bộ Công an cấp", "010075001234"),
        ("personal_id", "O1OO75OO1234", "010075001234"),
        ("personal_id", "CMND 063123456", "063123456"),
        ("tax_code", "0100109106-001", "0100109106-001"),
        ("tax_code", "010075001234", "010075001234"),
        ("area", "1.761,2 m²", "1761.2"),
        ("area", "85m2", "85"),
        ("area", "85 m2 (bằng chữ: tám mươi lăm mét vuông)", "85"),
        ("money", "12.500.000 đồng", "12500000"),
        ("land_serial", "CN 719597", "CN 719597"),
        ("land_serial", "AA 09273289", "AA 09273289"),
        ("code", "12 / 2024", "12/2024"),
        ("phone", "0912 345 678", "0912345678"),
        ("text", "xã Mèo Vạc,.tỉnh Tuyên Quang", "xã Mèo Vạc, tỉnh Tuyên Quang"),
        ("text", "…… thôn Na Hối, xã Bắc Hà ……", "thôn Na Hối, xã Bắc Hà"),
    ],
)
def test_a_reading_has_its_normal_form(kind: str, text: str, value: str) -> None:
    found = _read(kind, text)

    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((kind.value, "......") for kind in ValueKind if kind is not ValueKind.CHOICE),
        ("date", "chưa rõ"),
        ("number", "không"),
        ("land_serial", "số vào sổ CH00123"),
        ("land_serial", "AA 092732O9"),
        ("personal_id", "042199001 2E4"),
        ("personal_id", "042199001-234"),
        ("land_serial", "AA 092732 89"),
        ("phone", "0912"),
    ],
)
def test_what_cannot_be_of_the_kind_gives_nothing(kind: str, text: str) -> None:
    assert _read(kind, text) is None


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        ("date", "31/02/2024", "date_exists"),
        ("personal_id", "999075001234", "personal_number_plausible"),
        ("personal_id", "O10075001234", "digits_as_read"),
        ("personal_id", "0100750012", "personal_number_has_its_length"),
        ("tax_code", "0100109107", "tax_code_check_digit"),
        ("person_name", "Vàng", "name_of_two_to_six_words"),
        ("person_name", "Xyz Văn Thắng", "family_name_listed"),
        ("number", "12, tờ 45", "only_number_in_place"),
        ("area", "1.761.2 m²", "number_whole"),
        ("area", "1,761.2 m²", "number_whole"),
        ("area", "12O m²", "number_whole"),
        ("area", "l20,5 m²", "number_whole"),
    ],
)
def test_what_breaks_a_rule_is_kept_and_marked(kind: str, text: str, rule: str) -> None:
    found = _read(kind, text)

    assert rule in _broken(found) or (
        rule == "date_exists" and found is not None and "date" in next(iter(_broken(found)))
    )


def test_a_choice_is_the_nearest_entry_and_says_when_it_was_misread() -> None:
    found = _read("choice", "Kình", vocabulary="ethnic_groups")

    assert found is not None
    assert found.value == "Kinh"
    assert _broken(_read("choice", "Klnh", vocabulary="ethnic_groups")) == {"choice_in_list"}
    assert _broken(_read("choice", "Khơ Mủ", choices=("Khơ Mú", "Khơ Me"))) == set()
    assert _broken(_read("choice", "Sao Hỏa", choices=("Nam", "Nữ"))) == {"choice_in_list"}


def _line(text: str, x: float) -> Line:
    box = Box(x, 100.0, x + 200.0, 124.0)
    return Line(1, tuple(Word(word, box, 96.0, 0, 0) for word in text.split()))


@pytest.mark.parametrize(
    ("caption", "passes"), [("Số định danh cá nhân", False), ("Giấy tờ tùy thân", False), ("Số CMND", True)]
)
def test_nine_digits_are_half_a_number_where_no_old_card_is_named(caption: str, passes: bool) -> None:
    wanted = TemplateField("so_giay_to", "Số giấy tờ", ValueKind.PERSONAL_ID, (caption,))
    found = template_field(wanted, [(_line(caption, 100.0), (_line("042 199 001", 320.0),))])

    assert found is not None
    assert (found.value, found.accepted) == ("042199001", passes)
