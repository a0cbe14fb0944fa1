"""Heavy scans made light: what may be lost, and what never."""

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.preserve.ink import ink_of
from pipeline.preserve.mrc import in_layers
from pipeline.preserve.recompress import is_heavy, recompressed
from pipeline.preserve.similarity import halved, seen, structural_similarity
from tests.unit.pipeline.drawn import written_page

RED, BLUE = (215, 60, 70), (50, 60, 150)


def stamped(dpi: int = 300, *, grain: float = 0.0, paper: int = 238) -> np.ndarray:
    """A colour page with text, a stamp's two thin rims, and a signature across them."""
    grey = written_page(dpi=dpi).astype(np.float32) / 255 * (paper - 40) + 40
    page = np.stack([grey] * 3, axis=2)
    centre = (int(5.5 * dpi), int(9 * dpi))
    for radius in (0.7, 0.62):
        cv2.circle(page, centre, int(radius * dpi), RED, max(2, dpi // 120), cv2.LINE_AA)
    stroke = np.array([[4.6, 9.4], [5.2, 8.6], [5.5, 9.4], [6.2, 8.7], [6.9, 9.1]]) * dpi
    cv2.polylines(page, [stroke.astype(np.int32)], False, BLUE, max(2, dpi // 100), cv2.LINE_AA)
    if grain:
        page += np.random.default_rng(7).normal(0, grain, page.shape)
    return np.clip(page, 0, 255).astype(np.uint8)


def opened(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(jpeg)))


def similarity(one: np.ndarray, other: np.ndarray, dpi: float) -> np.ndarray:
    """SSIM at 100 dpi of two pages in colour; ``dpi`` is that of the first."""
    size = round(one.shape[1] * 100 / dpi), round(one.shape[0] * 100 / dpi)
    before, after = (
        cv2.resize(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA) for page in (one, other)
    )
    return structural_similarity(before, after)


def test_equal_pictures_are_alike_and_unequal_ones_are_not():
    page = written_page(dpi=100)
    assert structural_similarity(page, page).min() == pytest.approx(1.0)
    assert structural_similarity(page, np.roll(page, 3, axis=1)).mean() < 0.9


@pytest.mark.parametrize("dpi", [100, 130, 170, 250])
def test_a_page_is_seen_at_100_dpi_as_its_areas_are_on_average(dpi):
    page = stamped(dpi)
    found = seen(page, dpi)
    assert found.shape[:2] == pytest.approx((page.shape[0] * 100 / dpi, page.shape[1] * 100 / dpi), abs=1)
    averages = cv2.resize(page, found.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(found.astype(int) - averages).mean() < 2.0


def test_halves_are_means_of_four():
    page = np.array([[0, 4, 9], [8, 12, 9], [7, 7, 7]], np.uint8)
    assert halved(page).tolist() == [[6]]


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (5, 2, 3)])
def test_a_sliver_of_a_page_is_no_trouble(shape):
    made = recompressed(np.full(shape, 200, np.uint8), 600)
    assert made is not None
    assert opened(made.jpeg).shape == (made.height_px, made.width_px, *shape[2:])


def test_a_clean_page_looks_the_same_and_takes_less_room():
    page = stamped()
    made = recompressed(page, 300)
    assert made is not None
    assert not made.smoothed
    assert similarity(page, opened(made.jpeg), 300).mean() > 0.98
    assert not is_heavy(len(made.jpeg), made.width_px, made.height_px, 250)


def test_grain_goes_and_what_is_written_stays():
    page = stamped(grain=6.0)
    original = BytesIO()
    Image.fromarray(page).save(original, "JPEG", quality=75)
    made = recompressed(page, 300)
    assert made is not None
    assert made.smoothed
    assert len(made.jpeg) < 0.35 * len(original.getvalue())
    ink = cv2.resize(ink_of(page, 300), seen(page[:, :, 0], 300).shape[::-1], interpolation=cv2.INTER_AREA) > 0
    assert similarity(page, opened(made.jpeg), 300)[ink].mean() > 0.98


@pytest.mark.parametrize(("dpi", "least"), [(200, 200), (240, 240), (300, 200), (600, 200)])
def test_resolution_never_falls_below_200(dpi, least):
    made = recompressed(stamped(dpi), dpi)
    assert made is not None
    assert made.width_px / 8.27 >= least - 1


def test_colour_is_kept():
    made = recompressed(stamped(), 300)
    assert made is not None
    page = opened(made.jpeg).astype(int)
    assert int((page[:, :, 0] - page[:, :, 1] > 80).sum()) > 1000
    assert int((page[:, :, 2] - page[:, :, 0] > 50).sum()) > 1000


def test_a_grey_page_stays_grey():
    made = recompressed(written_page(dpi=300), 300)
    assert made is not None
    assert opened(made.jpeg).ndim == 2


def test_what_cannot_be_made_alike_is_left_alone():
    texture = np.random.default_rng(3).normal(128, 11, (1170, 830))
    assert recompressed(np.clip(texture, 0, 255).astype(np.uint8), 100) is None


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("grain", [0.0, 5.0])
def test_no_stroke_of_stamp_or_signature_is_cut_from_the_layers(dpi, grain):
    page = stamped(dpi, grain=grain)
    layers = in_layers(page, dpi)
    drawn = stamped(250 if dpi > 250 else dpi)
    coloured = (drawn.max(axis=2).astype(int) - drawn.min(axis=2)) > 60
    shape = cv2.dilate(255 - layers.shape, np.ones((3, 3), np.uint8))[: drawn.shape[0], : drawn.shape[1]]
    coloured = coloured[: shape.shape[0], : shape.shape[1]]
    assert (shape[coloured] > 0).mean() > 0.995


def test_the_layers_know_the_colours_of_ink_and_paper():
    page = stamped(paper=225)
    layers = in_layers(page, 300)
    paper, ink = opened(layers.paper).astype(int), opened(layers.ink).astype(int)
    assert np.abs(np.median(paper, axis=(0, 1)) - 225).max() < 4
    assert (ink[:, :, 0] - ink[:, :, 1] > 60).any()
    assert (ink[:, :, 2] - ink[:, :, 0] > 40).any()


def test_blank_paper_has_no_ink():
    assert not ink_of(np.full((800, 600), 240, np.uint8), 100).any()


def test_pale_ink_counts_beside_black():
    page = np.full((900, 900), 235, np.uint8)
    cv2.line(page, (100, 300), (800, 300), 20, 5)
    cv2.line(page, (100, 500), (800, 500), 185, 4)
    found = ink_of(page, 300)
    assert found[500, 450] == found[300, 450] == 255
    assert found[400, 450] == 0
