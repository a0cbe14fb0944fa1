"""A heavy scan as a JPEG that looks the same and takes a quarter of the room.

Two things make scans heavy: more pixels than the letters need, and the grain that a sensor puts over the paper, which
no coder can make small. Pages of 300 dpi and more come down to 250; on grainy ones the paper between the ink is
smoothed, a little, while whatever is written, stamped or signed keeps every pixel. What comes out is compared with
what went in, and thrown away where it looks different.
"""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from pipeline.preserve.similarity import Pixels, halved, seen, structural_similarity

FAITHFUL_DPI: Final = 250.0
"""Between 200, at which small print gets soft edges, and 300, which costs half as much again and shows no more."""
_SCALED_FROM_DPI: Final = 280.0

BYTES_PER_SQUARE_INCH: Final = 3_600
"""0.35 MB on A4. Smaller images stay as they came."""
_QUALITY: Final = 52
"""JPEG quality: at 250 dpi its marks are finer than the eye resolves; a tenth more room for each three steps up."""

_LEAST_SIMILARITY: Final = 0.98
_LARGEST_SHIFT: Final = 1.5
"""Grey levels that the tone of smoothed paper may change by, on average over the page."""
_TONE_PX: Final = (9, 9)

_GRAINY: Final = (1.2, 8.0)
"""Standard deviation of paper at 100 dpi, in grey levels, from which and up to which it is smoothed. What is rougher
still is no paper but a picture."""
_SMOOTHED_INCH: Final = 1 / 200
_REACH: Final = 2.0
"""In sigmas: beyond lie five in a hundred parts of the weight, and a third of the work."""
_INK_OVER_GRAIN: Final = 4.5
_LEAST_INK: Final = 8.0
_COLOURED_INK: Final = 40
_AROUND_INK: Final = 3
"""Pixels at 100 dpi that count as ink around a stroke: the soft edge of a letter belongs to it."""


@dataclass(frozen=True, slots=True)
class Recompressed:
    """A JPEG and what was done to make it. ``similarity`` is the SSIM it was accepted with."""

    jpeg: bytes
    width_px: int
    height_px: int
    smoothed: bool
    similarity: float


def is_heavy(size_bytes: int, width_px: int, height_px: int, dpi: float) -> bool:
    """Whether an image takes more room than a page without visible loss needs."""
    return size_bytes > BYTES_PER_SQUARE_INCH * width_px * height_px / dpi**2


def recompressed(pixels: Pixels, dpi: float) -> Recompressed | None:
    """The page as a JPEG of about 3.6 kB per square inch, or None when that could be told from the page.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: their resolution; never brought below 200.
    """
    scaled, scaled_dpi = _scaled(pixels, dpi)
    colours = seen(scaled, scaled_dpi)
    before = _grey(colours)
    grain = _grain(before)
    ink = _ink(colours, before, grain)
    smoothed = _GRAINY[0] <= grain <= _GRAINY[1]
    shown = _with_smooth_paper(scaled, scaled_dpi, ink) if smoothed else scaled
    jpeg = _jpeg(shown)
    similarity = _similarity(before, _seen_in(jpeg, scaled_dpi), ink if smoothed else None)
    if similarity < _LEAST_SIMILARITY:
        return None
    return Recompressed(jpeg, scaled.shape[1], scaled.shape[0], smoothed, similarity)


def _scaled(pixels: Pixels, dpi: float) -> tuple[Pixels, float]:
    if dpi < _SCALED_FROM_DPI:
        return pixels, dpi
    while dpi >= 2 * FAITHFUL_DPI:
        # By halves first: linear interpolation over more than two pixels leaves some out.
        pixels, dpi = halved(pixels), dpi / 2
    if dpi < _SCALED_FROM_DPI:
        return pixels, dpi
    size = round(pixels.shape[1] * FAITHFUL_DPI / dpi), round(pixels.shape[0] * FAITHFUL_DPI / dpi)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8), FAITHFUL_DPI


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _grain(grey: Pixels) -> float:
    """Standard deviation of the paper, robust against what is on it."""
    apart = cv2.absdiff(grey, cv2.medianBlur(grey, 5))
    return 1.4826 * float(np.median(apart[::3, ::3]))


def _ink(colours: Pixels, grey: Pixels, grain: float) -> Pixels:
    """1 where something stands on the paper and around it, at 100 dpi."""
    edges = cv2.morphologyEx(cv2.GaussianBlur(grey, (3, 3), 0), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    ink = (edges > max(_LEAST_INK, _INK_OVER_GRAIN * grain)).astype(np.uint8)
    if colours.ndim == 3:
        red, green, blue = cv2.split(colours)
        spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
        ink |= (cv2.blur(spread, (3, 3)) > _COLOURED_INK).astype(np.uint8)
    return np.asarray(cv2.dilate(ink, np.ones((_AROUND_INK, _AROUND_INK), np.uint8)), dtype=np.uint8)


def _with_smooth_paper(pixels: Pixels, dpi: float, ink: Pixels) -> Pixels:
    sigma = dpi * _SMOOTHED_INCH
    window = 2 * math.ceil(_REACH * sigma) + 1
    smooth = cv2.GaussianBlur(pixels, (window, window), sigma)
    mask = cv2.resize(ink, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_NEAREST)
    cv2.copyTo(pixels, mask, smooth)
    return np.asarray(smooth, dtype=np.uint8)


def _jpeg(pixels: Pixels) -> bytes:
    ordered = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    how = [cv2.IMWRITE_JPEG_QUALITY, _QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    _, jpeg = cv2.imencode(
        ".jpg", ordered, [*how, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    )
    return jpeg.tobytes()


def _seen_in(jpeg: bytes, dpi: float) -> Pixels:
    """What is seen of a JPEG, in grey."""
    return seen(np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE), dtype=np.uint8), dpi)


def _similarity(before: Pixels, after: Pixels, ink: Pixels | None) -> float:
    """SSIM of the page; where its paper was smoothed, of what stands on it, and 0.0 when the paper's tone changed."""
    alike = structural_similarity(before, after)
    if ink is None:
        return float(alike.mean())
    if float(cv2.absdiff(cv2.blur(before, _TONE_PX), cv2.blur(after, _TONE_PX)).mean()) > _LARGEST_SHIFT:
        return 0.0
    return float(alike[ink > 0].mean()) if ink.any() else 1.0
