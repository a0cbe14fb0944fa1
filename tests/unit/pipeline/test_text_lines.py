"""The lines of the text layer: sizes and baselines by which extractors keep our reading order."""

from dataclasses import replace

import pytest

from domain.model import Box, Word
from pipeline.preserve.lines import text_lines
from tests.unit.pipeline.drawn import words_on_line

SIZE = 30 / 0.7


def column(first_line: int, block: int, *, x: float, y: float, pitch: float = 60, texts: tuple[str, ...]) -> list[Word]:
    """Lines one below the other."""
    return [
        replace(word, block=block, baseline=y + number * pitch + 30)
        for number, text in enumerate(texts)
        for word in words_on_line(text, x=x, y=y + number * pitch, line=first_line + number)
    ]


LEFT = column(0, 0, x=100, y=100, texts=("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Số: 12/QĐ-UBND"))
BODY = column(6, 2, x=100, y=400, texts=("Căn cứ Luật Tổ chức chính quyền địa phương", "Theo đề nghị của Giám đốc"))


def right(x: float) -> list[Word]:
    return column(3, 1, x=x, y=100, texts=("CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "ngày 16 tháng 02"))


def test_the_words_of_a_line_stand_on_the_baseline_the_engine_saw():
    words = [replace(word, baseline=127.0 + number) for number, word in enumerate(words_on_line("a b c", x=0, y=100))]
    assert text_lines(words)[0].baseline == 128.0


def test_without_a_baseline_letters_below_the_line_are_allowed_for():
    (line,) = text_lines(words_on_line("gày", x=0, y=100, height=40))
    assert line.baseline == pytest.approx(140 - 0.22 * 40)


def test_lines_of_a_block_have_one_size():
    words = [*words_on_line("Cao", x=0, y=100, height=33), *words_on_line("thấp", x=0, y=160, line=1, height=28)]
    assert len({line.size for line in text_lines(words)}) == 1


def test_far_columns_keep_their_natural_size():
    sizes = {round(line.size, 1) for line in text_lines([*LEFT, *right(900), *BODY])}
    assert sizes == {round(SIZE, 1)}


@pytest.mark.parametrize(("gutter", "least"), [(SIZE, 1.2), (0.5 * SIZE, 1.6)])
def test_near_columns_get_sizes_no_extractor_takes_for_one(gutter, least):
    edge = max(word.box.x1 for word in LEFT)
    lines = text_lines([*LEFT, *right(edge + gutter), *BODY])
    assert lines[3].size / lines[0].size > least
    assert len({line.size for line in lines[:3]}) == len({line.size for line in lines[3:6]}) == 1
    assert lines[6].size == pytest.approx(SIZE)


def test_a_column_of_wide_pitch_is_made_one_block():
    texts = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Số: 12/QĐ-UBND")
    lines = text_lines([*column(0, 0, x=100, y=100, pitch=75, texts=texts), *right(1200)])
    assert 1.5 * lines[0].size > 75 > 1.5 * SIZE


def test_a_line_that_leads_back_is_two():
    words = words_on_line("Điều 1. Ông", x=100, y=100) + words_on_line("dân số", x=80, y=150)
    assert [len(line.words) for line in text_lines(words)] == [3, 2]


def test_rows_of_a_table_alternate_so_that_cells_stay_apart():
    words = [
        word
        for row in range(3)
        for cell in range(3)
        for word in words_on_line("ô bảng", x=100 + 400 * cell, y=100 + 60 * row, line=row)
    ]
    first, second, third = (line.size for line in text_lines(words))
    assert first == third
    assert abs(first - second) / max(first, second) > 0.05


def cells(*rows: tuple[str, ...], pitch: float = 60) -> list[Word]:
    """A ruled table as it is read, cell by cell; ``|`` parts the lines of a cell."""
    found: list[Word] = []
    for at, row in enumerate(rows):
        for column_at, cell in enumerate(row):
            for below, text in enumerate(cell.split("|")):
                line = found[-1].line + 1 if found else 0
                y = 100 + (2 * at + below) * pitch + 5 * column_at
                found += words_on_line(text, x=100 + 400 * column_at, y=y, line=line)
    return found


def shown(words: list[Word]) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in text_lines(words)]


def test_the_cells_of_a_ruled_table_become_rows():
    table = cells(("STT", "Họ và tên", "Chức vụ"), ("1", "Nguyễn|Văn An", "Phó|Trưởng phòng"))
    assert shown(table) == ["STT Họ và tên Chức vụ", "1 Nguyễn Phó", "Văn An Trưởng phòng"]


def test_a_table_of_two_columns_is_left_cell_by_cell():
    table = cells(("Bên A|Ông An", "Bên B|Bà Bình"))
    assert shown(table) == ["Bên A", "Ông An", "Bên B", "Bà Bình"]


def test_a_tall_stroke_does_not_chain_rows_together():
    table = cells(("1", "An", "x"), ("2", "Bình", "y"), ("3", "Chi", "z"))
    stroke = replace(words_on_line("/", x=1500, y=100)[0], box=Box(1500, 90, 1520, 500), line=table[-1].line + 1)
    assert [line.replace(" /", "") for line in shown([*table, stroke])] == ["1 An x", "2 Bình y", "3 Chi z"]


def test_no_words_make_no_lines():
    assert text_lines([]) == []
