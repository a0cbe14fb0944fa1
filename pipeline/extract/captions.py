"""Printed captions of a form, found on the rows of a page although letters were misread or run together.

A row is cut into tokens at spaces, colons and dot leaders. Captions and tokens are compared by their letters and digits
alone, so that spaces, marks and punctuation that recognition lost do not count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from domain.model import Box, Word
from domain.vietnamese import fold, nfc
from pipeline.extract.lines import Line, vertical_overlap

_LEADERS = r"[.…·_‥․]{3,}|…"
_PIECES = re.compile(rf"(?:{_LEADERS})|:")
_SAME_ROW = 0.5
_CLEAR = 80.0
"""Least similarity, in percent, of a caption that a colon or dot leaders close."""

_BARE = 92.0
"""The same without them; such a caption begins its row."""

_SHORT = 6
"""Captions of fewer letters are found only as they are."""

_COST_OF_OTHERS = 2.0
_MOST_TOKENS = 3_000
_MOST_CAPTION_TOKENS = 16
_MOST_BRACKETED = 6
_LONGEST_KEY = 80
_BULLET = 3
"""A number or letter of a list before a caption has fewer characters."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a word. ``key`` are its letters and digits, folded; ``closed``: a colon or leaders come after it."""

    word: Word
    key: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens of one height, from left to right; never empty."""

    page: int
    tokens: tuple[Token, ...]
    box: Box

    @property
    def middle_y(self) -> float:
        """Half way between top and bottom, px."""
        return (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A caption on a row: tokens ``start`` to ``end``, its end not included. ``similarity`` in percent."""

    row: int
    start: int
    end: int
    caption: str
    similarity: float
    x0: float


def key_of(text: str) -> str:
    """Letters and digits of a text, folded."""
    return _key(text)


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    return "".join(character for character in fold(nfc(text)) if character.isalnum())


def rows_of(lines: Iterable[Line]) -> tuple[Row, ...]:
    """The rows of a page from top to bottom: lines of one height are one row, however wide the gaps between."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle_y):
        beside = next(
            (
                group
                for group in groups[-4:]
                if vertical_overlap(group[0].box, line.box) >= _SAME_ROW and _near(group[0], line)
            ),
            None,
        )
        if beside is None:
            groups.append([line])
        else:
            beside.append(line)
    rows = (_row(group) for group in groups)
    return tuple(sorted((row for row in rows if row is not None), key=lambda row: row.middle_y))


def _near(one: Line, other: Line) -> bool:
    return abs(one.middle_y - other.middle_y) < 0.7 * max(one.height, other.height)


def _row(lines: Sequence[Line]) -> Row | None:
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.box.x0)
    tokens = _closed_by_next(tuple(token for word in words for token in _tokens(word)))
    if not tokens:
        return None
    x0, y0 = min(word.box.x0 for word in words), min(word.box.y0 for word in words)
    x1, y1 = max(word.box.x1 for word in words), max(word.box.y1 for word in words)
    return Row(lines[0].page, tokens, Box(x0, y0, x1, y1))


def _tokens(word: Word) -> Iterator[Token]:
    """The word's pieces between colons and leaders; what stands there alone becomes a token without key."""
    at = 0
    for sign in _PIECES.finditer(word.text):
        if sign.start() > at:
            yield _piece(word, at, sign.start(), closed=True)
        else:
            yield _piece(word, sign.start(), sign.end(), closed=True)
        at = sign.end()
    if at < len(word.text):
        yield _piece(word, at, len(word.text), closed=False)


def _piece(word: Word, start: int, end: int, *, closed: bool) -> Token:
    whole = start == 0 and end == len(word.text)
    per_letter = word.box.width / len(word.text)
    box = Box(word.box.x0 + start * per_letter, word.box.y0, word.box.x0 + end * per_letter, word.box.y1)
    text = word.text[start:end]
    key = "" if _PIECES.fullmatch(text) else _key(text)
    return Token(word if whole else replace(word, text=text, box=box), key, closed)


