"""Values of a form prove one another: words and digits, a number and its bearer."""

import pytest

from domain.model import Field
from domain.templates import TemplateField, ValueKind
from pipeline.extract.form_checks import form_checks

FORM = (
    TemplateField("so_dinh_danh", "Số định danh cá nhân", ValueKind.PERSONAL_ID, ("Số định danh",)),
    TemplateField("ngay_sinh", "Ngày sinh", ValueKind.DATE, ("Ngày sinh",)),
    TemplateField("ngay_sinh_bang_chu", "Ngày sinh (bằng chữ)", ValueKind.DATE_IN_WORDS, ("Bằng chữ",)),
    TemplateField("gioi_tinh", "Giới tính", ValueKind.CHOICE, ("Giới tính",), choices=("Nam", "Nữ")),
    TemplateField("me_ngay_sinh", "Ngày sinh của mẹ", ValueKind.DATE, ("Ngày sinh",), section="mother"),
    TemplateField("dien_tich", "Diện tích", ValueKind.AREA, ("Diện tích",)),
    TemplateField("dien_tich_bang_chu", "Diện tích bằng chữ", ValueKind.TEXT, ("bằng chữ",)),
)


def _checks(**values: str) -> dict[tuple[str, tuple[str, ...]], bool]:
    found = {name: Field(name, value, value, 1, None, 0.95, accepted=True) for name, value in values.items()}
    return {(check.rule, check.names): check.passed for check in form_checks(FORM, found)}


@pytest.mark.parametrize(
    ("words", "agrees"),
    [
        ("2020-09-15", True),
        ("Ngày mười lăm, tháng chín, năm hai nghìn không trăm hai mươi", True),
        ("mười lăm, tháng chín, năm hai nghìn không trăm hai mươi", True),
        ("2020-09-05", False),
    ],
)
def test_a_birthday_in_words_is_that_in_digits(words: str, agrees: bool) -> None:
    names = ("ngay_sinh", "ngay_sinh_bang_chu")

    assert _checks(ngay_sinh="2020-09-15", ngay_sinh_bang_chu=words) == {("words_agree_with_digits", names): agrees}


@pytest.mark.parametrize(("area", "agrees"), [("761.2", True), ("767.2", False)])
def test_an_area_in_words_is_that_in_digits(area: str, agrees: bool) -> None:
    checks = _checks(dien_tich=area, dien_tich_bang_chu="Bảy trăm sáu mươi mốt phẩy hai mét vuông")

    assert checks == {("words_agree_with_digits", ("dien_tich", "dien_tich_bang_chu")): agrees}


def test_a_number_is_compared_with_its_own_bearer_only() -> None:
    checks = _checks(so_dinh_danh="042099001234", ngay_sinh="1999-03-05", me_ngay_sinh="1971-01-01", gioi_tinh="Nữ")

    assert checks == {
        ("number_fits_birth_year", ("so_dinh_danh", "ngay_sinh")): True,
        ("number_fits_sex", ("so_dinh_danh", "gioi_tinh")): False,
    }


@pytest.mark.parametrize(
    "values",
    [
        {"ngay_sinh": "2020-09-15", "ngay_sinh_bang_chu": "không rõ"},
        {"ngay_sinh": "2020", "ngay_sinh_bang_chu": "2020-09-15"},
        {"dien_tich": "khoảng 700", "dien_tich_bang_chu": "bảy trăm"},
        {"so_dinh_danh": "183123456", "ngay_sinh": "1999-03-05"},
        {"ngay_sinh": "1999-03-05"},
        {},
    ],
)
def test_what_cannot_be_compared_is_not_judged(values: dict[str, str]) -> None:
    assert _checks(**values) == {}
