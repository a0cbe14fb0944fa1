"""The quality of a page as numbers, each with a unit, taken from its pixels, its clean form and its words.

Work is done on a page reduced to 100 dpi; only sharpness looks at the pixels as they were scanned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import PageFrame, Word
from pipeline.enhance.clean_page import CleanPage, straightened
from pipeline.quality.ink import INK_DPI, LEAST_CONTENT_MM2, Ink, content_mm2, page_ink
from pipeline.quality.likeness import LIKENESS_DPI, likeness
from pipeline.quality.paper import cut_words, overlength_mm
from pipeline.quality.pen import Pen, pen_strokes
from pipeline.quality.scale import reduced, resized
from pipeline.quality.sharpness import sharpness
from pipeline.quality.stamps import Stamp, find_stamp, traces

Grey = NDArray[np.uint8]


class Better(StrEnum):
    """Which way a measure is better; a neutral one only describes the page."""

    HIGH = "high"
    LOW = "low"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name in ``PageReading.measures``, its unit, and what it means in Vietnamese and English."""

    name: str
    unit: str
    better: Better
    vi: str
    en: str


MEASURES: tuple[Measure, ...] = (
    Measure("resolution", "dpi", Better.HIGH, "độ phân giải", "resolution"),
    Measure("edge_width", "µm", Better.LOW, "bề rộng mép nét chữ trên giấy", "width of an edge of ink on paper"),
    Measure("contrast", "%", Better.HIGH, "độ đậm của mực so với nền giấy", "darkness of ink against its paper"),
    Measure("skew", "°", Better.LOW, "độ lệch của dòng chữ", "angle of the lines"),
    Measure("ink_cover", "%", Better.NEUTRAL, "phần trang có mực", "part of the page that is inked"),
    Measure("content", "mm²", Better.NEUTRAL, "diện tích mực của nội dung", "ink that is content, no dirt"),
    Measure("cut_words", "words", Better.LOW, "số từ sát mép ảnh", "words at the very edge of the image"),
    Measure("overlength", "mm", Better.LOW, "phần dài hơn khổ giấy", "length beyond the paper size"),
    Measure("handwriting", "%", Better.NEUTRAL, "phần mực là nét bút", "part of the ink that is strokes of a pen"),
    Measure("stamp", "0/1", Better.NEUTRAL, "có dấu", "a stamp is present"),
    Measure("stamp_ring", "%", Better.NEUTRAL, "phần vòng dấu thấy được", "part of a seal's ring that is drawn"),
    Measure("signature", "0/1", Better.NEUTRAL, "có chữ ký", "a signature is present"),
    Measure("signature_span", "mm", Better.NEUTRAL, "bề dài chữ ký", "longer side of the signature"),
)


@dataclass(frozen=True, slots=True)
class PageQuality:
    """``values`` by the names of ``MEASURES``, without those that the page gives no hold for; see ``likeness``."""

    values: Mapping[str, float]
    likeness: str | None


def quality(pixels: Grey, clean: CleanPage, frame: PageFrame, words: Sequence[Word]) -> PageQuality:
    """Measure a page.

    Args:
        pixels: the page as scanned, grey (height, width) or RGB (height, width, 3), 0 is black.
        clean: what ``enhance`` made of it.
        frame: the archived page, which recognition may have turned by 180° after ``enhance``.
        words: what was read, boxes in pixels of ``frame``.
    """
    upright = clean if clean.frame.rotation == frame.rotation else clean.upside_down()
    small = reduced(pixels, frame.dpi, INK_DPI)
    ink = page_ink(upright.pixels, frame, words)
    stamp = find_stamp(small, ink.unread)
    content = _content(small, frame, ink, stamp)
    pen = pen_strokes(ink, stamp) if content >= LEAST_CONTENT_MM2 else Pen(0.0, 0.0)
    values = {
        "resolution": frame.dpi,
        "skew": abs(frame.skew_deg),
        "ink_cover": ink.cover,
        "content": content,
        "cut_words": float(cut_words(words, frame)),
        "overlength": overlength_mm(frame),
        "handwriting": pen.share,
        "stamp": float(stamp.present),
        "stamp_ring": 100.0 * stamp.ring_share,
        "signature": float(pen.signature_mm > 0),
        "signature_span": pen.signature_mm,
    }
    edges = sharpness(pixels, frame.dpi)
    if edges is not None:
        values |= {"edge_width": edges.edge_width_um, "contrast": edges.contrast}
    return PageQuality({name: round(float(value), 2) for name, value in values.items()}, likeness(_level(small, frame)))


def _level(small: Grey, frame: PageFrame) -> Grey:
    """The page in grey at 50 dpi, as it lies in the frame."""
    half = reduced(small, INK_DPI, LIKENESS_DPI)
    grey = half if half.ndim == 2 else np.asarray(cv2.cvtColor(half, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return straightened(grey, frame.rotation, frame.skew_deg)


def _content(small: Grey, frame: PageFrame, ink: Ink, stamp: Stamp) -> float:
    """Square millimetres of ink that was put on this page: red ink too, which the clean page lacks, but no traces."""
    if not stamp.trace:
        return content_mm2(ink.mask) + stamp.red_mm2
    level = straightened(traces(small), frame.rotation, frame.skew_deg)
    red = resized(level, ink.mask.shape[1], ink.mask.shape[0])
    return content_mm2(np.where(red > 0, np.uint8(0), ink.mask))
