"""No page raises, hangs or gives a field outside its bounds, whatever a recogniser made of it."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.amounts import amount_from_words
from domain.dates import find_date, find_date_in_words
from domain.model import Box, PageFrame, PageReading, Word
from domain.templates import templates
from pipeline.extract import extract
from pipeline.extract.anchors import begins_agency
from pipeline.extract.authority import read_authority
from pipeline.extract.bundles import with_beginnings_marked
from pipeline.extract.esign_box import find_boxes
from pipeline.extract.incoming_stamp import find_stamp
from pipeline.extract.labelled_numbers import number_fields
from pipeline.extract.lines import Line, lines_of
from pipeline.extract.names import read_name
from pipeline.extract.symbols import judge_symbol
from pipeline.extract.template import template_fields
from tests.unit.extract.typeset import HEIGHT, WIDTH, decision, page

_PAPER = """
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: 12/QĐ-UBND ngày 15 tháng 6 năm 2025 UBND TỈNH
    QUYẾT ĐỊNH V/v Kính gửi: Nơi nhận: KT. CHỦ TỊCH Nguyễn Văn Hải H27.10-261122-0001 1.013978
"""
_FORM = """
    ĐẾN Số: Ngày: 21/3/2018 Chuyển: Lưu hồ sơ số: Người ký: Cơ quan: Thời gian ký: 25.12.2017 14:03:05 +07:00 SAO Y;
    CCCD số: 042199001234 MST 0100109106-001 Số phát hành: CN 719597 KQ.G15.000031 Sinh ngày Giới tính: Nam phẩy
    GIẤY KHAI SINH Họ, chữ đệm, tên: Ghi bằng chữ: Diện tích: 761,2 m² Thửa đất số:
"""
_PHRASES = (*_PAPER.split(), *_FORM.split(), "", " ", "\u0301", "İ", "\uffff", "²", "٣", "1" * 40)
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
    started = time.process_time()

    for reading in (one_word, in_words):
        extract([_reading(1, [*page(*decision()).words, *reading.words])])
        extract([reading])

    assert time.process_time() - started < 8.0


@pytest.mark.parametrize(
    ("speck", "step"), [("a1", 8), ("12", 20), ("ĐẾN", 20), ("Số:", 20), ("21/6/2025", 20), ("Ký bởi:", 20)]
)
def test_a_page_of_thousands_of_specks_is_read_in_no_time(speck: str, step: int) -> None:
    words = [
        Word(speck, Box(x, y, x + 2, y + 2), 90.0, x * 2000 + y, 0)
        for x in range(0, 1600, step)
        for y in range(0, 2000, step)
    ]
    started = time.process_time()

    extract([_reading(1, words)])

    assert time.process_time() - started < 10.0


_PIECES = ("0", "1/", "20.", ":", "ngày ", "ĐẾN ", "Số: ", "KT.", "\u0301", "\u200b", " ", "-", "|", "nam ", "7 " * 9)
_LINE_READERS: dict[str, Callable[[Line], object]] = {
    "authority": read_authority,
    "begins_agency": lambda line: begins_agency(line.text),
    "boxes": lambda line: find_boxes([line, line]),
    "dates": lambda line: (find_date(line.text), find_date_in_words(line.text), amount_from_words(line.text)),
    "name": read_name,
    "numbers": lambda line: list(number_fields([line])),
    "stamp": lambda line: find_stamp((WIDTH, HEIGHT), [line, line]),
    "symbol": lambda line: judge_symbol(line.text[:200], line.text[:200]),
}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), min_size=1, max_size=4),
    st.sampled_from(("", *_PAPER.split(), *_FORM.split())),
)
def test_every_reader_of_lines_is_done_with_ten_thousand_characters_at_once(pieces: list[str], begin: str) -> None:
    text = begin + "".join(pieces) * (10_000 // max(1, len("".join(pieces))))
    box = Box(100.0, 100.0, 1500.0, 130.0)
    in_one = Line(1, (Word(text, box, 96.0, 0, 0),))
    in_words = Line(1, tuple(Word(part, box, 96.0, 0, 0) for part in text.split())[:2_000])

    for name, read in _LINE_READERS.items():
        for line in (in_one, in_words):
            started = time.process_time()
            if line.words:
                read(line)
            assert time.process_time() - started < 1.0, name


@pytest.mark.parametrize(
    "piece", ["Số: ", "Diện tích: 1.761,2 ", "CCCD số: 0421990", "Ngày ký: 1/1/2020 ", "((((", "Họ tên"]
)
def test_a_page_full_of_labels_is_read_in_no_time(piece: str) -> None:
    rows = [(827.0, 40.0 + 45 * at, piece * 6) for at in range(48)]
    pages = [page((827.0, 40.0, "GIẤY KHAI SINH"), *rows), page(*decision(), number=2)]
    started = time.process_time()

    with_beginnings_marked(pages, extract(pages))
    for template in templates():
        list(template_fields(template, [(pages[0], lines_of(pages[0]))]))

    assert time.process_time() - started < 6.0
