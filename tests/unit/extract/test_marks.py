"""Urgency, dossier code, procedure code: where they stand, and only where they are this paper's."""

import pytest

from tests.unit.extract.typeset import Row, decision, fields, page


@pytest.mark.parametrize(
    ("read", "value", "accepted"), [("HỎA TỐC", "HỎA TỐC", True), ("HÓA TÓC", "HỎA TỐC", True), ("KHẨN", "KHẨN", True)]
)
def test_a_stamp_of_urgency_is_read(read: str, value: str, accepted: bool) -> None:
    found = fields(page(*decision(), (300.0, 330.0, read)))["urgency"]

    assert (found.value, found.accepted) == (value, accepted)


def test_capitals_of_the_body_are_no_urgency() -> None:
    assert "urgency" not in fields(page(*decision(), (300.0, 700.0, "I. KHÂN TRƯƠNG")))


def test_the_one_labelled_dossier_code_is_taken() -> None:
    label: Row = (400.0, 40.0, "Mã hồ sơ: H27.058-261009-0009")

    found = fields(page(*decision(), label))["dossier_code"]

    assert (found.value, found.accepted) == ("H27.058-261009-0009", True)


def test_of_several_codes_none_is_the_documents() -> None:
    rows: list[Row] = [
        (400.0, 900.0 + 50 * i, f"Mã hồ sơ: H27.058-261009-000{i} Mã TTHC: 1.01397{i}") for i in range(3)
    ]

    found = fields(page(*decision(), *rows))

    assert "dossier_code" not in found
    assert "procedure_code" not in found


def test_a_procedure_code_is_proposed_and_left_to_a_person() -> None:
    found = fields(page(*decision(), (400.0, 40.0, "Mã TTHC: 1.013978")))["procedure_code"]

    assert (found.value, found.accepted) == ("1.013978", False)
