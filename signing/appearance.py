"""The visible form of the signature on a copy: the agency's name and the time of signing, top right of the first page.

Circular 05/2025, article 8, and Decree 30/2020: Times New Roman, upright, 10 pt, black, no image of the seal, the time
in ISO 8601 with Viet Nam's offset. The block stands in the top margin, of which Decree 30 leaves 20 mm free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle
from pyhanko.stamp.base import BaseStamp

from signing.font import serif
from signing.reading import resolved
from signing.report import VIETNAM

_SIZE_PT = 10.0
_LEADING_PT = 11.5
# 4 mm below the upper edge, so that three lines end above the 20 mm of the margin; 15 mm from the right edge.
_TOP_PT = 11.3
_RIGHT_PT = 42.5
_GAP_PT = 6.0
_LEAST_LEFT_PT = 20.0

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What stands in the block. ``form`` is the form of copy, such as "Sao y", where the law wants it named."""

    organisation: str
    form: str | None = None

    def lines(self, signed_at: datetime, width_pt: float) -> tuple[str, ...]:
        """The block's lines, none wider than ``width_pt`` as long as words can be broken apart."""
        time = signed_at.astimezone(VIETNAM).isoformat(timespec="seconds")
        paragraphs = [self.form, self.organisation, time]
        return tuple(line for text in paragraphs if text for line in _wrap(text, width_pt))


@dataclass(frozen=True, slots=True)
class Page:
    """The visible area of a page in its own coordinates, its clockwise turn, and where annotations stand on it."""

    area: Rectangle
    rotation: int
    taken: tuple[Rectangle, ...]

    @classmethod
    def first_of(cls, writer: BasePdfFileWriter) -> "Page":
        """Read the first page of a file."""
        found = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]  # untyped in the library
        page = found[0].get_object()
        media = _rectangle(_inherited(page, "/MediaBox"))
        crop = _inherited(page, "/CropBox")
        annotations = (entry.get_object() for entry in _array(resolved(page, "/Annots")))
        taken = [_rectangle(one["/Rect"]) for one in annotations if "/Rect" in one]
        return cls(
            area=_common(media, _rectangle(crop)) if crop is not None else media,
            rotation=int(str(_inherited(page, "/Rotate") or 0)) % 360,
            taken=tuple(one for one in taken if one[2] > one[0] and one[3] > one[1]),
        )

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        left, bottom, right, top = self.area
        width, height = right - left, top - bottom
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def to_own(self, seen: Rectangle) -> Rectangle:
        """A rectangle as seen, origin bottom left, in the page's own coordinates."""
        left, bottom, right, top = self.area
        x0, y0, x1, y1 = seen
        if self.rotation == 90:
            return (right - y1, bottom + x0, right - y0, bottom + x1)
        if self.rotation == 180:
            return (right - x1, top - y1, right - x0, top - y0)
        if self.rotation == 270:
            return (left + y0, top - x1, left + y1, top - x0)
        return (left + x0, bottom + y0, left + x1, bottom + y1)


@dataclass(frozen=True, slots=True)
class Block:
    """The block ready to be drawn: its lines, its size as seen, and its place in the page's own coordinates."""

    lines: tuple[str, ...]
    width: float
    height: float
    box: Rectangle
    rotation: int


def place(mark: CopyMark, page: Page, signed_at: datetime) -> Block:
    """Lay the block out top right; where an earlier signature stands there, to its left or else below it."""
    seen_width, seen_height = page.size
    lines = mark.lines(signed_at, seen_width / 2 - _RIGHT_PT)
    font = serif()
    width = max(font.width(line, _SIZE_PT) for line in lines)
    height = len(lines) * _LEADING_PT
    boxes = [page.to_own(seen) for seen in _places(width, height, seen_width, seen_height)]
    free = (box for box in boxes if not any(_overlap(box, one) for one in page.taken))
    return Block(lines, width, height, next(free, boxes[0]), page.rotation)


@dataclass(frozen=True)
class MarkStyle(BaseStampStyle):
    """Hands a laid-out block to pyHanko."""

    block: Block | None = None

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: object) -> "_MarkStamp":
        """The content of the signature field."""
        return _MarkStamp(writer, self, box)


class _MarkStamp(BaseStamp):
    def render(self) -> bytes:
        block = self.style.block
        self.set_resource(category=ResourceType.FONT, name=pdf_name("/F1"), value=serif().embed(self._ensure_writer))
        lines = b" ".join(b"%s Tj 0 %g Td" % (serif().encode(line), -_LEADING_PT) for line in block.lines)
        first = block.height - _SIZE_PT
        return b"q %s cm BT 0 g /F1 %g Tf 0 %g Td %s ET Q" % (_turn(block), _SIZE_PT, first, lines)


def _turn(block: Block) -> bytes:
    """The matrix that sets the text upright on a page that viewers turn."""
    matrices = {
        90: (0, 1, -1, 0, block.height, 0),
        180: (-1, 0, 0, -1, block.width, block.height),
        270: (0, -1, 1, 0, 0, block.width),
    }
    return b"%g %g %g %g %g %g" % matrices.get(block.rotation, (1, 0, 0, 1, 0, 0))


def _places(width: float, height: float, seen_width: float, seen_height: float) -> Iterator[Rectangle]:
    top = seen_height - _TOP_PT
    while top - height > seen_height / 2:
        right = seen_width - _RIGHT_PT
        while right - width >= _LEAST_LEFT_PT or right == seen_width - _RIGHT_PT:
            yield (right - width, top - height, right, top)
            right -= width + _GAP_PT
        top -= height + _GAP_PT


def _wrap(text: str, width_pt: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and serif().width(longer, _SIZE_PT) <= width_pt:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _inherited(page: generic.DictionaryObject, key: str) -> generic.PdfObject | None:
    node: generic.PdfObject | None = page
    while isinstance(node, generic.DictionaryObject):
        value = resolved(node, key)
        if value is not None:
            return value
        node = resolved(node, "/Parent")
    return None


def _rectangle(value: generic.PdfObject | None) -> Rectangle:
    x0, y0, x1, y1 = (float(number) for number in _array(value))
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _array(value: generic.PdfObject | None) -> generic.ArrayObject:
    return value if isinstance(value, generic.ArrayObject) else generic.ArrayObject()


def _common(one: Rectangle, other: Rectangle) -> Rectangle:
    common = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return common if common[2] > common[0] and common[3] > common[1] else one


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
