"""Dates, times, sizes and numbers as Vietnamese readers expect them."""

from datetime import UTC, datetime

import pytest

from web.formats import iso_date, shown_count, shown_date, shown_moment, shown_share, shown_size


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-03-05", "05/03/2026"),
        ("2026-03", "03/2026"),
        ("2026", "2026"),
        ("ngày … tháng 3", "ngày … tháng 3"),
        ("", ""),
    ],
)
def test_dates_are_shown_day_first(kept, shown):
    assert shown_date(kept) == shown


@pytest.mark.parametrize(("typed", "kept"), [("05/03/2026", "2026-03-05"), ("5.3.2026", "2026-03-05"), ("?", "?")])
def test_typed_dates_are_kept_as_iso(typed, kept):
    assert iso_date(typed) == kept


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="day is out of range"):
        iso_date("30/02/2026")


def test_moments_are_shown_in_vietnam():
    assert shown_moment(datetime(2026, 11, 22, 18, 5, 9, tzinfo=UTC)) == "23/11/2026 01:05:09"


def test_numbers_have_dots_between_thousands():
    assert [shown_count(number) for number in (7, 1284, 1000000)] == ["7", "1.284", "1.000.000"]


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 byte"), (999, "999 byte"), (1500, "1,46 KB"), (5 << 20, "5 MB"), (3 << 30, "3 GB")]
)
def test_sizes_have_a_decimal_comma(size, shown):
    assert shown_size(size) == shown


def test_less_than_all_is_never_shown_as_all():
    assert [shown_share(share) for share in (1.0, 0.999, 0.5, 0.0)] == ["100%", "99%", "50%", "0%"]
