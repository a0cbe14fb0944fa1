"""The stamp of arrival: ``ĐẾN Số: … Ngày: … Chuyển: …``, the receiving agency's name above it.

It bears a number, a date and an agency that are not the document's own. It is told by its labels, which stand close
under and beside one another; one label alone is none. Where a red stamp was dropped with its colour only the writing is
left: a lone number with a day in digits under it. What was entered is proposed, and never accepted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import islice

from domain.dates import day_of
from domain.model import Field, Word
from domain.vietnamese import capital_share
from pipeline.extract.agency_names import canonical_name
from pipeline.extract.anchors import begins_agency
from pipeline.extract.digits import digits_in
from pipeline.extract.evidence import Rule, field
from pipeline.extract.lines import Line, union

_DEPTH = 0.6
"""Stamps of arrival stand in the upper part of the page, as a share of its height."""

# In heights of the label's line.
_HIGHEST = 5.5
_LEFT_REACH = 7.0
_RIGHT_REACH = 14.0
_AGENCY_ABOVE = 2.6
_WIDEST = 20.0

_LEAST_CONFIDENCE = 0.4
# Comparing goes by pairs; the upper part of a real page has fifty lines.
_MOST_ENTRIES = 200
_LONGEST_NUMBER = 6
_LONGEST_LINE = 400
_ARRIVAL = re.compile(r"(?<![^\W\d_])(?:(?:C[OÔ]NG\s?V[AĂ]N|CV|V[AĂ]N\s?B[AẢ]N)\s?)?[ĐD][EÊÉÈẺẼẾỀỂỄ]N(?![^\W\d_])")
_NUMBER = re.compile(r"(?<![^\W_])s[^\W1-57-9_]\s?[:;.,]{1,2}(?!.{0,12}/\s?[a-z])")
_DAY = re.compile(r"(?<![^\W_])n?g?a[yv]\s?(?:[:;.,]|[0-9]{1,2}\s?[/.-])")
_FORWARDED = re.compile(r"(?<![^\W_])chuyen\s?[:;.]")
_FILED = re.compile(r"(?<![^\W_])luu\s?(?:ho so|hs)(?: so)?\s?[:;.]")
_LONE_NUMBER = re.compile(r"\W{0,6}[0-9]{2,6}\W{0,6}")
_DAY_FIRST = re.compile(r"\W{0,6}[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?(?:20)?[0-9]{2}(?![0-9])")
_UNLABELLED_DEPTH = 0.35
_LEFT_HALF = 0.45
_ENTERED_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?((?:19|20)?[0-9]{2})(?![0-9])")


class _Label(Enum):
    ARRIVAL = auto()
    NUMBER = auto()
    DAY = auto()
    FORWARDED = auto()
    FILED = auto()


_OWN = frozenset({_Label.ARRIVAL, _Label.FORWARDED, _Label.FILED})
"""Labels that no other place of a document bears."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label and what stands after it, up to the next label of its line."""

    label: _Label
    line: Line


@dataclass(frozen=True, slots=True)
class IncomingStamp:
    """A stamp of arrival: its labels with what was entered, and the lines of the receiving agency's name."""

    entries: tuple[_Entry, ...]
    agency: tuple[Line, ...]

    @property
    def bears_labels(self) -> bool:
        """Whether its labels were read, not the writing alone."""
        return any(entry.label in _OWN for entry in self.entries)

    @property
    def labelled(self) -> frozenset[Word]:
        """The words of its labels and of what was entered."""
        return frozenset(word for entry in self.entries for word in entry.line.words)

    @property
    def words(self) -> frozenset[Word]:
        """All words of the stamp."""
        return self.labelled.union(word for line in self.agency for word in line.words)


def find_stamp(size: tuple[int, int], lines: Sequence[Line], head: Iterable[Line] = ()) -> IncomingStamp | None:
    """The stamp of arrival in the upper part of a page, or None.

    Args:
        size: width and height of the page, px.
        lines: those of the page from top to bottom.
        head: agencies of the document's own head, never taken for the receiving one.
    """
    own_head = frozenset(word for line in head for word in line.words)
    width, height = size
    upper = [line for line in lines if line.middle_y < _DEPTH * height and len(line.text) <= _LONGEST_LINE]
    entries = list(islice((entry for line in upper for entry in _entries_in(line)), _MOST_ENTRIES))
    for own in entries:
        if own.label not in _OWN:
            continue
        near = tuple(entry for entry in entries if _belongs(own.line, entry.line))
        labels = {entry.label for entry in near}
        if len(labels) > 1 and (labels & {_Label.NUMBER, _Label.DAY} or len(labels & _OWN) > 1):
            return IncomingStamp(near, _agency_above(near, upper, own_head))
    corner = [line for line in upper if line.middle_y < _UNLABELLED_DEPTH * height and line.box.x0 < _LEFT_HALF * width]
    return _unlabelled(corner[:_MOST_ENTRIES])


