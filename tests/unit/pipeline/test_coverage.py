"""Text the recogniser passed over."""

import cv2
import numpy as np

from domain.model import Box, Word
from pipeline.recognise.coverage import lost_areas
from tests.unit.pipeline.drawn import written_page


def covering(box: Box) -> Word:
    return Word("văn", box, 95.0, 0, 0)


def test_a_paragraph_no_word_covers_is_found_where_it_stands():
    page = written_page()
    words = [covering(Box(0, 0, 1654, 700)), covering(Box(0, 1100, 1654, 2338))]
    [area] = lost_areas(page, 200, words)
    assert area.y0 < 740
    assert 1020 < area.y1 < 1130
    assert page[int(area.y0) : int(area.y1), : int(area.x0)].min() == 255


def test_a_page_whose_words_cover_its_ink_has_lost_nothing():
    assert lost_areas(written_page(), 200, [covering(Box(0, 0, 1654, 2338))]) == ()


def test_rules_stamps_and_dust_are_no_text():
    page = np.full((2338, 1654), 255, np.uint8)
    cv2.line(page, (200, 500), (1400, 500), 0, 4)
    cv2.circle(page, (1000, 1500), 170, 0, 8)
    page[np.random.default_rng(3).integers(0, 2338, 300), np.random.default_rng(4).integers(0, 1654, 300)] = 0
    assert lost_areas(page, 200, []) == ()


def test_areas_come_from_top_to_bottom_and_stay_within_the_page():
    areas = lost_areas(written_page(), 200, [covering(Box(0, 900, 1654, 1000))])
    assert [area.y0 for area in areas] == sorted(area.y0 for area in areas)
    assert all(0 <= area.x0 < area.x1 <= 1654 and 0 <= area.y0 < area.y1 <= 2338 for area in areas)
