"""A perceptual hash that tells pages of one office apart, and finds the sheet that was scanned twice.

Letters of one form differ only in where their lines end, so the usual 64 bits take different letters for one sheet.
255 signs of the coarse waves of a page's ink, taken about the centre of that ink, do not: over 105 scanned pages and
simulated second scans of half of them (turned, shifted, stretched, noisy, grey, black and white, other resolution),
one sheet differs by 14 bits in the middle and 56 at most, different sheets by 68 at least and 90 in the lowest percent.
Forms filled in alike but for a name still look alike: whether a sheet was scanned twice is for a person to say.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance.cleaning import on_white_paper, without_dark_edges

LIKENESS_DPI = 50.0
SAME_SHEET_BITS = 48
"""Distance up to which two pages are taken for scans of one sheet.

Far enough below the 68 that a batch of thousands of pages gives no false pairs; 3 of 103 second scans lie beyond.
"""

_WAVES = 16
_SIDE_PX = 128
_EDGE_MM = 6.0
_FAINT, _BLACK = 40, 200
"""Grey, colour and black-and-white scans of one sheet become alike without paper grain and without shades of black."""
_LEAST_INK = 20_000.0
"""Sum of darkness of a page with two words; below it there is nothing to compare."""

Grey = NDArray[np.uint8]


def likeness(level: Grey) -> str | None:
    """The hash of a page: 64 hexadecimal digits; None for a page without content.

    Args:
        level: grey page, upright and level, stamps included, shape (height, width), at 50 dpi, 0 is black.
    """
    white = on_white_paper(without_dark_edges(level, LIKENESS_DPI), LIKENESS_DPI)
    darkness = cv2.bitwise_not(white).astype(np.float32)
    darkness = np.where(darkness < _FAINT, np.float32(0), np.minimum(darkness, np.float32(_BLACK)))
    edge = round(_EDGE_MM / 25.4 * LIKENESS_DPI)
    darkness[:edge], darkness[-edge:], darkness[:, :edge], darkness[:, -edge:] = 0, 0, 0, 0
    if float(darkness.sum()) < _LEAST_INK:
        return None
    coarse = cv2.resize(_centred(darkness), (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(coarse)[:_WAVES, :_WAVES].ravel()
    # The first wave is the page's mean tone, which says nothing.
    signs = np.concatenate(([False], waves[1:] > np.median(waves[1:])))
    return np.packbits(signs).tobytes().hex()


def likeness_distance(one: str, other: str) -> int:
    """In how many bits two hashes differ, in [0, 255]."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def duplicates(likenesses: Sequence[str | None]) -> tuple[tuple[int, int], ...]:
    """Pairs of places, the lower first, whose pages look like scans of one sheet. Pages without content match none."""
    known = [place for place, one in enumerate(likenesses) if one]
    rows = [np.frombuffer(bytes.fromhex(one), np.uint8) for one in likenesses if one]
    if not rows:
        return ()
    hashes = np.stack(rows)
    pairs: list[tuple[int, int]] = []
    for place in range(len(known) - 1):
        apart = np.bitwise_count(hashes[place + 1 :] ^ hashes[place]).sum(axis=1, dtype=np.int64)
        pairs += [(known[place], known[place + 1 + int(other)]) for other in np.flatnonzero(apart <= SAME_SHEET_BITS)]
    return tuple(pairs)


def _centred(darkness: NDArray[np.float32]) -> cv2.typing.MatLike:
    """With the centre of the ink in the middle, so that it matters little where on the glass the sheet lay."""
    height, width = darkness.shape
    across, down = darkness.sum(axis=0), darkness.sum(axis=1)
    total = float(across.sum())
    x, y = float(across @ np.arange(width)) / total, float(down @ np.arange(height)) / total
    shift = np.array([[1.0, 0.0, width / 2 - x], [0.0, 1.0, height / 2 - y]])
    return cv2.warpAffine(darkness, shift, (width, height))
