"""The image of each archived page: the source's own bytes where PDF/A allows them, else its pixels compressed anew."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name
from PIL import Image

from pipeline.images import page_image
from pipeline.intake.pages import sole_image
from pipeline.intake.pictures import open_picture
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.preserve.embedding import taken_over
from pipeline.preserve.encoding import (
    bitonal_stream,
    fax_stream,
    jpeg_stream,
    lossless_stream,
    made_of_jpeg,
    png_stream,
)
from pipeline.preserve.placing import IDENTITY, as_shown, by_orientation_tag

_ORIENTATION = 0x0112
_STRIP_OFFSETS, _STRIP_BYTES, _FILL_ORDER, _FAX_OPTIONS, _PHOTOMETRIC = 273, 279, 266, 293, 262
_WHITE_IS_ZERO = 0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """An image of the archival copy and how its unit square is turned to stand as the source shows it."""

    stream: pikepdf.Stream
    turn: pikepdf.Matrix
    as_it_came: bool


class PictureSource:
    """The pages of one source file as images for a copy. A context manager: the file stays open until it is saved."""

    def __init__(self, path: Path, kind: SourceKind, limits: Limits, *, as_it_came: bool) -> None:
        """``as_it_came`` False compresses every page anew: for sources whose own data PDF/A turned out not to allow."""
        self._path, self._kind, self._limits = path, kind, limits
        self._as_it_came = as_it_came
        self._stack = ExitStack()
        self._pdf: pikepdf.Pdf | None = None

    def __enter__(self) -> "PictureSource":
        if self._kind is SourceKind.PDF:
            self._pdf = self._stack.enter_context(pikepdf.Pdf.open(self._path))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def page(self, target: pikepdf.Pdf, number: int) -> PagePicture:
        """The image of a page, as an object of ``target``. ``number`` counts from 1.

        Raises:
            UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
        """
        kept = self._kept(target, number) if self._as_it_came else None
        if kept is not None:
            return kept
        image = page_image(self._path, self._kind, number, self._limits)
        return PagePicture(_compressed(target, image.pixels, lossless=self._is_lossless(number)), IDENTITY, False)

    def _kept(self, target: pikepdf.Pdf, number: int) -> PagePicture | None:
        if self._pdf is not None:
            page = self._pdf.pages[number - 1]
            sole = sole_image(page)
            stream = taken_over(target, sole) if sole is not None else None
            if sole is None or stream is None:
                return None
            return PagePicture(stream, as_shown(sole, page.rotation), True)
        with open_picture(self._path, self._kind) as image:
            image.seek(number - 1)
            stream = _file_stream(target, self._path, self._kind, image)
            turn = by_orientation_tag(int(image.getexif().get(_ORIENTATION, 1)))
        return PagePicture(stream, turn, True) if stream is not None else None

    def _is_lossless(self, number: int) -> bool:
        """Whether the source keeps this page without loss, so that the copy should too."""
        if self._pdf is not None:
            sole = sole_image(self._pdf.pages[number - 1])
            return sole is not None and not {"/DCTDecode", "/JPXDecode"} & set(_names(sole.stream.get("/Filter")))
        if self._kind is SourceKind.TIFF:
            with open_picture(self._path, self._kind) as image:
                image.seek(number - 1)
                return "jpeg" not in str(image.info.get("compression", ""))
        return self._kind is SourceKind.PNG


def _names(value: pikepdf.Object | None) -> list[str]:
    if isinstance(value, pikepdf.Array):
        return [str(name) for name in value.as_list()]
    return [str(value)] if value is not None else []


def _file_stream(target: pikepdf.Pdf, path: Path, kind: SourceKind, image: Image.Image) -> pikepdf.Stream | None:
    """The compressed data of a picture file as it came, or None."""
    if kind is SourceKind.JPEG and image.mode in {"L", "RGB"} and "icc_profile" not in image.info:
        space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
        return made_of_jpeg(target, path.read_bytes(), image.width, image.height, space)
    if kind is SourceKind.PNG:
        return png_stream(target, path.read_bytes())
    if kind is SourceKind.TIFF and image.info.get("compression") == "group4":
        return _fax_strip(target, path, image)
    return None


def _fax_strip(target: pikepdf.Pdf, path: Path, image: Image.Image) -> pikepdf.Stream | None:
    """G4 data that lies in one piece, most significant bit first."""
    tags = cast("dict[int, object]", getattr(image, "tag_v2", {}))
    offsets, lengths = tags.get(_STRIP_OFFSETS), tags.get(_STRIP_BYTES)
    if not isinstance(offsets, tuple) or not isinstance(lengths, tuple) or len(offsets) != 1 or len(lengths) != 1:
        return None
    if tags.get(_FILL_ORDER, 1) != 1 or tags.get(_FAX_OPTIONS, 0) != 0:
        return None
    with path.open("rb") as file:
        file.seek(int(offsets[0]))
        data = file.read(int(lengths[0]))
    return fax_stream(target, data, image.width, image.height, inverted=tags.get(_PHOTOMETRIC) != _WHITE_IS_ZERO)


def _compressed(target: pikepdf.Pdf, pixels: NDArray[np.uint8], *, lossless: bool) -> pikepdf.Stream:
    if pixels.ndim == 2 and bool(np.isin(pixels, (0, 255)).all()):
        return bitonal_stream(target, pixels)
    return lossless_stream(target, pixels) if lossless else jpeg_stream(target, pixels)
