"""Pixels of Pillow's images, and the shorter way for plain JPEGs."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pipeline.intake.colour import as_pixels
from tests.unit.pipeline.drawn import TEXT, written_page


def jpeg(mode: str, **options) -> bytes:
    grey = Image.fromarray(written_page(TEXT, dpi=100))
    coloured = Image.merge("RGB", (grey, grey.rotate(180), grey.transpose(Image.Transpose.FLIP_TOP_BOTTOM)))
    file = BytesIO()
    coloured.convert(mode).save(file, "JPEG", **options)
    return file.getvalue()


def unpacked_by_pillow(content: bytes) -> np.ndarray:
    image = Image.open(BytesIO(content))
    image.load()
    return np.asarray(image)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    "options",
    [{}, {"progressive": True}, {"subsampling": 0}, {"keep_rgb": True}, {"restart_marker_blocks": 7}, {"quality": 30}],
    ids=str,
)
def test_a_jpeg_has_the_pixels_that_pillow_sees_in_it(mode, options):
    content = jpeg(mode, **options)
    assert np.array_equal(as_pixels(Image.open(BytesIO(content))), unpacked_by_pillow(content))


def test_the_orientation_tag_is_left_to_the_caller():
    exif = Image.Exif()
    exif[0x0112] = 6
    content = jpeg("RGB", exif=exif)
    assert np.array_equal(as_pixels(Image.open(BytesIO(content))), unpacked_by_pillow(content))


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_jpeg_that_is_cut_off_is_an_error(kept):
    content = jpeg("RGB")
    with pytest.raises(OSError, match="truncated"):
        as_pixels(Image.open(BytesIO(content[: int(kept * len(content))])))


def test_cmyk_and_deep_grey_become_what_is_seen():
    assert as_pixels(Image.open(BytesIO(jpeg("CMYK")))).shape[2] == 3
    deep = Image.fromarray(np.full((4, 4), 0xFFFF, np.uint16))
    assert as_pixels(deep).tolist() == [[255] * 4] * 4
