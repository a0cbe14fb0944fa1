"""Who signs in what capacity: lines such as ``KT. CHỦ TỊCH`` above a signature (Decree 30/2020, Annex I, ô 7a)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from domain.vietnamese import capital_share, fold
from domain.vocabulary import capacities, positions, signing_bodies
from pipeline.extract.lines import Line

_CUTOFF = 82.0
# The full stop is printed, and often lost under a stamp.
_PREFIX = re.compile(r"^[\W_]{0,4}(?:(tuq|t\.?u\.?q|tm|t\.?m|kt|k\.?t|tl|t\.?l|q)\s?[.,:;]\s?|(tuq|tm|kt|tl)\s)")
_MOST_WORDS = 12
_MOST_DIRT = 2


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    """One line above the signature. ``position`` is None where it names a body (TM. ỦY BAN NHÂN DÂN).

    ``damaged``: something unread stands before the position, perhaps "KT." or "PHÓ".
    """

    line: Line
    capacity: str | None
    position: str | None
    exact: bool
    damaged: bool = False


def read_authority(line: Line) -> AuthorityLine | None:
    """The line as one of authority, or None when it names neither capacity nor position nor body."""
    if capital_share(line.text) < 0.6 or len(line.words) > _MOST_WORDS:
        return None
    prefix = _PREFIX.match(line.folded)
    capacity = _capacities()[(prefix[1] or prefix[2]).replace(".", "")] if prefix else None
    words = re.findall(r"[^\W\d_]+", line.folded[prefix.end() :] if prefix else line.folded)
    body = " ".join(words).startswith(_bodies())
    position, score, skipped = nearest_position(words)
    if capacity is None and position is None:
        return None
    if body or position is None:
        return AuthorityLine(line, capacity, None, exact=True)
    damaged = skipped > 0 or (prefix is None and not line.text[0].isalpha())
    return AuthorityLine(line, capacity, position, exact=score == 100.0, damaged=damaged)


def nearest_position(words: Sequence[str]) -> tuple[str | None, float, int]:
    """The position that folded words name, its similarity in percent, and how many words of dirt stand before it."""
    best: tuple[float, int, int, str] | None = None
    for folded, name in _positions():
        length = len(folded.split())
        for start in range(min(_MOST_DIRT, max(0, len(words) - length)) + 1):
            score = fuzz.ratio(" ".join(words[start : start + length]), folded)
            if score >= _CUTOFF and (best is None or (score, length, -start) > best[:3]):
                best = (score, length, -start, name)
    return (best[3], best[0], -best[2]) if best else (None, 0.0, 0)


@cache
def _positions() -> tuple[tuple[str, str], ...]:
    return tuple((" ".join(re.findall(r"[^\W\d_]+", fold(name))), name) for name in positions())


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(fold(body) for body in signing_bodies())


@cache
def _capacities() -> dict[str, str]:
    return {fold(name).strip("."): name for name in capacities()}
