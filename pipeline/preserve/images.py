"""The image of each archived page, as the profile asks: as it came, or compressed anew from its pixels."""

from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name
from PIL import Image

from domain.errors import UnreadableScan
from pipeline.intake.embedded import embedded_pixels
from pipeline.intake.images import page_image
from pipeline.intake.pages import sole_image
from pipeline.intake.pictures import opened_at
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.preserve.embedding import taken_over
from pipeline.preserve.encoding import (
    bitonal_stream,
    fax_stream,
    jpeg_stream,
    layered_stream,
    lossless_stream,
    made_of_jpeg,
    png_stream,
)
from pipeline.preserve.ink import ink_of
from pipeline.preserve.mrc import at_most, in_layers, without_specks
from pipeline.preserve.placing import IDENTITY, as_shown, by_orientation_tag
from pipeline.preserve.profile import PreservationProfile
from pipeline.preserve.recompress import is_heavy, recompressed

_ORIENTATION = 0x0112
_STRIP_OFFSETS, _STRIP_BYTES, _FILL_ORDER, _FAX_OPTIONS, _PHOTOMETRIC = 273, 279, 266, 293, 262
_WHITE_IS_ZERO = 0
_LEAST_GAIN = 0.2
"""Share of its bytes that an image must lose to be worth compressing anew."""
_BITONAL_DPI = 300.0
_SQUARE_TOLERANCE = 0.02
_UNREADABLE = (OSError, ValueError, ArithmeticError, LookupError, pikepdf.PikepdfError)
"""What pikepdf and the codecs raise on corrupt data."""


class Treatment(StrEnum):
    """What was done to the image of a page."""

    KEPT = "kept"
    RECOMPRESSED = "recompressed"
    GRAIN_SMOOTHED = "recompressed, paper grain smoothed"
    LAYERED = "layered"
    BITONAL = "bitonal"
    ENCODED = "encoded from pixels"
    DIGITAL = "kept digital"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """What the archival copy paints for a page: images one over the other, all on the same unit square.

    ``turn`` is how that square is turned to stand as the source shows it.
    """

    layers: tuple[pikepdf.Stream, ...]
    turn: pikepdf.Matrix
    treatment: Treatment

    @property
    def size_bytes(self) -> int:
        """Of the compressed data."""
        masks = [mask for layer in self.layers if isinstance(mask := layer.get("/Mask"), pikepdf.Stream)]
        return sum(len(stream.read_raw_bytes()) for stream in (*self.layers, *masks))


