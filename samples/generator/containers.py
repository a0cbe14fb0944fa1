"""Files as scanners and phones write them. No clock and no random identifier goes in: same pages, same bytes."""

import io
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import pikepdf
import pillow_heif
from PIL import Image

from samples.generator.scanner import Tone


class Container(StrEnum):
    """A kind of file."""

    COLOUR_PDF = "colour pdf"
    GREY_PDF = "grey pdf"
    BITONAL_TIFF = "bitonal tiff"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"

    @property
    def tone(self) -> Tone:
        """What pages for this container are scanned to."""
        match self:
            case Container.COLOUR_PDF | Container.JPEG | Container.HEIC:
                return Tone.COLOUR
            case Container.GREY_PDF:
                return Tone.GREY
            case Container.BITONAL_TIFF | Container.PNG:
                return Tone.BITONAL

    @property
    def extension(self) -> str:
        """With its dot."""
        return {"colour pdf": ".pdf", "grey pdf": ".pdf", "bitonal tiff": ".tif", "jpeg": ".jpg"}.get(
            self.value, f".{self.value}"
        )

    @property
    def coding(self) -> str:
        """How images are coded in it."""
        return {"colour pdf": "jpeg", "grey pdf": "jpeg", "bitonal tiff": "ccitt"}.get(self.value, self.value)


def write(container: Container, pages: Sequence[Image.Image], file: Path, *, dpi: int, quality: int) -> None:
    """Write scanned pages into one file. JPEG, PNG and HEIC take a single page."""
    match container:
        case Container.COLOUR_PDF | Container.GREY_PDF:
            _write_pdf(pages, file, dpi=dpi, quality=quality)
        case Container.BITONAL_TIFF:
            first, *others = pages
            first.save(file, "TIFF", save_all=True, append_images=others, compression="group4", dpi=(dpi, dpi))
        case Container.JPEG:
            _only(pages).save(file, "JPEG", quality=quality, dpi=(dpi, dpi))
        case Container.PNG:
            _only(pages).save(file, "PNG", optimize=True, dpi=(dpi, dpi))
        case Container.HEIC:
            pillow_heif.from_pillow(_only(pages)).save(file, quality=quality // 2)


def _only(pages: Sequence[Image.Image]) -> Image.Image:
    (page,) = pages
    return page


def _write_pdf(pages: Sequence[Image.Image], file: Path, *, dpi: int, quality: int) -> None:
    with pikepdf.new() as pdf:
        for page in pages:
            coded = io.BytesIO()
            page.save(coded, "JPEG", quality=quality, dpi=(dpi, dpi))
            image = pikepdf.Stream(
                pdf,
                coded.getvalue(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=page.width,
                Height=page.height,
                ColorSpace=pikepdf.Name.DeviceRGB if page.mode == "RGB" else pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            width, height = page.width * 72 / dpi, page.height * 72 / dpi
            leaf = pdf.add_blank_page(page_size=(width, height))
            leaf.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
            leaf.obj.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q".encode())
        pdf.docinfo["/Producer"] = "sohoa samples"
        pdf.save(file, deterministic_id=True)
