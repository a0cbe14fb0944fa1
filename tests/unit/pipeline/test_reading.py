"""A page's reading as stored bytes and as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnexpectedFailure
from domain.model import Box, DossierMark, HandwrittenKind, HandwrittenPart, PageFrame, PageReading, Word
from pipeline.reading import plain_text, reading_from_json, reading_to_json

tenths = st.integers(0, 50_000).map(lambda number: number / 10)
words = st.builds(
    Word,
    st.text(min_size=1, max_size=12),
    st.builds(Box, tenths, tenths, tenths, tenths),
    st.integers(0, 1000).map(lambda number: number / 10),
    st.integers(0, 500),
    st.integers(0, 90),
    st.none() | tenths,
)
frames = st.builds(
    PageFrame,
    st.integers(1, 40_000),
    st.integers(1, 40_000),
    st.floats(50, 2400),
    st.sampled_from([0, 90, 180, 270]),
    tenths,
)
readings = st.builds(
    PageReading,
    st.integers(1, 5000),
    frames,
    st.lists(words, max_size=20).map(tuple),
    st.text(max_size=30),
    st.dictionaries(st.text("abc_", max_size=8), tenths, max_size=3),
    st.lists(st.text("abc_", max_size=8), max_size=3).map(tuple),
    st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
)

STORED_BEFORE_BASELINES = (
    b'{"number":1,"engine":"tesseract 5.3.0 vie","frame":[2480,3508,300.0,0,0.35],"measures":{"ink_share":0.04},'
    b'"warnings":["low_confidence"],"words":[["S\xe1\xbb\x9f",10.0,20.5,60.0,50.0,93.1,0,0]]}'
)
SHORT_ROW = STORED_BEFORE_BASELINES.replace(b",0,0]]", b",0]]")


@given(readings)
def test_a_stored_reading_comes_back_as_it_was_and_is_stored_alike(reading):
    stored = reading_to_json(reading)
    assert reading_from_json(stored) == reading
    assert reading_to_json(reading_from_json(stored)) == stored


def test_what_was_stored_before_baselines_and_likeness_were_known_still_loads_and_is_stored_alike():
    reading = reading_from_json(STORED_BEFORE_BASELINES)
    assert reading.words == (Word("Sở", Box(10, 20.5, 60, 50), 93.1, 0, 0),)
    assert reading.likeness is None
    assert reading_to_json(reading) == STORED_BEFORE_BASELINES


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"number": 1}', b'{"frame": 5}', SHORT_ROW])
def test_bytes_that_are_no_reading_are_a_fault_of_the_program(content):
    with pytest.raises(UnexpectedFailure):
        reading_from_json(content)


def test_lines_are_lines_and_blocks_stand_apart():
    texts = [("QUYẾT", 0, 0), ("ĐỊNH", 0, 0), ("Về", 1, 0), ("việc", 1, 0), ("Điều", 2, 1)]
    found = tuple(Word(text, Box(0, 0, 1, 1), 90.0, line, block) for text, line, block in texts)
    assert plain_text(PageReading(1, PageFrame(10, 10, 200), found, "test")) == "QUYẾT ĐỊNH\nVề việc\n\nĐiều\n"
    assert plain_text(PageReading(1, PageFrame(10, 10, 200), (), "test")) == ""


def test_what_bar_codes_say_of_the_dossier_is_kept():
    mark = DossierMark("H27.058-261009-0009", Box(1.0, 2.0, 30.0, 40.5), 0.99, "1.013978", ("000.00.00.H27",))
    reading = PageReading(1, PageFrame(100, 200, 300.0), (), "engine", marks=(mark,))
    assert reading_from_json(reading_to_json(reading)).marks == (mark,)


def test_the_gaps_that_were_filled_in_by_hand_are_kept_with_every_guess():
    parts = (
        HandwrittenPart(HandwrittenKind.NUMBER, Box(10.0, 20.5, 90.0, 60.0), (("5066", 0.8125), ("506", 0.1))),
        HandwrittenPart(HandwrittenKind.DAY, Box(110.0, 20.5, 140.0, 60.0), ()),
    )
    reading = PageReading(1, PageFrame(100, 200, 300.0), (), "engine", handwriting=parts)
    assert reading_from_json(reading_to_json(reading)).handwriting == parts
    assert b"handwriting" not in reading_to_json(PageReading(1, PageFrame(100, 200, 300.0), (), "engine"))


def test_what_was_done_to_a_page_is_kept_in_order():
    reading = PageReading(1, PageFrame(100, 200, 300.0), (), "engine", steps=("turned", "deskewed"))
    assert reading_from_json(reading_to_json(reading)).steps == ("turned", "deskewed")
