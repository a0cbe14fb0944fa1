"""Numbers and codes are read from papers and printed back; what is none is refused by its own error."""

import csv
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import find_date
from domain.errors import BadDossierCode, BadIdentifier, SohoaError
from domain.identifiers import (
    DocumentNumber,
    DossierCode,
    LandSerial,
    OldCardNumber,
    PersonalNumber,
    ProcedureCode,
    ResultTypeCode,
    TaxCode,
    find_document_numbers,
    find_dossier_codes,
    find_land_serials,
    find_procedure_codes,
    find_result_type_codes,
)
from domain.vocabulary import Province, provinces

PARSERS: dict[str, Callable[[str], object]] = {
    "dossier_code": DossierCode.parse,
    "procedure_code": ProcedureCode.parse,
    "result_type_code": ResultTypeCode.parse,
    "document_number": DocumentNumber.parse,
    "land_serial": LandSerial.parse,
    "personal_id": PersonalNumber.parse,
    "old_card": OldCardNumber.parse,
    "tax_code": TaxCode.parse,
}

SAMPLES = [
    ("dossier_code", "H60.107-261016-0021", True),
    ("dossier_code", "000.17.22.H56-210531-0001", True),
    ("dossier_code", "G15-20260609-0092637", True),
    ("dossier_code", "H60.107-261316-0021", False),
    ("dossier_code", "H60.107-260229-0021", False),
    ("dossier_code", "60.107-261016-0021", False),
    ("procedure_code", "1.013978", True),
    ("procedure_code", "2.000488.000.00.00.H56", True),
    ("procedure_code", "1.0139780", False),
    ("result_type_code", "KQ.G15.000031", True),
    ("result_type_code", "KQ.G15.31", False),
    ("document_number", "05/BC-UBND", True),
    ("document_number", "12/2024/TT-BTC", True),
    ("document_number", "19/2012/TTLT-BTC-BKH&ĐT-BTTTT", True),
    ("document_number", "154/CTPH-LĐLĐ-SVH,TT,DL", True),
    ("document_number", "01/7/2025", False),
    ("document_number", "1/2 diện tích", False),
    ("document_number", "QĐ-UBND", False),
    ("land_serial", "CN 719597", True),
    ("land_serial", "AA 09273289", True),
    ("land_serial", "AA 0927328", False),
    ("personal_id", "001085012345", True),
    ("personal_id", "003085012345", False),
    ("personal_id", "00108501234", False),
    ("old_card", "183123456", True),
    ("old_card", "18312345", False),
    ("old_card", "1831234567", False),
    ("tax_code", "0100109106", True),
    ("tax_code", "0100109106-001", True),
    ("tax_code", "0100109107", False),
]


def _reads(kind: str, text: str) -> object | None:
    if kind == "date_vi":
        return find_date(text)
    try:
        return PARSERS[kind](text)
    except (BadIdentifier, BadDossierCode):
        return None


@pytest.mark.parametrize(("kind", "text", "valid"), SAMPLES)
def test_a_value_is_taken_or_refused(kind: str, text: str, valid: bool) -> None:
    value = _reads(kind, text)

    assert (value is not None) is valid
    assert value is None or str(value) == text


def test_the_field_collection_of_identifiers_is_read(shared_data: Path) -> None:
    with (shared_data / "domain" / "id_samples.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))

    wrong = [row for row in rows if (_reads(row["kind"], row["value"]) is not None) != (row["valid"] == "yes")]
    valid = [row for row in rows if row["valid"] == "yes" and row["kind"] != "date_vi"]

    assert {row["valid"] for row in rows} == {"yes", "no"}
    assert wrong == []
    assert [str(_reads(row["kind"], row["value"])) for row in valid] == [row["value"] for row in valid]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("123 / QĐ - UBND", "123/QĐ-UBND"),
        ("123/QÐ–UBND", "123/QĐ-UBND"),
        ("12 / 2024 / TT-BTC", "12/2024/TT-BTC"),
        ("  4336/BTTTT-THH ", "4336/BTTTT-THH"),
    ],
)
def test_a_document_number_is_printed_in_one_form(read: str, printed: str) -> None:
    assert str(DocumentNumber.parse(read)) == printed


def test_the_parts_of_an_identifier_can_be_asked_for() -> None:
    number = DocumentNumber.parse("16/2008/TTLT-BYT-BNV")
    person = PersonalNumber.parse("042199001234")
    code = DossierCode.parse("G09.20-20260609-0092637")

    assert (number.number, number.year, number.parts) == ("16", 2008, ("TTLT", "BYT", "BNV"))
    assert (person.birth_year, person.sex) == (1999, "female")
    assert person.province is not None
    assert person.province.name == "Hà Tĩnh"
    assert (code.unit, code.received_on, code.sequence) == ("G09.20", date(2026, 6, 9), "0092637")


