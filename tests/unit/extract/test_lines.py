"""Lines are rebuilt from words by where they stand."""

from domain.model import Box, PageFrame, PageReading, Word
from pipeline.extract.lines import Line, lines_of
from tests.unit.extract.typeset import words_of


def _texts(*words: Word) -> list[str]:
    return [line.text for line in lines_of(PageReading(1, PageFrame(1654, 2339, 200.0), words, "typeset"))]


def test_columns_in_one_line_are_parted_at_the_gap() -> None:
    left, right = words_of((300.0, 100.0, "SỞ Y TẾ"), 7), words_of((1100.0, 100.0, "Độc lập"), 7)

    assert _texts(*left, *right) == ["SỞ Y TẾ", "Độc lập"]


def test_pieces_of_one_row_become_one_line() -> None:
    number, symbol = words_of((300.0, 100.0, "Số: 12"), 3), words_of((420.0, 104.0, "/QĐ-UBND"), 9)

    assert _texts(*symbol, *number) == ["Số: 12 /QĐ-UBND"]


def test_rows_that_were_read_as_one_line_are_parted() -> None:
    upper, lower = words_of((800.0, 100.0, "Công bố Danh mục"), 7), words_of((805.0, 145.0, "sửa đổi, bổ sung"), 7)

    assert _texts(*upper, *lower) == ["Công bố Danh mục", "sửa đổi, bổ sung"]


def test_dirt_is_left_out_and_punctuation_kept() -> None:
    dirt = Word("§", Box(0, 100, 10, 130), 30.0, 1, 1)
    flat = Word("x", Box(50, 100, 50, 130), 90.0, 1, 1)

    assert _texts(dirt, flat, *words_of((300.0, 100.0, "- Lưu: VT"), 1)) == ["- Lưu: VT"]


def test_a_span_of_the_text_leads_back_to_its_words() -> None:
    line = Line(1, tuple(words_of((300.0, 100.0, "Số: 12 /QĐ-UBND"), 1)))

    part = line.part(line.text.index("12"), line.text.index("12") + 2)

    assert part is not None
    assert part.text == "12"
    assert line.part(3, 3) is None
