"""Fields of a form: the values that stand beside the printed captions of its template.

Captions are found first, on every page of the paper; a value begins where its caption ends and goes on to the next
caption, the end of its column, or over the rows its template allows. What no caption introduces is not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from domain.model import Field, PageReading, Word
from domain.templates import Template, TemplateField
from pipeline.extract.captions import Occurrence, Token, find_captions, rows_of
from pipeline.extract.lines import Line
from pipeline.extract.template_evidence import template_field
from pipeline.extract.value_words import in_capitals, is_all_of, parted, words_of

_MOST_PAGES = 4
"""The forms of the templates have no more pages; annexes may follow them."""

_COLUMN_TOLERANCE = 0.01
_FULL_ROW = 0.72
"""A value goes on in the next row when its own reaches so far, as a share of the text's width."""

_NEXT_ROW = 2.3
"""The next row lies at most so far below, in heights of the page's words."""

_FIRST_ROW = 3.2
"""The row under a caption that has nothing beside it may lie somewhat lower."""

_MOST_ROWS = 400
_CAPTION_TOKENS = 9
"""A row that begins with fewer tokens and a colon begins with a caption, though with one that no template knows."""


@dataclass(frozen=True, slots=True)
class Value:
    """What stands beside a caption, on one or several rows of a page."""

    caption: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    """Where the captions of a section stand: rows from ``top`` to ``bottom``, px across from ``left`` to ``right``."""

    top: int
    bottom: int
    left: float
    right: float

    def holds(self, occurrence: Occurrence) -> bool:
        return self.top <= occurrence.row < self.bottom and self.left <= occurrence.x0 < self.right


def template_fields(template: Template, pages: Sequence[tuple[PageReading, Sequence[Line]]]) -> Iterator[Field]:
    """The fields of a paper of this class, at most one of each of the template's ids.

    Args:
        template: the class of the paper.
        pages: its pages with their lines, the one that bears the title first.
    """
    forms: list[_Form] = []
    for reading, lines in pages[:_MOST_PAGES]:
        forms.append(_Form(template, reading, lines, goes_on=forms[-1].last_section if forms else None))
    for wanted in template.fields:
        values = [value for form in forms for value in form.values_of(wanted)]
        if not values and wanted.alone:
            values = [value for form in forms for value in form.values_alone(wanted)]
        found = template_field(wanted, [(value.caption, value.lines) for value in values])
        if found is not None:
            yield found


