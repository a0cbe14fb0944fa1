"""One contract for both ways to tesseract."""

import os
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from domain.errors import FileOverwhelmsTools, ProgramFailed, ProgramMissing
from pipeline.enhance.clean_page import enhance
from pipeline.ocr_engine import EngineChoice, Layout, open_engine, warm_engine
from pipeline.ocr_engine.command import TesseractCommand
from pipeline.ocr_engine.hocr import words_of
from pipeline.ocr_engine.in_tiles import InTiles
from pipeline.ocr_engine.models import model_folder
from pipeline.tools.child import in_child
from tests.unit.pipeline.drawn import TEXT, written_page

DPI = 150
ENGINES = [EngineChoice.LIBRARY, EngineChoice.COMMAND]


def opened(choice: EngineChoice, language: str = "vie", models: Path | None = None):
    if choice is EngineChoice.LIBRARY:
        pytest.importorskip("tesserocr", reason="there is no wheel of tesserocr for this platform")
    return open_engine(choice, language, models, timeout_s=60)


@pytest.fixture(scope="module")
def page():
    clean = enhance(written_page(TEXT, dpi=DPI), DPI)
    return clean.pixels, clean.dpi


@pytest.mark.parametrize("choice", ENGINES)
def test_words_come_with_boxes_on_their_ink_and_baselines_beneath_them(choice, page):
    pixels, dpi = page
    words = opened(choice).read(pixels, dpi)
    wanted = {word for line in TEXT for word in line.split()}
    assert len(wanted & {word.text for word in words}) > 0.95 * len(wanted)
    for word in words:
        box = word.box
        ink = pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
        assert ink.min() < 128
        assert word.baseline is not None
        assert box.y0 < word.baseline <= box.y1 + 0.05 * dpi
        assert 0 <= word.confidence <= 100
    assert len({word.line for word in words}) == len(TEXT)


@pytest.mark.parametrize("choice", ENGINES)
def test_a_page_without_ink_has_no_words(choice):
    assert opened(choice).read(np.full((800, 600), 255, np.uint8), 200) == ()


@pytest.mark.parametrize("choice", ENGINES)
def test_one_line_alone_is_read_as_a_line(choice, page):
    pixels, dpi = page
    first = opened(choice).read(pixels, dpi)
    boxes = [word.box for word in first if word.line == 0]
    top, bottom = int(min(box.y0 for box in boxes)) - 8, int(max(box.y1 for box in boxes)) + 8
    line = np.ascontiguousarray(pixels[top:bottom])
    alone = opened(choice).read(line, dpi, Layout.LINE)
    assert {word.line for word in alone} == {0}
    wanted = set(TEXT[0].split())
    assert len(wanted & {word.text for word in alone}) >= 0.85 * len(wanted)


@pytest.mark.parametrize("choice", ENGINES)
def test_parts_are_read_as_each_would_be_alone(choice, page):
    pixels, dpi = page
    middle = int(np.flatnonzero((pixels < 128).any(axis=1)).mean())
    parts = [pixels[:middle], np.full((300, 200), 255, np.uint8), np.ascontiguousarray(pixels[middle:, 50:])]
    engine = opened(choice)
    read = engine.read_parts(parts, dpi, Layout.BLOCK)
    assert read == [engine.read(part, dpi, Layout.BLOCK) for part in parts]
    assert [bool(words) for words in read] == [True, False, True]
    assert engine.read_parts([], dpi) == []


@pytest.mark.parametrize("choice", ENGINES)
def test_equal_engines_have_equal_names_and_a_language_that_is_missing_is_named(choice):
    assert opened(choice).name == opened(choice).name != opened(choice, "vie+eng").name
    with pytest.raises(ProgramMissing) as missing:
        _ = opened(choice, "tlh").name
    assert missing.value.params["package"] == "tesseract-ocr-tlh"


