"""Text running over pages: paragraphs, form lines and tables, with page breaks and page numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from samples.generator.canvas import Canvas
from samples.generator.paper import Block, Centred, Column, Entries, Entry, Face, FormLine, Paragraph, Table

LEFT, RIGHT, TOP, BOTTOM = 30.0, 18.0, 20.0, 20.0
"""Margins in millimetres, after Decree 30/2020."""

BODY_PT, FORM_PT, TABLE_PT = 14.0, 13.0, 12.0
INDENT = 10.0
PARAGRAPH_GAP = 2.1
CELL_PAD = 1.4

C = TypeVar("C", bound=Canvas)
MarkKind = Literal["number", "day", "written", "signature"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a person writes: the left end of a baseline, or the middle of a signature."""

    kind: MarkKind
    x: float
    y: float
    text: str = ""


@dataclass(slots=True)
class SetPage(Generic[C]):
    """A page as set: its canvas, its lines in reading order, and where people write on it."""

    canvas: C
    lines: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    face: Face


def leading(size_pt: float) -> float:
    """Distance of baselines in millimetres."""
    return size_pt * 1.25 * 25.4 / 72


class Flow(Generic[C]):
    """A cursor that moves down a page and opens the next one when the page is full.

    ``y`` is the top of what comes next, in millimetres.
    """

    def __init__(self, new_canvas: Callable[[float, float], C], *, landscape: bool = False) -> None:
        self._new_canvas = new_canvas
        self._size = (297.0, 210.0) if landscape else (210.0, 297.0)
        self.pages: list[SetPage[C]] = []
        self._open_page()

    def _open_page(self) -> None:
        self.page = SetPage(self._new_canvas(*self._size))
        self.pages.append(self.page)
        self.y = TOP

    @property
    def width(self) -> float:
        """Width of the text area."""
        return self._size[0] - LEFT - RIGHT

    @property
    def room(self) -> float:
        """What is left of the page's height."""
        return self._size[1] - BOTTOM - self.y

    def break_page(self) -> None:
        """Open the next page and number it in its top margin."""
        self._open_page()
        number = str(len(self.pages))
        canvas = self.page.canvas
        canvas.write((self._size[0] - canvas.measure(number, Face.REGULAR, 13)) / 2, 15, number, Face.REGULAR, 13)
        self.page.lines.append(number)

    def gap(self) -> None:
        """End a region in the page's text."""
        if self.page.lines and self.page.lines[-1]:
            self.page.lines.append("")

    def wrapped(self, text: str, face: Face, size_pt: float, width: float) -> list[str]:
        """Break a text into lines no wider than ``width``."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.page.canvas.measure(longer, face, size_pt) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def centred_lines(
        self, text: str, *, middle: float, width: float, face: Face = Face.BOLD, size_pt: float = BODY_PT
    ) -> None:
        """Set a text in the middle of a column, moving down line by line."""
        canvas = self.page.canvas
        for line in self.wrapped(text, face, size_pt, width):
            self.y += leading(size_pt)
            canvas.write(middle - canvas.measure(line, face, size_pt) / 2, self.y, line, face, size_pt)
            self.page.lines.append(line)

    def height(self, block: Block) -> float:
        """How much of a page a block takes when it is not broken."""
        match block:
            case Paragraph():
                return len(self._broken(block)) * leading(BODY_PT) + PARAGRAPH_GAP
            case Table():
                rows = ([column.title for column in block.columns], *block.rows)
                return sum(self._row_height(block.columns, tuple(row)) for row in rows) + 2 * PARAGRAPH_GAP
            case Entries():
                return max(len(lines) for lines in self._entry_lines(block)) * leading(FORM_PT) + PARAGRAPH_GAP
            case Centred() | FormLine():
                return leading(BODY_PT) + PARAGRAPH_GAP

    def place(self, block: Block) -> None:
        """Set a block, breaking the page where it is full."""
        match block:
            case Paragraph():
                self._paragraph(block)
            case Centred():
                if self.room < 3 * leading(BODY_PT):
                    self.break_page()
                self.centred_lines(block.text, middle=LEFT + self.width / 2, width=self.width)
                self.y += PARAGRAPH_GAP
            case FormLine():
                self._form_line(block)
            case Entries():
                self._entries(block)
            case Table():
                self._table(block)

    def _broken(self, block: Paragraph) -> list[list[_Run]]:
        body_face = Face.ITALIC if block.italic else Face.REGULAR
        words = [_Run(word, Face.BOLD) for word in block.lead.split()]
        words += [_Run(word, body_face) for word in block.text.split()]
        lines: list[list[_Run]] = [[]]
        used = INDENT
        for word in words:
            width = self._run_width(word)
            if lines[-1] and used + width > self.width:
                lines.append([])
                used = 0.0
            lines[-1].append(word)
            used += width + self._space
        return lines

    def _run_width(self, run: _Run) -> float:
        return self.page.canvas.measure(run.text, run.face, BODY_PT)

    @property
    def _space(self) -> float:
        return self.page.canvas.measure(" ", Face.REGULAR, BODY_PT)

    def _paragraph(self, block: Paragraph) -> None:
        lines = self._broken(block)
        # No first line alone at the foot of a page; a heading takes two lines of what follows along.
        following = 2 if not block.text or block.text.endswith(":") else 0
        if self.room < (min(len(lines), 2) + following) * leading(BODY_PT):
            self.break_page()
        for number, line in enumerate(lines):
            if self.room < leading(BODY_PT):
                self.break_page()
            self.y += leading(BODY_PT)
            start = LEFT + (INDENT if number == 0 else 0)
            natural = sum(map(self._run_width, line)) + self._space * (len(line) - 1)
            spare = LEFT + self.width - start - natural
            stretch = spare / (len(line) - 1) if number < len(lines) - 1 and len(line) > 1 else 0.0
            for run in line:
                self.page.canvas.write(start, self.y, run.text, run.face, BODY_PT)
                start += self._run_width(run) + self._space + stretch
            self.page.lines.append(" ".join(run.text for run in line))
        self.y += PARAGRAPH_GAP

    def _form_line(self, block: FormLine) -> None:
        if self.room < leading(BODY_PT):
            self.break_page()
        self.y += leading(BODY_PT)
        canvas = self.page.canvas
        canvas.write(LEFT, self.y, block.label, Face.REGULAR, BODY_PT)
        start = LEFT + canvas.measure(block.label, Face.REGULAR, BODY_PT) + 1
        dot = canvas.measure(".", Face.REGULAR, BODY_PT)
        canvas.write(start, self.y, "." * int((LEFT + self.width - start) / dot), Face.REGULAR, BODY_PT)
        if block.value:
            self.page.marks.append(Mark("written", start + 2, self.y - 0.8, block.value))
        self.page.lines.append(f"{block.label} {block.value}".rstrip())
        self.y += PARAGRAPH_GAP

    def _entry_lines(self, block: Entries) -> list[list[str]]:
        """The rows of each entry, its caption in the first."""
        ends = [*(entry.at for entry in block.entries[1:]), 1.0]
        return [
            [entry.caption, *self.wrapped(entry.value, Face.REGULAR, FORM_PT, (end - entry.at) * self.width - CELL_PAD)]
            if entry.under
            else self._beside_caption(entry, (end - entry.at) * self.width - 2 * CELL_PAD)
            for entry, end in zip(block.entries, ends, strict=True)
        ]

    def _beside_caption(self, entry: Entry, width: float) -> list[str]:
        if entry.by_hand:
            return [entry.caption]
        return self.wrapped(f"{entry.caption} {entry.value}".strip(), Face.REGULAR, FORM_PT, width)

    def _entries(self, block: Entries) -> None:
        if self.room < self.height(block):
            self.break_page()
        canvas, top = self.page.canvas, self.y
        columns = self._entry_lines(block)
        for entry, lines in zip(block.entries, columns, strict=True):
            x = LEFT + entry.at * self.width
            for number, line in enumerate(lines, start=1):
                canvas.write(x, top + number * leading(FORM_PT), line, Face.REGULAR, FORM_PT)
            if entry.by_hand:
                start = x + canvas.measure(entry.caption, Face.REGULAR, FORM_PT) + 2
                dot = canvas.measure(".", Face.REGULAR, FORM_PT)
                dots = "." * int(max(0.0, LEFT + self.width - start) / dot)
                canvas.write(start, top + leading(FORM_PT), dots, Face.REGULAR, FORM_PT)
                self.page.marks.append(Mark("written", start, top + leading(FORM_PT) - 0.5, entry.value))
        for row in range(max(map(len, columns))):
            read = (self._read_line(entry, lines, row) for entry, lines in zip(block.entries, columns, strict=True))
            self.page.lines.append(" ".join(text for text in read if text))
        self.y = top + max(map(len, columns)) * leading(FORM_PT) + PARAGRAPH_GAP

    def _read_line(self, entry: Entry, lines: list[str], row: int) -> str:
        line = lines[row] if row < len(lines) else ""
        return f"{line} {entry.value}" if entry.by_hand and row == 0 else line

    def _cells(self, columns: tuple[Column, ...], row: tuple[str, ...], face: Face) -> list[list[str]]:
        return [
            self.wrapped(text, face, TABLE_PT, column.share * self.width - 2 * CELL_PAD)
            for column, text in zip(columns, row, strict=True)
        ]

    def _row_height(self, columns: tuple[Column, ...], row: tuple[str, ...]) -> float:
        # Bold is the wider face, so a heading row never comes out higher than this.
        return max(map(len, self._cells(columns, row, Face.BOLD))) * leading(TABLE_PT) + 2 * CELL_PAD

    def _table(self, block: Table) -> None:
        self.y += PARAGRAPH_GAP
        self._row(block, tuple(column.title for column in block.columns), heading=True)
        for row in block.rows:
            self._row(block, row)
        self.y += PARAGRAPH_GAP

    def _row(self, block: Table, row: tuple[str, ...], *, heading: bool = False) -> None:
        height = self._row_height(block.columns, row)
        if self.room < height:
            self.break_page()
        canvas, top, left = self.page.canvas, self.y, LEFT
        face = Face.BOLD if heading else Face.REGULAR
        for column, lines in zip(block.columns, self._cells(block.columns, row, face), strict=True):
            right = left + column.share * self.width
            for x0, y0, x1, y1 in (
                (left, top, right, top),
                (right, top, right, top + height),
                (left, top + height, right, top + height),
                (left, top, left, top + height),
            ):
                canvas.rule(x0, y0, x1, y1)
            first = top + (height - len(lines) * leading(TABLE_PT)) / 2 - 1.2
            for number, line in enumerate(lines, start=1):
                slack = right - left - canvas.measure(line, face, TABLE_PT)
                offset = CELL_PAD if column.left and not heading else slack / 2
                canvas.write(left + offset, first + number * leading(TABLE_PT), line, face, TABLE_PT)
            left = right
        self.page.lines.append(" ".join(cell for cell in row if cell))
        self.y += height
