"""Where a document stands in its agency's register, and whether its number continues the series there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Field
from domain.numbering import Code, Entry, Numbered, Series

SPRING = date(2025, 4, 10)


def fields(**values: str) -> list[Field]:
    return [Field(name, value, value, 1, None, 0.9, True) for name, value in values.items()]


def numbered(**values: str) -> Numbered | None:
    given = {"code": "12/QĐ-SYT", "issuing_agency": "Sở Y tế tỉnh Kiên Giang", "issued_date": "2025-04-10", **values}
    return Numbered.of(fields(**{name: value for name, value in given.items() if value}))


@pytest.mark.parametrize(
    ("value", "number", "year", "symbol"),
    [
        ("123/QĐ-SYT", "123", None, "QĐ-SYT"),
        ("12/2024/TT-BTC", "12", 2024, "TT-BTC"),
        ("/QĐ-SYT", "", None, "QĐ-SYT"),
        (" 5 / QĐ – UBND ", "5", None, "QĐ-UBND"),
        ("123", "123", None, ""),
        ("", "", None, ""),
        ("1/2/3/4", "1", None, "4"),
    ],
)
def test_a_code_is_taken_apart(value, number, year, symbol):
    assert Code.of(value) == Code(number, year, symbol)


def test_a_code_keeps_number_and_year_under_another_symbol():
    assert Code.of("12/2024/TT-BTG").with_symbol("TT-BTC") == "12/2024/TT-BTC"
    assert Code.of("/QD-SYT").with_symbol("QĐ-SYT") == "/QĐ-SYT"


@given(st.text(max_size=60))
def test_any_text_can_stand_where_a_code_is_kept(text):
    found = numbered(code=text)
    assert found is None or found.number >= 0


def test_the_register_is_that_of_agency_symbol_and_year():
    found = numbered(parent_agency="Ủy ban nhân dân tỉnh Kiên Giang")
    assert found == Numbered(
        "sở y tế tỉnh kiên giang", "ủy ban nhân dân tỉnh kiên giang", "qđ-syt", 2025, 12, SPRING, sure=True
    )


def test_the_year_of_a_normative_document_stands_in_its_number():
    assert numbered(code="12/2024/TT-BTC").year == 2024
    assert numbered(code="12/2024/TT-BTC", issued_date="").year == 2024


@pytest.mark.parametrize(
    "missing",
    [
        {"code": ""},
        {"code": "/QĐ-SYT"},
        {"code": "12a/QĐ-SYT"},
        {"code": "1234567890/QĐ-SYT"},
        {"issuing_agency": ""},
        {"issued_date": ""},
        {"issued_date": "tháng 4"},
    ],
)
def test_without_number_agency_or_year_there_is_no_place_in_a_register(missing):
    assert numbered(**missing) is None


def test_a_place_is_as_sure_as_the_least_of_what_it_rests_on():
    described = fields(code="12/QĐ-SYT", issuing_agency="Sở Y tế", issued_date="2025-04-10")
    assert Numbered.of(described).sure
    for doubtful in described:
        rest = [replace(one, accepted=one is not doubtful) for one in described]
        assert not Numbered.of(rest).sure


def entries(*numbers: int, days: int) -> tuple[Entry, ...]:
    return tuple(Entry(number, SPRING + timedelta(days)) for number in numbers)


@pytest.mark.parametrize(
    ("number", "continues"),
    [(80, False), (97, True), (100, True), (115, True), (130, True), (133, True), (134, False), (723, False)],
)
def test_a_number_lies_between_those_of_earlier_and_later_days(number, continues):
    series = Series(before=entries(100, days=-2), after=entries(130, days=3))
    assert series.continued_by(number, SPRING) is continues


@pytest.mark.parametrize(("number", "continues"), [(90, False), (101, True), (130, True), (715, False)])
def test_the_newest_number_of_a_series_comes_no_faster_than_the_year_went(number, continues):
    # 100 numbers in the 98 days since New Year.
    assert Series(before=entries(100, days=-2)).continued_by(number, SPRING) is continues


def test_after_months_a_series_may_have_come_far():
    assert Series(before=entries(100, days=-2)).continued_by(400, SPRING + timedelta(120)) is True


def test_without_neighbours_nothing_is_said():
    assert Series().continued_by(5, SPRING) is None


def test_one_mistyped_number_does_not_bar_the_rest_of_the_year():
    before = (*entries(9999, days=-1), *entries(100, 99, 98, 97, days=-2))
    assert Series(before=before).continued_by(101, SPRING) is True


@given(st.lists(st.integers(1, 400), min_size=3, max_size=40, unique=True))
def test_documents_numbered_in_the_order_of_their_days_all_continue_their_series(days):
    ordered = [Entry(number, date(2025, 1, 1) + timedelta(day)) for number, day in enumerate(sorted(days), start=1)]
    for at, entry in enumerate(ordered):
        series = Series(before=tuple(ordered[:at][::-1][:5]), after=tuple(ordered[at + 1 :][:5]))
        assert series.continued_by(entry.number, entry.issued_on) is True
