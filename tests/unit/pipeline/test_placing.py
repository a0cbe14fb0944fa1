"""The page's matrix shows what turning the pixels would show."""

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from domain.model import PageFrame
from pipeline.enhance.clean_page import straightened
from pipeline.intake.images import turned as turned_pixels
from pipeline.intake.pages import SoleImage
from pipeline.preserve.placing import IDENTITY, as_shown, by_orientation_tag, on_page, page_size

SIZE = 40


def marked() -> np.ndarray:
    """White, with a black spot nearer to the top left corner than to any other, and off the diagonal."""
    image = np.full((SIZE, SIZE), 255, np.uint8)
    image[5:8, 12:15] = 0
    return image


def spot(image: np.ndarray) -> tuple[float, float]:
    """The centre of the black spot in the unit square, y upwards."""
    rows, columns = np.nonzero(image < 128)
    return (columns.mean() + 0.5) / image.shape[1], 1 - (rows.mean() + 0.5) / image.shape[0]


@pytest.mark.parametrize("tag", range(1, 9))
def test_an_orientation_tag_turns_the_matrix_as_it_turns_the_pixels(tag):
    image = Image.fromarray(marked())
    image.getexif()[0x0112] = tag
    upright = np.asarray(ImageOps.exif_transpose(image))
    assert by_orientation_tag(tag).transform(spot(marked())) == pytest.approx(spot(upright))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "matrix",
    [
        (1, 0, 0, 1),
        (-1, 0, 0, 1),
        (1, 0, 0, -1),
        (-1, 0, 0, -1),
        (0, 1, 1, 0),
        (0, -1, 1, 0),
        (0, 1, -1, 0),
        (0, -1, -1, 0),
    ],
)
def test_a_pdf_page_turns_the_matrix_as_it_turns_the_pixels(matrix, rotation):
    with pikepdf.new() as pdf:
        sole = SoleImage(
            pdf.make_stream(b"", Width=SIZE, Height=SIZE), pikepdf.Matrix(*matrix, 0, 0), stencil=False, user_unit=1.0
        )
        pixels, _ = turned_pixels(marked(), sole, rotation)
        assert as_shown(sole, rotation).transform(spot(marked())) == pytest.approx(spot(pixels))


@given(st.sampled_from([0, 90, 180, 270]), st.floats(-15, 15))
def test_the_archived_page_is_turned_and_levelled_as_the_frame_says(rotation, skew):
    page = np.full((300, 200), 255, np.uint8)
    page[100:104, 60:64] = 0
    width, height = (300, 200) if rotation % 180 else (200, 300)
    frame = PageFrame(width, height, 72, rotation, skew)
    x, y = on_page(IDENTITY, frame).transform(spot(page))
    expected_x, expected_y = spot(straightened(page, rotation, skew))
    assert (x, y) == pytest.approx((expected_x * width, expected_y * height), abs=0.8)


def test_the_page_has_the_size_of_the_paper():
    assert page_size(PageFrame(2480, 3508, 300)) == pytest.approx((595.2, 841.92))


@given(st.sampled_from([0, 90, 180, 270]), st.floats(-15, 15), st.floats(0, 1), st.floats(0, 1))
def test_what_lies_on_the_page_is_found_again_in_the_scan(rotation, skew, x, y):
    frame = PageFrame(2480, 3508, 300, rotation, skew)
    placed = on_page(IDENTITY, frame)
    assert placed.inverse().transform(placed.transform((x, y))) == pytest.approx((x, y), abs=1e-6)
