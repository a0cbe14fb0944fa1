"""The box that a signing program draws: ``Người ký: … Cơ quan: … Thời gian ký: …``, or a banner above the time.

Its agency and its time are not the document's own: it may be the copying agency's. They are kept as evidence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from domain.model import Field, Word
from domain.vietnamese import squeeze
from pipeline.extract.anchors import begins_agency
from pipeline.extract.digits import read_surely
from pipeline.extract.evidence import Rule, field
from pipeline.extract.lines import Line

_LONGEST_LINE = 300
_MOST_LINES = 10
_STEP = 2.4
"""The lines of a box follow one another within so many line heights."""

_LABELS = re.compile(
    r"^\W{0,3}(?:(?P<signer>(?:duoc )?(?:nguoi k[yi]|k[yi](?: so)? boi)|(?:digitally )?signed by)"
    r"|(?P<agency>co quan|to chuc|don vi)|(?P<time>thoi gian k[yi]|ngay(?: gio)? k[yi]|k[yi] ngay|date)"
    r"|(?P<other>email|e-mail|chuc vu|ly do|dia diem|vi tri))\s?[:;.]\s?"
)
_CLOCK = re.compile(
    r"(?<![0-9])(?P<d>[0-9]{1,2})\s?[./-]\s?(?P<m>[0-9]{1,2})\s?[./-]\s?(?P<y>20[0-9]{2})[\s,]{1,3}"
    r"(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2}):(?P<S>[0-9]{2})(?:\s?(?P<sign>[+-])?\s?(?P<zone>[0-9]{2}):?00(?![0-9]))?"
)
_HOME = timedelta(hours=7)
_COPY = re.compile(r"^\W{0,3}sao\s?(?:y|luc)\W{0,3}")


@dataclass(frozen=True, slots=True)
class EsignBox:
    """A box of a digital signature; each part with the lines it was read from."""

    lines: tuple[Line, ...]
    signer: tuple[str, tuple[Line, ...]] | None
    agency: tuple[str, tuple[Line, ...]] | None
    time: tuple[datetime, tuple[Line, ...]] | None

    @property
    def words(self) -> frozenset[Word]:
        """All words of the box."""
        return frozenset(word for line in self.lines for word in line.words)


def find_boxes(lines: Sequence[Line]) -> tuple[EsignBox, ...]:
    """The boxes on a page, from top to bottom. ``lines`` are its lines in that order."""
    boxes: list[EsignBox] = []
    taken: set[Line] = set()
    readable = [line for line in lines if len(line.text) <= _LONGEST_LINE]
    for at, line in enumerate(readable):
        if line in taken or not _opens_or_closes(line):
            continue
        box = _box(_column(readable, at))
        if box is not None and taken.isdisjoint(box.lines):
            boxes.append(box)
            taken.update(box.lines)
    return tuple(boxes)


def esign_fields(boxes: Sequence[EsignBox]) -> Iterator[Field]:
    """``esign_signer``, ``esign_agency``, ``esign_time`` of the first box that tells each; others as alternatives."""
    signers = [box.signer for box in boxes if box.signer is not None]
    yield from _field("esign_signer", signers)
    yield from _field("esign_agency", [box.agency for box in boxes if box.agency is not None])
    times = [(box.time[0].isoformat(), box.time[1]) for box in boxes if box.time is not None]
    yield from _field("esign_time", times)


def _field(name: str, found: Sequence[tuple[str, tuple[Line, ...]]]) -> Iterator[Field]:
    if not found:
        return
    value, lines = found[0]
    yield field(
        name,
        value,
        lines,
        rules=(Rule("every_word_read_surely", all(read_surely(line.words) for line in lines), required=True),),
        alternatives=tuple(dict.fromkeys(other for other, _ in found[1:] if other != value))[:3],
    )


def _opens_or_closes(line: Line) -> bool:
    label = _LABELS.match(line.folded)
    return (label is not None and label.lastgroup in ("signer", "time")) or _CLOCK.search(line.text) is not None


def _column(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines above and below one that stand in its column, close to one another."""
    found = [lines[at]]
    for line in lines[at + 1 : at + 4 * _MOST_LINES]:
        if _follows(found[-1], line):
            found.append(line)
    for line in reversed(lines[max(0, at - 4 * _MOST_LINES) : at]):
        if _follows(line, found[0]):
            found.insert(0, line)
    return found


