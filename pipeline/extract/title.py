"""``type``: the centred capitals under the head (Decree 30/2020, Annex I, ô 5a); a letter (công văn) bears none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from domain.model import Field
from domain.vietnamese import capital_share, fold
from domain.vocabulary import document_types
from pipeline.extract.anchors import begins_body
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

LETTER = "Công văn"

_TYPE_DEPTH = 0.3
_OFF_CENTRE = 0.12
_TYPE_CUTOFF = 84.0


@dataclass(frozen=True, slots=True)
class Title:
    """The type of a document as its heading says it; ``line`` is None where only the layout of a letter does."""

    name: str
    line: Line | None
    exact: bool
    rest: str
    """Capitals after the type on its own line, the beginning of the subject (BIÊN BẢN HỌP …)."""


def find_title(header: Header) -> Title | None:
    """The centred line of capitals that names a type."""
    deepest = header.bottom + _TYPE_DEPTH * header.page_height
    centre = header.page_width / 2
    for line in header.below:
        if line.middle_y > deepest or begins_body(line):
            break
        if abs(line.middle_x - centre) > _OFF_CENTRE * header.page_width or capital_share(line.text) < 0.75:
            continue
        title = _title_of(line)
        if title is not None:
            return title
    return None


def _title_of(line: Line) -> Title | None:
    words = [word for word in re.findall(r"[^\W_]+", line.folded) if len(word) > 1]
    folded = " ".join(words)
    if not folded or len(folded) > 200:
        return None
    best = process.extractOne(folded, _type_names().keys(), scorer=fuzz.ratio, score_cutoff=_TYPE_CUTOFF)
    if best is not None:
        return Title(_type_names()[best[0]], line, exact=best[1] == 100.0, rest="")
    for length in range(min(8, len(words) - 1), 0, -1):
        name = _type_names().get(" ".join(words[:length]))
        if name is not None:
            return Title(name, line, exact=True, rest=" ".join(re.findall(r"[^\W_]+", line.text)[length:]))
    return None


@cache
def _type_names() -> dict[str, str]:
    return {" ".join(re.findall(r"[^\W_]+", fold(kind.name))): kind.name for kind in document_types()}


def title_field(title: Title, symbol_type: str | None, symbol_lines: Sequence[Line]) -> Field:
    """``type``; heading and symbol are two witnesses, and only both together let it pass unseen."""
    lines = [title.line] if title.line is not None else list(symbol_lines)
    agrees = symbol_type == title.name or (title.name == LETTER and symbol_type is None)
    return field(
        "type",
        title.name,
        lines,
        raw=title.line.text if title.line is not None else "",
        rules=(
            Rule("type_line_in_list", title.line is not None or title.name == LETTER, required=True, weight=0.3),
            Rule("type_read_exactly", title.exact, weight=0.05),
            Rule("type_fits_symbol", agrees, required=True),
        ),
        confirmed=title.exact or agrees,
    )
