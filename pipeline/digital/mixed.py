"""A page that has text of its own and writing in pictures: its text, completed by what recognition found elsewhere."""

from dataclasses import replace
from math import cos, radians, sin

from domain.model import Box, PageFrame, PageReading

_SAME_PLACE = 0.5
"""Share of a recognised word that lies within words of the page's own text: it is one of them."""


def completed(text: PageReading, recognised: PageReading) -> PageReading:
    """The words of a page's own text, and of the recognised ones those that stand elsewhere, in the frame of these.

    Args:
        text: from the page itself, as it is shown: neither turned nor levelled.
        recognised: from the same page drawn, perhaps turned and levelled.

    Returns:
        The recognised reading with its words exchanged and the warnings of both; lines and blocks of the page's own
        text come first.
    """
    own = [replace(word, box=_carried(word.box, text.frame, recognised.frame)) for word in text.words]
    lines = 1 + max((word.line for word in own), default=-1)
    blocks = 1 + max((word.block for word in own), default=-1)
    others = [
        replace(word, line=lines + word.line, block=blocks + word.block)
        for word in recognised.words
        if sum(_overlap(word.box, mine.box) for mine in own) < _SAME_PLACE * word.box.width * word.box.height
    ]
    return replace(
        recognised,
        words=(*own, *others),
        engine=f"{text.engine}, {recognised.engine}",
        warnings=tuple(dict.fromkeys((*text.warnings, *recognised.warnings))),
    )


def _carried(box: Box, shown: PageFrame, frame: PageFrame) -> Box:
    """A box of the page as it is shown, in the frame that was made of it; around its middle it stays upright."""
    scale = frame.dpi / shown.dpi
    x, y = (box.x0 + box.x1) / 2 * scale, (box.y0 + box.y1) / 2 * scale
    width, height = box.width * scale, box.height * scale
    across, down = shown.width_px * scale, shown.height_px * scale
    for _ in range(frame.rotation // 90 % 4):
        x, y = down - y, x
        width, height, across, down = height, width, down, across
    turn = radians(frame.skew_deg)
    right, low = x - across / 2, y - down / 2
    x = across / 2 + right * cos(turn) - low * sin(turn)
    y = down / 2 + right * sin(turn) + low * cos(turn)
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _overlap(one: Box, other: Box) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(across, 0.0) * max(down, 0.0)
