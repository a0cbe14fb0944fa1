"""Pixels as image streams of a PDF, for pages whose source holds no image that may be kept as it is."""

import struct
from collections.abc import Iterator
from io import BytesIO

import cv2
import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Dictionary, Name
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

_QUALITY = 88
"""JPEG quality at which a second compression cannot be seen."""
_STRIP_OFFSET, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 278, 279
_PNG_HEAD_BYTES = 8


def bitonal_stream(pdf: pikepdf.Pdf, pixels: NDArray[np.uint8]) -> pikepdf.Stream:
    """Black and white, CCITT G4, lossless. ``pixels`` is (height, width) of 0 and 255."""
    height, width = pixels.shape
    file = BytesIO()
    Image.fromarray(pixels > 127).save(file, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: height})
    with TiffImageFile(BytesIO(file.getvalue())) as written:
        offset, length = written.tag_v2[_STRIP_OFFSET][0], written.tag_v2[_STRIP_BYTES][0]
    # Pillow writes black as 0, which the coding takes for white.
    return fax_stream(pdf, file.getvalue()[offset : offset + length], width, height, inverted=True)


def fax_stream(pdf: pikepdf.Pdf, data: bytes, width: int, height: int, *, inverted: bool) -> pikepdf.Stream:
    """G4 data as it came. ``inverted``: what it codes as white runs is black."""
    return pdf.make_stream(
        data,
        **_image(width, height, Name.DeviceGray, 1),
        Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=inverted),
    )


def jpeg_stream(pdf: pikepdf.Pdf, pixels: NDArray[np.uint8]) -> pikepdf.Stream:
    """Grey (height, width) or RGB (height, width, 3) as JPEG with colour at full resolution."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    space = Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB
    return made_of_jpeg(pdf, file.getvalue(), pixels.shape[1], pixels.shape[0], space)


def made_of_jpeg(pdf: pikepdf.Pdf, data: bytes, width: int, height: int, space: pikepdf.Object) -> pikepdf.Stream:
    """JPEG data as it came."""
    return pdf.make_stream(data, **_image(width, height, space, 8), Filter=Name.DCTDecode)


def layered_stream(
    pdf: pikepdf.Pdf, paper: bytes, ink: bytes, shape: NDArray[np.uint8]
) -> tuple[pikepdf.Stream, pikepdf.Stream]:
    """A page in layers: the paper, and over it the colours of the ink, shown only where the shape is 0.

    Args:
        pdf: the document the streams are for.
        paper: JPEG.
        ink: JPEG.
        shape: (height, width) of 0 and 255; of any size, like the JPEGs, as all cover the whole page.
    """
    mask = bitonal_stream(pdf, shape)
    del mask.ColorSpace
    mask.ImageMask = True
    over = _read_jpeg(pdf, ink)
    over.Mask = pdf.make_indirect(mask)
    return _read_jpeg(pdf, paper), over


def _read_jpeg(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    with Image.open(BytesIO(data)) as image:
        space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
        return made_of_jpeg(pdf, data, image.width, image.height, space)


def lossless_stream(pdf: pikepdf.Pdf, pixels: NDArray[np.uint8]) -> pikepdf.Stream:
    """Grey (height, width) or RGB (height, width, 3), compressed as in a PNG."""
    ordered = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, png = cv2.imencode(".png", ordered)
    stream = png_stream(pdf, png.tobytes())
    if stream is None:
        raise ValueError("a PNG just written cannot be embedded")
    return stream


def png_stream(pdf: pikepdf.Pdf, png: bytes) -> pikepdf.Stream | None:
    """The compressed data of a PNG as it came; None for one that PDF cannot show like that."""
    chunks = list(_chunks(png))
    names = {name for name, _ in chunks}
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", dict(chunks)[b"IHDR"])
    palette = dict(chunks).get(b"PLTE", b"")
    spaces: dict[int, pikepdf.Object] = {0: Name.DeviceGray, 2: Name.DeviceRGB}
    if colour == 3 and palette:
        spaces[3] = pikepdf.Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)])
    # Transparency needs flattening, another profile conversion, 16 bits PDF readers round differently.
    if colour not in spaces or interlaced or depth > 8 or names & {b"tRNS", b"iCCP", b"gAMA", b"cHRM"}:
        return None
    data = b"".join(content for name, content in chunks if name == b"IDAT")
    parameters = Dictionary(Predictor=15, Colors=3 if colour == 2 else 1, BitsPerComponent=depth, Columns=width)
    return pdf.make_stream(
        data, **_image(width, height, spaces[colour], depth), Filter=Name.FlateDecode, DecodeParms=parameters
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _PNG_HEAD_BYTES
    while at + 8 <= len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + length]
        at += 12 + length


def _image(width: int, height: int, space: pikepdf.Object, depth: int) -> dict[str, pikepdf.Object | int]:
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": width,
        "Height": height,
        "ColorSpace": space,
        "BitsPerComponent": depth,
    }
