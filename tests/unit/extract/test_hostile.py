"""No page raises, hangs or gives a field outside its bounds, whatever a recogniser made of it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Box, PageFrame, PageReading, Word
from pipeline.extract import extract
from tests.unit.extract.typeset import HEIGHT, WIDTH, decision, page

_PAPER = """
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: 12/QĐ-UBND ngày 15 tháng 6 năm 2025 UBND TỈNH
    QUYẾT ĐỊNH V/v Kính gửi: Nơi nhận: KT. CHỦ TỊCH Nguyễn Văn Hải H27.10-261122-0001 1.013978
"""
_PHRASES = (*_PAPER.split(), "", " ", "\u0301", "İ", "\uffff")
_NUMBER = st.floats(-1e4, 1e4, allow_nan=False)
_BOX = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), _NUMBER, _NUMBER, st.floats(0, 500), st.floats(0, 200))
_WORD = st.builds(
    Word,
    st.sampled_from(_PHRASES) | st.text(max_size=12),
    _BOX,
    st.floats(-10, 110),
    st.integers(0, 12),
    st.integers(0, 5),
)


def _reading(number: int, words: list[Word]) -> PageReading:
    return PageReading(number, PageFrame(WIDTH, HEIGHT, 200.0), tuple(words), "hostile")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_WORD, max_size=40), max_size=3))
def test_any_words_anywhere_give_fields_within_bounds(pages: list[list[Word]]) -> None:
    found = extract([_reading(number, words) for number, words in enumerate(pages, start=1)])

    assert len({field.name for field in found}) == len(found)
    assert all(0.0 <= field.confidence <= 1.0 and field.value for field in found)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(page(*decision()).words))), st.data())
def test_a_document_with_words_lost_still_gives_well_formed_fields(order: list[int], data: st.DataObject) -> None:
    words = page(*decision()).words
    kept = data.draw(st.integers(0, len(words)))

    for field in extract([_reading(1, [words[index] for index in order[:kept]])]):
        assert 0.0 <= field.confidence <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        *("1/" * 20_000, "A-" * 20_000, "S" * 60_000, "Số: " + " /" * 20_000, "..." * 20_000, "H22." * 10_000),
        *("ngày " * 20_000, "ngay thang nam 20" * 5_000, "V/v " * 10_000, "CỘNG HÒA XÃ HỘI " * 2_000),
        *("Nơi nhận: " * 5_000, "KT. " * 10_000),
    ],
)
def test_a_hostile_line_is_read_in_no_time(text: str) -> None:
    box = Box(100.0, 100.0, 1500.0, 130.0)
    one_word = _reading(1, [Word(text, box, 96.0, 0, 0)])
    in_words = _reading(1, [Word(part, box, 96.0, 0, 0) for part in text.split()])
    started = time.perf_counter()

    for reading in (one_word, in_words):
        extract([_reading(1, [*page(*decision()).words, *reading.words])])
        extract([reading])

    assert time.perf_counter() - started < 8.0


def test_a_page_of_fifty_thousand_specks_is_read_in_no_time() -> None:
    words = [
        Word("a1", Box(x, y, x + 2, y + 2), 50.0, x * 2000 + y, 0) for x in range(0, 1600, 8) for y in range(0, 2000, 8)
    ]
    started = time.perf_counter()

    extract([_reading(1, words)])

    assert time.perf_counter() - started < 10.0
