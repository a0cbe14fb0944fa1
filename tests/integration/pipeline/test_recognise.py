"""Reading pages with the real recogniser."""

import cv2
import numpy as np
import pytest

from pipeline.enhance.clean_page import enhance
from pipeline.ocr_engine import EngineChoice, Layout, open_engine
from pipeline.recognise.coverage import lost_areas
from pipeline.recognise.recognition import FLATTENED, TEXT_RECOVERED, recognise
from pipeline.recognise.words import tidied
from tests.unit.pipeline.drawn import TEXT, written_page

DPI = 150
ENGINE = open_engine(EngineChoice.AUTO, "vie", None, timeout_s=60)
WANTED = {word for line in TEXT for word in line.split()}


def share_found(found) -> float:
    return len(WANTED & {word.text for word in found.words}) / len(WANTED)


@pytest.mark.parametrize(("quarters", "rotation"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_a_page_is_read_whichever_way_it_was_fed(quarters, rotation):
    page = np.ascontiguousarray(np.rot90(written_page(TEXT, dpi=DPI, skew_deg=1.2), quarters))
    found = recognise(enhance(page, DPI), ENGINE)
    assert found.frame.rotation == rotation
    assert found.frame.skew_deg == pytest.approx(1.2, abs=0.1)
    assert share_found(found) > 0.95
    first = found.words[0]
    assert first.text == "Căn"
    assert (first.box.x0, first.box.y0) == pytest.approx((DPI, DPI), abs=0.2 * DPI)


def test_a_blank_page_has_no_words_and_no_doubts():
    found = recognise(enhance(np.full((1754, 1240), 250, np.uint8), DPI), ENGINE)
    assert found.words == ()
    assert found.warnings == ()
    assert found.measures["mean_confidence"] == 0.0


def test_text_under_a_red_stamp_is_read():
    grey = written_page(TEXT, dpi=DPI)
    page = np.stack([grey, grey, grey], axis=2)
    ring = np.zeros_like(grey)
    cv2.circle(ring, (420, 270), 120, 255, 14)
    page[(ring > 0) & (grey > 128)] = (215, 45, 55)
    assert share_found(recognise(enhance(page, DPI), ENGINE)) > 0.9


def test_a_photographed_page_that_bulges_is_read_flat_and_its_words_lie_on_the_paper():
    flat = written_page(TEXT * 4, dpi=200)
    height, width = flat.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bulge = 30 * np.sin(np.pi * across / width).astype(np.float32)
    page = np.asarray(cv2.remap(flat, across, down - bulge, cv2.INTER_LINEAR, borderValue=255), dtype=np.uint8)
    found, straight = recognise(enhance(page, 200), ENGINE), recognise(enhance(flat, 200), ENGINE)
    assert FLATTENED in found.steps
    assert FLATTENED not in straight.steps
    pairs = [(one, other) for one, other in zip(found.words, straight.words, strict=True) if one.text == other.text]
    assert len(pairs) > 0.97 * len(straight.words)
    for word, level in pairs:
        middle = (word.box.x0 + word.box.x1) / 2
        assert word.box.y0 == pytest.approx(level.box.y0 + 30 * np.sin(np.pi * middle / width), abs=12)


class Forgetful:
    """An engine that overlooks the words of one stretch of the page, as layout analysis does beneath a stamp."""

    def __init__(self, top: float, bottom: float) -> None:
        self._engine, self._top, self._bottom = ENGINE, top, bottom
        self.name = self._engine.name

    def read(self, pixels, dpi, layout=Layout.PAGE):
        words = self._engine.read(pixels, dpi, layout)
        return tuple(word for word in words if not self._top < (word.box.y0 + word.box.y1) / 2 < self._bottom)

    def read_parts(self, parts, dpi, layout=Layout.BLOCK):
        return self._engine.read_parts(parts, dpi, layout)


def test_lines_that_the_layout_analysis_lost_are_read_again():
    clean = enhance(written_page(TEXT, dpi=DPI), DPI)
    top, bottom = (DPI * (1 + number * 0.32) * clean.dpi / DPI for number in (2, 3))
    found = recognise(clean, Forgetful(top, bottom))
    assert TEXT_RECOVERED in found.warnings
    assert share_found(found) > 0.95
    ordered = [word.text for word in found.words if word.text in {"1.", "2.", "3."}]
    assert ordered == ["1.", "2.", "3."]


def test_nothing_is_read_twice_on_a_page_that_was_read_whole():
    clean = enhance(written_page(TEXT, dpi=DPI), DPI)
    words = tidied(ENGINE.read(clean.pixels, clean.dpi))
    assert lost_areas(clean.pixels, clean.dpi, words) == ()


def test_the_clean_page_shows_the_frame_so_its_boxes_fit_the_archived_page():
    page = written_page(TEXT, dpi=DPI)
    found = recognise(enhance(page, DPI), ENGINE)
    for word in found.words:
        box = word.box
        assert page[round(box.y0) : round(box.y1) + 1, round(box.x0) : round(box.x1) + 1].min() < 128
