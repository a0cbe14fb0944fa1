"""Pages of picture files: TIFF, JPEG, PNG, HEIC and JPEG 2000."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import numpy as np
import pikepdf
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from domain.errors import DamagedFile, TooManyPages
from pipeline.intake.bounds import check_page_size
from pipeline.intake.colour import as_pixels
from pipeline.intake.jpeg import check_jpeg_coding
from pipeline.intake.raster import draw_image
from pipeline.intake.source import Source, SourceKind
from pipeline.intake.tiff import TiffPage
from pipeline.limits import Limits

pillow_heif.register_heif_opener()
pillow_heif.options.DECODE_THREADS = 1  # a worker has one core
Image.MAX_IMAGE_PIXELS = None  # our own limits are checked from the header instead

_SIDEWAYS = {5, 6, 7, 8}
_ORIENTATION = 0x0112

_MULTI_PAGE = {SourceKind.TIFF, SourceKind.HEIC}
"""The others hold one picture; what a phone adds to a JPEG are depth maps and previews."""
_STRIP_TAGS = ((273, 279), (324, 325))
"""Offsets and byte counts of a TIFF's strips and tiles."""
_UNPACKED_AT_DOOR = 16
_MEDIA_TYPES = {SourceKind.JPEG2000: "image/jp2"}


def examine_picture(path: Path, kind: SourceKind, limits: Limits) -> Source:
    """What a picture file is: its pages counted and measured by header, the first ones unpacked to prove them whole.

    Raises:
        TooManyPages, PageTooLarge, UnsupportedCoding: as they say.
        DamagedFile: a page's data lies beyond the end of the file.
        OSError, ValueError, SyntaxError, EOFError: the file is truncated or corrupt.
    """
    size = path.stat().st_size
    if kind is SourceKind.JPEG:
        check_jpeg_coding(path)
    pages = 0
    with open_picture(path, kind) as image:
        for frame in _frames(image, kind):
            pages += 1
            if pages > limits.max_pages:
                raise TooManyPages(pages=pages, limit=limits.max_pages)
            check_page_size(pages, frame.width, frame.height, limits)
            _check_strips(frame, size)
            if pages <= _UNPACKED_AT_DOOR:
                frame.draft("L", (frame.width // 8, frame.height // 8))  # quick: JPEG unpacks to an eighth
                frame.load()
    return Source(kind, _MEDIA_TYPES.get(kind, f"image/{kind.value}"), pages)


def _frames(image: Image.Image, kind: SourceKind) -> Iterator[Image.Image]:
    """Each page in turn, header read; a TIFF whose directories form a loop ends where it would repeat."""
    number = 0
    while True:
        yield image
        number += 1
        if kind not in _MULTI_PAGE:
            return
        try:
            image.seek(number)
        except EOFError:
            return


def _check_strips(frame: Image.Image, file_size: int) -> None:
    tags = getattr(frame, "tag_v2", {})
    for offsets, counts in _STRIP_TAGS:
        ends = (start + length for start, length in zip(tags.get(offsets, ()), tags.get(counts, ()), strict=False))
        if any(end > file_size for end in ends):
            raise DamagedFile("image data beyond the end of the file")


@contextmanager
def open_picture(path: Path, kind: SourceKind) -> Iterator[Image.Image]:
    """Open a picture by the format its content was recognised as, header only.

    Raises:
        OSError, ValueError, SyntaxError: the header is corrupt.
    """
    format_ = {SourceKind.HEIC: "HEIF"}.get(kind, kind.value.upper())
    # Given a path, Pillow maps uncompressed TIFFs into memory and garbles those that lie on their side.
    with path.open("rb") as file, Image.open(file, formats=(format_,)) as image:
        yield image


@contextmanager
def opened_at(path: Path, kind: SourceKind, number: int) -> Iterator[Image.Image]:
    """A picture at one of its pages, counted from 1; of a TIFF without a look at the pages before it."""
    if kind is SourceKind.TIFF:
        with TiffPage(path, number) as file, Image.open(cast(IO[bytes], file), formats=("TIFF",)) as image:
            yield image
    else:
        with open_picture(path, kind) as image:
            image.seek(number - 1)
            yield image


def picture_page(
    path: Path, kind: SourceKind, number: int, limits: Limits
) -> tuple[NDArray[np.uint8], tuple[float, float] | None]:
    """One page of a picture file, turned as its orientation tag says. ``number`` counts from 1.

    Returns:
        Pixels, shape (height, width) or (height, width, 3), and dots per inch along x and y, None when not stated.

    Raises:
        PageTooLarge: by its header, before unpacking.
        OSError, ValueError, SyntaxError, EOFError: the data is truncated or corrupt, or there is no such page.
    """
    with opened_at(path, kind, number) as image:
        check_page_size(number, image.width, image.height, limits)
        dpi = declared_dpi(image)
        sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
        if kind is not SourceKind.JPEG:
            image.load()  # turns a TIFF and drops its tag; the others are turned here
        if kind is SourceKind.JPEG2000:
            return _drawn_jpeg2000(path, image, limits), dpi
        ImageOps.exif_transpose(image, in_place=True)
        if dpi is not None and sideways:
            dpi = dpi[1], dpi[0]
        return as_pixels(image), dpi


def _drawn_jpeg2000(path: Path, image: Image.Image, limits: Limits) -> NDArray[np.uint8]:
    """Pixels by poppler: Pillow wraps around the whites of colours deeper than 8 bits."""
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(path.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        stream.Width, stream.Height, stream.Filter = image.width, image.height, pikepdf.Name.JPXDecode
        return draw_image(stream, grey=image.mode not in {"RGB", "RGBA"}, timeout_s=limits.page_timeout_s)


def declared_dpi(image: Image.Image) -> tuple[float, float] | None:
    """What the file states about its resolution; None when it states nothing or nonsense."""
    try:
        along_x, along_y = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (along_x, along_y) if along_x > 0 and along_y > 0 else None
