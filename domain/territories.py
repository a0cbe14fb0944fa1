"""The units below provinces, before and after districts ended: how the gazette spells their names."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from domain.vietnamese import comparison_key, fold
from domain.vocabulary import names_by_kind

KINDS = ("thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")


def spellings(kind: str, name: str) -> tuple[str, ...]:
    """The names of units of a kind that have the letters of ``name``, whatever their marks and case.

    Papers older than July 2025 keep the names of then, so both lists are asked. A name that is written with the tone on
    either vowel (``Hòa``, ``Hoà``) is one.
    """
    return _spellings().get((kind, fold(name)), ())


@cache
def _spellings() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for vocabulary in ("territories", "territories_until_2025"):
        for kind in KINDS:
            for name in names_by_kind(vocabulary, kind):
                found[kind, fold(name)].setdefault(comparison_key(name), name)
    return {key: tuple(names.values()) for key, names in found.items()}