class _Form:
    """One page with the captions that were found on it; the section ``goes_on`` was begun on the page before."""

    def __init__(
        self, template: Template, reading: PageReading, lines: Sequence[Line], *, goes_on: str | None = None
    ) -> None:
        self._page = reading.number
        self._width = float(reading.frame.width_px)
        self._rows = rows_of(lines)[:_MOST_ROWS]
        captions = {
            *(caption for field in template.fields for caption in field.captions),
            *(caption for section in template.sections for caption in section.captions),
            *template.stops,
        }
        self._found = find_captions(self._rows, sorted(captions))
        self._regions, self.last_section = self._regions_of(template, goes_on)
        self._shared = _shared_captions(template)
        heights = [token.word.box.height for row in self._rows for token in row.tokens]
        self._height = median(heights) if heights else 0.0
        self._right_edge = max((row.box.x1 for row in self._rows), default=self._width)

    def values_of(self, wanted: TemplateField) -> Iterator[Value]:
        """What stands beside the field's captions, in reading order; captions with nothing beside them left out."""
        for occurrence in self._found:
            if occurrence.caption in wanted.captions and self._is_in_place(wanted, occurrence):
                value = self._value_at(wanted, occurrence)
                if value is not None:
                    yield value

    def _is_in_place(self, wanted: TemplateField, occurrence: Occurrence) -> bool:
        if wanted.section is not None:
            return any(region.holds(occurrence) for region in self._regions.get(wanted.section, ()))
        if occurrence.caption not in self._shared:
            return True
        return not any(region.holds(occurrence) for regions in self._regions.values() for region in regions)

    def _regions_of(self, template: Template, goes_on: str | None) -> tuple[dict[str, list[_Region]], str | None]:
        """Each section from its caption to the next one below; captions side by side part the page into columns."""
        heads = [
            (occurrence, section.id)
            for occurrence in self._found
            for section in template.sections
            if occurrence.caption in section.captions
        ]
        regions: dict[str, list[_Region]] = {}
        if goes_on is not None:
            first = heads[0][0].row if heads else len(self._rows)
            regions[goes_on] = [_Region(0, first, -inf, inf)]
        for occurrence, name in heads:
            beside = sorted(other.x0 for other, _ in heads if other.row == occurrence.row)
            below = [other.row for other, _ in heads if other.row > occurrence.row]
            following = [x0 for x0 in beside if x0 > occurrence.x0]
            tolerance = _COLUMN_TOLERANCE * self._width
            left = -inf if occurrence.x0 == beside[0] else occurrence.x0 - tolerance
            right = following[0] - tolerance if following else inf
            regions.setdefault(name, []).append(
                _Region(occurrence.row, min(below, default=len(self._rows)), left, right)
            )
        return regions, heads[-1][1] if heads else goes_on

    def _value_at(self, wanted: TemplateField, occurrence: Occurrence) -> Value | None:
        left, right = self._column(occurrence)
        row = self._rows[occurrence.row]
        caption = Line(self._page, tuple(token.word for token in row.tokens[occurrence.start : occurrence.end]))
        rows: list[tuple[Word, ...]] = []
        beside = words_of(self._until_next(occurrence, right))
        if beside:
            rows.append(beside)
        last = occurrence.row
        while (rows or wanted.below) and len(rows) < wanted.lines and self._goes_on(rows, last, (left, right)):
            last += 1
            words = words_of(token for token in self._rows[last].tokens if left <= token.word.box.x0 < right)
            if not words:
                break
            rows.append(words)
        return Value(caption, tuple(Line(self._page, words) for words in rows)) if rows else None

    def _column(self, occurrence: Occurrence) -> tuple[float, float]:
        """From where to where values of a caption may reach, px."""
        for regions in self._regions.values():
            for region in regions:
                if region.holds(occurrence):
                    return region.left, region.right
        return -inf, inf

    def _until_next(self, occurrence: Occurrence, right: float) -> Iterator[Token]:
        row = self._rows[occurrence.row]
        following = [
            other.start for other in self._found if other.row == occurrence.row and other.start >= occurrence.end
        ]
        for token in row.tokens[occurrence.end : min(following, default=len(row.tokens))]:
            if token.word.box.x0 >= right:
                return
            yield token

    def _goes_on(self, rows: Sequence[tuple[Word, ...]], last: int, column: tuple[float, float]) -> bool:
        """Whether the row after ``last`` may belong to the value."""
        if last + 1 >= len(self._rows):
            return False
        left, right = column
        tokens = [token for token in self._rows[last + 1].tokens if left <= token.word.box.x0 < right]
        if (
            not tokens
            or not self._follows_closely(last, _NEXT_ROW if rows else _FIRST_ROW)
            or self._begins_caption(last + 1, tokens, column)
        ):
            return False
        if not rows:
            return True
        # Lines of authority, and titles, stand in capitals under a value that is not.
        if in_capitals(token.word for token in tokens) and not in_capitals(rows[-1]):
            return False
        return rows[-1][-1].box.x1 >= _FULL_ROW * min(right, self._right_edge)

    def _follows_closely(self, last: int, reach: float) -> bool:
        return self._rows[last + 1].middle_y - self._rows[last].middle_y <= reach * self._height

    def values_alone(self, wanted: TemplateField) -> Iterator[Value]:
        """Rows, or ends of rows after a wide gap, that hold such a value and nothing else."""
        for row in self._rows:
            for tokens in parted(row.tokens):
                words = words_of(tokens)
                if words and is_all_of(wanted, words):
                    line = Line(self._page, words)
                    yield Value(line, (line,))

    def _begins_caption(self, row: int, tokens: Sequence[Token], column: tuple[float, float]) -> bool:
        """Whether a row has a caption of the template, or begins with another one."""
        left, right = column
        known = any(other.row == row and left <= other.x0 < right for other in self._found)
        return known or any(token.closed and token.key for token in tokens[:_CAPTION_TOKENS])


def _shared_captions(template: Template) -> frozenset[str]:
    """Captions that a section claims."""
    return frozenset(caption for field in template.fields if field.section is not None for caption in field.captions)
