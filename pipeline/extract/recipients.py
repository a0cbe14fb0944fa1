"""``recipients``: the list under "Nơi nhận" (Decree 30/2020, Annex I, ô 9b), one per line."""

import re
from collections.abc import Iterator

from domain.model import Field
from pipeline.extract.evidence import field
from pipeline.extract.foot import Foot
from pipeline.extract.lines import Line

_DASH = re.compile(r"^\W{0,2}[-–—~_+•*]\s?")
_ENDS = (";", ".", ":")
_EDGES = " ;:,.~_-"
_INDENT = 0.12
_LONGEST_GAP = 3.2
_LEAST_CONFIDENCE = 0.4
_MOST_RECIPIENTS = 60


def recipients_field(foot: Foot) -> Iterator[Field]:
    """The recipients, the continuation of a long one joined to it; nothing when none was read."""
    lines = _list_lines(foot)
    entries: list[str] = []
    for number, line in enumerate(lines):
        text = _DASH.sub("", line.text)
        goes_on = number > 0 and text == line.text and not lines[number - 1].text.rstrip().endswith(_ENDS)
        if goes_on:
            entries[-1] = f"{entries[-1]} {text}"
        else:
            entries.append(text)
    kept = [entry for entry in (entry.strip(_EDGES) for entry in entries) if any(c.isalnum() for c in entry)]
    if kept:
        yield field("recipients", "\n".join(kept[:_MOST_RECIPIENTS]), lines)


def _list_lines(foot: Foot) -> list[Line]:
    anchor = foot.recipients
    if anchor is None:
        return []
    kept: list[Line] = []
    for line in foot.left:
        if line.box.x0 > anchor.box.x0 + _INDENT * foot.page_width or line.confidence < _LEAST_CONFIDENCE:
            continue
        if line.middle_y - (kept[-1] if kept else anchor).middle_y > _LONGEST_GAP * anchor.height:
            break
        kept.append(line)
    return kept
