"""What two places of a paper say must agree: a contradiction bars both, agreement stands as evidence."""

from dataclasses import replace

import pytest

from domain.model import Box, DossierMark, Field
from pipeline.describe import describe
from tests.unit.extract.typeset import CHAIR, MIDDLE, Row, decision, failed, fields, foot, head, page

COMMITTEE = ("ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH")


def _said(field: Field) -> dict[str, bool]:
    return {verdict.rule: verdict.passed for verdict in field.rules}


@pytest.mark.parametrize(("year", "agrees"), [(2025, True), (2024, False)])
def test_the_year_of_the_symbol_is_that_of_the_date(year: int, agrees: bool) -> None:
    heading = head(COMMITTEE, f"Số: 31/{year}/QĐ-UBND", "Hà Tĩnh, ngày 15 tháng 6 năm 2025")

    found = fields(page(*decision(heading=heading, signature=foot(CHAIR))))

    for name in ("code", "issued_date"):
        assert _said(found[name])["symbol_year_is_the_dates"] is agrees
        assert found[name].accepted is agrees


@pytest.mark.parametrize(
    ("number", "agrees"), [("12/QĐ-SYT", True), ("12/QĐ-SXD", False), ("12/SXD-QLN", False), ("12/QĐ-BGH", None)]
)
def test_another_agencys_symbol_contradicts_the_head(number: str, agrees: bool | None) -> None:
    agency = fields(page(*decision(heading=head(number=f"Số: {number}"))))["issuing_agency"]

    assert _said(agency).get("agency_fits_symbol") is agrees
    assert agency.accepted is (agrees is not False)


@pytest.mark.parametrize(
    ("authority", "agrees"),
    [
        (("GIÁM ĐỐC",), True),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), True),
        (("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), True),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), False),
        (("HIỆU TRƯỞNG",), False),
        (("TRƯỞNG ĐOÀN",), None),
    ],
)
def test_who_signs_heads_the_agency(authority: tuple[str, ...], agrees: bool | None) -> None:
    found = fields(page(*decision(signature=foot(authority))))

    for name in ("issuing_agency", "signer_position"):
        assert _said(found[name]).get("signer_heads_agency") is agrees
        assert found[name].accepted is (agrees is not False)


def test_an_office_of_the_agency_above_signs_for_its_unit() -> None:
    heading = head(("UBND TỈNH HÀ TĨNH", "SỞ Y TẾ"))

    agency = fields(page(*decision(heading=heading, signature=foot(CHAIR))))["issuing_agency"]

    assert "signer_heads_agency" not in _said(agency)
    assert agency.accepted


def test_a_committee_is_spoken_for_by_its_chairman_only() -> None:
    heading = head(COMMITTEE, "Số: 12/QĐ-UBND", "Hà Tĩnh, ngày 15 tháng 6 năm 2025")

    own = fields(page(*decision(heading=heading, signature=foot(("TM. ỦY BAN NHÂN DÂN", *CHAIR)))))
    other = fields(page(*decision(heading=heading, signature=foot(("GIÁM ĐỐC",)))))

    assert own["issuing_agency"].accepted
    assert failed(other["issuing_agency"]) == {"signer_heads_agency"}


def test_either_of_two_agencies_may_be_the_signers() -> None:
    heading = head(("LIÊN ĐOÀN LAO ĐỘNG -", "SỞ Y TẾ TỈNH AN GIANG"), "Số: 15/KHPH-LĐLĐ-SYT")

    agency = fields(page(*decision(heading=heading, signature=foot(("GIÁM ĐỐC",)))))["issuing_agency"]

    assert _said(agency)["signer_heads_agency"]


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        (("Sinh ngày: 05/3/1999",), {"number_fits_birth_year": True}),
        (("Ngày, tháng, năm sinh: 05/3/1998",), {"number_fits_birth_year": False}),
        (("Năm sinh: 1999", "Giới tính: Nữ"), {"number_fits_birth_year": True, "number_fits_sex": True}),
        (("Giới tính: Nam",), {"number_fits_sex": False}),
        (("Sinh ngày: 05/3/1999", "Năm sinh: 1971"), {}),
        (("sinh sống tại xã Hương Khê từ năm 2001",), {}),
    ],
)
def test_a_personal_number_fits_birth_and_sex(lines: tuple[str, ...], rules: dict[str, bool]) -> None:
    rows: list[Row] = [(MIDDLE, 1050.0, "Số định danh cá nhân: 042199001234")]
    rows += [(MIDDLE, 1100.0 + 50 * at, line) for at, line in enumerate(lines)]

    found = fields(page(*decision(), *rows))["personal_id"]

    assert {rule: passed for rule, passed in _said(found).items() if rule.startswith("number_fits")} == rules
    assert found.accepted is all(rules.values())


def _marked(text: str, *, sure: bool = True) -> dict[str, Field]:
    reading = page(*decision(), (MIDDLE, 40.0, text if sure else f"{text}~70"))
    mark = DossierMark("H27.058-261009-0009", Box(10.0, 10.0, 90.0, 90.0), 0.99)
    return {field.name: field for field in describe([replace(reading, marks=(mark,))])}


def test_a_bar_code_and_the_text_prove_each_other() -> None:
    found = _marked("Mã hồ sơ: H27.058-261009-0009")["dossier_code"]

    assert (found.value, found.source, found.accepted) == ("H27.058-261009-0009", "qr", True)
    assert _said(found)["code_agrees_with_text"]


def test_a_bar_code_that_contradicts_a_sure_text_waits_for_a_person() -> None:
    found = _marked("Mã hồ sơ: H27.058-261009-0008")["dossier_code"]

    assert (found.value, found.accepted) == ("H27.058-261009-0009", False)
    assert found.alternatives == ("H27.058-261009-0008",)


def test_text_read_doubtfully_says_nothing_against_a_bar_code() -> None:
    found = _marked("Mã hồ sơ: H27.058-261009-0008", sure=False)["dossier_code"]

    assert (found.accepted, "code_agrees_with_text" in _said(found)) == (True, False)
