"""Where a page is drawn. Millimetres from the top left corner; text stands on its baseline.

Both canvases take the same calls, so a scan and a born-digital draft come from one typesetting.
"""

from functools import cache
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont

from samples.generator.paper import Face

FONTS = Path("/usr/share/fonts/truetype/liberation2")
"""Debian's fonts-liberation2; version 1 of the fonts lacks most Vietnamese letters."""

MASTER_DPI = 300
INK = (24, 24, 30)


class FontsMissingError(Exception):
    """The fonts that pages are set in are not installed."""

    def __init__(self) -> None:
        super().__init__(f"no Liberation Serif in {FONTS}: install the package fonts-liberation2")


def font_file(face: Face) -> Path:
    """The file of a face.

    Raises:
        FontsMissingError: fonts-liberation2 is not installed.
    """
    file = FONTS / f"LiberationSerif-{face.value}.ttf"
    if not file.is_file():
        raise FontsMissingError
    return file


def to_px(millimetres: float) -> int:
    """Pixels at the master resolution."""
    return round(millimetres * MASTER_DPI / 25.4)


@cache
def raster_font(face: Face, size_pt: float) -> ImageFont.FreeTypeFont:
    """A face at a size, for the master resolution."""
    return ImageFont.truetype(font_file(face), round(size_pt * MASTER_DPI / 72))


class Canvas(Protocol):
    """A page to draw on."""

    width_mm: float
    height_mm: float

    def measure(self, text: str, face: Face, size_pt: float) -> float:
        """Width of a text in millimetres."""

    def write(self, x: float, y: float, text: str, face: Face, size_pt: float) -> None:
        """Set a text with its left end at ``x`` and its baseline at ``y``."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a thin straight line."""


class RasterCanvas:
    """A page as pixels at 300 dpi, to be worn and saved as a scan."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.image = Image.new("RGB", (to_px(width_mm), to_px(height_mm)), "white")
        self._draw = ImageDraw.Draw(self.image)

    def measure(self, text: str, face: Face, size_pt: float) -> float:
        """Width of a text in millimetres."""
        return raster_font(face, size_pt).getlength(text) * 25.4 / MASTER_DPI

    def write(self, x: float, y: float, text: str, face: Face, size_pt: float) -> None:
        """Set a text with its left end at ``x`` and its baseline at ``y``."""
        self._draw.text((to_px(x), to_px(y)), text, font=raster_font(face, size_pt), fill=INK, anchor="ls")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line 0.25 mm wide."""
        self._draw.line((to_px(x0), to_px(y0), to_px(x1), to_px(y1)), fill=INK, width=3)
