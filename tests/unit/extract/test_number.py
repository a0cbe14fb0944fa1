"""The number line: typed numbers pass, written ones are proposed at most, symbols follow their vocabulary."""

import pytest

from domain.model import Box, Word
from pipeline.extract.symbols import confusion_distance, judge_symbol
from tests.unit.extract.typeset import decision, failed, fields, head, page, words_of


@pytest.mark.parametrize(
    "line",
    ["Số: 123/QĐ-SYT", "Sô: 123/QĐ-SYT", "số;123/QĐ-SYT", "Só: 123 /QĐ-SYT", "Số: 123/QÐ–SYT", "Số: 123⁄QĐ- SYT"],
)
def test_a_number_line_is_read_whatever_happened_to_its_signs(line: str) -> None:
    assert fields(page(*decision(heading=head(number=line))))["code"].value == "123/QĐ-SYT"


@pytest.mark.parametrize(("line", "code"), [("Số: 4l6 /TB-SYT", "416/TB-SYT"), ("Số: 2O /TB-SYT", "20/TB-SYT")])
def test_digits_read_as_letters_are_proposed_and_never_accepted(line: str, code: str) -> None:
    found = fields(page(*decision(heading=head(number=line))))["code"]

    assert (found.value, found.accepted) == (code, False)
    assert found.raw == line


@pytest.mark.parametrize(
    "line", ["Số: /QĐ-SYT", "Số: đ# /QĐ-SYT", "Số: 50bE /QĐ-SYT", "Số: 2⁄/QĐ-SYT", "Số: ........./QĐ-SYT"]
)
def test_an_unread_number_leaves_the_printed_suffix(line: str) -> None:
    found = fields(page(*decision(heading=head(number=line))))["code"]

    assert (found.value, found.accepted) == ("/QĐ-SYT", False)
    assert "number_read" in failed(found)


@pytest.mark.parametrize("line", ["Sô⁄t†~7 /QĐ-SYT", "Số: l/a~20 /QĐ-SYT"])
def test_a_stroke_read_as_a_slash_hides_no_symbol(line: str) -> None:
    found = fields(page(*decision(heading=head(number=line))))["code"]

    assert (found.value.partition("/")[2], found.accepted) == ("QĐ-SYT", False)


def test_a_number_taller_than_the_print_was_written_by_hand() -> None:
    symbol = words_of((400.0, 260.0, "Số: /QĐ-SYT"), 50)
    written = Word("44", Box(345, 235, 385, 300), 93.0, 50, 50)
    heading = [row for row in head() if "QĐ-SYT" not in row[2]]

    found = fields(page(*decision(heading=heading), extra=[symbol[0], written, symbol[1]]))["code"]

    assert (found.value, found.accepted) == ("44/QĐ-SYT", False)
    assert failed(found) == {"number_printed"}


def test_a_symbol_whose_slash_is_lost_is_not_accepted() -> None:
    found = fields(page(*decision(heading=head(number="Số: 147GM-SYT"), title=("GIẤY MỜI", "Họp kiểm tra"))))["code"]

    assert (found.value, found.accepted) == ("/GM-SYT", False)


def test_a_symbol_that_contradicts_the_heading_is_not_accepted() -> None:
    found = fields(page(*decision(heading=head(number="Số: 123/TB-SYT"))))

    assert not found["code"].accepted
    assert not found["type"].accepted
    assert "symbol_fits_type" in failed(found["code"])


@pytest.mark.parametrize(
    ("read", "agency", "meant"),
    [
        ("QD-UBND", "Ủy ban nhân dân tỉnh Hà Tĩnh", "QĐ-UBND"),
        ("QĐÐ-UBND", "Ủy ban nhân dân tỉnh Hà Tĩnh", "QĐ-UBND"),
        ("0Đ-UBNO", "Ủy ban nhân dân tỉnh Hà Tĩnh", "QĐ-UBND"),
        ("TTR-U8ND", "Ủy ban nhân dân tỉnh Hà Tĩnh", "TTr-UBND"),
        ("GP-5XD", "Sở Xây dựng tỉnh Hà Tĩnh", "GP-SXD"),
        ("Ctr-UBND", "Ủy ban nhân dân tỉnh Hà Tĩnh", "CTr-UBND"),
    ],
)
def test_usual_confusions_lead_to_the_symbol_that_was_meant(read: str, agency: str, meant: str) -> None:
    symbol = judge_symbol(read, agency)

    assert (symbol.text, symbol.corrected, symbol.fits_agency) == (meant, True, True)


@pytest.mark.parametrize(
    ("read", "agency", "type_name"),
    [
        ("QĐ-ĐHĐN", "Trường Đại học Đồng Nai", "Quyết định"),
        ("QĐ-VKSTC", "Viện kiểm sát nhân dân tối cao", "Quyết định"),
        ("SGDĐT-CTrTT", "Sở Giáo dục và Đào tạo thành phố Đà Nẵng", None),
        ("CT-CS", "Cục Thuế", None),
        ("CT-UBND", "Ủy ban nhân dân tỉnh Quảng Ngãi", "Chỉ thị"),
    ],
)
def test_a_symbol_its_agency_explains_stays_as_read(read: str, agency: str, type_name: str | None) -> None:
    symbol = judge_symbol(read, agency)

    assert (symbol.text, symbol.type_name, symbol.corrected, symbol.fits_agency) == (read, type_name, False, True)


def test_a_symbol_nothing_explains_is_kept_and_marked() -> None:
    symbol = judge_symbol("GM-GAVI", "Sở Y tế tỉnh Kiên Giang")

    assert (symbol.text, symbol.known, symbol.fits_agency) == ("GM-GAVI", False, False)


def test_look_alikes_cost_less_than_other_letters() -> None:
    assert confusion_distance("QĐ", "QĐ") == 0
    assert confusion_distance("QD", "QĐ") < confusion_distance("QT", "QĐ")
    assert confusion_distance("QĐĐ", "QĐ") < 1