class PictureSource:
    """The pages of one source file as images for a copy. A context manager: the file stays open until it is saved."""

    def __init__(
        self, path: Path, kind: SourceKind, limits: Limits, profile: PreservationProfile, *, as_it_came: bool
    ) -> None:
        """``as_it_came`` False compresses every page anew: for sources whose own data PDF/A turned out not to allow."""
        self._path, self._kind, self._limits, self._profile = path, kind, limits, profile
        self._as_it_came = as_it_came
        self._stack = ExitStack()
        self._pdf: pikepdf.Pdf | None = None

    def __enter__(self) -> "PictureSource":
        if self._kind is SourceKind.PDF:
            self._pdf = self._stack.enter_context(pikepdf.Pdf.open(self._path))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def page(self, target: pikepdf.Pdf, number: int, dpi: float) -> PagePicture:
        """The image of a page, as objects of ``target``. ``number`` counts from 1; ``dpi`` is what its reading says.

        Raises:
            UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
        """
        kept = self._kept(target, number) if self._as_it_came else None
        if kept is not None and not self._is_worth_opening(kept, dpi):
            return kept
        pixels, turn = self._pixels(number)
        made = _compressed_for(self._profile, target, pixels, dpi, turn)
        if kept is not None:
            return kept if made is None or not self._is_better(made, kept) else made
        if made is not None:
            return made
        lossless = self._profile is PreservationProfile.LOSSLESS or self._is_lossless(number)
        stream = lossless_stream(target, pixels) if lossless else jpeg_stream(target, pixels)
        return PagePicture((stream,), turn, Treatment.ENCODED)

    def _is_worth_opening(self, kept: PagePicture, dpi: float) -> bool:
        image = kept.layers[0]
        if self._profile is PreservationProfile.LOSSLESS or int(image.get("/BitsPerComponent", 8)) == 1:
            return False
        heavy = is_heavy(kept.size_bytes, int(image.Width), int(image.Height), dpi)
        return heavy or self._profile is not PreservationProfile.FAITHFUL

    def _is_better(self, made: PagePicture, kept: PagePicture) -> bool:
        return self._profile is PreservationProfile.BITONAL or made.size_bytes <= (1 - _LEAST_GAIN) * kept.size_bytes

    def _pixels(self, number: int) -> tuple[NDArray[np.uint8], pikepdf.Matrix]:
        """The page's pixels and how they are turned to stand upright."""
        if self._pdf is not None:
            # Not by page_image: to open a file of a thousand pages for each of them would take ever longer.
            page = self._pdf.pages[number - 1]
            sole = sole_image(page)
            if sole is not None and abs(sole.dpi[0] / sole.dpi[1] - 1) < _SQUARE_TOLERANCE:
                try:
                    return embedded_pixels(sole, timeout_s=self._limits.page_timeout_s), as_shown(sole, page.rotation)
                except _UNREADABLE as error:
                    raise UnreadableScan(f"{type(error).__name__}: {error}", page=number) from error
        return page_image(self._path, self._kind, number, self._limits).pixels, IDENTITY

    def _kept(self, target: pikepdf.Pdf, number: int) -> PagePicture | None:
        if self._pdf is not None:
            page = self._pdf.pages[number - 1]
            sole = sole_image(page)
            stream = taken_over(target, self._pdf, sole) if sole is not None else None
            if sole is None or stream is None:
                return None
            return PagePicture((stream,), as_shown(sole, page.rotation), Treatment.KEPT)
        with opened_at(self._path, self._kind, number) as image:
            stream = _file_stream(target, self._path, self._kind, image)
            turn = by_orientation_tag(int(image.getexif().get(_ORIENTATION, 1)))
        return PagePicture((stream,), turn, Treatment.KEPT) if stream is not None else None

    def _is_lossless(self, number: int) -> bool:
        """Whether the source keeps this page without loss, so that the copy should too."""
        if self._pdf is not None:
            sole = sole_image(self._pdf.pages[number - 1])
            return sole is not None and not {"/DCTDecode", "/JPXDecode"} & set(_names(sole.stream.get("/Filter")))
        if self._kind is SourceKind.TIFF:
            with opened_at(self._path, self._kind, number) as image:
                return "jpeg" not in str(image.info.get("compression", ""))
        return self._kind is SourceKind.PNG


def _compressed_for(
    profile: PreservationProfile, target: pikepdf.Pdf, pixels: NDArray[np.uint8], dpi: float, turn: pikepdf.Matrix
) -> PagePicture | None:
    """The page as its profile would have it; None when that profile has no way of its own for it."""
    if _is_black_and_white(pixels):
        return PagePicture((bitonal_stream(target, pixels),), turn, Treatment.BITONAL)
    if profile is PreservationProfile.SMALL:
        layers = in_layers(pixels, dpi)
        return PagePicture(layered_stream(target, layers.paper, layers.ink, layers.shape), turn, Treatment.LAYERED)
    if profile is PreservationProfile.BITONAL:
        fine, fine_dpi = at_most(pixels, dpi, _BITONAL_DPI)
        paper = np.asarray(255 - without_specks(ink_of(fine, fine_dpi), fine_dpi), dtype=np.uint8)
        return PagePicture((bitonal_stream(target, paper),), turn, Treatment.BITONAL)
    if profile is PreservationProfile.FAITHFUL and (found := recompressed(pixels, dpi)) is not None:
        space = Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB
        stream = made_of_jpeg(target, found.jpeg, found.width_px, found.height_px, space)
        return PagePicture((stream,), turn, Treatment.GRAIN_SMOOTHED if found.smoothed else Treatment.RECOMPRESSED)
    return None


def _is_black_and_white(pixels: NDArray[np.uint8]) -> bool:
    return pixels.ndim == 2 and bool(np.isin(pixels[::7, ::7], (0, 255)).all() and np.isin(pixels, (0, 255)).all())


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