def _follows(upper: Line, lower: Line) -> bool:
    step = lower.middle_y - upper.middle_y
    shared = min(upper.box.x1, lower.box.x1) - max(upper.box.x0, lower.box.x0)
    height = min(upper.height, lower.height)
    return 0.4 * height < step <= _STEP * height and shared > 0.3 * min(upper.box.width, lower.box.width)


def _box(column: Sequence[Line]) -> EsignBox | None:
    """The part of a column from the signer's label, or from the banner, to the time; None without two of its labels."""
    labels = [_LABELS.match(line.folded) for line in column]
    kinds = [label.lastgroup if label else None for label in labels]
    clocks = [at for at, line in enumerate(column) if _CLOCK.search(line.text)]
    named = [at for at, kind in enumerate(kinds) if kind is not None]
    if "signer" not in kinds and not clocks:
        return None
    begin = kinds.index("signer") if "signer" in kinds else _banner(column, clocks[0], kinds)
    last = max((at for at in (*named, *clocks) if at >= begin), default=begin)
    if kinds[last] == "time" and last + 1 < len(column) and not clocks:
        last += 1
    lines = tuple(column[begin : last + 1])[:_MOST_LINES]
    if not clocks and len({kind for kind in kinds[begin : last + 1] if kind}) < 2:
        return None
    parts = _parts(lines)
    agency = parts.get("agency") or parts.get("banner")
    signer = parts.get("signer")
    if agency is None and signer is not None and begins_agency(signer[0]):
        agency = signer
    return EsignBox(lines, signer, agency, _time_of(lines))


def _banner(column: Sequence[Line], clock: int, kinds: Sequence[str | None]) -> int:
    """Where a box without a signer's label begins: at the agency's name above the time, at most three lines up."""
    begin = clock
    while begin > 0 and clock - begin < 3 and kinds[begin - 1] is None:
        begin -= 1
    first = next((at for at in range(begin, clock) if begins_agency(_COPY.sub("", column[at].folded))), clock)
    return min(first, clock)


def _parts(lines: Sequence[Line]) -> dict[str, tuple[str, tuple[Line, ...]]]:
    """The values by label, each going on over the lines without one; what stands above all labels is the banner."""
    texts: dict[str, list[str]] = {}
    sources: dict[str, list[Line]] = {}
    current = "banner"
    for line in lines:
        label = _LABELS.match(line.folded)
        begin = label.end() if label else 0
        if label is not None:
            current = label.lastgroup or "other"
        elif current == "banner" and (copy := _COPY.match(line.folded)):
            begin = copy.end()
        if _CLOCK.search(line.text) and label is None:
            current = "time"
        texts.setdefault(current, []).append(line.text[begin:])
        sources.setdefault(current, []).append(line)
    values = {name: squeeze(" ".join(parts)).strip(" .,;:_-|") for name, parts in texts.items()}
    return {name: (value, tuple(sources[name])) for name, value in values.items() if any(c.isalpha() for c in value)}


def _time_of(lines: Sequence[Line]) -> tuple[datetime, tuple[Line, ...]] | None:
    """The time of signing with its zone; Vietnamese time where the zone was not read. A clock may wrap to a line."""
    for at, line in enumerate(lines):
        for span in (lines[at : at + 1], lines[at : at + 2]):
            match = _CLOCK.search(" ".join(part.text for part in span))
            signed = _moment(match) if match is not None else None
            if signed is not None:
                return signed, tuple(span) if len(span) == 2 else (line,)
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    zone = timedelta(hours=int(match["zone"])) * (-1 if match["sign"] == "-" else 1) if match["zone"] else _HOME
    year, month, day, hour, minute, second = (int(match[part]) for part in ("y", "m", "d", "H", "M", "S"))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(zone))
    except ValueError:
        return None
