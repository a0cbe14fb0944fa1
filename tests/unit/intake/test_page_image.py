"""The pixels of a page are those a viewer shows: Cairo, drawing the same page, is the witness."""

import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from domain.errors import PageTooLarge, UnreadableScan
from pipeline.intake.images import page_image
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.tools.program import run_program
from tests.unit.intake.scans import (
    FULL_PAGE,
    HEIGHT,
    WIDTH,
    add_page,
    difference,
    encoded,
    grey_stream,
    image_stream,
    picture,
    saved,
)

SAME = 1.0
"""Mean grey levels by which two renderings of the same small picture may differ."""

Maker = Callable[[pikepdf.Pdf], pikepdf.Stream]


def as_seen(path: Path) -> NDArray[np.uint8]:
    """The first page at 72 dpi, where a pixel of these pages is a point."""
    run_program(["pdftocairo", "-png", "-r", "72", path, path.with_suffix("")], timeout_s=10, memory_mb=0)
    return np.asarray(Image.open(path.with_name(f"{path.stem}-1.png")).convert("RGB"))


TURNS = {
    "upright": f"{WIDTH} 0 0 {HEIGHT} 0 0",
    "half a turn": f"-{WIDTH} 0 0 -{HEIGHT} {WIDTH} {HEIGHT}",
    "mirrored": f"-{WIDTH} 0 0 {HEIGHT} {WIDTH} 0",
    "on its head": f"{WIDTH} 0 0 -{HEIGHT} 0 {HEIGHT}",
    "quarter turn left": f"0 {WIDTH} -{HEIGHT} 0 {HEIGHT} 0",
    "quarter turn right": f"0 -{WIDTH} {HEIGHT} 0 0 {WIDTH}",
    "transposed": f"0 {WIDTH} {HEIGHT} 0 0 0",
    "transverse": f"0 -{WIDTH} -{HEIGHT} 0 {HEIGHT} {WIDTH}",
}


@pytest.mark.parametrize(("turn", "rotate"), list(product(TURNS, (0, 90, 180, 270))))
def test_an_image_comes_out_as_its_matrix_and_the_page_turn_it(tmp_path: Path, turn: str, rotate: int) -> None:
    with pikepdf.new() as pdf:
        lying = TURNS[turn].startswith("0")
        page = add_page(
            pdf, f"{TURNS[turn]} cm /I Do", grey_stream(pdf), size=(HEIGHT, WIDTH) if lying else (WIDTH, HEIGHT)
        )
        page.obj.Rotate = rotate
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1)
    assert found.embedded
    assert difference(found.pixels, as_seen(path)) < SAME


def ccitt(*, black_is_one: bool, decode: list[int] | None = None, stencil: bool = False) -> Maker:
    def stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        tiff = encoded(picture("1"), "TIFF", compression="group4")
        with Image.open(BytesIO(tiff)) as image:
            offset, length = image.tag_v2[273][0], image.tag_v2[279][0]
        made = image_stream(
            pdf,
            tiff[offset : offset + length],
            BitsPerComponent=1,
            Filter=pikepdf.Name.CCITTFaxDecode,
            DecodeParms=pikepdf.Dictionary(K=-1, Columns=WIDTH, Rows=HEIGHT, BlackIs1=black_is_one),
        )
        if stencil:
            made.ImageMask = True
        else:
            made.ColorSpace = pikepdf.Name.DeviceGray
        if decode:
            made.Decode = pikepdf.Array(decode)
        return made

    return stream


def plain(mode: str, space: str, bits: int, **entries: object) -> Maker:
    def stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        made = image_stream(pdf, picture(mode).tobytes(), BitsPerComponent=bits, **entries)
        made.ColorSpace = pikepdf.Name(space)
        return made

    return stream


def jpeg(mode: str, space: str) -> Maker:
    def stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        data = encoded(picture(mode), "JPEG", quality=95)
        made = image_stream(pdf, data, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)
        made.ColorSpace = pikepdf.Name(space)
        if mode == "CMYK":
            made.Decode = pikepdf.Array([1, 0] * 4)  # Pillow writes CMYK JPEGs inverted, as Adobe does
        return made

    return stream


