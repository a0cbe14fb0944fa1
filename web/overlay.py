"""What is drawn over a page image: the words that were found, and the place a field was read from.

Coordinates are those of the page frame. They become attributes of SVG shapes over the image, so that they scale with
it and need no inline style, which the content security policy forbids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.model import Box, Field, PageFrame

PADDING = 0.12
"""Room around a box, as a share of its height: a mark must not cut the accents of its word."""

CROP_LINES_ABOVE = 1.0
CROP_LINES_BELOW = 1.2
CROP_ASPECT = 11.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over the page; ``field`` names what was read there, ``active`` whether it is shown at once."""

    x: float
    y: float
    width: float
    height: float
    field: str | None = None
    active: bool = True


def sheet_marks(
    hits: Iterable[Box], fields: Iterable[Field] = (), *, page: int = 1, active: str | None = None
) -> list[Mark]:
    """The marks of one page: every hit, and the places of the fields that were read on it."""
    places = [
        _mark(field.box, field=field.name, active=field.name == active)
        for field in fields
        if field.box is not None and field.page == page
    ]
    return [_mark(box) for box in hits] + places


def line_crop(frame: PageFrame, boxes: Sequence[Box]) -> str:
    """The view box of the line around the first match: a strip of the page with its neighbours cut in."""
    first = boxes[0]
    top = max(0.0, first.y0 - CROP_LINES_ABOVE * first.height)
    height = min(first.height * (1 + CROP_LINES_ABOVE + CROP_LINES_BELOW), frame.height_px - top)
    width = min(height * CROP_ASPECT, float(frame.width_px))
    left = min(max(0.0, (first.x0 + first.x1 - width) / 2), frame.width_px - width)
    return f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"


def _mark(box: Box, *, field: str | None = None, active: bool = True) -> Mark:
    room = PADDING * box.height
    return Mark(
        x=round(box.x0 - room, 1),
        y=round(box.y0 - room, 1),
        width=round(box.width + 2 * room, 1),
        height=round(box.height + 2 * room, 1),
        field=field,
        active=active,
    )
