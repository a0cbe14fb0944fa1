"""The ink of a level page at 100 dpi: all of it, and what is left without printed words, table rules and dirt."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import PageFrame, Word

INK_DPI = 100.0
PX_PER_MM = INK_DPI / 25.4

_DARK = 95
"""Thin strokes are grey when they are averaged; on white paper nothing else is as dark."""
_READ_FROM = 60.0
"""Confidence from which a word was printed and read; pen strokes get less."""
_GAP_MM, _RULE_MM = 1.0, 12.0
"""Rules of faint tables are broken; a stroke of a pen runs straight along an axis for less than this."""
LEAST_CONTENT_MM2 = 1.0
"""Less ink than this is no content: the smallest page number has 2 mm²."""

_EDGE_MM = 6.0
_DUSTY_MM2 = 1000.0
"""No page of copies has that much pepper, and nearly every page of text has more ink."""
_LEAST_SIDE_MM, _LEAST_MARK_MM2 = 1.2, 0.4
"""Smaller than the smallest digit of a page number, larger than pepper."""
_HOLE_MM = (3.5, 9.0)
_HOLE_FILL = 0.6
_HOLE_ZONE_MM = 20.0
_STREAK = 0.5
"""Share of the page's side: only dust in the feeder draws lines as long and as thin."""
_STREAK_MM = 1.5

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ink:
    """A page's ink, at 100 dpi.

    ``mask`` is 1 where there is ink; ``unread`` is its darkness, 0 on paper, where no word was read; ``strokes`` is 1
    where ink lies in no word and in no rule.
    """

    mask: Grey
    unread: Grey
    strokes: Grey

    @property
    def cover(self) -> float:
        """Percent of the page that is inked."""
        return 100.0 * float(np.count_nonzero(self.mask)) / self.mask.size


def page_ink(clean: Grey, frame: PageFrame, words: Iterable[Word]) -> Ink:
    """Separate the ink of a page.

    Args:
        clean: the clean grey page, which shows exactly the frame at some scale, 0 is black.
        frame: the archived page.
        words: what was read on it, boxes in pixels of the frame.
    """
    darkness = cv2.bitwise_not(_scaled(clean, frame))
    mask = (darkness > _DARK).astype(np.uint8)
    unread = _without(darkness, words, INK_DPI / frame.dpi)
    strokes = ((unread > _DARK) & (_rules(mask) == 0)).astype(np.uint8)
    return Ink(mask, unread, strokes)


def content_mm2(mask: Grey) -> float:
    """Ink that somebody put on the page, in square millimetres.

    Shadows at the page's edges do not count; nor do punch holes and dust where there is so little ink that they matter.
    """
    edge = round(_EDGE_MM * PX_PER_MM)
    inner = np.ascontiguousarray(mask[edge:-edge, edge:-edge])
    if inner.size == 0:
        return float(np.count_nonzero(mask)) / PX_PER_MM**2
    inked = np.count_nonzero(inner) / PX_PER_MM**2
    if inked > _DUSTY_MM2:
        return inked
    _, _, spots, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    return float(spots[1:, cv2.CC_STAT_AREA][_are_marks(spots[1:], inner.shape)].sum()) / PX_PER_MM**2


def _are_marks(spots: cv2.typing.MatLike, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    left, top, width, height, area = spots.T
    longer, shorter = np.maximum(width, height) / PX_PER_MM, np.minimum(width, height) / PX_PER_MM
    dust = (longer < _LEAST_SIDE_MM) | (area / PX_PER_MM**2 < _LEAST_MARK_MM2)
    streak = (shorter <= _STREAK_MM) & ((width > _STREAK * shape[1]) | (height > _STREAK * shape[0]))
    to_side = np.minimum(left, shape[1] - left - width)
    to_edge = np.minimum(to_side, np.minimum(top, shape[0] - top - height)) / PX_PER_MM
    is_round = (shorter >= _HOLE_MM[0]) & (longer <= _HOLE_MM[1]) & (area >= _HOLE_FILL * width * height)
    return np.asarray(~(dust | streak | (is_round & (to_edge <= _HOLE_ZONE_MM - _EDGE_MM))), dtype=np.bool_)


def _scaled(clean: Grey, frame: PageFrame) -> cv2.typing.MatLike:
    scale = clean.shape[1] / frame.width_px * frame.dpi / INK_DPI
    width, height = max(1, int(clean.shape[1] / scale)), max(1, int(clean.shape[0] / scale))
    # Rows and columns that fill no whole pixel are left out: halving exactly is ten times faster.
    filled = clean[: max(1, round(height * scale)), : max(1, round(width * scale))]
    return cv2.resize(filled, (width, height), interpolation=cv2.INTER_AREA)


def _without(darkness: cv2.typing.MatLike, words: Iterable[Word], scale: float) -> Grey:
    unread = np.array(darkness, dtype=np.uint8)
    for word in words:
        if word.confidence >= _READ_FROM and any(map(str.isalnum, word.text)):
            rows = slice(max(0, int(word.box.y0 * scale) - 1), int(word.box.y1 * scale) + 2)
            unread[rows, max(0, int(word.box.x0 * scale) - 1) : int(word.box.x1 * scale) + 2] = 0
    return unread


def _rules(mask: Grey) -> cv2.typing.MatLike:
    """Straight lines along the page's axes."""
    gap, length = round(_GAP_MM * PX_PER_MM), round(_RULE_MM * PX_PER_MM)
    across = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    across = cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
