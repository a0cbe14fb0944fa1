"""Pages in layers (mixed raster content, ISO/IEC 16485): the shape of the ink sharp, its colours and the paper coarse.

The ink's shape is black and white at up to 250 dpi and coded without loss; nothing is ever replaced by a like symbol.
What is too pale to count as ink stays in the paper's layer, so no stroke is lost, only softened.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.preserve.ink import ink_of

Pixels = NDArray[np.uint8]
Sums = NDArray[np.float32]

_SHAPE_DPI: Final = 250.0
_PAPER_DPI: Final = 75.0
_INK_DPI: Final = 40.0
_PAPER_QUALITY: Final = 40
_PAPER_SOFTNESS_PX: Final = 1.0
"""Grain that is left would make blocks of uneven tone."""
_INK_QUALITY: Final = 28
_SPECK_INCH2: Final = 1.2e-4
"""Area of a dot of pepper, 0.3 mm across: smaller than the dot of ậ in 8 points. It stays in the paper's layer."""
_HALO_PX: Final = 3
"""Soft edges around strokes, that would darken the paper's layer."""
_ENOUGH: Final = 0.02
"""Share of a coarse pixel that must count for its own mean to mean something."""


@dataclass(frozen=True, slots=True)
class Layers:
    """A page in three. ``shape`` is 0 on ink and 255 on paper; ``paper`` and ``ink`` are JPEGs of the whole page."""

    shape: NDArray[np.uint8]
    paper: bytes
    ink: bytes


def in_layers(pixels: Pixels, dpi: float) -> Layers:
    """Take a page apart.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: their resolution.
    """
    pixels, dpi = at_most(pixels, dpi, _SHAPE_DPI)
    ink = without_specks(ink_of(pixels, dpi), dpi)
    near = cv2.dilate(ink, np.ones((_HALO_PX, _HALO_PX), np.uint8))
    beside = np.asarray(cv2.bitwise_not(near), dtype=np.uint8)
    paper = _average(pixels, beside, _PAPER_DPI / dpi)
    colours = _average(pixels, ink, _INK_DPI / dpi)
    soft = np.asarray(cv2.GaussianBlur(paper, (0, 0), _PAPER_SOFTNESS_PX), dtype=np.uint8)
    shape = np.asarray(cv2.bitwise_not(ink), dtype=np.uint8)
    return Layers(shape, _jpeg(soft, _PAPER_QUALITY), _jpeg(colours, _INK_QUALITY))


def at_most(pixels: Pixels, dpi: float, most_dpi: float) -> tuple[Pixels, float]:
    """The page scaled down to a resolution, and its resolution then."""
    if dpi <= most_dpi * 1.02:
        return pixels, dpi
    scale = most_dpi / dpi
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8), most_dpi


def without_specks(ink: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Ink without grains of a few pixels that stand alone."""
    most = max(2, round(_SPECK_INCH2 * dpi * dpi))
    count, labels, facts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    kept = np.full(count, 255, np.uint8)
    kept[facts[:, cv2.CC_STAT_AREA] <= most] = 0
    kept[0] = 0
    return np.asarray(kept[labels], dtype=np.uint8)


def _average(pixels: Pixels, where: NDArray[np.uint8], scale: float) -> Pixels:
    """The mean colour of the pixels that count, at a coarser scale; where none does, that of the nearest around."""
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    counted = np.asarray(cv2.bitwise_and(pixels, pixels, mask=where), dtype=np.uint8)
    return _filled(_coarser(counted, size), _coarser(where, size) / np.float32(255))


def _filled(total: Sums, share: Sums) -> Pixels:
    """Colours from sums and shares, the gaps filled from coarser and coarser sums."""
    if min(share.shape) <= 2 or bool((share > _ENOUGH).all()):
        around = np.zeros_like(total)
    else:
        half = max(1, share.shape[1] // 2), max(1, share.shape[0] // 2)
        smaller = _filled(_coarser(total, half), _coarser(share, half))
        around = np.asarray(cv2.resize(smaller, share.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    weight = share if total.ndim == 2 else share[:, :, np.newaxis]
    own = total / np.maximum(weight, _ENOUGH)
    return np.asarray(np.clip(np.where(weight > _ENOUGH, own, around), 0, 255), dtype=np.uint8)


def _coarser(values: Pixels | Sums, size: tuple[int, int]) -> Sums:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=2, optimize=True)
    return file.getvalue()
