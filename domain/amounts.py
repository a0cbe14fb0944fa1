"""Amounts in words: ``Một nghìn bảy trăm sáu mươi mốt phẩy hai`` is 1,761.2.

Land papers and receipts spell an amount out beside its digits, so that one proves the other.
"""

import re
from decimal import Decimal

from domain.dates import number_from_words
from domain.vietnamese import fold, nfc

_SCALES = {"ty": 1_000_000_000, "trieu": 1_000_000, "nghin": 1_000, "ngan": 1_000}
_COMMA = "phay"
_WORDS = "khong mot hai ba bon tu nam lam nham sau bay tam chin muoi tram linh le phay ty trieu nghin ngan"
_NUMBER_WORDS = frozenset(_WORDS.split())
_MOST_WORDS = 40
_LONGEST = 600


def amount_from_words(text: str) -> Decimal | None:
    """The amount that the first words spell, up to one that belongs to no number; None when they spell none."""
    words: list[str] = []
    for word in re.findall(r"[^\W\d_]+", fold(nfc(text[:_LONGEST])))[:_MOST_WORDS]:
        if word not in _NUMBER_WORDS:
            break
        words.append(word)
    if _COMMA not in words:
        whole = _whole(words)
        return None if whole is None else Decimal(whole)
    at = words.index(_COMMA)
    whole, digits = _whole(words[:at]), _decimals(words[at + 1 :])
    return Decimal(f"{whole}.{digits}") if whole is not None and digits is not None else None


def _whole(words: list[str]) -> int | None:
    """The number before the comma, group by group from billions down."""
    total, group, last_scale = 0, list[str](), None
    for word in words:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        count = _under_thousand(group)
        if count is None or (last_scale is not None and scale >= last_scale):
            return None
        total, group, last_scale = total + count * scale, [], scale
    if not group:
        return total if last_scale is not None else None
    rest = _under_thousand(group)
    return None if rest is None else total + rest


def _under_thousand(words: list[str]) -> int | None:
    value = number_from_words(words)
    return value if value is not None and value < 1000 else None


def _decimals(words: list[str]) -> str | None:
    """``không năm`` is ``05``, ``hai mươi lăm`` is ``25``."""
    singles = [number_from_words([word]) for word in words]
    if words and all(single is not None and single < 10 for single in singles):
        return "".join(str(single) for single in singles)
    value = _under_thousand(words)
    return None if value is None else str(value)
