"""Days are read as papers write them, in digits and in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    day_of,
    find_date,
    find_date_in_words,
    number_from_words,
    number_in_words,
    print_date,
    print_date_in_words,
)
from domain.vietnamese import fold


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hà Tĩnh, ngày 05 tháng 6 năm 2025", date(2025, 6, 5)),
        ("Ngày 15 tháng 9 năm 2025", date(2025, 9, 15)),
        ("NGÀY 15 THANG 9 NAM 2025", date(2025, 9, 15)),
        ("ký ngày 01/7/2025", date(2025, 7, 1)),
        ("ngày 31 tháng 02 năm 2025, gửi ngày 1-3-2025", date(2025, 3, 1)),
    ],
)
def test_a_day_in_digits_is_found(text: str, day: date) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    "text", ["ngày … tháng … năm 20…", "ngày 31 tháng 02 năm 2025", "7/2025", "số 12/2025/TT-BTC", ""]
)
def test_a_blank_or_impossible_day_is_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ngày mười lăm, tháng chín, năm hai nghìn không trăm hai mươi lăm", date(2025, 9, 15)),
        ("ngày hai mươi mốt tháng tư năm một nghìn chín trăm tám mươi tư", date(1984, 4, 21)),
        ("Ngày năm tháng năm năm hai ngàn lẻ năm", date(2005, 5, 5)),
        ("ngay muoi thang muoi hai nam hai nghin", date(2000, 12, 10)),
    ],
)
def test_a_day_in_words_is_found(text: str, day: date) -> None:
    assert find_date_in_words(text) == day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_printed_day_reads_back(day: date) -> None:
    assert find_date_in_words(print_date_in_words(day)) == day
    if day.year < 2100:
        assert find_date(print_date(day)) == day


@given(st.integers(1, 9999))
def test_a_number_in_words_reads_back(value: int) -> None:
    assert number_from_words(fold(number_in_words(value)).split()) == value


@given(st.text())
def test_no_text_makes_reading_a_day_fail(text: str) -> None:
    find_date(text)
    find_date_in_words(text)


def test_the_decree_writes_small_days_and_months_with_a_zero() -> None:
    assert print_date(date(2025, 2, 5)) == "ngày 05 tháng 02 năm 2025"
    assert print_date(date(2025, 3, 15)) == "ngày 15 tháng 3 năm 2025"


def test_the_calendar_decides() -> None:
    assert day_of(2024, 2, 29) == date(2024, 2, 29)
    assert day_of(2025, 2, 29) is None
