"""Page numbers as people type them: ``1-3,7,12-``."""

import re
from collections.abc import Sequence

import typer

_PART = re.compile(r"(\d+)(?:(-)(\d*))?")
_LAST = 5_000
"""What an open end means: more pages than any file may have."""


def page_numbers(typed: str) -> frozenset[int]:
    """The numbers that are meant, from 1.

    Raises:
        typer.BadParameter: it is no list of numbers and ranges.
    """
    chosen: set[int] = set()
    for part in typed.replace(" ", "").split(","):
        found = _PART.fullmatch(part)
        if found is None or int(found[1]) < 1:
            raise typer.BadParameter(f"no page numbers such as 1-3,7: {typed}", param_hint="--pages")
        first = int(found[1])
        last = int(found[3] or _LAST) if found[2] else first
        if last < first:
            raise typer.BadParameter(f"a range runs upwards: {part}", param_hint="--pages")
        chosen.update(range(first, min(last, _LAST) + 1))
    return frozenset(chosen)


def shown_numbers(numbers: Sequence[int]) -> str:
    """Rising numbers as people write them: ``1–3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)
