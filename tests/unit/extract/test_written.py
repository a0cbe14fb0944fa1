"""Written numbers and days: two readings are weighed, what is impossible falls out, and one alone is never accepted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Box, Field, HandwrittenKind, HandwrittenPart
from pipeline.extract.digits import settled
from tests.unit.extract.typeset import decision, failed, fields, head, page, words_of

Guesses = tuple[tuple[str, float], ...]


def _fields(
    number_line: str = "Số: 123/QĐ-SYT",
    date_line: str = "Kiên Giang, ngày 15 tháng 6 năm 2025",
    cited: str = "",
    **written: Guesses,
) -> dict[str, Field]:
    rows = decision(heading=head(number=number_line, date=date_line))
    extra = words_of((827.0, 1100.0, cited), 70) if cited else ()
    parts = tuple(HandwrittenPart(HandwrittenKind(kind), Box(1, 1, 2, 2), read) for kind, read in written.items())
    return fields(replace(page(*rows, extra=extra), handwriting=parts))


def test_a_written_number_is_proposed_with_its_alternatives() -> None:
    found = _fields("Số: 50bE~30 /QĐ-SYT", number=(("5066", 0.8), ("5060", 0.1), ("506", 0.05), ("", 0.02)))["code"]

    assert (found.value, found.accepted) == ("5066/QĐ-SYT", False)
    assert found.alternatives == ("5060/QĐ-SYT", "506/QĐ-SYT")
    assert found.raw == "Số: 50bE /QĐ-SYT"
    assert "number_printed" in failed(found)


def test_what_only_the_recogniser_of_pages_read_is_less_sure_than_what_both_read() -> None:
    alone = _fields("Số: 4l6 /QĐ-SYT")["code"]
    both = _fields("Số: 4l6 /QĐ-SYT", number=(("416", 0.9),))["code"]

    assert alone.value == both.value == "416/QĐ-SYT"
    assert alone.confidence < both.confidence


def test_a_printed_number_is_no_matter_for_the_recogniser_of_digits() -> None:
    found = _fields(number=(("128", 0.99),))["code"]

    assert found.value == "123/QĐ-SYT"
    assert not failed(found)


@pytest.mark.parametrize(
    ("guesses", "number"),
    [
        ((("00", 0.7), ("06", 0.2)), "06/QĐ-SYT"),
        ((("123456", 0.7), ("12345", 0.2)), "12345/QĐ-SYT"),
        ((("", 0.9),), "/QĐ-SYT"),
    ],
)
def test_numbers_that_no_paper_bears_fall_out(guesses: Guesses, number: str) -> None:
    assert _fields("Số: # /QĐ-SYT", number=guesses)["code"].value == number


def test_a_written_day_is_proposed_with_its_alternatives() -> None:
    found = _fields(date_line="Kiên Giang, ngày #~20 tháng 6 năm 2025", day=(("12", 0.7), ("17", 0.2)))["issued_date"]

    assert (found.value, found.accepted, found.alternatives) == ("2025-06-12", False, ("2025-06-17",))


def test_a_bracket_in_a_month_is_a_one_in_italics_where_one_is_missing() -> None:
    line, day = "Kiên Giang, ngày # tháng {} năm 2025", (("12", 0.9),)

    dates = [_fields(date_line=line.format(month), day=day)["issued_date"].value for month in ("1]~70", "I1]~70")]

    assert dates == ["2025-11-12", "2025-11-12"]


@pytest.mark.parametrize(
    ("guesses", "day"),
    [
        ((("37", 0.6), ("31", 0.3), ("30", 0.1)), "2025-06-30"),
        ((("09", 0.3), ("9", 0.3), ("04", 0.4)), "2025-06-09"),
        ((("15", 0.4), ("16", 0.35)), "2025-06-16"),
    ],
    ids=["the calendar has it", "with or without nought", "not a Sunday"],
)
def test_a_written_day_is_the_likeliest_that_can_be(guesses: Guesses, day: str) -> None:
    assert _fields(date_line="Kiên Giang, ngày tháng 6 năm 2025", day=guesses)["issued_date"].value == day


def test_a_paper_it_cites_speaks_against_an_older_day() -> None:
    cited = "Thực hiện Kế hoạch số 2484/KH-SYT ngày 12/6/2025 của Sở Y tế về việc tổ chức Hội nghị"

    found = _fields(date_line="Kiên Giang, ngày tháng 6 năm 2025", cited=cited, day=(("11", 0.5), ("17", 0.4)))

    assert found["issued_date"].value == "2025-06-17"


def test_a_written_month_is_read_as_the_day_is() -> None:
    date = "Kiên Giang, ngày tháng năm 2025"

    found = _fields(date_line=date, day=(("12", 0.9),), month=(("13", 0.5), ("3", 0.4)))["issued_date"]

    assert (found.value, found.accepted) == ("2025-03-12", False)
    assert "issued_date" not in _fields(date_line=date, day=(("12", 0.9),))


def test_a_year_that_was_read_poorly_has_a_second_reading() -> None:
    date, cited = "Kiên Giang, ngày 14 tháng 6 năm 2076~77", "Căn cứ Luật ngày 19 tháng 6 năm 2014"

    alone = _fields(date_line=date, cited=cited)["issued_date"]
    both = _fields(date_line=date, cited=cited, year=(("2016", 0.6),))["issued_date"]

    assert (alone.value, both.value) == ("2076-06-14", "2016-06-14")
    assert not both.accepted


def test_a_year_that_was_read_surely_needs_no_other_reading() -> None:
    found = _fields(year=(("2015", 0.9),))["issued_date"]

    assert found.value == "2025-06-15"


def test_a_guess_that_is_hardly_likelier_than_others_is_not_proposed() -> None:
    found = _fields("Số: # /QĐ-SYT", "Kiên Giang, ngày # tháng 6 năm 2025", number=(("12", 0.03),), day=(("12", 0.03),))

    assert found["code"].value == "/QĐ-SYT"
    assert "issued_date" not in found


def test_a_day_that_both_recognisers_read_beyond_doubt_needs_no_print() -> None:
    read = "Kiên Giang, ngày 17~60 tháng 6 năm 2025"

    both, one, unsure = (
        _fields(date_line=read, day=guesses)["issued_date"]
        for guesses in ((("17", 0.995),), (("12", 0.995),), (("17", 0.7),))
    )

    assert [found.value for found in (both, one, unsure)] == ["2025-06-17", "2025-06-12", "2025-06-17"]
    assert both.confidence > unsure.confidence
    assert not one.accepted
    assert not unsure.accepted


_READ = st.none() | st.text("0123456789", min_size=1, max_size=6)
_GUESSES = st.lists(
    st.tuples(st.text("0123456789", max_size=5), st.floats(0, 0.2)), max_size=5, unique_by=lambda g: g[0]
)


@given(_READ, st.floats(0.05, 1), _GUESSES)
def test_settled_digits_are_possible_and_their_certainty_is_a_share(
    read: str | None, weight: float, guesses: list[tuple[str, float]]
) -> None:
    found = settled(read, weight, guesses, lambda text: float(len(text) < 4))

    if found is not None:
        assert found.digits
        assert len(found.digits) < 4
        assert 0.0 < found.certainty <= 1.0
        assert found.digits not in found.others
        assert len(found.others) <= 3
