"""From a scanned page to the level, clean, grey page the recogniser sees, and to the frame of the archived page.

Each step is taken only where the page was measured to need it, and the page says which ones it got.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box, PageFrame, Word
from pipeline.enhance.cleaning import (
    on_white_paper,
    paper_tone,
    smoothed,
    stretched,
    without_dark_edges,
    without_stamps,
)
from pipeline.enhance.specks import SPECKLED, specks, without
from pipeline.enhance.straighten import Slope, slope

RECOGNITION_DPI = 200.0
"""Enough for the marks of 12-point Vietnamese letters; 300 costs half as much again and reads no better."""

_NEAR_ENOUGH = 0.03
"""Share of the recogniser's resolution by which a scan may differ before it is worth resampling."""
_SNIPPET_PX = 700
"""An image smaller than this is no page; cleaning it does harm."""
_INK = 128
BLANK_INK = 0.005
"""Ink share up to which a page without a single letter is blank and no picture."""

# One page is one job; threads inside would only fight with the other jobs.
cv2.setNumThreads(1)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page as the recogniser gets it.

    ``pixels`` is grey, level and clean, at ``dpi``. It shows exactly the frame, at another scale. ``sideways`` says
    that the page was given a quarter turn of which only the axis is known, not the direction. ``letters`` counts the
    letter-sized spots that were seen. ``steps`` are codes of what was done, in order; ``measures`` why.
    """

    pixels: Pixels
    dpi: float
    frame: PageFrame
    sideways: bool
    letters: int
    steps: tuple[str, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def ink_share(self) -> float:
        """Dark pixels as a share of the page, in [0, 1]."""
        return float(np.count_nonzero(self.pixels < _INK)) / self.pixels.size

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read: not one spot of a letter's size, and too little ink for a picture."""
        return self.letters == 0 and self.ink_share <= BLANK_INK

    def in_frame(self, word: Word) -> Word:
        """A word of the clean image with its box and baseline in pixels of the frame."""
        down = self.frame.height_px / self.pixels.shape[0]
        baseline = None if word.baseline is None else word.baseline * down
        return replace(word, box=self.box_in_frame(word.box), baseline=baseline)

    def box_in_frame(self, box: Box) -> Box:
        """A box of the clean image in pixels of the frame."""
        across = self.frame.width_px / self.pixels.shape[1]
        down = self.frame.height_px / self.pixels.shape[0]
        return Box(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down)

    def upside_down(self) -> "CleanPage":
        """The same page turned by 180°."""
        frame = replace(self.frame, rotation=(self.frame.rotation + 180) % 360)
        return replace(self, pixels=np.ascontiguousarray(self.pixels[::-1, ::-1]), frame=frame)


def enhance(pixels: Pixels, dpi: float) -> CleanPage:
    """Bring a page's lines level and clean it for recognition.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: resolution of the page.

    Returns:
        The clean page. A page lying on its side is turned clockwise; whether it now stands on its head is for the
        recogniser to find out.
    """
    grey, working_dpi = _shrunk(without_stamps(pixels), dpi)
    is_page = min(pixels.shape[:2]) >= _SNIPPET_PX
    if is_page:
        grey = smoothed(grey)
    found = slope(grey, working_dpi)
    frame = _frame(pixels, dpi, found)
    scale = RECOGNITION_DPI / working_dpi
    if abs(scale - 1) <= _NEAR_ENOUGH:
        scale = 1.0
    level = _placed(grey, frame, scale)
    page = CleanPage(level, working_dpi * scale, frame, found.sideways, found.letters, _turns(frame))
    return _cleaned(page) if is_page else page


def straightened(pixels: Pixels, rotation: int, skew_deg: float) -> Pixels:
    """Turn a page into its frame: clockwise by ``rotation``, then clockwise by ``skew_deg`` about the centre.

    What comes from outside the scan is white.
    """
    turned = np.ascontiguousarray(np.rot90(pixels, -rotation // 90))
    return turned if skew_deg == 0.0 else _warped(turned, skew_deg, 1.0)


def _cleaned(page: CleanPage) -> CleanPage:
    """The page on white paper, without the scanner's edges, and without specks where there are many."""
    tone = paper_tone(page.pixels)
    edgeless = without_dark_edges(page.pixels, page.dpi)
    clean = stretched(on_white_paper(edgeless, page.dpi))
    found = specks(clean, page.dpi)
    steps = [*page.steps, *(["edges_removed"] if edgeless is not page.pixels else []), "paper_whitened"]
    if found.per_page > SPECKLED:
        clean = without(clean, found)
        steps.append("despeckled")
    measures = {"paper_tone": round(tone, 1), "specks": float(found.per_page)}
    return replace(page, pixels=clean, steps=tuple(steps), measures=measures)


def _shrunk(grey: Pixels, dpi: float) -> tuple[Pixels, float]:
    """Scans of 400 dpi and more brought near the recogniser's resolution before anything else is paid for."""
    times = int(dpi // RECOGNITION_DPI)
    if times < 2:
        return grey, dpi
    small = cv2.resize(grey, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), dpi / times


def _frame(pixels: Pixels, dpi: float, found: Slope) -> PageFrame:
    height, width = pixels.shape[:2]
    if found.sideways:
        return PageFrame(height, width, dpi, 90, found.skew_deg)
    return PageFrame(width, height, dpi, 0, found.skew_deg)


def _turns(frame: PageFrame) -> tuple[str, ...]:
    return tuple(step for step, done in (("turned", frame.rotation != 0), ("deskewed", frame.skew_deg != 0.0)) if done)


def _placed(grey: Pixels, frame: PageFrame, scale: float) -> Pixels:
    """The page in its frame and at the recogniser's scale, sampled once."""
    turned = np.ascontiguousarray(np.rot90(grey, -frame.rotation // 90))
    return turned if scale == 1.0 and frame.skew_deg == 0.0 else _warped(turned, frame.skew_deg, scale)


def _warped(pixels: Pixels, skew_deg: float, scale: float) -> Pixels:
    """Turned clockwise about the centre and scaled, white outside."""
    height, width = pixels.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -skew_deg, 1.0), [0, 0, 1]])
    size = max(1, round(width * scale)), max(1, round(height * scale))
    across, down = size[0] / width, size[1] / height
    # Centres of pixels, not their corners, are what the warp maps.
    resize = np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2]])
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(pixels, resize @ turn, size, flags=how, borderValue=(255, 255, 255)), np.uint8)
