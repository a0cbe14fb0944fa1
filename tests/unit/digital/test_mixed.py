"""A page's own text, completed by recognition."""

from dataclasses import replace

import numpy as np
import pytest

from domain.model import Box, PageFrame, PageReading, Word
from pipeline.digital.mixed import completed
from pipeline.enhance.clean_page import straightened

SHOWN = PageFrame(600, 800, 300.0)


def word(text: str, box: Box, line: int = 0) -> Word:
    return Word(text, box, 90.0, line, 0)


def reading(*words: Word, frame: PageFrame = SHOWN, engine: str = "tesseract") -> PageReading:
    return PageReading(1, frame, words, engine)


def test_what_was_recognised_where_the_page_has_text_is_left_out():
    own = reading(word("Điều", Box(100, 100, 160, 130)), engine="pdf text")
    found = reading(word("Dieu", Box(102, 99, 161, 131)), word("Bản", Box(100, 400, 150, 430), 1))
    result = completed(own, found)
    assert [(word.text, word.line, word.block) for word in result.words] == [("Điều", 0, 0), ("Bản", 2, 1)]
    assert result.engine == "pdf text, tesseract"


def test_a_long_recognised_word_over_two_short_ones_is_left_out():
    own = reading(word("Ủy", Box(100, 100, 130, 130)), word("ban", Box(135, 100, 180, 130)))
    assert len(completed(own, reading(word("Uyban", Box(100, 100, 180, 130)))).words) == 2


def test_the_warnings_of_both_are_kept():
    own = replace(reading(), warnings=("writing_beside_text", "converted_from_vni"))
    found = replace(reading(), warnings=("low_confidence", "converted_from_vni"))
    assert completed(own, found).warnings == ("writing_beside_text", "converted_from_vni", "low_confidence")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew_deg", [0.0, 3.0, -2.0])
def test_words_follow_the_page_as_it_is_turned_and_levelled(rotation, skew_deg):
    box = Box(420, 120, 440, 135)
    page = np.full((SHOWN.height_px, SHOWN.width_px), 255, dtype=np.uint8)
    page[120:135, 420:440] = 0
    turned = straightened(page, rotation, skew_deg)
    frame = PageFrame(turned.shape[1], turned.shape[0], 300.0, rotation, skew_deg)
    (carried,) = completed(reading(word("x", box)), reading(frame=frame)).words
    rows, columns = np.nonzero(turned < 128)
    assert (carried.box.x0 + carried.box.x1) / 2 == pytest.approx(columns.mean(), abs=1.5)
    assert (carried.box.y0 + carried.box.y1) / 2 == pytest.approx(rows.mean(), abs=1.5)