def test_running_text_gives_the_numbers_it_cites_and_no_dates() -> None:
    text = (
        "Căn cứ Quyết định số 766/QĐ-TTg ngày 23/6/2022 và Thông tư 01/2023/TT-VPCP; mã 1.013978, H27.10-261122-0001."
    )

    assert [str(number) for number in find_document_numbers(text)] == ["766/QĐ-TTg", "01/2023/TT-VPCP"]
    assert [str(code) for code in find_procedure_codes(text)] == ["1.013978"]
    assert [str(code) for code in find_dossier_codes(text)] == ["H27.10-261122-0001"]
    assert [str(code) for code in find_result_type_codes(f"{text} KQ.G15.000031")] == ["KQ.G15.000031"]
    assert [str(serial) for serial in find_land_serials("số phát hành CN 719597, thửa 12")] == ["CN 719597"]


_LETTERS = st.text("ABCDEGHIKLMNOPQRSTUVXYĐ", min_size=1, max_size=7)


@given(st.integers(1, 99999), st.none() | st.integers(1945, 2099), st.lists(_LETTERS, min_size=1, max_size=4))
def test_a_printed_document_number_reads_back(number: int, year: int | None, parts: list[str]) -> None:
    written = DocumentNumber(f"{number:02d}", "-".join(parts), year)

    assert DocumentNumber.parse(str(written)) == written


@given(
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{2,3}){0,3}", fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.from_regex(r"[0-9]{4,7}", fullmatch=True),
    st.sampled_from([6, 8]),
)
def test_a_printed_dossier_code_reads_back(unit: str, day: date, sequence: str, digits: int) -> None:
    written = DossierCode(unit, day, sequence, 8 if digits == 8 else 6)

    assert DossierCode.parse(str(written)) == written


@given(st.from_regex(r"[1-9]\.[0-9]{6}", fullmatch=True), st.none() | st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True))
def test_a_printed_procedure_code_reads_back(core: str, publisher: str | None) -> None:
    written = ProcedureCode(core, publisher)

    assert ProcedureCode.parse(str(written)) == written


@given(st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_printed_result_type_code_reads_back(agency: str, number: str) -> None:
    written = ResultTypeCode(agency, number)

    assert ResultTypeCode.parse(str(written)) == written


@given(st.sampled_from(provinces()), st.integers(0, 9), st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_printed_personal_number_reads_back_and_tells_year_and_sex(
    province: Province, century: int, rest: str
) -> None:
    written = PersonalNumber(f"{province.personal_code}{century}{rest}")

    assert PersonalNumber.parse(str(written)) == written
    assert written.birth_year == 1900 + 100 * (century // 2) + int(rest[:2])
    assert (written.sex == "female") is (century % 2 == 1)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_the_printed_number_of_an_old_card_reads_back(digits: str) -> None:
    assert str(OldCardNumber.parse(f"{digits[:3]} {digits[3:6]} {digits[6:]}")) == digits


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.none() | st.from_regex(r"[0-9]{3}", fullmatch=True))
def test_of_ten_last_digits_one_makes_a_tax_code_unless_none_is_told(nine: str, branch: str | None) -> None:
    printed = [f"{nine}{digit}" + (f"-{branch}" if branch else "") for digit in range(10)]
    read = [code for code in (_reads("tax_code", text) for text in printed) if isinstance(code, TaxCode)]

    assert all(TaxCode.parse(str(code)) == code for code in read)
    assert len(read) == (1 if read[0].proved else 10)


@given(st.text("ABCDĐNX", min_size=1, max_size=2), st.from_regex(r"[0-9]{6}|[0-9]{8}", fullmatch=True))
def test_a_printed_land_serial_reads_back(series: str, number: str) -> None:
    written = LandSerial(series, number)

    assert LandSerial.parse(str(written)) == written


@given(st.sampled_from(sorted(PARSERS)), st.text())
def test_no_text_raises_anything_but_the_error_tree(kind: str, text: str) -> None:
    try:
        value = PARSERS[kind](text)
    except SohoaError:
        return
    assert PARSERS[kind](str(value)) == value


@pytest.mark.parametrize("piece", ["1/", "1/2024/", "A-", "H22.", "123/QĐ-", " / ", "0", "ĐĐ&", "000.00.", "9.999999."])
def test_a_long_hostile_line_is_read_in_no_time(piece: str) -> None:
    text = piece * 20_000
    started = time.perf_counter()

    for find in (
        find_document_numbers,
        find_dossier_codes,
        find_procedure_codes,
        find_result_type_codes,
        find_land_serials,
    ):
        list(find(text))
    for kind in PARSERS:
        _reads(kind, text)

    assert time.perf_counter() - started < 3.0
