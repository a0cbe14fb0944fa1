"""Parts of a page that are read once more, with the real recogniser."""

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from domain.model import Word
from pipeline.enhance.clean_page import enhance
from pipeline.ocr_engine import EngineChoice, open_engine
from pipeline.recognise.recognition import recognise
from pipeline.recognise.second_look import second_look
from pipeline.recognise.tables import ruled_tables
from pipeline.recognise.words import tidied
from tests.unit.pipeline.drawn import FONT

ENGINE = open_engine(EngineChoice.AUTO, "vie", None, timeout_s=60)
CELLS = (
    ("STT", "Trích yếu nội dung", "Số tờ"),
    ("1", "Hồ sơ giao đất ở cho\nhộ ông Bùi Ngọc Trường", "118"),
    ("2", "Hồ sơ cấp giấy chứng\nnhận cho Trần Kim Thắng", "41"),
)


def page_with_a_table():
    page = Image.new("L", (1654, 2338), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 36)
    for row, cells in enumerate(CELLS):
        for cell, (left, right) in zip(cells, ((200, 300), (300, 900), (900, 1100)), strict=True):
            draw.rectangle((left, 400 + 120 * row, right, 520 + 120 * row), outline=0, width=2)
            draw.multiline_text((left + 12, 410 + 120 * row), cell, font=font, fill=0, spacing=8)
    return np.asarray(page)


def texts_by_line(words):
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [" ".join(word.text for word in line) for line in lines.values()]


def test_a_table_is_read_cell_by_cell():
    found = recognise(enhance(page_with_a_table(), 200), ENGINE)
    wanted = [line for row in CELLS for cell in row for line in cell.split("\n")]
    assert texts_by_line(found.words) == wanted


def test_a_cell_that_was_read_badly_is_read_again_and_the_others_stay_as_they_are():
    clean = enhance(page_with_a_table(), 200)
    tables = ruled_tables(clean.pixels, clean.dpi)
    read = tidied(ENGINE.read(clean.pixels, clean.dpi))
    cell = tables[0].cells[4]
    garbled = [
        replace(word, text="xx", confidence=30.0) if cell.y0 < word.box.y0 < cell.y1 - 20 else word for word in read
    ]
    look = second_look(clean, garbled, tables, ENGINE)
    assert look.reread >= 1
    assert sorted(word.text for word in look.words) == sorted(word.text for word in read)
    assert second_look(clean, read, tables, ENGINE).reread == 0


def test_a_drawing_costs_no_second_look():
    drawing = np.full((2338, 1654), 255, np.uint8)
    for number in range(40):
        cv2.circle(drawing, (100 + 37 * number, 200 + 51 * number), 9, 0, 2)
    clean = enhance(drawing, 200)
    assert second_look(clean, (), (), ENGINE).words == ()
