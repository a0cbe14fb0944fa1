"""Numbers count where their label stands, one of a kind, and pass only where they hold."""

import pytest

from tests.unit.extract.typeset import MIDDLE, Row, decision, failed, fields, page


def _found(*texts: str) -> dict[str, tuple[str, bool]]:
    rows: list[Row] = [(MIDDLE, 1050.0 + 50 * at, text) for at, text in enumerate(texts)]
    found = fields(page(*decision(), *rows))
    names = ("personal_id", "tax_code", "land_serial", "result_type_code")
    return {name: (found[name].value, found[name].accepted) for name in names if name in found}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Số định danh cá nhân: 042199001234", "personal_id", "042199001234"),
        ("Ông Nguyễn Văn Hải, CCCD số 042 199 001 234 cấp ngày 1/2/2021", "personal_id", "042199001234"),
        ("Căn cước công dân số: 042199001234", "personal_id", "042199001234"),
        ("CMND số: 183123456", "personal_id", "183123456"),
        ("Mã số thuế: 0100109106", "tax_code", "0100109106"),
        ("MST: 0100109106-001", "tax_code", "0100109106-001"),
        ("Mã số thuế 042199001234", "tax_code", "042199001234"),
        ("Số phát hành: CN 719597", "land_serial", "CN 719597"),
        ("Số seri: AA09273289", "land_serial", "AA 09273289"),
        ("Mã loại kết quả: KQ.G15.000031", "result_type_code", "KQ.G15.000031"),
    ],
)
def test_a_labelled_number_that_holds_passes(text: str, name: str, value: str) -> None:
    assert _found(text) == {name: (value, True)}


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("Số định danh cá nhân: 003199001234", "personal_id", "personal_id_holds"),
        ("Số định danh cá nhân: 0421990O1234", "personal_id", "digits_as_read"),
        ("CCCD số: 04219900123", "personal_id", "personal_id_holds"),
        ("CCCD số: 042199001", "personal_id", "personal_id_holds"),
        ("Số định danh cá nhân: 042 199 001", "personal_id", "personal_id_holds"),
        ("Mã số thuế: 0100109107", "tax_code", "tax_code_holds"),
        ("Mã số thuế: 0100109106~70", "tax_code", "every_word_read_surely"),
        ("Số phát hành: CN 7195971", "land_serial", "land_serial_holds"),
    ],
)
def test_a_number_that_breaks_a_rule_is_proposed_and_waits(text: str, name: str, rule: str) -> None:
    found = fields(page(*decision(), (MIDDLE, 1050.0, text)))[name]

    assert not found.accepted
    assert rule in failed(found)


@pytest.mark.parametrize("text", ["CCCD số: 042199001 2E4", "CCCD số: 042199001-234", "Số phát hành: AA 092732 89"])
def test_a_number_misread_in_its_second_part_is_not_its_first(text: str) -> None:
    assert _found(text) == {}


def test_a_tax_code_whose_check_digit_tells_nothing_waits() -> None:
    found = fields(page(*decision(), (MIDDLE, 1050.0, "Mã số thuế: 0000000125")))["tax_code"]

    assert failed(found) == {"check_digit_tells"}


@pytest.mark.parametrize(
    "text",
    [
        "Điện thoại: 0912345678",
        "042199001234",
        "Mã hồ sơ: H27.058-261009-0009",
        "Số tài khoản: 042199001234",
        "Căn cứ Luật số 31/2024/QH15",
    ],
)
def test_digits_without_a_label_of_theirs_are_nobodys(text: str) -> None:
    assert _found(text) == {}


def test_of_two_numbers_the_first_is_proposed_and_a_list_names_none() -> None:
    two = fields(page(*decision(), *((MIDDLE, 1050.0 + 50 * at, f"CCCD số: 04219900123{at}") for at in range(2))))
    many = _found(*(f"CCCD số: 04219900123{at}" for at in range(5)))

    assert (two["personal_id"].value, two["personal_id"].alternatives) == ("042199001230", ("042199001231",))
    assert failed(two["personal_id"]) == {"only_one_on_paper"}
    assert many == {}