@pytest.mark.parametrize("choice", ENGINES)
def test_another_folder_of_models_is_another_engine(choice, page, tmp_path):
    (tmp_path / "vie.traineddata").symlink_to(model_folder() / "eng.traineddata")
    other = opened(choice, models=tmp_path)
    assert other.name != opened(choice).name
    assert "tháng" not in {word.text for word in other.read(*page)}


@pytest.mark.parametrize("choice", ENGINES)
def test_a_broken_model_is_a_fault_of_the_machine(choice, page, tmp_path):
    (tmp_path / "vie.traineddata").write_bytes(b"no model")
    with pytest.raises(ProgramFailed):
        opened(choice, models=tmp_path).read(*page)


def loaded_models() -> int:
    """How many models this process holds, loaded or inherited."""
    from pipeline.ocr_engine.library import _loaded

    return _loaded.cache_info().currsize


def test_children_inherit_the_model_that_was_loaded_once_for_all(tmp_path):
    opened(EngineChoice.LIBRARY)
    # A folder that no test before this one had anything loaded from.
    (tmp_path / "vie.traineddata").symlink_to(model_folder() / "vie.traineddata")
    warm = partial(warm_engine, EngineChoice.LIBRARY, "vie", tmp_path)
    before = in_child(loaded_models, timeout_s=20, memory_mb=0)
    assert in_child(loaded_models, timeout_s=20, memory_mb=0, warm=warm) == before + 1
    assert in_child(loaded_models, timeout_s=20, memory_mb=0) == before + 1


def test_a_model_that_cannot_be_loaded_beforehand_costs_no_more_than_time():
    warm = partial(warm_engine, EngineChoice.AUTO, "tlh", None)
    assert in_child(abs, -3, timeout_s=20, memory_mb=0, warm=warm) == 3


def test_an_image_that_takes_the_program_too_long_is_refused(page):
    with pytest.raises(FileOverwhelmsTools):
        TesseractCommand("vie", None, timeout_s=0.01).read(*page)


def test_what_a_killed_reader_left_in_memory_is_cleared_away(monkeypatch, tmp_path, page):
    monkeypatch.setattr("pipeline.ocr_engine.command._MEMORY_FOLDER", tmp_path)
    for name, hours in (("sohoa-page-fresh", 0), ("sohoa-page-abandoned", 2)):
        (tmp_path / name).mkdir()
        moment = time.time() - hours * 3600
        os.utime(tmp_path / name, (moment, moment))
    opened(EngineChoice.COMMAND).read(*page)
    assert [folder.name for folder in tmp_path.iterdir()] == ["sohoa-page-fresh"]


def test_a_drawing_of_a1_is_read_in_every_corner_and_each_line_once():
    dpi = 100
    sheet = np.full((33 * dpi, 23 * dpi), 255, np.uint8)
    height, width = sheet.shape
    part = written_page(TEXT[:2], dpi=dpi)[60:260, 60:]
    for top, left in ((20, 20), (height - 220, 20), (20, width - part.shape[1]), (height // 2 - 100, width // 2 - 300)):
        sheet[top : top + part.shape[0], left : left + part.shape[1]] = part
    clean = enhance(sheet, dpi)
    words = InTiles(opened(EngineChoice.AUTO)).read(clean.pixels, clean.dpi)
    found = [word.text for word in words]
    for word in ("Căn", "quyền", "phương"):
        assert found.count(word) == 4 * " ".join(TEXT[:2]).split().count(word)


def test_lines_that_run_up_the_page_have_no_baseline():
    hocr = (
        "<div class='ocr_page'><div class='ocr_carea'><span class='ocr_line' "
        "title='bbox 0 0 20 90; textangle 90; x_size 20'>"
        "<span class='ocrx_word' title='bbox 0 0 20 90; x_wconf 91'>S&amp;T</span></span></div></div>"
    )
    ((word,),) = words_of(hocr)
    assert (word.text, word.confidence, word.baseline) == ("S&T", 91.0, None)
