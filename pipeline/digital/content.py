"""What a PDF page shows, counted without drawing it: glyphs seen and hidden, and how much of it images cover."""

from dataclasses import dataclass

import numpy as np
import pikepdf
from numpy.typing import NDArray

from pipeline.digital.fonts import is_mapped
from pipeline.intake.content_streams import ContentWalker, GraphicsState, Operands
from pipeline.intake.pages import page_box, sole_image

_MAX_FORMS = 500
_MAX_FORM_DEPTH = 12
_GRID = 64
"""Cells per side in which covered area is counted."""
_HIDING_COVER = 0.5
"""An opaque image over that share of the page hides what was painted before it: some programs lay a recognition
beneath the scan instead of making it invisible."""
_INVISIBLE_MODES = {3, 7}
_NOT_SHOWN = 0x02 | 0x20
"""Annotation flags Hidden and NoView."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """Counts of one page. ``image_cover`` is a share of its area in [0, 1].

    ``scan``: it shows one image and nothing else. ``shown_glyphs`` can be seen as far as the content tells;
    ``hidden_glyphs`` are painted invisibly or beneath an image; ``unmapped_glyphs`` are those among the shown whose
    characters nobody can know. ``blank``: nothing is painted at all.
    """

    scan: bool
    image_cover: float
    shown_glyphs: int
    hidden_glyphs: int
    unmapped_glyphs: int
    blank: bool

    @property
    def hidden_share(self) -> float:
        """Share of all glyphs that nobody sees."""
        return self.hidden_glyphs / max(self.shown_glyphs + self.hidden_glyphs, 1)

    @property
    def unmapped_share(self) -> float:
        """Share of the shown glyphs without known characters."""
        return self.unmapped_glyphs / max(self.shown_glyphs, 1)


def content_of(page: pikepdf.Page) -> PageContent:
    """Count what a page shows; a content stream that breaks off counts as far as it can be read."""
    counter = _walked(page)
    cover = float(counter.covered.mean())
    blank = not (counter.painted or counter.shown or cover or _has_shown_annotation(page))
    scan = sole_image(page) is not None
    return PageContent(scan, cover, counter.shown, counter.hidden, counter.unmapped, blank)


def used_codes(page: pikepdf.Page) -> dict[tuple[int, int], set[int]]:
    """The codes that a page shows of each font of single bytes, by the font's object number."""
    return _walked(page).used


def _walked(page: pikepdf.Page) -> "_Counter":
    counter = _Counter(page_box(page))
    try:
        counter.walk(page.obj, page.get_resources() or pikepdf.Dictionary())
    except (pikepdf.PdfError, ValueError, TypeError):
        counter.painted = True  # a renderer decides what a broken page shows
    return counter


def _has_shown_annotation(page: pikepdf.Page) -> bool:
    marks = page.obj.get("/Annots")
    if not isinstance(marks, pikepdf.Array):
        return False
    return any(
        isinstance(mark, pikepdf.Dictionary) and "/AP" in mark and not int(mark.get("/F", 0)) & _NOT_SHOWN
        for mark in marks.as_list()
    )


@dataclass(slots=True)
class _State(GraphicsState):
    """What is known of the text that would be shown here."""

    text_mode: int = 0
    mapped: bool = True
    bytes_per_glyph: int = 1
    font: tuple[int, int] = (0, 0)


class _Counter(ContentWalker[_State]):
    """Counts what is shown on a page of the size of ``box``."""

    def __init__(self, box: pikepdf.Rectangle) -> None:
        super().__init__(_State())
        self.box = box
        self.covered: NDArray[np.bool_] = np.zeros((_GRID, _GRID), dtype=np.bool_)
        self.shown = self.hidden = self.unmapped = 0
        self.painted = False
        self.used: dict[tuple[int, int], set[int]] = {}
        self._forms = 0
        self._fonts: dict[tuple[int, int], bool] = {}

    def _text_mode(self, operands: Operands) -> None:
        self.state.text_mode = int(operands[0])

    def _font(self, operands: Operands) -> None:
        font = self.resources.Font[str(operands[0])]
        self.state.bytes_per_glyph = 2 if font.get("/Subtype") == "/Type0" else 1
        self.state.font = font.objgen
        if font.objgen == (0, 0):
            self.state.mapped = is_mapped(font)
            return
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = is_mapped(font)
        self.state.mapped = self._fonts[font.objgen]

    def _show(self, operands: Operands) -> None:
        self._count(bytes(operands[-1]))

    def _show_spaced(self, operands: Operands) -> None:
        self._count(b"".join(bytes(item) for item in operands[0].as_list() if isinstance(item, pikepdf.String)))

    def _count(self, text: bytes) -> None:
        glyphs = len(text) // self.state.bytes_per_glyph
        if self.state.bytes_per_glyph == 1:
            self.used.setdefault(self.state.font, set()).update(text)
        if self.state.text_mode in _INVISIBLE_MODES:
            self.hidden += glyphs
            return
        self.shown += glyphs
        if not self.state.mapped:
            self.unmapped += glyphs

    def _paint(self, _operands: Operands) -> None:
        self.painted = True

    def _inline_image(self, _operands: Operands) -> None:
        self._cover(opaque=False)

    def _do(self, operands: Operands) -> None:
        stream = self.resources.XObject[str(operands[0])]
        if stream.Subtype == "/Image":
            masks = ("/SMask", "/Mask", "/ImageMask")
            self._cover(opaque=not any(key in stream for key in masks))
        elif stream.Subtype == "/Form":
            self._walk_form(stream)

    def _cover(self, *, opaque: bool) -> None:
        shown = self.state.ctm.transform(pikepdf.Rectangle(0, 0, 1, 1)) & self.box
        if shown.width <= 0 or shown.height <= 0:
            return
        columns = _cells(shown.llx - self.box.llx, shown.urx - self.box.llx, self.box.width)
        rows = _cells(shown.lly - self.box.lly, shown.ury - self.box.lly, self.box.height)
        self.covered[rows, columns] = True
        if opaque and shown.width * shown.height >= _HIDING_COVER * self.box.width * self.box.height:
            self.hidden += self.shown
            self.shown = self.unmapped = 0

    def _walk_form(self, stream: pikepdf.Object) -> None:
        self._forms += 1
        if self._forms > _MAX_FORMS or self.depth >= _MAX_FORM_DEPTH:
            self.painted = True  # more forms than any paper has: a renderer decides what they show
            return
        with self.within_form(stream):
            self.walk(stream, stream.get("/Resources", self.resources))

    handlers = (
        {"q": ContentWalker.save, "Q": ContentWalker.restore, "cm": ContentWalker.concatenate}
        | {"Do": _do, "Tr": _text_mode, "Tf": _font}
        | dict.fromkeys(("Tj", "'", '"'), _show)
        | dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"), _paint)
        | {"TJ": _show_spaced, "INLINE IMAGE": _inline_image}
    )


def _cells(start: float, end: float, side: float) -> slice:
    """The cells of the grid whose middles lie between two places along a side."""
    scale = _GRID / side
    return slice(max(round(start * scale), 0), min(max(round(end * scale), 0), _GRID))
