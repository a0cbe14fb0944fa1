"""``subject``: the centred lines under the type, or those under a letter's number that begin with V/v (ô 5a, 5b)."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import mul
from statistics import median

from domain.model import Field, Word
from domain.vietnamese import capital_share, fold, is_syllable, squeeze
from domain.vocabulary import agency_heads, positions
from pipeline.extract.anchors import begins_addressees, begins_body
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header, cut
from pipeline.extract.lines import Line
from pipeline.extract.rereading import as_written_elsewhere, testimony
from pipeline.extract.title import Title

_MOST_SUBJECT_LINES = 10
_NEW_PARAGRAPH = 1.5
_FIRST_GAP = 3.2
_LEAST_CONFIDENCE = 0.4
_LETTER_REACH = 5.0
_SURE_WORD = 94.0
"""Words read so are left as they are; of others the body is asked for the marks."""

_SURELY_READ = 90.0
_IN_CAPITALS = 0.8
_BEARABLE = 0.03
"""A subject with a wrong letter in thirty-three still tells what the paper is about, and is found by it."""

_UNSURE = 45.0
_REPEATED = 0.98
_MISSPELLED = 0.5
_BODY_EDGE = 0.03
"""A line of the body ends so near its right margin, and begins within the indent of its left, as shares of the page."""

_BODY_INDENT = 0.09

_LETTER_SUBJECT = re.compile(r"^\W{0,4}(?:v\s?[/.,1il]?\s?v\b|ve viec\b|v/|trich yeu)")
# A stamp in the margin that was read into the line stands before the subject's first words.
_DIRT_BEFORE = re.compile(r"^.{1,25}?\W(?=Về việc\b|V/v\b)")
# Letters and marks that bold print loses; no subject begins with "và".
_MISREAD_ABOUT = re.compile(r"^[Vv](?:[êèéẻẽếểễàâ]\s?(?=việc\b)|[àê]\s)")
_GLUED_ABOUT = re.compile(r"^([Vv]ề)(?=việc\b)")
_EDGES = " .,;:_'`\"|~*-–—“”‘’"


def find_subject(header: Header, title: Title) -> tuple[Line, ...]:
    """The centred lines under the type, up to the first paragraph of the body."""
    anchor = title.line
    if anchor is None:
        return ()
    centre, pitch = anchor.middle_x, body_pitch(header)
    found: list[Line] = []
    for line in header.below:
        if line.middle_y <= anchor.middle_y + 0.5 * anchor.height or not line.box.x0 < centre < line.box.x1:
            continue
        if line.confidence < _LEAST_CONFIDENCE:
            continue
        gap = line.middle_y - (found[-1] if found else anchor).middle_y
        if begins_body(line) or _is_authority(line, after=found) or len(found) == _MOST_SUBJECT_LINES:
            break
        if gap > (_NEW_PARAGRAPH if found else _FIRST_GAP) * pitch or (found and _is_body(line, centre, header)):
            break
        found.append(line)
    return tuple(sure for line in found if (sure := without_unsure_ends(line)) is not None)


def without_unsure_ends(line: Line) -> Line | None:
    """The line without what a stamp or a pen left at its ends, read with little confidence."""
    sure = [word.confidence >= _UNSURE for word in line.words]
    if not any(sure):
        return None
    first, last = sure.index(True), len(sure) - sure[::-1].index(True)
    return Line(line.page, line.words[first:last])


def body_pitch(header: Header) -> float:
    """The usual distance from line to line in the body, px."""
    wide = [line for line in header.below if line.box.width > 0.5 * header.page_width]
    steps = [lower.middle_y - upper.middle_y for upper, lower in pairwise(wide)]
    near = [step for step in steps if 0.8 * header.line_height < step < 3 * header.line_height]
    return median(near) if near else 1.5 * header.line_height


def _is_authority(line: Line, after: Sequence[Line]) -> bool:
    """Capitals between subject and body name who decides (CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …), not what."""
    if capital_share(line.text) < 0.8 or len(line.words) < 2:
        return False
    if after:
        return capital_share(after[0].text) < 0.8
    return line.folded.startswith(_authority_beginnings())


@cache
def _authority_beginnings() -> tuple[str, ...]:
    return tuple(fold(name) for name in (*agency_heads(), *positions()))


def _is_body(line: Line, centre: float, header: Header) -> bool:
    """A paragraph begins with a capital, away from the centre or from margin to margin; else the subject goes on."""
    first = next((character for character in line.text if character.isalpha()), "a")
    return first.isupper() and (abs(line.middle_x - centre) > 0.04 * header.page_width or _fills_measure(line, header))


def _fills_measure(line: Line, header: Header) -> bool:
    """Whether a line begins at the body's left margin, or its indent, and ends at its right."""
    wide = [other.box for other in header.below if other is not line and other.box.width > 0.5 * header.page_width]
    if not wide:
        return False
    left, right = median(box.x0 for box in wide), median(box.x1 for box in wide)
    return (
        line.box.x1 > right - _BODY_EDGE * header.page_width and line.box.x0 < left + _BODY_INDENT * header.page_width
    )


