"""Drawing PDF pages with poppler, for pages that are more than one image."""

import re
import tempfile
from math import ceil, sqrt
from pathlib import Path

import numpy as np
import pdf2image
import pikepdf
from numpy.typing import NDArray
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)

from domain.errors import FileOverwhelmsTools, PageTooLarge, ProgramMissing, UnreadableScan
from pipeline.intake.pages import page_box, user_unit
from pipeline.limits import Limits
from pipeline.tools.program import run_program

DRAWING_DPI = 300.0
_INSET = 0.005
_LOWEST_DPI = 70.0
"""Below this a page cannot be read any more, so it is refused rather than shrunk further."""
_BAND_PIXELS = 72_000_000
"""Half an A0 sheet at 300 dpi, 216 MB in colour. Each band costs unpacking the page's images again."""
_MAX_OUTPUT_MB = 1024
_PORTABLE_PIXMAP = re.compile(rb"(P[56])\s(\d+)\s(\d+)\s255\s")


def draw_page(path: Path, page: pikepdf.Page, number: int, limits: Limits) -> tuple[NDArray[np.uint8], float]:
    """Draw a page as a viewer shows it: cropped, turned by /Rotate, annotations included.

    A page too large for 300 dpi within the pixel limit is drawn coarser.

    Returns:
        Pixels, shape (height, width, 3), and dots per inch of paper.

    Raises:
        PageTooLarge: even 70 dpi would pass the pixel limit.
        UnreadableScan: poppler draws nothing.
        FileOverwhelmsTools: poppler takes longer than the page's time limit.
        ProgramMissing: poppler is not installed.
    """
    box = page_box(page)
    width_in, height_in = (side * user_unit(page) / 72 for side in (box.width, box.height))
    dpi = drawing_dpi(number, width_in, height_in, limits)
    across, down = (width_in, height_in) if page.rotation // 90 % 2 == 0 else (height_in, width_in)
    size_px = ceil(across * dpi), ceil(down * dpi)
    drawn_dpi = dpi * user_unit(page)
    try:
        pixels = _run_poppler(path, number, drawn_dpi, limits.page_timeout_s, size_px=size_px)
    except UnreadableScan:
        # qpdf mends files that poppler cannot open; what it mended is drawn from a mended copy.
        with tempfile.TemporaryDirectory(prefix="sohoa-") as folder, pikepdf.Pdf.open(path) as pdf:
            mended = Path(folder) / "mended.pdf"
            pdf.save(mended)
            pixels = _run_poppler(mended, number, drawn_dpi, limits.page_timeout_s, size_px=size_px)
    return pixels, max(pixels.shape[:2]) / max(width_in, height_in)


def drawing_dpi(number: int, width_in: float, height_in: float, limits: Limits) -> float:
    """The resolution at which a page of that size is drawn: 300 dpi, less when the pixel limits ask for it.

    Raises:
        PageTooLarge: even 70 dpi would pass the limits.
    """
    area = max(width_in * height_in, 1e-6)
    within_pixels = sqrt(limits.max_page_megapixels * 1_000_000 / area)
    within_sides = limits.max_side_px / max(width_in, height_in, 1e-3)
    dpi = min(DRAWING_DPI, within_pixels, within_sides)
    if dpi < _LOWEST_DPI:
        raise PageTooLarge(
            page=number,
            width_px=round(width_in * DRAWING_DPI),
            height_px=round(height_in * DRAWING_DPI),
            limit_px=limits.max_side_px,
        )
    return dpi


def draw_image(stream: pikepdf.Stream, *, grey: bool, timeout_s: float) -> NDArray[np.uint8]:
    """Draw an image XObject pixel for pixel, in its own orientation.

    For what Pillow cannot unpack or would show in wrong colours: JBIG2, CMYK, spot colours, odd bit depths.

    Returns:
        Pixels, shape (height, width) when ``grey``, else (height, width, 3).

    Raises:
        UnreadableScan, FileOverwhelmsTools, ProgramMissing: as ``draw_page``.
    """
    width, height = int(stream.Width), int(stream.Height)
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder, pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.copy_foreign(stream)))
        # pdftoppm counts a side that ends on a whole pixel one too long and would blur the image into it.
        placed = f"{width - 2 * _INSET} 0 0 {height - 2 * _INSET} {_INSET} {_INSET} cm /I Do"
        page.Contents = pdf.make_stream(placed.encode())
        lone = Path(folder) / "image.pdf"
        pdf.save(lone)
        return _run_poppler(lone, 1, 72, timeout_s, size_px=(width, height), grey=grey)


def _run_poppler(
    path: Path, number: int, dpi: float, timeout_s: float, *, size_px: tuple[int, int], grey: bool = False
) -> NDArray[np.uint8]:
    """Draw a page, large ones in bands: poppler then never holds more than one beside what is drawn already."""
    width, height = size_px
    band = max(_BAND_PIXELS // max(width, 1), 1)
    if band >= height:
        return _drawn_whole(path, number, dpi, timeout_s, grey=grey)
    bands = [
        _drawn_window(path, number, dpi, timeout_s, grey=grey, window=(0, top, width, min(band, height - top)))
        for top in range(0, height, band)
    ]
    return np.concatenate(bands)


def _drawn_whole(path: Path, number: int, dpi: float, timeout_s: float, *, grey: bool) -> NDArray[np.uint8]:
    try:
        drawn = pdf2image.convert_from_path(
            path,
            dpi=dpi,  # type: ignore[arg-type]  # handed on as text, and poppler understands fractions
            first_page=number,
            last_page=number,
            use_cropbox=True,
            grayscale=grey,
            timeout=ceil(timeout_s),
        )
    except PDFInfoNotInstalledError as error:
        raise ProgramMissing(program="pdftoppm", package="poppler-utils") from error
    except PDFPopplerTimeoutError as error:
        raise FileOverwhelmsTools(program="pdftoppm") from error
    except (PDFPageCountError, PDFSyntaxError, OSError) as error:
        raise UnreadableScan(str(error), page=number) from error
    if len(drawn) != 1:
        raise UnreadableScan("poppler drew nothing", page=number)
    return np.asarray(drawn[0])


def _drawn_window(
    path: Path, number: int, dpi: float, timeout_s: float, *, grey: bool, window: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    """A window of a page, which pdf2image does not know: left, top, width and height in pixels."""
    options = ["-cropbox", "-r", f"{dpi:.4f}", "-f", str(number), "-l", str(number), *(["-gray"] if grey else [])]
    options += [part for flag, value in zip("xyWH", window, strict=True) for part in (f"-{flag}", str(value))]
    # Within a child the child's own memory limit holds.
    done = run_program(
        ["pdftoppm", *options, path.resolve()], timeout_s=timeout_s, memory_mb=0, max_output_mb=_MAX_OUTPUT_MB
    )
    match = _PORTABLE_PIXMAP.match(done.stdout)
    if match is None:
        raise UnreadableScan(f"poppler drew nothing and ended with {done.returncode}", page=number)
    channels = 1 if match[1] == b"P5" else 3
    width, height = int(match[2]), int(match[3])
    pixels = np.frombuffer(done.stdout, np.uint8, width * height * channels, match.end())
    return pixels.reshape((height, width) if channels == 1 else (height, width, channels))
