"""Fronts and backs of two passes put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnevenStacks
from pipeline.separate.collating import collate
from tests.unit.separate.pages import unhurried


@unhurried
@given(st.integers(0, 50), st.booleans())
def test_two_passes_over_a_stack_give_its_pages_in_order(sheets: int, turned_over: bool) -> None:
    pages = list(range(1, 2 * sheets + 1))
    odd, even = pages[::2], pages[1::2]
    if turned_over:
        even.reverse()
    assert list(collate(odd, even, even_reversed=turned_over)) == pages


@unhurried
@given(st.integers(0, 20), st.integers(0, 20))
def test_stacks_of_different_height_are_refused_with_both_counts(odd: int, even: int) -> None:
    if odd == even:
        return
    with pytest.raises(UnevenStacks) as refusal:
        collate(range(odd), range(even))
    assert refusal.value.params == {"odd": odd, "even": even}