def _unlabelled(corner: Sequence[Line]) -> IncomingStamp | None:
    """What is left of a stamp without its labels, in the upper left of a page where stamps of arrival stand."""
    for number in corner:
        if not _LONE_NUMBER.fullmatch(number.text):
            continue
        for below in corner:
            day = _DAY_FIRST.match(below.text)
            under = 0.8 < (below.middle_y - number.middle_y) / number.height <= _HIGHEST
            if day is None or not under or not -_LEFT_REACH <= _across(number, below) <= _LEFT_REACH:
                continue
            written = below.part(0, day.end())
            entries = _Entry(_Label.NUMBER, number), _Entry(_Label.DAY, written or below)
            if _day_of(entries[1]) is not None:
                return IncomingStamp(entries, ())
    return None


def stamp_fields(stamp: IncomingStamp) -> Iterator[Field]:
    """``incoming_number``, ``incoming_date``, ``incoming_agency`` as far as they were read."""
    number = next((found for entry in stamp.entries if (found := _number_of(entry)) is not None), None)
    if number is not None:
        yield _proposed("incoming_number", number[0], [number[1]])
    day = next((dated for entry in stamp.entries if (dated := _day_of(entry)) is not None), None)
    if day is not None:
        yield _proposed("incoming_date", day[0].isoformat(), [day[1]])
    if stamp.agency:
        name = canonical_name(" ".join(line.text for line in stamp.agency))
        yield _proposed("incoming_agency", name.text, stamp.agency)


def _proposed(name: str, value: str, lines: Sequence[Line]) -> Field:
    return field(name, value, lines, rules=(Rule("stamp_left_to_a_person", passed=False, required=True, weight=0.0),))


def _entries_in(line: Line) -> Iterator[_Entry]:
    marks = sorted(_marks_in(line), key=lambda mark: mark[0])
    ends = [start for start, _ in marks[1:]] + [len(line.text)]
    for (start, label), end in zip(marks, ends, strict=False):
        part = line.part(start, end)
        if part is not None:
            yield _Entry(label, _narrowed(part))


def _marks_in(line: Line) -> Iterator[tuple[int, _Label]]:
    """Where labels begin on a line."""
    arrival = _ARRIVAL.search(line.text)
    if arrival is not None and _stands_alone(line, arrival):
        yield arrival.start(), _Label.ARRIVAL
    for pattern, label in _PATTERNS:
        match = pattern.search(line.folded)
        if match is not None:
            yield match.start(), label


_PATTERNS = (
    (_NUMBER, _Label.NUMBER),
    (_DAY, _Label.DAY),
    (_FORWARDED, _Label.FORWARDED),
    (_FILED, _Label.FILED),
)


def _stands_alone(line: Line, arrival: re.Match[str]) -> bool:
    """Not in a heading (… ĐẾN NĂM 2030): no word of capitals on either side but the stamp's own labels."""
    before, after = line.text[: arrival.start()].split(), line.text[arrival.end() :].split()
    beside = [*before[-1:], *after[:1]]
    return not any(len(word) > 2 and word.isalpha() and word.isupper() for word in beside)


def _narrowed(line: Line) -> Line:
    """The entry without the document's own text that follows it on the line: a stamp is narrow."""
    right = line.box.x0 + _WIDEST * line.height
    return line.where(lambda word: word.box.x0 < right) or line


def _belongs(own: Line, other: Line) -> bool:
    down = abs(other.middle_y - own.middle_y) / own.height
    return down <= _HIGHEST and -_LEFT_REACH <= _across(own, other) <= _RIGHT_REACH


def _across(one: Line, other: Line) -> float:
    """How far right of a line another begins, in heights of the first."""
    return (other.box.x0 - one.box.x0) / one.height


def _agency_above(entries: Sequence[_Entry], lines: Sequence[Line], head: frozenset[Word]) -> tuple[Line, ...]:
    """The capitals right above the stamp, from the line that begins an agency's name down."""
    box = union(entry.line.box for entry in entries)
    height = entries[0].line.height
    found: list[Line] = []
    bottom = box.y0
    for line in reversed(lines):
        if line.middle_y >= bottom or not head.isdisjoint(line.words):
            continue
        if bottom - line.middle_y > _AGENCY_ABOVE * height:
            break
        beside = min(line.box.x1, box.x1) - max(line.box.x0, box.x0)
        if beside <= 0 or line.box.width > _WIDEST * height or line.confidence < _LEAST_CONFIDENCE:
            continue
        if capital_share(line.text) < 0.7 or not any(character.isalpha() for character in line.text):
            continue
        found.append(line)
        bottom = line.middle_y
    found.reverse()
    begin = next((at for at, line in enumerate(found) if begins_agency(line.text)), None)
    return tuple(found[begin:]) if begin is not None else ()


def _number_of(entry: _Entry) -> tuple[str, Line] | None:
    if entry.label is not _Label.NUMBER:
        return None
    match = _NUMBER.search(entry.line.folded)
    digits = digits_in(entry.line.text[match.end() if match else 0 :].replace(" ", ""))
    return (digits, entry.line) if digits and len(digits) <= _LONGEST_NUMBER else None


def _day_of(entry: _Entry) -> tuple[date, Line] | None:
    match = _ENTERED_DAY.search(entry.line.text) if entry.label is _Label.DAY else None
    if match is None:
        return None
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    day = day_of(year, int(match[2]), int(match[1]))
    return (day, entry.line) if day is not None else None
