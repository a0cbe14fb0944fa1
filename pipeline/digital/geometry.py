"""The page as a viewer shows it, in the pixels in which it is drawn and read."""

from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from domain.errors import DamagedFile, EncryptedFile, PageTooLarge
from domain.model import Box, PageFrame, Word
from pipeline.intake.pages import SoleImage, page_box, user_unit
from pipeline.intake.raster import DRAWING_DPI, drawing_dpi
from pipeline.intake.resolution import settle, square_size
from pipeline.limits import Limits
from pipeline.tools.child import in_child

_LONGEST_FRAME_PX = 40_000


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Size of a page as it is shown, in its own units, and how many of them make 1/72 inch."""

    width: float
    height: float
    user_unit: float
    rotation: int

    def frame(self, number: int, limits: Limits) -> PageFrame:
        """The frame in which ``page_image`` draws the page."""
        width_in, height_in = (side * self.user_unit / 72 for side in (self.width, self.height))
        try:
            dpi = drawing_dpi(number, width_in, height_in, limits)
        except PageTooLarge:
            dpi = min(DRAWING_DPI, _LONGEST_FRAME_PX / max(width_in, height_in))
        return PageFrame(max(round(width_in * dpi), 1), max(round(height_in * dpi), 1), dpi)

    def in_frame(self, words: tuple[Word, ...], frame: PageFrame) -> tuple[Word, ...]:
        """Words placed in the page's own units, in the pixels of its frame."""
        scale = self.user_unit * frame.dpi / 72
        return tuple(replace(word, box=_scaled(word.box, 0, 0, scale, scale)) for word in words)


def shown_pages(path: Path, limits: Limits) -> tuple[ShownPage, ...]:
    """How each page of a PDF is shown, found out in a child process.

    Raises:
        DamagedFile, EncryptedFile: the file cannot be opened.
        FileOverwhelmsTools: see ``in_child``.
    """
    return in_child(measured_pages, path, timeout_s=limits.page_timeout_s, memory_mb=limits.child_memory_mb)


def measured_pages(path: Path) -> tuple[ShownPage, ...]:
    """``shown_pages`` in this process."""
    try:
        with pikepdf.Pdf.open(path) as pdf:
            return tuple(shown_page(page) for page in pdf.pages)
    except pikepdf.PasswordError as error:
        raise EncryptedFile(str(error)) from error
    except (pikepdf.PdfError, ValueError) as error:
        raise DamagedFile(str(error)) from error


def shown_page(page: pikepdf.Page) -> ShownPage:
    """How a page is shown: cropped and turned."""
    box = page_box(page)
    width, height = float(box.width), float(box.height)
    if page.rotation // 90 % 2:
        width, height = height, width
    return ShownPage(width, height, user_unit(page), page.rotation % 360)


def scan_frame(sole: SoleImage, shown: ShownPage) -> PageFrame:
    """The frame of a page that is one image: the image's own pixels, made square."""
    (width, height), stated = square_size(sole.width_px, sole.height_px, sole.dpi)
    if (abs(sole.matrix.a) < abs(sole.matrix.b)) != bool(shown.rotation // 90 % 2):
        width, height = height, width
    dpi, _ = settle(stated, max(width, height))
    return PageFrame(width, height, dpi)


def in_scan_frame(
    words: tuple[Word, ...], sole: SoleImage, box: pikepdf.Rectangle, shown: ShownPage, frame: PageFrame
) -> tuple[Word, ...]:
    """Words placed in the units of a page, in the pixels of the one image it shows. ``box`` is what is shown of it."""
    extent = sole.matrix.transform(pikepdf.Rectangle(0, 0, 1, 1))
    left, top = extent.llx - box.llx, box.ury - extent.ury
    right, bottom = box.urx - extent.urx, extent.lly - box.lly
    for _ in range(shown.rotation // 90 % 4):
        left, top, right, bottom = bottom, left, top, right
    across = frame.width_px / max(shown.width - left - right, 1e-6)
    down = frame.height_px / max(shown.height - top - bottom, 1e-6)
    return tuple(replace(word, box=_scaled(word.box, left, top, across, down)) for word in words)


def _scaled(box: Box, left: float, top: float, across: float, down: float) -> Box:
    x0, y0 = (box.x0 - left) * across, (box.y0 - top) * down
    x1, y1 = (box.x1 - left) * across, (box.y1 - top) * down
    return Box(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))
