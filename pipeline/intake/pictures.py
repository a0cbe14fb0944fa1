"""Pages of picture files: TIFF, JPEG, PNG, HEIC and JPEG 2000."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from pipeline.intake.bounds import check_page_size
from pipeline.intake.colour import as_pixels
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limits are checked from the header instead

_SIDEWAYS = {5, 6, 7, 8}
_ORIENTATION = 0x0112


@contextmanager
def open_picture(path: Path, kind: SourceKind) -> Iterator[Image.Image]:
    """Open a picture by the format its content was recognised as, header only.

    Raises:
        OSError, ValueError, SyntaxError: the header is corrupt.
    """
    formats = {SourceKind.HEIC: "HEIF"}.get(kind, kind.value.upper())
    with Image.open(path, formats=(formats,)) as image:
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
    with open_picture(path, kind) as image:
        image.seek(number - 1)
        check_page_size(number, image.width, image.height, limits)
        dpi = declared_dpi(image)
        sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
        # Unpacking a TIFF turns it and drops the tag; the others are turned here.
        image.load()
        upright = ImageOps.exif_transpose(image)
        if dpi is not None and sideways:
            dpi = dpi[1], dpi[0]
        return as_pixels(upright), dpi


def declared_dpi(image: Image.Image) -> tuple[float, float] | None:
    """What the file states about its resolution; None when it states nothing or nonsense."""
    try:
        along_x, along_y = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (along_x, along_y) if along_x > 0 and along_y > 0 else None
