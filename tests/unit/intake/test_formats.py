"""Every way a scanner or a camera stores a page gives the same pixels."""

import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from domain.errors import NotADocument, UnsupportedCoding
from pipeline.intake.images import page_image
from pipeline.intake.inspection import examine
from pipeline.intake.kinds import recognise
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from tests.unit.intake.scans import HEIGHT, WIDTH, difference, encoded, picture

GREY, COLOUR = np.asarray(picture()), np.asarray(picture("RGB"))
BLACK_AND_WHITE = np.asarray(picture("1").convert("L"))
DEEP = np.dtype("<u2")


def tiff(bits: int, samples: int, photometric: int, blocks: list[bytes], **tags: list[int]) -> bytes:
    """An uncompressed TIFF, made by hand: one strip for each block, unless tags say otherwise."""
    numbered = {256: [WIDTH], 257: [HEIGHT], 258: [bits] * samples, 259: [1], 262: [photometric], 277: [samples]}
    numbered |= {int(name.removeprefix("t")): values for name, values in tags.items()}
    offsets, counts = (324, 325) if 322 in numbered else (273, 279)
    numbered |= {offsets: [0] * len(blocks), counts: [len(block) for block in blocks]}
    start = 8 + 2 + 12 * len(numbered) + 4
    behind = start + sum(4 * len(values) for values in numbered.values() if len(values) > 1)
    numbered[offsets] = [behind + sum(map(len, blocks[:index])) for index in range(len(blocks))]
    entries, long_values = b"", b""
    for tag, values in sorted(numbered.items()):
        packed = struct.pack(f"<{len(values)}I", *values)
        place = packed if len(values) == 1 else struct.pack("<I", start + len(long_values))
        entries += struct.pack("<HHI", tag, 4, len(values)) + place
        long_values += packed if len(values) > 1 else b""
    head = b"II*\0" + struct.pack("<IH", 8, len(numbered)) + entries + bytes(4) + long_values
    return head + b"".join(blocks)


def turned_bits(data: bytes) -> bytes:
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in data)