def find_letter_subject(header: Header) -> tuple[Line, ...]:
    """The lines under the number that begin with V/v, left column only."""
    if header.number is None:
        return ()
    found: list[Line] = []
    last = header.number
    for line in header.below:
        left = _left_column(header, line)
        if left is None or left.confidence < _LEAST_CONFIDENCE or left.middle_y < last.middle_y + 0.3 * last.height:
            continue
        if not left.box.x0 < header.number.middle_x < left.box.x1:
            continue
        gap = left.middle_y - last.middle_y
        if begins_addressees(left) or gap > (1.9 if found else _LETTER_REACH) * header.line_height * 1.2:
            break
        if left.box.x1 > header.split_x + 0.08 * header.page_width:
            break
        if found or _LETTER_SUBJECT.match(left.folded):
            found.append(left)
            last = left
        if len(found) == _MOST_SUBJECT_LINES:
            break
    return tuple(sure for line in found if (sure := _letters_only(line)) is not None)


def _letters_only(line: Line) -> Line | None:
    return line.where(lambda word: word.confidence >= _UNSURE or any(c.isalpha() for c in word.text))


def _left_column(header: Header, line: Line) -> Line | None:
    """What of a line is the letter's subject: a note may stand beside it, close enough to be read as one text."""
    left = cut(line, header.split_x, header.page_width)[0] or line.where(lambda word: word.box.x0 < header.split_x)
    if left is None or header.number is None or left.box.x1 < header.split_x - left.height:
        return left
    # The subject is centred under the number.
    mirrored = 2 * header.number.middle_x - left.box.x0 + 0.3 * left.height
    return left.where(lambda word: word.box.x0 < mirrored)


def subject_field(lines: Sequence[Line], body: Iterable[Line], *, begin: str = "") -> Iterator[Field]:
    """``subject`` as one line of text; nothing when no line was found. ``body`` is a witness of unsure words' marks."""
    if not lines:
        return
    text_lines = tuple(body)
    first, *others = (line.text for line in as_written_elsewhere(lines, text_lines, _SURE_WORD))
    text = subject_text([begin, _DIRT_BEFORE.sub("", first), *others])
    if text:
        heard = testimony(lines, text_lines)
        in_capitals = capital_share(text) > _IN_CAPITALS
        unsure = [w for line in lines for w in line.words if w.confidence < _SURELY_READ and w not in heard.repeated]
        words = [word for line in lines for word in line.words]
        yield field(
            "subject",
            text,
            lines,
            rules=(
                Rule("subject_ends_before_body", len(lines) < _MOST_SUBJECT_LINES, required=True),
                Rule("every_word_read_surely", not unsure, weight=0.05),
                Rule("few_words_unsure", len(unsure) <= _BEARABLE * len(text), required=True, weight=0.05),
                # Neither spelling nor the body vouches for an abbreviation or a number that was read unsurely.
                Rule(
                    "unsure_words_are_syllables",
                    all(_is_word(word, in_capitals=in_capitals) for word in unsure),
                    required=True,
                    weight=0.05,
                ),
                # Bold print loses marks that the body keeps, now and then the other way round.
                Rule("body_spells_alike", not heard.disputed, required=True, weight=0.05),
                Rule("words_spelled_as_vietnamese", all(map(_is_spelled, words)), weight=0.05),
                Rule("subject_begins_whole", _begins_whole(text), required=True, weight=0.05),
                Rule("nothing_left_out", not _left_out(words, text_lines), required=True, weight=0.05),
            ),
            certainty=_certainty(words, heard.repeated),
        )


def _begins_whole(text: str) -> bool:
    """Whether a subject begins as subjects do; where a stamp took the first word, it begins small."""
    return not text[0].islower() or _LETTER_SUBJECT.match(fold(text)) is not None


def _left_out(words: Sequence[Word], body: Iterable[Line]) -> bool:
    """Whether words beside those of the subject, too unsure to be taken for its own, may belong to it."""
    own = set(words)
    beside = (word for line in body if not own.isdisjoint(line.words) for word in line.words if word not in own)
    return any(sum(map(str.isalnum, word.text)) > 1 for word in beside)


def _certainty(words: Sequence[Word], repeated: Collection[Word]) -> float:
    """The share of letters that are likely right, in [0, 1]: a word read twice alike is surer than either reading."""
    sure = [
        min(
            max(word.confidence / 100.0, _REPEATED if word in repeated else 0.0),
            1.0 if _is_spelled(word) else _MISSPELLED,
        )
        for word in words
    ]
    letters = [len(word.text) for word in words]
    return float(max(0.0, sum(map(mul, sure, letters)) / sum(letters)))


def _is_word(word: Word, *, in_capitals: bool) -> bool:
    """Whether a word is one of the language; among small letters, capitals are an abbreviation or a Roman number."""
    text = word.text.strip(_EDGES + "()[]")
    return is_syllable(text) and (in_capitals or not text.isupper())


def _is_spelled(word: Word) -> bool:
    """Whether a word is written as Vietnamese may be; so is what has no mark, a number or an abbreviation."""
    text = word.text.strip(_EDGES + "()[]")
    plain = text.isalpha() and not text.isupper()
    return not plain or text.isascii() or is_syllable(text)


def subject_text(parts: Sequence[str]) -> str:
    """Lines joined; brackets around the whole, dirt at the ends and a misread "Về" or "V/v" at the beginning mended."""
    text = squeeze(" ".join(part.strip() for part in parts if part.strip()))
    text = text.strip(_EDGES)
    if text.startswith("("):
        text = text[1:].strip(_EDGES)
        text = text.removesuffix(")") if text.count(")") > text.count("(") else text
    text = _GLUED_ABOUT.sub(r"\1 ", _MISREAD_ABOUT.sub("Về ", text))
    return re.sub(r"^[Vv]\s?(?:[/.,1il]?\s?v\b|/)[.:]?\s*", "V/v ", text)
