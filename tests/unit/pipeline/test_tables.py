"""Tables with rules."""

from time import process_time

import cv2
import numpy as np

from pipeline.recognise.tables import ruled_tables
from tests.unit.pipeline.drawn import written_page

COLUMNS, ROWS = (200, 300, 800, 1100), (400, 470, 600, 680)


def with_rules(page, columns=COLUMNS, rows=ROWS, tone=0):
    drawn = page.copy()
    for x in columns:
        cv2.line(drawn, (x, rows[0]), (x, rows[-1]), tone, 2)
    for y in rows:
        cv2.line(drawn, (columns[0], y), (columns[-1], y), tone, 2)
    return drawn


def blank():
    return np.full((2338, 1654), 255, np.uint8)


def test_the_cells_of_a_table_come_row_by_row():
    [table] = ruled_tables(with_rules(blank()), 200)
    assert len(table.cells) == 9
    for at, cell in enumerate(table.cells):
        row, column = divmod(at, 3)
        assert abs(cell.x0 - COLUMNS[column]) < 10
        assert abs(cell.x1 - COLUMNS[column + 1]) < 10
        assert abs(cell.y0 - ROWS[row]) < 10
        assert abs(cell.y1 - ROWS[row + 1]) < 10


def test_pale_rules_with_breaks_still_make_cells():
    page = with_rules(blank(), tone=130)
    page[500:520] = 255
    page[:, 600:620] = 255
    [table] = ruled_tables(page, 200)
    assert len(table.cells) == 9


def test_a_cell_over_two_columns_is_one():
    page = with_rules(blank())
    page[410:460, 290:310] = 255
    [table] = ruled_tables(page, 200)
    assert len(table.cells) == 8


def test_text_a_frame_around_the_page_and_lone_rules_are_no_table():
    framed = with_rules(written_page(), (60, 1600), (60, 2250))
    cv2.line(framed, (300, 190), (700, 190), 0, 2)
    assert ruled_tables(written_page(), 200) == ()
    assert ruled_tables(framed, 200) == ()
    assert ruled_tables(blank(), 200) == ()


def test_long_strokes_that_enclose_next_to_nothing_are_no_table():
    # The grain of a desk around a photographed sheet.
    page = with_rules(blank(), (60, 160, 260, 360), (40, 90, 140))
    cv2.line(page, (60, 40), (1600, 40), 0, 2)
    cv2.line(page, (1600, 40), (1600, 2290), 0, 2)
    assert ruled_tables(page, 200) == ()


def test_the_rows_of_a_photographed_table_that_climb_stay_rows():
    turn = cv2.getRotationMatrix2D((827, 1169), 1.3, 1.0)
    page = cv2.warpAffine(with_rules(blank()), turn, (1654, 2338), borderValue=255)
    [table] = ruled_tables(page, 200)
    assert len(table.cells) == 9
    for row in range(3):
        left, middle, right = table.cells[3 * row : 3 * row + 3]
        assert left.x1 < middle.x1 < right.x1
        assert left.y0 > middle.y0 > right.y0


def test_two_tables_come_from_top_to_bottom():
    page = with_rules(with_rules(blank(), rows=(1400, 1500, 1600)), rows=(300, 400, 500))
    assert [round(table.box.y0, -2) for table in ruled_tables(page, 200)] == [300, 1400]


def test_graph_paper_takes_no_time():
    page = blank()
    page[::18, :], page[:, ::18] = 0, 0
    began = process_time()
    [table] = ruled_tables(page, 100)
    assert len(table.cells) > 10_000
    assert process_time() - began < 4
