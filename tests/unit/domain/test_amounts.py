"""Amounts spelled in words are read, and what is no number is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import amount_from_words
from domain.dates import number_in_words
from domain.vietnamese import fold


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("Bảy trăm sáu mươi mốt phẩy hai mét vuông", "761.2"),
        ("một nghìn bảy trăm sáu mươi mốt mét vuông", "1761"),
        ("Hai mươi lăm triệu ba trăm nghìn đồng", "25300000"),
        ("Một tỷ không trăm linh năm triệu đồng chẵn", "1005000000"),
        ("một trăm phẩy không năm", "100.05"),
        ("chín mươi phẩy hai mươi lăm m2", "90.25"),
        ("MOT TRAM HAI MUOI", "120"),
    ],
)
def test_an_amount_in_words_is_read(words: str, amount: str) -> None:
    assert amount_from_words(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words", ["", "mét vuông", "nghìn triệu", "năm nghìn hai triệu", "hai phẩy", "phẩy hai", "hai ba"]
)
def test_words_that_spell_no_amount_give_none(words: str) -> None:
    assert amount_from_words(words) is None


@given(st.integers(0, 999), st.integers(1, 999), st.integers(1, 999))
def test_millions_thousands_and_units_are_put_together(millions: int, thousands: int, units: int) -> None:
    words = f"{number_in_words(millions)} triệu {number_in_words(thousands)} nghìn {number_in_words(units)} đồng"

    assert amount_from_words(words) == 1_000_000 * millions + 1_000 * thousands + units
    assert amount_from_words(fold(words)) == amount_from_words(words)


@given(st.text(max_size=200))
def test_any_text_gives_an_amount_or_none(text: str) -> None:
    amount = amount_from_words(text)

    assert amount is None or amount >= 0