def tiles_of(pixels: np.ndarray, side: int) -> list[bytes]:
    padded = np.full((-(-HEIGHT // side) * side, -(-WIDTH // side) * side), 0, dtype=np.uint8)
    padded[:HEIGHT, :WIDTH] = pixels
    return [
        padded[top : top + side, left : left + side].tobytes()
        for top in range(0, padded.shape[0], side)
        for left in range(0, padded.shape[1], side)
    ]


def stored(mode: str, format_: str, **options: object) -> Callable[[], bytes]:
    image = picture(mode if mode in {"1", "L", "RGB"} else "RGB").convert(mode)
    return lambda: encoded(image, format_, **options)


def heic(mode: str) -> bytes:
    return encoded(pillow_heif.from_pillow(picture(mode)).to_pillow(), "HEIF", quality=95)


def png_16(pixels: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".png", pixels.astype(np.uint16) * 257)[1])


def interlaced_png() -> bytes:
    """Adam7, which Pillow reads and does not write: seven passes of rows with filter 0."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    rows = b"".join(
        b"\0" + row.tobytes() for top, left, down, across in passes for row in GREY[top::down, left::across]
    )

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 1)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PLANES = [COLOUR[:, :, channel].tobytes() for channel in range(3)]
ONE_BIT = picture("1").tobytes()

FILES: dict[str, tuple[SourceKind, Callable[[], bytes], np.ndarray]] = {
    "TIFF, LZW": (SourceKind.TIFF, stored("RGB", "TIFF", compression="tiff_lzw"), COLOUR),
    "TIFF, JPEG within": (SourceKind.TIFF, stored("RGB", "TIFF", compression="jpeg", quality=95), COLOUR),
    "TIFF, Deflate": (SourceKind.TIFF, stored("L", "TIFF", compression="tiff_adobe_deflate"), GREY),
    "TIFF, PackBits": (SourceKind.TIFF, stored("L", "TIFF", compression="packbits"), GREY),
    "TIFF, fax group 3": (SourceKind.TIFF, stored("1", "TIFF", compression="group3"), BLACK_AND_WHITE),
    "TIFF, fax group 4 in strips of seven rows": (
        SourceKind.TIFF,
        stored("1", "TIFF", compression="group4", tiffinfo={278: 7}),
        BLACK_AND_WHITE,
    ),
    "TIFF, LZW in strips of seven rows": (
        SourceKind.TIFF,
        stored("RGB", "TIFF", compression="tiff_lzw", tiffinfo={278: 7}),
        COLOUR,
    ),
    "TIFF, CMYK as JPEG": (SourceKind.TIFF, stored("CMYK", "TIFF", compression="jpeg", quality=95), COLOUR),
    "TIFF, bits from right to left": (
        SourceKind.TIFF,
        lambda: tiff(1, 1, 1, [turned_bits(ONE_BIT)], t266=[2]),
        BLACK_AND_WHITE,
    ),
    "TIFF, white is zero": (SourceKind.TIFF, lambda: tiff(8, 1, 0, [(255 - GREY).tobytes()]), GREY),
    "TIFF, 16 bits of grey": (SourceKind.TIFF, lambda: tiff(16, 1, 1, [(GREY.astype(DEEP) * 257).tobytes()]), GREY),
    "TIFF, 16 bits of colour": (
        SourceKind.TIFF,
        lambda: tiff(16, 3, 2, [(COLOUR.astype(DEEP) * 257).tobytes()]),
        COLOUR,
    ),
    "TIFF, a plane for each colour": (SourceKind.TIFF, lambda: tiff(8, 3, 2, PLANES, t284=[2], t278=[HEIGHT]), COLOUR),
    "TIFF, tiles": (SourceKind.TIFF, lambda: tiff(8, 1, 1, tiles_of(GREY, 80), t322=[80], t323=[80]), GREY),
    "JPEG, progressive": (SourceKind.JPEG, stored("RGB", "JPEG", progressive=True, quality=95), COLOUR),
    "JPEG, CMYK inverted as Adobe does": (SourceKind.JPEG, stored("CMYK", "JPEG", quality=95), COLOUR),
    "PNG, one bit": (SourceKind.PNG, stored("1", "PNG"), BLACK_AND_WHITE),
    "PNG, palette": (SourceKind.PNG, lambda: encoded(picture("RGB").quantize(8), "PNG"), COLOUR),
    "PNG, 16 bits of grey": (SourceKind.PNG, lambda: png_16(GREY), GREY),
    "PNG, 16 bits of colour": (SourceKind.PNG, lambda: png_16(COLOUR[:, :, ::-1]), COLOUR),
    "PNG, interlaced": (SourceKind.PNG, interlaced_png, GREY),
    "JPEG 2000, file": (SourceKind.JPEG2000, stored("RGB", "JPEG2000"), COLOUR),
    "JPEG 2000, code stream": (SourceKind.JPEG2000, stored("L", "JPEG2000", no_jp2=True), GREY),
    "HEIC, grey": (SourceKind.HEIC, lambda: heic("L"), GREY),
    "HEIC, colour": (SourceKind.HEIC, lambda: heic("RGB"), COLOUR),
}


@pytest.mark.parametrize(("kind", "make", "truth"), FILES.values(), ids=FILES.keys())
def test_a_page_has_the_pixels_that_were_stored(
    tmp_path: Path, kind: SourceKind, make: Callable[[], bytes], truth: np.ndarray
) -> None:
    path = tmp_path / "page"
    path.write_bytes(make())
    assert recognise(path) == (kind, False)
    assert examine(path, kind, Limits()).page_count == 1
    assert difference(page_image(path, kind, 1).pixels, truth) < 1.5


def test_a_palette_with_a_transparent_colour_lies_on_white_paper(tmp_path: Path) -> None:
    palette = picture("RGB").quantize(8)
    red = palette.getpixel((60, 80))
    palette.save(tmp_path / "page.png", transparency=red)
    pixels = page_image(tmp_path / "page.png", SourceKind.PNG, 1).pixels
    assert tuple(pixels[80, 60]) == (255, 255, 255)


@pytest.mark.parametrize(
    ("marker", "bits", "coding"), [(0xC1, 12, "12-bit JPEG"), (0xC3, 8, "lossless JPEG"), (0xC3, 16, "16-bit JPEG")]
)
def test_a_jpeg_that_nobody_here_reads_is_refused_by_name(tmp_path: Path, marker: int, bits: int, coding: str) -> None:
    data = bytearray(encoded(picture(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 1], data[frame + 4] = marker, bits
    path = tmp_path / "page.jpg"
    path.write_bytes(data)
    with pytest.raises(UnsupportedCoding) as refused:
        examine(path, SourceKind.JPEG, Limits())
    assert coding in refused.value.message("vi")


def test_a_bare_jbig2_file_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "page.jb2"
    path.write_bytes(b"\x97JB2\r\n\x1a\n" + bytes(50))
    with pytest.raises(NotADocument):
        recognise(path)


def test_the_last_page_of_a_long_tiff_costs_what_the_first_does(tmp_path: Path) -> None:
    path = tmp_path / "pages.tiff"
    pages = [Image.new("1", (32, 32), number % 2) for number in range(300)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4")

    def calls(number: int) -> int:
        """Functions called to read a page: no clock is as steady."""
        counted = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count)
        try:
            pixels = page_image(path, SourceKind.TIFF, number).pixels
        finally:
            sys.setprofile(None)
        assert int(pixels[0, 0]) == 255 * ((number - 1) % 2)
        return counted

    calls(1)
    assert calls(300) - calls(1) < 5 * 300


@pytest.mark.parametrize("big", [False, True])
def test_every_page_of_a_tiff_is_found_in_either_layout(tmp_path: Path, big: bool) -> None:
    path = tmp_path / "pages.tiff"
    pages = [Image.new("L", (16, 16), 40 * number) for number in range(5)]
    pages[0].save(path, save_all=True, append_images=pages[1:], big_tiff=big)
    found = [int(page_image(path, SourceKind.TIFF, number).pixels[0, 0]) for number in range(1, 6)]
    assert found == [0, 40, 80, 120, 160]
