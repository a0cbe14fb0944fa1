"""Reading pages with the real recogniser."""

import os
import time

import cv2
import numpy as np
import pytest

from domain.errors import FileOverwhelmsTools, ProgramMissing
from pipeline.coverage import lost_areas
from pipeline.enhance import enhance
from pipeline.ocr_engine import Tesseract
from pipeline.recognise import BLANK, TEXT_RECOVERED, recognise
from pipeline.words import tidied
from tests.unit.pipeline.drawn import TEXT, written_page

DPI = 150
WANTED = {word for line in TEXT for word in line.split()}


def share_found(found) -> float:
    return len(WANTED & {word.text for word in found.words}) / len(WANTED)


@pytest.mark.parametrize(("quarters", "rotation"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_a_page_is_read_whichever_way_it_was_fed(quarters, rotation):
    page = np.ascontiguousarray(np.rot90(written_page(TEXT, dpi=DPI, skew_deg=1.2), quarters))
    found = recognise(enhance(page, DPI), Tesseract())
    assert found.frame.rotation == rotation
    assert found.frame.skew_deg == pytest.approx(1.2, abs=0.1)
    assert share_found(found) > 0.95
    first = found.words[0]
    assert first.text == "Căn"
    assert (first.box.x0, first.box.y0) == pytest.approx((DPI, DPI), abs=0.2 * DPI)


def test_a_blank_page_has_no_words_and_says_so():
    found = recognise(enhance(np.full((1754, 1240), 250, np.uint8), DPI), Tesseract())
    assert found.words == ()
    assert found.warnings == (BLANK,)
    assert found.measures["mean_confidence"] == 0.0


def test_text_under_a_red_stamp_is_read():
    grey = written_page(TEXT, dpi=DPI)
    page = np.stack([grey, grey, grey], axis=2)
    ring = np.zeros_like(grey)
    cv2.circle(ring, (420, 270), 120, 255, 14)
    page[(ring > 0) & (grey > 128)] = (215, 45, 55)
    assert share_found(recognise(enhance(page, DPI), Tesseract())) > 0.9


class Forgetful:
    """An engine that overlooks the words of one stretch of the page, as layout analysis does beneath a stamp."""

    def __init__(self, top: float, bottom: float) -> None:
        self._engine, self._top, self._bottom = Tesseract(), top, bottom
        self.name = self._engine.name
        self._looks = 0

    def read(self, pixels, dpi, layout=3):
        self._looks += 1
        words = self._engine.read(pixels, dpi, layout)
        if self._looks > 1:
            return words
        return tuple(word for word in words if not self._top < (word.box.y0 + word.box.y1) / 2 < self._bottom)


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
    words = tidied(Tesseract().read(clean.pixels, clean.dpi))
    assert lost_areas(clean.pixels, clean.dpi, words) == ()


def test_equal_engines_have_equal_names_and_a_language_that_is_missing_is_named():
    assert Tesseract().name == Tesseract("vie").name != Tesseract("vie+eng").name
    with pytest.raises(ProgramMissing) as missing:
        _ = Tesseract("tlh").name
    assert missing.value.params["package"] == "tesseract-ocr-tlh"


def test_a_page_that_takes_too_long_is_refused():
    clean = enhance(written_page(dpi=DPI), DPI)
    with pytest.raises(FileOverwhelmsTools):
        Tesseract(timeout_s=0.01).read(clean.pixels, clean.dpi)


def test_what_a_killed_reader_left_in_memory_is_cleared_away(monkeypatch, tmp_path):
    monkeypatch.setattr("pipeline.tools.tesseract._MEMORY_FOLDER", tmp_path)
    for name, hours in (("sohoa-page-fresh", 0), ("sohoa-page-abandoned", 2)):
        (tmp_path / name).mkdir()
        moment = time.time() - hours * 3600
        os.utime(tmp_path / name, (moment, moment))
    clean = enhance(written_page(TEXT[:1], dpi=DPI), DPI)
    Tesseract().read(clean.pixels, clean.dpi)
    assert [folder.name for folder in tmp_path.iterdir()] == ["sohoa-page-fresh"]


def test_the_clean_page_shows_the_frame_so_its_boxes_fit_the_archived_page():
    page = written_page(TEXT, dpi=DPI)
    found = recognise(enhance(page, DPI), Tesseract())
    for word in found.words:
        box = word.box
        assert page[round(box.y0) : round(box.y1) + 1, round(box.x0) : round(box.x1) + 1].min() < 128
