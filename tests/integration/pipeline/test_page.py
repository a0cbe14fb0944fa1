"""A page read as a whole: words, quality, what was done and what is doubtful."""

from io import BytesIO

import numpy as np
import pytest
import segno
from PIL import Image

from pipeline.limits import Limits
from pipeline.page import NOT_READ, read_page, read_words, unread_page
from pipeline.reading_settings import ReadingSettings
from tests.unit.pipeline.drawn import TEXT, written_page

SETTINGS, LIMITS = ReadingSettings(), Limits()


def scan(path, page, dpi):
    Image.fromarray(page).save(path, dpi=(dpi, dpi))
    return path


def test_a_good_page_has_words_measures_and_no_doubts(tmp_path):
    reading = read_words(scan(tmp_path / "a.png", written_page(dpi=200), 200), "image/png", 1, SETTINGS, LIMITS).reading
    assert len(reading.words) > 100
    assert reading.warnings == ()
    assert reading.measures["resolution"] == pytest.approx(200, abs=1)
    assert {"mean_confidence", "contrast", "skew", "ink_cover"} <= set(reading.measures)
    assert reading.likeness is not None
    assert all(word.baseline is not None for word in reading.words)


def test_what_is_wrong_with_a_page_is_named_and_what_was_done_is_kept(tmp_path):
    page = written_page(dpi=100, skew_deg=3.0)
    reading = read_words(scan(tmp_path / "a.png", page, 100), "image/png", 1, SETTINGS, LIMITS).reading
    assert "low_resolution" in reading.warnings
    assert "deskewed" in reading.steps
    assert reading.frame.skew_deg == pytest.approx(3.0, abs=0.2)


def test_a_blank_page_says_so_and_a_stamped_one_is_not_blank(tmp_path):
    empty = np.full((2339, 1653, 3), 250, np.uint8)
    stamped = empty.copy()
    y, x = np.ogrid[:2339, :1653]
    ring = np.hypot(y - 800, x - 1100)
    stamped[(ring > 120) & (ring < 132)] = (215, 45, 55)
    warnings = [
        read_words(scan(tmp_path / name, page, 200), "image/png", 1, SETTINGS, LIMITS).reading.warnings
        for name, page in (("empty.png", empty), ("stamped.png", stamped))
    ]
    assert ["blank" in found for found in warnings] == [True, False]


def test_the_preview_shows_the_archived_frame(tmp_path):
    page = np.rot90(written_page(TEXT * 3, dpi=150), 1)
    read = read_page(scan(tmp_path / "a.png", page, 150), "image/png", 1, SETTINGS, LIMITS)
    (tmp_path / "p.jpg").write_bytes(read.preview)
    with Image.open(tmp_path / "p.jpg") as preview:
        assert preview.height > preview.width
    assert read.reading.frame.height_px > read.reading.frame.width_px


def test_a_page_that_is_not_to_be_read_keeps_its_frame(tmp_path):
    reading = unread_page(scan(tmp_path / "a.png", written_page(dpi=150), 150), "image/png", 1, SETTINGS, LIMITS)
    assert (reading.engine, reading.words) == (NOT_READ, ())
    assert (reading.frame.width_px, reading.frame.height_px) == (1240, 1754)
    assert reading.frame.dpi == pytest.approx(150, abs=0.1)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_qr_code_of_a_one_stop_system_is_read_where_it_stands(tmp_path, quarters):
    page = written_page(TEXT * 3, dpi=200)
    code = np.asarray(Image.open(BytesIO(drawn_code("H27.058-261009-0009"))).convert("L"))
    page[2000 : 2000 + code.shape[0], 300 : 300 + code.shape[1]] = code
    turned = np.ascontiguousarray(np.rot90(page, quarters))
    (mark,) = read_words(scan(tmp_path / "a.png", turned, 200), "image/png", 1, SETTINGS, LIMITS).reading.marks
    assert mark.dossier_code == "H27.058-261009-0009"
    assert mark.box.x0 == pytest.approx(300, abs=40)
    assert mark.box.y0 == pytest.approx(2000, abs=40)


def drawn_code(text: str) -> bytes:
    picture = BytesIO()
    segno.make_qr(text).save(picture, kind="png", scale=6)
    return picture.getvalue()
