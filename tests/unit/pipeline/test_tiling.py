"""Large sheets in tiles: nothing is lost, nothing is read twice, no word is cut."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Box, Word
from pipeline.ocr_engine.tiling import OVERLAP_IN, TileReading, merged, tiles

DPI = 10.0
"""Coarse, so that an A0 sheet is a small grid of whole pixels."""
OVERLAP = int(OVERLAP_IN * DPI)


def inside(tile: Box, word: Word) -> Word | None:
    """What a tile shows of a word: all, a part, or nothing. In pixels of the tile."""
    box = word.box
    part = Box(max(box.x0, tile.x0), max(box.y0, tile.y0), min(box.x1, tile.x1), min(box.y1, tile.y1))
    if part.width <= 0 or part.height <= 0:
        return None
    whole = part == box
    moved = Box(part.x0 - tile.x0, part.y0 - tile.y0, part.x1 - tile.x0, part.y1 - tile.y0)
    return replace(word, text=word.text if whole else "cut", box=moved)


def read(words: list[Word], width: int, height: int) -> list[TileReading]:
    cut = tiles(width, height, DPI)
    return [TileReading(tile, tuple(part for word in words if (part := inside(tile, word)))) for tile in cut]


sheets = st.tuples(st.integers(1, 1200), st.integers(1, 1200))


@st.composite
def printed_sheets(draw: st.DrawFn) -> tuple[int, int, list[Word]]:
    """A sheet with one word in each cell of a loose grid: words never touch."""
    width, height = draw(sheets)
    words = []
    for row in range(height // (OVERLAP + 2)):
        for column in range(width // (OVERLAP + 2)):
            if draw(st.booleans()):
                wide, tall = draw(st.integers(1, OVERLAP)), draw(st.integers(1, OVERLAP))
                x, y = column * (OVERLAP + 2), row * (OVERLAP + 2)
                words.append(Word(f"{row}.{column}", Box(x, y, x + wide, y + tall), 90.0, row, 0))
    return width, height, words


@given(sheets)
def test_tiles_cover_the_page_overlap_and_are_no_larger_than_a3(sheet):
    width, height = sheet
    cut = tiles(width, height, DPI)
    assert min(tile.x0 for tile in cut) == min(tile.y0 for tile in cut) == 0
    assert (max(tile.x1 for tile in cut), max(tile.y1 for tile in cut)) == sheet
    assert all(max(tile.width, tile.height) <= 17.5 * DPI for tile in cut)
    for start, end in (("x0", "x1"), ("y0", "y1")):
        places = sorted({(getattr(tile, start), getattr(tile, end)) for tile in cut})
        assert all(before[1] - after[0] >= OVERLAP for before, after in pairwise(places))


@settings(max_examples=40, deadline=None)
@given(printed_sheets())
def test_every_word_comes_out_once_and_whole(sheet):
    width, height, words = sheet
    found = merged(read(words, width, height), width, height)
    assert sorted((word.text, word.box.x0, word.box.y0, word.box.x1, word.box.y1) for word in found) == sorted(
        (word.text, word.box.x0, word.box.y0, word.box.x1, word.box.y1) for word in words
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(200, 1000))
def test_a_line_that_runs_through_all_tiles_stays_one_line_in_order(width):
    line = [Word(str(x), Box(x, 50, x + 6, 58), 90.0, 0, 0) for x in range(0, width - 8, 8)]
    found = merged(read(line, width, 100), width, 100)
    assert [word.text for word in found] == [word.text for word in line]
    assert {(word.line, word.block) for word in found} == {(0, 0)}


def test_a_page_up_to_a3_is_not_cut():
    assert tiles(4961, 3508, 300) == (Box(0, 0, 4961, 3508),)


def test_an_a0_drawing_at_300_dpi_is_read_in_pieces_of_an_a3_sheet():
    cut = tiles(9933, 14043, 300)
    assert len(cut) == 2 * 3
    assert all(tile.width * tile.height <= 28_000_000 for tile in cut)


def test_baselines_move_with_their_words():
    word = Word("x", Box(300, 300, 310, 310), 90.0, 0, 0, baseline=308.0)
    (found,) = merged(read([replace(word, baseline=None)], 400, 400), 400, 400)
    assert found.box == word.box
    tile = Box(235, 235, 400, 400)
    (moved,) = merged([TileReading(tile, (replace(word, box=Box(65, 65, 75, 75), baseline=73.0),))], 400, 400)
    assert (moved.box, moved.baseline) == (word.box, 308.0)