def palette(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    image = picture("RGB").quantize(8)
    made = image_stream(pdf, image.tobytes(), BitsPerComponent=8)
    table = bytes(image.getpalette() or [])
    made.ColorSpace = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(table) // 3 - 1, table])
    return made


def deep_grey(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    samples = (np.asarray(picture()).astype(np.uint16) * 257).astype(">u2").tobytes()
    return image_stream(pdf, samples, BitsPerComponent=16, ColorSpace=pikepdf.Name.DeviceGray)


def jpeg_2000(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return image_stream(pdf, encoded(picture("RGB"), "JPEG2000"), Filter=pikepdf.Name.JPXDecode)


def twice_packed(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    made = jpeg("RGB", "/DeviceRGB")(pdf)
    made.write(
        zlib.compress(made.read_raw_bytes()),
        filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]),
    )
    return made


IMAGES: dict[str, Maker] = {
    "CCITT": ccitt(black_is_one=False),
    "CCITT with black as one": ccitt(black_is_one=True),
    "CCITT inverted by its Decode array": ccitt(black_is_one=False, decode=[1, 0]),
    "CCITT stencil": ccitt(black_is_one=False, stencil=True),
    "CCITT stencil painted where it is one": ccitt(black_is_one=False, stencil=True, decode=[1, 0]),
    "one bit": plain("1", "/DeviceGray", 1),
    "one bit, inverted": plain("1", "/DeviceGray", 1, Decode=pikepdf.Array([1, 0])),
    "grey": plain("L", "/DeviceGray", 8),
    "grey, inverted": plain("L", "/DeviceGray", 8, Decode=pikepdf.Array([1, 0])),
    "RGB": plain("RGB", "/DeviceRGB", 8),
    "CMYK": plain("CMYK", "/DeviceCMYK", 8),
    "palette": palette,
    "16-bit grey": deep_grey,
    "JPEG grey": jpeg("L", "/DeviceGray"),
    "JPEG colour": jpeg("RGB", "/DeviceRGB"),
    "JPEG CMYK": jpeg("CMYK", "/DeviceCMYK"),
    "JPEG within Flate": twice_packed,
    "JPEG 2000": jpeg_2000,
}


@pytest.mark.parametrize("make", IMAGES.values(), ids=IMAGES.keys())
def test_an_image_of_any_codec_shows_the_right_colours(tmp_path: Path, make: Maker) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, FULL_PAGE, make(pdf))
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1)
    assert found.embedded
    assert found.pixels.shape[:2] == (HEIGHT, WIDTH)
    assert difference(found.pixels, as_seen(path)) < SAME


def test_a_page_of_text_is_drawn_at_300_dpi(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, "20 20 30 40 re f", size=(144, 72))
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1)
    assert (found.embedded, found.dpi) == (False, 300)
    assert (found.width_px, found.height_px) == (600, 300)


def test_a_page_too_large_for_300_dpi_is_drawn_coarser(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, "20 20 30 40 re f", size=(720, 720))
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1, Limits(max_page_megapixels=1))
    assert found.width_px * found.height_px <= 1_000_000
    assert found.dpi == pytest.approx(100, abs=1)


def test_a_page_that_cannot_be_drawn_legibly_is_refused(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, "20 20 30 40 re f", size=(14_000, 14_000))
        path = saved(pdf, tmp_path / "page.pdf")
    with pytest.raises(PageTooLarge):
        page_image(path, SourceKind.PDF, 1, Limits(max_page_megapixels=1))


def test_fax_pixels_become_square(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, f"{WIDTH} 0 0 {HEIGHT * 2} 0 0 cm /I Do", grey_stream(pdf), size=(WIDTH, HEIGHT * 2))
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1)
    assert (found.width_px, found.height_px, found.dpi) == (WIDTH, HEIGHT * 2, 72)


def test_a_page_where_a_pixel_is_a_point_is_taken_for_a4(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        large = image_stream(pdf, encoded(picture().resize((2480, 3508)), "JPEG"), Filter=pikepdf.Name.DCTDecode)
        large.Width, large.Height, large.BitsPerComponent, large.ColorSpace = 2480, 3508, 8, pikepdf.Name.DeviceGray
        add_page(pdf, "2480 0 0 3508 0 0 cm /I Do", large, size=(2480, 3508))
        path = saved(pdf, tmp_path / "page.pdf")
    found = page_image(path, SourceKind.PDF, 1)
    assert found.dpi == pytest.approx(300, abs=1)
    assert found.warnings == ("resolution_assumed",)


def cut_jpeg(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    data = encoded(picture("RGB").resize((800, 800)), "JPEG")
    made = image_stream(pdf, data[: len(data) // 2], BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)
    made.ColorSpace, made.Width, made.Height = pikepdf.Name.DeviceRGB, 800, 800
    return made


def jpeg_of_another_size(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    made = jpeg("RGB", "/DeviceRGB")(pdf)
    made.Width = WIDTH * 2
    return made


def cut_jpeg_2000(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    data = encoded(picture("RGB"), "JPEG2000")
    return image_stream(pdf, data[: len(data) // 2], Filter=pikepdf.Name.JPXDecode)


def short_samples(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return image_stream(pdf, b"\xff" * 100, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray)


@pytest.mark.parametrize("make", [cut_jpeg, jpeg_of_another_size, cut_jpeg_2000, short_samples])
def test_a_corrupt_page_names_its_number(tmp_path: Path, make: Maker) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, FULL_PAGE, grey_stream(pdf))
        add_page(pdf, FULL_PAGE, make(pdf))
        path = saved(pdf, tmp_path / "page.pdf")
    with pytest.raises(UnreadableScan) as refused:
        page_image(path, SourceKind.PDF, 2)
    assert refused.value.params == {"page": 2}


def test_there_is_no_page_beyond_the_last(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, FULL_PAGE, grey_stream(pdf))
        path = saved(pdf, tmp_path / "page.pdf")
    with pytest.raises(UnreadableScan):
        page_image(path, SourceKind.PDF, 2)