def _closed_by_next(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A sign by itself closes the token before it, and is dropped with it."""
    kept: list[Token] = []
    for token in tokens:
        if token.key or not token.closed:
            kept.append(token)
        elif kept:
            kept[-1] = replace(kept[-1], closed=True)
    return tuple(kept)


def find_captions(rows: Sequence[Row], captions: Iterable[str]) -> tuple[Occurrence, ...]:
    """Where captions stand, in reading order; where two claim the same tokens the longer one has them."""
    keys = {caption: _key(caption) for caption in captions}
    places = [(row, start) for row, found in enumerate(rows) for start in range(len(found.tokens))][:_MOST_TOKENS]
    found = sorted(
        _candidates(rows, places, {caption: key for caption, key in keys.items() if key}),
        key=lambda one: (-_weight(len(keys[one.caption]), one.similarity), one.row, one.start),
    )
    taken: set[tuple[int, int]] = set()
    kept = []
    for one in found:
        tokens = {(one.row, token) for token in range(one.start, one.end)}
        if not tokens & taken:
            taken |= tokens
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (one.row, one.start)))


def _weight(length: int, similarity: float) -> float:
    """How much a caption explains: its letters less those that differ, so that ``tên vợ`` is never ``tên chồng``."""
    return length * (1.0 - _COST_OF_OTHERS * (1.0 - similarity / 100.0))


def _candidates(rows: Sequence[Row], places: Sequence[tuple[int, int]], keys: dict[str, str]) -> Iterator[Occurrence]:
    texts = [_text_from(rows[row], start) for row, start in places]
    by_length: dict[int, list[str]] = {}
    for caption, key in keys.items():
        by_length.setdefault(len(key), []).append(caption)
    for length, group in by_length.items():
        beginnings = [text[:length] for text in texts]
        scores = process.cdist(
            beginnings, [keys[caption] for caption in group], scorer=fuzz.ratio, score_cutoff=70, dtype=np.uint8
        )
        for place, which in zip(*scores.nonzero(), strict=True):
            row, start = places[int(place)]
            caption = group[int(which)]
            occurrence = _refined(rows, row, start, caption, keys[caption])
            if occurrence is not None:
                yield occurrence


def _text_from(row: Row, start: int) -> str:
    text = ""
    for token in row.tokens[start : start + _MOST_CAPTION_TOKENS]:
        text += token.key
        if len(text) >= _LONGEST_KEY:
            break
    return text


def _refined(rows: Sequence[Row], row: int, start: int, caption: str, key: str) -> Occurrence | None:
    """The caption from a token on, ended where it is likest; None when it is not like enough for what follows it."""
    tokens = rows[row].tokens
    best, best_end, text = 0.0, start, ""
    for end in range(start + 1, min(start + _MOST_CAPTION_TOKENS, len(tokens)) + 1):
        text += tokens[end - 1].key
        similarity = fuzz.ratio(text, key)
        if similarity > best:
            best, best_end = similarity, end
        if len(text) > 1.3 * len(key) or tokens[end - 1].closed:
            break
    if not tokens[start].key:
        return None
    end = _after_brackets(tokens, best_end)
    closed = tokens[end - 1].closed
    if len(key) < _SHORT:
        enough = best == 100.0 and (closed or _begins_row(tokens, start))
    else:
        enough = best >= _CLEAR if closed else best >= _BARE and _begins_row(tokens, start)
    return Occurrence(row, start, end, caption, best, tokens[start].word.box.x0) if enough else None


def _after_brackets(tokens: Sequence[Token], end: int) -> int:
    """The end after words in brackets that belong to a caption: ``Diện tích (m2):``."""
    if end >= len(tokens) or tokens[end - 1].closed or not tokens[end].word.text.startswith("("):
        return end
    for at in range(end, min(end + _MOST_BRACKETED, len(tokens))):
        if tokens[at].word.text.rstrip(".,").endswith(")"):
            return at + 1 if tokens[at].closed else end
    return end


def _begins_row(tokens: Sequence[Token], start: int) -> bool:
    """Whether nothing but the number of a list stands before, or a wide gap does."""
    if sum(len(token.key) for token in tokens[:start]) < _BULLET:
        return True
    before, first = tokens[start - 1].word.box, tokens[start].word.box
    return first.x0 - before.x1 > 1.5 * first.height
