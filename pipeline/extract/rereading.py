"""A heading's unsure words as the document writes them elsewhere: the body repeats its subject in plain print.

Small bold print under stamps loses a mark here and there (``trong địp nghỉ hè``); the same words beside the same
neighbour further down settle it. What was settled so stays as unsure as it was read: a person still looks at it.

Recognition errs the same way twice: it loses the tone of letters that bear two marks (``tổng`` becomes ``tông``) and
seldom invents one, so such letters are left as they were read.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.model import Word
from domain.vietnamese import fold, nfc, same_text
from pipeline.extract.lines import Line

_WITNESS = 90.0
"""Words of the body read with less confidence tell nothing."""

_AGREED = 0.8
"""Of the witnesses of a word, the least share that spells it in one way."""

_EDGES = " .,;:_'`\"|~*-–—“”‘’()[]/"

_Beside = tuple[str, str, int]
"""A folded word, its folded neighbour, and on which side that stands: -1 before, 1 after."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word without the signs around it; ``folded`` is what a poor reading leaves of it."""

    word: Word
    core: str
    folded: str


@dataclass(frozen=True, slots=True)
class Testimony:
    """Words that the body spells as they were read, and those of which it spells the same letters otherwise."""

    repeated: frozenset[Word]
    disputed: frozenset[Word]


def as_written_elsewhere(lines: Sequence[Line], body: Iterable[Line], sure: float) -> tuple[Line, ...]:
    """The lines, a word replaced where the body, beside the same neighbour, spells it otherwise.

    Args:
        lines: successive lines of one text.
        body: the document's lines; words of ``lines`` among them are no witnesses.
        sure: words with at least this confidence are left as they are.

    Only marks change: a word becomes one of the same letters, in its own case, and keeps box and confidence.
    """
    tokens = _tokens(lines)
    unsure = [at for at, token in enumerate(tokens) if token.word.confidence < sure and len(token.core) > 1]
    if not unsure:
        return tuple(lines)
    own = frozenset(token.word for token in tokens)
    wanted = frozenset(tokens[at].folded for at in unsure)
    spellings = _spellings([token for token in _tokens(body) if token.word not in own], wanted)
    changed = {tokens[at].word: text for at in unsure if (text := _settled(tokens, at, spellings)) is not None}
    return tuple(
        Line(line.page, tuple(replace(word, text=changed.get(word, word.text)) for word in line.words))
        for line in lines
    )


def testimony(lines: Sequence[Line], body: Iterable[Line]) -> Testimony:
    """What the body, beside the same neighbours, says of the words of ``lines``."""
    tokens = _tokens(lines)
    own = frozenset(token.word for token in tokens)
    wanted = frozenset(token.folded for token in tokens)
    spellings = _spellings([token for token in _tokens(body) if token.word not in own], wanted)
    known = {token.word: (token.core, _usual(tokens, at, spellings)) for at, token in enumerate(tokens)}
    heard = {word: same_text(core, spelling) for word, (core, spelling) in known.items() if spelling is not None}
    return Testimony(
        repeated=frozenset(word for word, same in heard.items() if same),
        disputed=frozenset(word for word, same in heard.items() if not same),
    )


def spelling_elsewhere(name: str, body: Iterable[Line]) -> str | None:
    """How the body spells a name of these letters; None when it does not hold it, or in more ways than one.

    Names are written with capital initials in the body; nothing in capitals or small letters only is a witness.
    """
    length, folded = len(name.split()), fold(nfc(name))
    tokens = _tokens(body)
    found: Counter[str] = Counter()
    for at in range(len(tokens) - length + 1):
        if tokens[at].folded != folded.partition(" ")[0]:
            continue
        part = tokens[at : at + length]
        surely = all(token.word.confidence >= _WITNESS and token.core.istitle() for token in part)
        if surely and " ".join(token.folded for token in part) == folded:
            found[" ".join(token.core for token in part)] += 1
    (spelling, times), *_ = found.most_common(1) or [("", 0)]
    return spelling if spelling and times >= _AGREED * found.total() else None


def _tokens(lines: Iterable[Line]) -> list[_Token]:
    cores = ((word, nfc(word.text).strip(_EDGES)) for line in lines for word in line.words)
    return [_Token(word, core, fold(core)) for word, core in cores if core]


def _beside(tokens: Sequence[_Token], at: int) -> Iterator[_Beside]:
    for side in (-1, 1):
        if 0 <= at + side < len(tokens):
            yield tokens[at].folded, tokens[at + side].folded, side


def _spellings(tokens: Sequence[_Token], wanted: frozenset[str]) -> dict[_Beside, Counter[str]]:
    """How words that were read surely are spelled beside each neighbour, in lower case."""
    found: dict[_Beside, Counter[str]] = {}
    for at, token in enumerate(tokens):
        if token.folded in wanted and token.word.confidence >= _WITNESS:
            for place in _beside(tokens, at):
                found.setdefault(place, Counter())[token.core.lower()] += 1
    return found


def _settled(tokens: Sequence[_Token], at: int, spellings: dict[_Beside, Counter[str]]) -> str | None:
    """The word's text as its neighbours know it; None when they do not agree or a letter of two marks would change."""
    token, spelling = tokens[at], _usual(tokens, at, spellings)
    if spelling is None:
        return None
    if any(marks_of(old) > 1 and old != new for old, new in zip(token.core.lower(), spelling, strict=True)):
        return None
    cased = "".join(new.upper() if old.isupper() else new for old, new in zip(token.core, spelling, strict=True))
    return nfc(token.word.text).replace(token.core, cased)


def _usual(tokens: Sequence[_Token], at: int, spellings: dict[_Beside, Counter[str]]) -> str | None:
    """The spelling, in lower case, on which the witnesses beside the same neighbours agree; None without any."""
    known = sum((spellings.get(place, Counter()) for place in _beside(tokens, at)), Counter[str]())
    (spelling, times), *_ = known.most_common(1) or [("", 0)]
    return spelling if spelling and times >= _AGREED * known.total() else None


def marks_of(text: str) -> int:
    """How many marks stand on the letters of a text."""
    return sum(unicodedata.combining(character) != 0 for character in unicodedata.normalize("NFD", text))
