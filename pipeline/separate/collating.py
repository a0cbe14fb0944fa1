"""Fronts and backs that a one-sided scanner took in two passes, put back together."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from domain.errors import NotCuttable, SignedNotCut, UnevenStacks
from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.separate.splitting import copy_pages
from pipeline.tools.child import in_child

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


def collate_files(
    odd: Path,
    even: Path,
    target: Path,
    *,
    even_reversed: bool = True,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> None:
    """Write one file of a batch whose fronts and backs were scanned into two files of one kind.

    Raises:
        UnevenStacks: as ``collate``.
        SignedNotCut: one of the files is signed.
        NotCuttable: a format whose pages cannot be taken out, or files of two kinds.
        InputError: one of the files is refused; see ``inspect``.
    """
    fronts, backs = (inspect(path, path.name, limits) for path in (odd, even))
    if fronts.signed or backs.signed:
        raise SignedNotCut
    if fronts.kind is not backs.kind:
        raise NotCuttable(format=f"{fronts.kind.value.upper()} + {backs.kind.value.upper()}")
    odd_pages = [(odd, number) for number in range(1, fronts.page_count + 1)]
    even_pages = [(even, number) for number in range(1, backs.page_count + 1)]
    in_child(
        copy_pages,
        collate(odd_pages, even_pages, even_reversed=even_reversed),
        fronts.kind,
        target,
        timeout_s=limits.inspect_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
