"""Fronts and backs that a one-sided scanner took in two passes, put back together."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pikepdf

from domain.errors import UnevenStacks

T = TypeVar("T")


def collate(odd_pages: Sequence[T], even_pages: Sequence[T], *, even_reversed: bool = True) -> tuple[T, ...]:
    """The pages in reading order.

    Args:
        odd_pages: the fronts, in the order of the paper.
        even_pages: the backs, one for each front.
        even_reversed: the stack was turned over as it lay, so that the last back came first.

    Raises:
        UnevenStacks: a page was missed or two were drawn in at once; any order would mix up the papers.
    """
    if len(odd_pages) != len(even_pages):
        raise UnevenStacks(odd=len(odd_pages), even=len(even_pages))
    backs = reversed(even_pages) if even_reversed else iter(even_pages)
    return tuple(page for sheet in zip(odd_pages, backs, strict=True) for page in sheet)
