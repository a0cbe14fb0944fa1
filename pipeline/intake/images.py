"""The image of one page, whatever file it stands in: upright as the file says, in true colours, with its resolution."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
from numpy.typing import NDArray

from domain.errors import UnreadableScan
from pipeline.intake.bounds import check_page_size
from pipeline.intake.embedded import embedded_pixels
from pipeline.intake.pages import SoleImage, sole_image
from pipeline.intake.pictures import picture_page
from pipeline.intake.raster import DRAWING_DPI, draw_page
from pipeline.intake.resolution import settle, square_pixels
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits

DRAWN_COARSER = "drawn_at_lower_resolution"
"""Warning: the paper is so large that drawing it at 300 dpi would pass the limits."""
_DRAWN_FINE = 0.98 * DRAWING_DPI

_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, pikepdf.PikepdfError)
"""What Pillow, pikepdf and their codecs raise on corrupt data; SyntaxError is Pillow's for broken headers."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels.

    ``pixels`` is grey (height, width) or RGB (height, width, 3), 0 is black. ``embedded`` says that the pixels are
    those of the image the file holds, not a drawing of the page: in a PDF, exactly when ``sole_image`` finds it.
    ``warnings`` are codes, such as ``resolution_assumed`` or
    ``drawn_at_lower_resolution``.
    """

    pixels: NDArray[np.uint8]
    dpi: float
    embedded: bool
    warnings: tuple[str, ...] = ()

    @property
    def width_px(self) -> int:
        """Pixels per row."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Number of rows."""
        return int(self.pixels.shape[0])


def page_image(path: Path, kind: SourceKind, number: int, limits: Limits = Limits()) -> PageImage:  # noqa: B008
    """Read one page of a file that ``inspect`` let pass. ``number`` counts from 1.

    The PDF's /Rotate and the picture's orientation tag are applied. A PDF page that is one scanned image gives that
    image's own pixels; any other page is drawn at 300 dpi, large paper coarser and with a warning. Codecs run in this
    process: call it inside ``in_child``.

    Raises:
        UnreadableScan: the page's data is corrupt, or there is no such page.
        PageTooLarge: the page passes the pixel limits.
        FileOverwhelmsTools: the renderer passed its time limit.
        ProgramMissing: poppler is not installed.
    """
    try:
        if kind is SourceKind.PDF:
            return _pdf_page(path, number, limits)
        pixels, declared = picture_page(path, kind, number, limits)
    except _UNREADABLE as error:
        raise UnreadableScan(f"{type(error).__name__}: {error}", page=number) from error
    return _measured(pixels, declared)


def _pdf_page(path: Path, number: int, limits: Limits) -> PageImage:
    with pikepdf.Pdf.open(path) as pdf:
        page = pdf.pages[number - 1]
        sole = sole_image(page)
        if sole is None:
            pixels, dpi = draw_page(path, page, number, limits)
            warnings = (DRAWN_COARSER,) if dpi < _DRAWN_FINE else ()
            return PageImage(pixels, dpi, embedded=False, warnings=warnings)
        check_page_size(number, sole.width_px, sole.height_px, limits)
        pixels = embedded_pixels(sole, timeout_s=limits.page_timeout_s)
        return _measured(*turned(pixels, sole, page.rotation))


def turned(pixels: NDArray[np.uint8], sole: SoleImage, rotation: int) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """Turn an image's pixels as its matrix and the page's clockwise ``rotation`` show them.

    Returns:
        The pixels as a viewer shows them, and dots per inch along x and y.
    """
    dpi = sole.dpi
    matrix = sole.matrix
    if abs(matrix.a) >= abs(matrix.b):
        flip_columns, flip_rows = matrix.a < 0, matrix.d < 0
    else:
        pixels, dpi = pixels.swapaxes(0, 1), (dpi[1], dpi[0])
        flip_columns, flip_rows = matrix.c > 0, matrix.b > 0
    if flip_columns:
        pixels = pixels[:, ::-1]
    if flip_rows:
        pixels = pixels[::-1]
    quarters = rotation // 90 % 4
    if quarters % 2:
        dpi = dpi[1], dpi[0]
    return np.ascontiguousarray(np.rot90(pixels, -quarters)), dpi


def _measured(pixels: NDArray[np.uint8], declared: tuple[float, float] | None) -> PageImage:
    if declared is None:
        dpi, warnings = settle(None, max(pixels.shape[:2]))
    else:
        pixels, stated = square_pixels(pixels, declared)
        dpi, warnings = settle(stated, max(pixels.shape[:2]))
    return PageImage(pixels, dpi, embedded=True, warnings=warnings)
