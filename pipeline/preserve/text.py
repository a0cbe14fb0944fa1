"""The invisible words of a page as a content stream, so placed that they can be searched, selected and copied.

Each word is stretched to the width it has on the page; the space after it fills the gap to the next. All words of a
line stand on one baseline in one size: extractors tell lines by that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import category

from domain.model import PageReading
from pipeline.preserve.font import GLYPH_WIDTH, InvisibleFont
from pipeline.preserve.lines import TextLine, text_lines

FONT_NAME = "/F0"

_INVISIBLE = 3
_NO_CHARACTER = frozenset("\ufeff\ufffe\uffff")
_SMALLEST_PT = 1.0
_LEAST_SPACE = 0.18
"""In font sizes: extractors take narrower gaps for spaces between letters. A word gives way to it ..."""
_LEAST_SHOWN = 0.7
"""... to this share of its width."""
_WIDEST_SPACE = 2.0
"""In font sizes. A wider gap is a column's, and a selection should not run across it."""


def text_layer(reading: PageReading, font: InvisibleFont) -> bytes:
    """The words of a page in reading order, as content for a page of the size of its frame."""
    words = [
        word if word.text.isprintable() else replace(word, text=_showable(word.text))
        for word in reading.words
        if _showable(word.text)
    ]
    if not words:
        return b""
    points_per_px = 72.0 / reading.frame.dpi
    shown = (
        piece for line in text_lines(words) for piece in _shown(line, reading.frame.height_px, points_per_px, font)
    )
    return b"\n".join((f"BT {_INVISIBLE} Tr".encode(), *shown, b"ET"))


def characters_of(readings: Sequence[PageReading]) -> set[str]:
    """Every character the text layers of these pages need."""
    return {" "}.union(*(_showable(word.text) for reading in readings for word in reading.words))


def _showable(text: str) -> str:
    """Without what stands for no character: PDF/A forbids a font to map to these."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter not in _NO_CHARACTER and category(letter) not in {"Cc", "Cs"})


def _shown(line: TextLine, page_height_px: int, points_per_px: float, font: InvisibleFont) -> Iterator[bytes]:
    size = max(_SMALLEST_PT, line.size * points_per_px)
    y = (page_height_px - line.baseline) * points_per_px
    yield f"{FONT_NAME} {size:.2f} Tf".encode()
    for word, follower in zip(line.words, (*line.words[1:], None), strict=True):
        x = word.box.x0 * points_per_px
        end = word.box.x1 * points_per_px
        gap = 0.0
        if follower is not None:
            start = follower.box.x0 * points_per_px
            end = max(min(end, start - _LEAST_SPACE * size), x + _LEAST_SHOWN * (end - x))
            gap = start - end
        stretch = _stretch(end - x, len(word.text), size)
        yield f"{stretch:.2f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm <{font.encoded(word.text).hex()}> Tj".encode()
        if follower is not None:
            stretch = _stretch(min(max(gap, 0.1 * size), _WIDEST_SPACE * size), 1, size)
            yield f"{stretch:.2f} Tz <{font.encoded(' ').hex()}> Tj".encode()


def _stretch(width_pt: float, glyphs: int, size: float) -> float:
    """Horizontal scaling in percent that makes so many glyphs so wide."""
    return 100.0 * width_pt / (glyphs * size * GLYPH_WIDTH / 1000)
