"""Taking over the image of a scanned PDF page with its bytes as they came, where PDF/A allows them."""

import struct
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

from pipeline.intake.pages import SoleImage

_ALLOWED_FILTERS = {"/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/FlateDecode", "/JPXDecode", "/RunLengthDecode"}
"""LZW is forbidden (ISO 19005-2, 6.1.7.2)."""
_KEPT_KEYS = {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Decode", "/Length"}
_KEPT_KEYS |= {"/Filter", "/DecodeParms"}
"""Interpolate, OPI, alternates and rendering intents are forbidden or useless in an archive."""
_PLAIN_SPACES = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"}

_PLAIN_JP2_COLOURS = {16, 17}
"""Enumerated colour spaces sRGB and grey (ISO 15444-1, M.11.7.3.2)."""


def taken_over(pdf: pikepdf.Pdf, source: pikepdf.Pdf, sole: SoleImage) -> pikepdf.Stream | None:
    """The image as an object of the archival copy, its compressed data unchanged; None when it must be made anew.

    The data is handed over as bytes: ``copy_foreign`` would leave them in memory with the source, for every page.
    """
    if not _is_allowed(sole):
        return None
    facts = {key: value for key, value in sole.stream.stream_dict.items() if key in _KEPT_KEYS - {"/Length"}}
    held = pdf.copy_foreign(source.make_indirect(pikepdf.Dictionary(facts)))
    stream = pdf.make_stream(sole.stream.read_raw_bytes())
    for key, value in held.items():
        stream[key] = value
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    if sole.stencil:
        stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 1
    return stream


def _is_allowed(sole: SoleImage) -> bool:
    filters = _filters(sole.stream)
    if not filters or not _ALLOWED_FILTERS.issuperset(filters):
        return False
    if filters == ["/JPXDecode"]:
        return _is_plain_jp2(sole.stream.read_raw_bytes())
    return sole.stencil or _is_plain(sole.stream.get("/ColorSpace"))


def _filters(stream: pikepdf.Object) -> list[str]:
    found = stream.get("/Filter", pikepdf.Array())
    return [str(name) for name in found.as_list()] if isinstance(found, pikepdf.Array) else [str(found)]


def _is_plain(space: pikepdf.Object | None) -> bool:
    """Whether a colour space means the same under an sRGB output intent."""
    if isinstance(space, Name):
        return str(space) in _PLAIN_SPACES
    if not isinstance(space, pikepdf.Array) or len(space) == 0:
        return False
    family = str(space[0])
    if family == "/ICCBased":
        return int(space[1].get("/N", 0)) in {1, 3}
    if family == "/Indexed":
        return len(space) == 4 and _is_plain(space[1])
    return family in _PLAIN_SPACES


def _is_plain_jp2(data: bytes) -> bool:
    """Whether JPEG 2000 data keeps to what PDF/A allows: 8-bit grey or sRGB, one colour specification, no palette."""
    boxes = dict(_boxes(data))
    header = list(_boxes(boxes.get(b"jp2h", b"")))
    colours = [content for name, content in header if name == b"colr"]
    sizes = [content for name, content in header if name == b"ihdr"]
    if len(colours) != 1 or len(sizes) != 1 or {name for name, _ in header} & {b"pclr", b"cdef", b"bpcc"}:
        return False
    _, _, channels, depth = struct.unpack(">IIHB", sizes[0][:11])
    enumerated = len(colours[0]) >= 7 and colours[0][0] == 1
    plain = enumerated and struct.unpack(">I", colours[0][3:7])[0] in _PLAIN_JP2_COLOURS
    return channels in {1, 3} and depth == 7 and plain


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + length if length >= 8 else len(data)
        yield name, data[at + 8 : end]
        at = end
