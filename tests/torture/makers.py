"""Hostile files, made small: what they unpack to is not."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

_BLOCK = bytes(1024 * 1024)


def zeros_packed(megabytes: int, start: bytes = b"") -> bytes:
    """A valid zlib stream of so many megabytes of zeros after some bytes, without packing them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(_BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.adler32(start)
    for _ in range(megabytes):
        checksum = zlib.adler32(_BLOCK, checksum)
    return b"\x78\xda" + head + block * megabytes + packer.flush() + struct.pack(">I", checksum)


def pdf(*objects: bytes, root: int = 1, version: bytes = b"1.7") -> bytes:
    """A PDF of the given objects, numbered from 1, with a cross-reference table."""
    parts, offsets, length = [b"%PDF-" + version + b"\n"], [], len(version) + 6
    for number, body in enumerate(objects, start=1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table)
    parts.append(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, length))
    return b"".join(parts)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
DRAW = stream(b"200 0 0 200 0 0 cm /I Do")


def page_with(image: bytes, content: bytes = DRAW) -> bytes:
    """A one-page PDF that draws the image."""
    return pdf(CATALOG, TREE, PAGE, content, image)


def image(width: int, height: int, data: bytes, filters: bytes, space: bytes = b"/DeviceGray") -> bytes:
    """An 8-bit image object."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s/Filter%s"
    return stream(data, entries % (width, height, space, filters))


def many_pages(count: int) -> bytes:
    """As many empty pages as wanted, each an object of its own."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * count
    return pdf(CATALOG, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *pages)


def pages_by_reference(depth: int, fan: int) -> bytes:
    """A tree in which every branch lists the next one several times: fan ** depth pages in a few lines."""
    branches = [
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (fan ** (depth - level), b" ".join([b"%d 0 R" % (level + 3)] * fan))
        for level in range(depth)
    ]
    return pdf(CATALOG, *branches, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def object_stream_bomb(megabytes: int) -> bytes:
    """The page object lies in an object stream that unpacks to more than memory."""
    page = b"3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    packed = zeros_packed(megabytes, page)  # a zero is white space there
    head = pdf(CATALOG, TREE, version=b"1.5")
    head = head[: head.index(b"xref")]
    offsets = [head.index(b"1 0 obj"), head.index(b"2 0 obj"), 0, len(head)]
    body = b"4 0 obj\n" + stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") + b"\nendobj\n"
    start = len(head) + len(body)
    rows = struct.pack(">BIH", 0, 0, 65535)
    for number, offset in enumerate([*offsets, start], start=1):
        rows += struct.pack(">BIH", 2, 4, 0) if number == 3 else struct.pack(">BIH", 1, offset, 0)
    table = b"5 0 obj\n" + stream(rows, b"/Type/XRef/Size 6/Root 1 0 R/W[1 4 2]") + b"\nendobj\n"
    return head + body + table + b"startxref\n%d\n%%%%EOF\n" % start


def laughing_forms(depth: int, fan: int) -> bytes:
    """Forms that draw forms that draw forms: fan ** depth rectangles."""
    forms = []
    for level in range(depth):
        last = level == depth - 1
        resources = b"" if last else b"/Resources<</XObject<</F %d 0 R>>>>" % (level + 6)
        content = b"0 0 1 1 re f" if last else b"/F Do " * fan
        forms.append(stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]" + resources))
    return pdf(CATALOG, TREE, PAGE, stream(b"/I Do"), *forms)


def png_header(side: int) -> bytes:
    """A grey PNG of that side with hardly any data."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def jpeg_header(side: int) -> bytes:
    """A small JPEG whose frame header claims that side."""
    file = BytesIO()
    Image.new("L", (16, 16), 255).save(file, "JPEG")
    data = bytearray(file.getvalue())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(data)


def tiff_header(side: int) -> bytes:
    """A one-bit G4 TIFF of that side with a few bytes of data."""
    tags = [
        (256, 4, 1, side),
        (257, 4, 1, side),
        (258, 3, 1, 1),
        (259, 3, 1, 4),
        (262, 3, 1, 0),
        (273, 4, 1, 8),
        (278, 4, 1, side),
        (279, 4, 1, 8),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\x00" + struct.pack("<I", 16) + bytes(8) + struct.pack("<H", len(tags)) + entries + bytes(4)


def encrypted(folder: Path, *, user: str) -> bytes:
    """A page under AES-256, with a password to open or only one for its rights."""
    path = folder / "encrypted"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.save(path, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
    return path.read_bytes()
