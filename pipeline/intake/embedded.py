"""The pixels of the one image that a scanned PDF page is, without drawing the page."""

from io import BytesIO

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image

from pipeline.intake.colour import as_pixels
from pipeline.intake.pages import SoleImage
from pipeline.intake.raster import draw_image
from pipeline.intake.unpacking import filter_names

_CODECS = {"/DCTDecode", "/CCITTFaxDecode", "/JPXDecode", "/JBIG2Decode"}
_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3}
_MODES = {1: {"1", "L"}, 3: {"RGB"}}

# Page sizes are checked against our own limits from the dictionaries; A0 at 300 dpi would trip these.
Image.MAX_IMAGE_PIXELS = None
pikepdf.PdfImage.MAX_IMAGE_PIXELS = None


def embedded_pixels(sole: SoleImage, *, timeout_s: float) -> NDArray[np.uint8]:
    """Unpack the image in its own orientation: row 0 is the top of the unit square.

    Returns:
        Shape (height, width) for grey and black-and-white, (height, width, 3) for colour; 0 is black.

    Raises:
        OSError, ValueError, pikepdf.PdfError: the image data is corrupt, or not of the size its dictionary says.
        UnreadableScan, FileOverwhelmsTools, ProgramMissing: it had to be drawn by poppler, which failed.

    Only plain grey, RGB, palette and black-and-white images are unpacked here; poppler has the last word on Decode
    arrays of more than one bit, CMYK, spot colours, JBIG2 and JPEG 2000.
    """
    components = 1 if sole.stencil else _components(sole.stream.get("/ColorSpace"))
    codec = _codec(sole.stream)
    image = None
    if codec == "/JPXDecode":
        _check_whole(sole)
    elif codec is None and _is_plain_raster(sole, components):
        image = pikepdf.PdfImage(sole.stream).as_pil_image()
    elif _is_plain_file(sole, codec, components):
        image = _open(sole)
    if image is None or (components and image.mode not in _MODES[components] and image.mode != "P"):
        return draw_image(sole.stream, grey=components == 1, timeout_s=timeout_s)
    return as_pixels(image)


def _open(sole: SoleImage) -> Image.Image | None:
    """The image file inside the stream, opened but not unpacked; None when it cannot stand alone."""
    file = BytesIO()
    try:
        pikepdf.PdfImage(sole.stream).extract_to(stream=file)
    except (pikepdf.UnsupportedImageTypeError, ValueError):
        return None
    image = Image.open(BytesIO(file.getvalue()), formats=("JPEG", "TIFF", "JPEG2000"))
    if image.size != (sole.width_px, sole.height_px):
        raise ValueError(f"stream holds {image.size}, dictionary says {(sole.width_px, sole.height_px)}")
    return image


def _check_whole(sole: SoleImage) -> None:
    """Let Pillow find damage in a JPEG 2000 image that poppler, which draws it, would pass over in silence.

    Pillow's own pixels are not used: it wraps around the whites of colours deeper than 8 bits.
    """
    image = _open(sole)
    if image is not None:
        image.load()


def _codec(stream: pikepdf.Stream) -> str | None:
    """The image codec at the end of the filter chain, None for plain compressed samples."""
    return next((name for name in filter_names(stream) if name in _CODECS), None)


def _components(space: pikepdf.Object | None) -> int | None:
    """1 for grey, 3 for RGB, None for anything that needs a colour conversion or a palette."""
    if isinstance(space, pikepdf.Name):
        return _COMPONENTS.get(str(space))
    if not isinstance(space, pikepdf.Array) or len(space) == 0:
        return None
    if str(space[0]) == "/ICCBased":
        count = int(space[1].get("/N", 0))
        return count if count in _MODES else None
    return _COMPONENTS.get(str(space[0]))


def _is_plain_file(sole: SoleImage, codec: str | None, components: int | None) -> bool:
    if codec == "/CCITTFaxDecode":
        return components == 1
    return codec == "/DCTDecode" and components is not None and _is_undecoded(sole.stream)


def _is_plain_raster(sole: SoleImage, components: int | None) -> bool:
    bits = 1 if sole.stencil else int(sole.stream.get("/BitsPerComponent", 8))
    if components == 1 and bits == 1:
        return True
    if not _is_undecoded(sole.stream) or bits not in {1, 8}:
        return False
    return components is not None or _is_rgb_palette(sole.stream.get("/ColorSpace"))


def _is_rgb_palette(space: pikepdf.Object | None) -> bool:
    if not isinstance(space, pikepdf.Array) or len(space) < 4:
        return False
    return str(space[0]) == "/Indexed" and _components(space[1]) is not None


def _is_undecoded(stream: pikepdf.Object) -> bool:
    decode = stream.get("/Decode")
    if not isinstance(decode, pikepdf.Array):
        return True
    values = [float(value) for value in decode.as_list()]
    return values == [0.0, 1.0] * (len(values) // 2)
