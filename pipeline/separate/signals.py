"""What separation wants to know of a page: its codes, a patch code, and whether it is blank."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from domain.model import Box
from pipeline.separate.grey import grey_of, reduced
from pipeline.separate.patch import PatchCode, find_patch

_READING_DPI = 200.0
"""A QR code of 12 mm with 33 modules still has 3 pixels a module."""
_WORTH_REDUCING = 1.02


class CodeKind(StrEnum):
    """The kinds of code that are read. Others stand on goods, and weaker ones are seen where there are none."""

    QR = "qr"
    CODE_128 = "code_128"
    CODE_39 = "code_39"


_KINDS = {"QRCode": CodeKind.QR, "Code128": CodeKind.CODE_128, "Code39": CodeKind.CODE_39}
"""By the library's names: an object of its own, kept in a module, makes it report leaks when the program ends."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code on a page. ``text`` may be personal data and so is not shown in logs; ``box`` is in the page's pixels."""

    kind: CodeKind
    text: str = field(repr=False)
    box: Box


@dataclass(frozen=True, slots=True)
class PageSignals:
    """One page as separation sees it; ``codes`` from top to bottom."""

    codes: tuple[Code, ...] = ()
    patch: PatchCode | None = None
    blank: bool = False


def page_signals(pixels: NDArray[np.uint8], dpi: float, *, blank: bool = False) -> PageSignals:
    """Look for codes on a page, whichever way it lies.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: its resolution.
        blank: whether page quality calls it blank; then it is not searched.
    """
    if blank:
        return PageSignals(blank=True)
    grey = grey_of(pixels)
    if dpi <= _WORTH_REDUCING * _READING_DPI:
        return PageSignals(_codes(_read(grey), 1.0), find_patch(grey, dpi))
    small, scale = reduced(grey, dpi, _READING_DPI), dpi / _READING_DPI
    seen = _read(small)
    if any(not code.valid for code in seen):
        # A code was seen and could not be read: the full resolution may tell it.
        again = _read(grey)
        if sum(code.valid for code in again) > sum(code.valid for code in seen):
            seen, scale = again, 1.0
    return PageSignals(_codes(seen, scale), find_patch(small, _READING_DPI))


def codes_on(grey: NDArray[np.uint8]) -> tuple[Code, ...]:
    """The codes on a grey page of some 200 dpi, whichever way it lies, from top to bottom."""
    return _codes(_read(grey), 1.0)


def _codes(seen: Iterable[zxingcpp.Barcode], scale: float) -> tuple[Code, ...]:
    codes = (Code(_kind(code), code.text, _box(code, scale)) for code in seen if code.valid)
    return tuple(sorted(_without_copies(codes), key=lambda code: (code.box.y0, code.box.x0)))


def _read(grey: NDArray[np.uint8]) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[name] for name in _KINDS]),
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=True,
    )


def _without_copies(codes: Iterable[Code]) -> Iterable[Code]:
    """Tall bars and big squares are sometimes found twice."""
    kept: list[Code] = []
    for code in codes:
        if not any(code.text == one.text and _overlap(code.box, one.box) for one in kept):
            kept.append(code)
    return kept


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _kind(code: zxingcpp.Barcode) -> CodeKind:
    return _KINDS[code.symbology.name]


def _box(code: zxingcpp.Barcode, scale: float) -> Box:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x * scale for corner in corners], [corner.y * scale for corner in corners]
    # A bar code read in one line has no height, and a box must have some.
    left, top = min(across), min(down)
    return Box(left, top, max(left + 1, *across), max(top + 1, *down))
