"""The order in which a person reads the words of an administrative page."""

from dataclasses import replace
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from domain.model import Box, Word
from pipeline.recognise.reading_order import in_reading_order
from pipeline.recognise.tables import Table
from tests.unit.pipeline.drawn import words_on_line


def lines_of(words):
    return [" ".join(word.text for word in line) for _, line in groupby(words, key=lambda word: word.line)]


def test_the_two_columns_of_a_head_are_read_one_after_the_other():
    # The recogniser took each row for one line.
    read = [
        *words_on_line("UBND TỈNH", x=100, y=100, line=0),
        *words_on_line("CỘNG HÒA XÃ HỘI", x=700, y=100, line=0),
        *words_on_line("SỞ NỘI VỤ", x=100, y=150, line=1),
        *words_on_line("Độc lập - Tự do", x=720, y=150, line=1),
        *words_on_line("Số: 12/QĐ-SNV", x=100, y=210, line=2),
        *words_on_line("Huế, ngày 5", x=760, y=210, line=2),
        *words_on_line("QUYẾT ĐỊNH phê duyệt kế hoạch năm nay", x=300, y=300, line=3),
    ]
    assert lines_of(in_reading_order(read)) == [
        "UBND TỈNH",
        "SỞ NỘI VỤ",
        "Số: 12/QĐ-SNV",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập - Tự do",
        "Huế, ngày 5",
        "QUYẾT ĐỊNH phê duyệt kế hoạch năm nay",
    ]


def test_the_abstract_of_a_letter_belongs_to_the_left_column():
    read = [
        *words_on_line("UBND TỈNH", x=100, y=100, line=0),
        *words_on_line("CỘNG HÒA XÃ HỘI", x=700, y=100, line=1),
        *words_on_line("Số: 12/SNV", x=100, y=150, line=2),
        *words_on_line("Huế, ngày 5", x=760, y=150, line=3),
        *words_on_line("V/v báo cáo", x=100, y=190, line=4),
        *words_on_line("Kính gửi: Các sở, ban, ngành thuộc tỉnh", x=300, y=300, line=5),
    ]
    assert lines_of(in_reading_order(read))[:4] == ["UBND TỈNH", "Số: 12/SNV", "V/v báo cáo", "CỘNG HÒA XÃ HỘI"]


def test_a_table_is_read_row_by_row():
    rows = [["STT", "Tên", "Loại", "Tờ", "Năm"], ["1", "Đơn", "gốc", "12", "2024"], ["2", "Biên", "sao", "3", "2025"]]
    read = [
        word
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        for word in words_on_line(cell, x=100 + 250 * column, y=100 + 60 * number, line=number)
    ]
    assert lines_of(in_reading_order(read)) == [" ".join(row) for row in rows]


def test_wide_spaces_of_justified_lines_make_no_columns():
    read = [
        *words_on_line("Căn cứ Luật Tổ chức chính quyền", x=100, y=100, line=0, space=34),
        *words_on_line("địa phương ngày 19 tháng 6 năm", x=100, y=150, line=1, space=36),
    ]
    assert lines_of(in_reading_order(read)) == ["Căn cứ Luật Tổ chức chính quyền", "địa phương ngày 19 tháng 6 năm"]


def test_wide_spaces_after_the_sentences_of_a_typewriter_make_no_columns():
    # Its spaces are as wide as a letter is high, two stand after a full stop, and here one above the other.
    upper = words_on_line("ally be less so in the sea than in rivers.", x=100, y=100, line=0, space=30)
    lower = words_on_line("most would be expected to stay at the top.", x=100, y=150, line=1, space=30)
    read = [
        *upper,
        *words_on_line("Most radio-", x=upper[-1].box.x1 + 62, y=100, line=0, space=30),
        *lower,
        *words_on_line("Near the", x=lower[-1].box.x1 + 62, y=150, line=1, space=30),
    ]
    assert lines_of(in_reading_order(read)) == [
        "ally be less so in the sea than in rivers. Most radio-",
        "most would be expected to stay at the top. Near the",
    ]


def test_short_sentences_that_part_one_above_another_are_no_columns():
    read = [
        *words_on_line("Nay tạm hoãn.", x=100, y=100, line=0),
        *words_on_line("Có gì mới sẽ báo.", x=340, y=100, line=0),
        *words_on_line("Xin xem lại.", x=100, y=150, line=1),
        *words_on_line("Đề nghị các ông.", x=340, y=150, line=1),
    ]
    assert lines_of(in_reading_order(read)) == ["Nay tạm hoãn. Có gì mới sẽ báo.", "Xin xem lại. Đề nghị các ông."]


def column(text, *, x, y, line, block, lines=6):
    """Running text: the same words on every line, one line every 50 px."""
    return [
        replace(word, block=block)
        for number in range(lines)
        for word in words_on_line(f"{text}{number} chảy thành nhiều cột", x=x, y=y + 50 * number, line=line + number)
    ]


def test_running_text_in_three_columns_is_read_column_by_column():
    read = [word for at in range(3) for word in column("abc"[at], x=100 + 500 * at, y=100, line=10 * at, block=at)]
    assert [line.split()[0] for line in lines_of(in_reading_order(read))] == [
        f"{letter}{number}" for letter in "abc" for number in range(6)
    ]


def test_a_line_that_was_read_later_joins_the_column_it_stands_in():
    left = column("a", x=100, y=100, line=0, block=0)
    late = [replace(word, line=30, block=2) for word in left if word.line == 3]
    read = [*(word for word in left if word.line != 3), *column("b", x=600, y=100, line=10, block=1), *late]
    assert [line.split()[0] for line in lines_of(in_reading_order(read))] == [
        f"{letter}{number}" for letter in "ab" for number in range(6)
    ]


def test_a_heading_across_the_columns_stands_between_what_is_above_and_below():
    read = [
        *column("a", x=100, y=100, line=0, block=0),
        *column("b", x=600, y=100, line=10, block=1),
        *words_on_line("Tiêu đề chạy ngang qua cả hai cột chữ bên dưới", x=100, y=420, line=20),
        *column("c", x=100, y=500, line=30, block=2),
        *column("d", x=600, y=500, line=40, block=3),
    ]
    assert [line.split()[0] for line in lines_of(in_reading_order(read))] == [
        *(f"{letter}{number}" for letter in "ab" for number in range(6)),
        "Tiêu",
        *(f"{letter}{number}" for letter in "cd" for number in range(6)),
    ]


def test_the_short_last_lines_of_a_column_belong_to_it():
    left = [*column("a", x=100, y=100, line=0, block=0), *words_on_line("hết", x=100, y=400, line=6)]
    read = [*left, *column("b", x=600, y=100, line=10, block=1)]
    assert [line.split()[0] for line in lines_of(in_reading_order(read))] == [
        *(f"a{number}" for number in range(6)),
        "hết",
        *(f"b{number}" for number in range(6)),
    ]


def test_the_rows_of_a_photographed_head_that_climbs_are_told_apart():
    # The upper right words stand higher than the left ones of the line above: by boxes alone rows would mix.
    body = "Trong quá trình triển khai thực hiện nếu có khó khăn vướng mắc phát sinh vượt"
    flat = [
        *words_on_line("UBND TỈNH", x=100, y=200, line=0),
        *words_on_line("CỘNG HÒA XÃ HỘI", x=700, y=200, line=0),
        *words_on_line("SỞ NỘI VỤ", x=100, y=245, line=1),
        *words_on_line("Độc lập - Tự do", x=720, y=245, line=1),
        *(word for at in range(12) for word in words_on_line(body, x=100, y=400 + 45 * at, line=2 + at)),
    ]
    climbing = [
        replace(word, box=Box(word.box.x0, word.box.y0 - by, word.box.x1, word.box.y1 - by))
        for word in flat
        for by in [0.05 * word.box.x0]
    ]
    ordered = in_reading_order(climbing)
    assert lines_of(ordered) == ["UBND TỈNH", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", *[body] * 12]
    assert {word.box for word in ordered} == {word.box for word in climbing}


def test_the_signers_post_above_the_recipients_belongs_to_the_right_column():
    read = [
        *words_on_line("Quyết định này có hiệu lực từ ngày ký.", x=100, y=100, line=0),
        *words_on_line("TM. ỦY BAN", x=900, y=200, line=1),
        *words_on_line("Nơi nhận:", x=100, y=235, line=2),
        *words_on_line("CHỦ TỊCH", x=900, y=240, line=3),
        *words_on_line("- Như trên;", x=100, y=275, line=4),
        *words_on_line("Lê Văn An", x=900, y=430, line=5),
    ]
    assert lines_of(in_reading_order(read)) == [
        "Quyết định này có hiệu lực từ ngày ký.",
        "Nơi nhận:",
        "- Như trên;",
        "TM. ỦY BAN",
        "CHỦ TỊCH",
        "Lê Văn An",
    ]


def test_one_tall_letter_does_not_pull_two_lines_together():
    upper = words_on_line("chứa một đại lượng G là tổng liều mà", x=150, y=100, line=0)
    tall = [replace(word, box=Box(word.box.x0, 85, word.box.x1, 180)) if word.text == "G" else word for word in upper]
    lower = words_on_line("nhận được qua các cơ quan do tiếp xúc", x=100, y=140, line=1)
    assert lines_of(in_reading_order([*tall, *lower])) == [
        "chứa một đại lượng G là tổng liều mà",
        "nhận được qua các cơ quan do tiếp xúc",
    ]


def test_boxes_that_reach_into_the_next_line_do_not_join_it():
    # On a blurred page both words of the upper line got the height of two lines.
    upper = [replace(word, box=replace(word.box, y1=150)) for word in words_on_line("Nơi nhận:", x=100, y=100, line=0)]
    lower = words_on_line("- Như Điều 3;", x=100, y=136, line=1, height=20)
    assert lines_of(in_reading_order([*upper, *lower])) == ["Nơi nhận:", "- Như Điều 3;"]


def test_two_lines_that_came_as_one_are_parted():
    read = [
        *words_on_line("Nơi nhận", x=100, y=100, line=0),
        *words_on_line("Như trên", x=100, y=145, line=0),
    ]
    assert lines_of(in_reading_order(read)) == ["Nơi nhận", "Như trên"]


def test_paragraphs_apart_are_blocks_apart():
    read = [*words_on_line("Điều 1", x=100, y=100, line=0), *words_on_line("Điều 2", x=100, y=300, line=1)]
    assert [word.block for word in in_reading_order(read)] == [0, 0, 1, 1]


def test_no_words_are_in_order():
    assert in_reading_order([]) == ()


def boxes():
    side = st.integers(0, 2000)
    return st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), side, side, st.integers(1, 400), st.integers(1, 90))


def any_words():
    one = st.builds(
        Word, st.text("aặ1", min_size=1, max_size=6), boxes(), st.floats(0, 100), st.integers(0, 9), st.just(0)
    )
    return st.lists(one, max_size=60)


@given(any_words())
def test_no_word_is_lost_or_made_and_lines_and_blocks_rise(words):
    ordered = in_reading_order(words)
    assert sorted((word.text, word.box.x0, word.box.y0) for word in ordered) == sorted(
        (word.text, word.box.x0, word.box.y0) for word in words
    )
    assert [word.line for word in ordered] == sorted(word.line for word in ordered)
    assert [word.block for word in ordered] == sorted(word.block for word in ordered)
    lines = [line for line, _ in groupby(word.line for word in ordered)]
    assert lines == list(range(len(lines)))


def test_a_ruled_table_is_a_block_that_is_read_cell_by_cell():
    read = [
        *words_on_line("Căn cứ hồ sơ kèm theo như sau", x=100, y=40, line=0),
        *words_on_line("1", x=110, y=100, line=1),
        *words_on_line("Hồ sơ giao đất cho", x=200, y=100, line=1),
        *words_on_line("12", x=620, y=100, line=1),
        *words_on_line("hộ ông Huỳnh", x=200, y=145, line=2),
        *words_on_line("2", x=110, y=200, line=3),
        *words_on_line("Hồ sơ xếp lương", x=200, y=200, line=3),
        *words_on_line("Các cơ quan chịu trách nhiệm thi hành", x=100, y=300, line=4),
    ]
    rows = ((90, 190), (190, 240))
    cells = tuple(Box(x0, y0, x1, y1) for y0, y1 in rows for x0, x1 in ((100, 190), (190, 600), (600, 700)))
    ordered = in_reading_order(read, [Table(Box(100, 90, 700, 240), cells)])
    assert lines_of(ordered) == [
        "Căn cứ hồ sơ kèm theo như sau",
        "1",
        "Hồ sơ giao đất cho",
        "hộ ông Huỳnh",
        "12",
        "2",
        "Hồ sơ xếp lương",
        "Các cơ quan chịu trách nhiệm thi hành",
    ]
    assert [word.block for word in ordered if word.text in {"kèm", "giao", "lương", "nhiệm"}] == [0, 1, 1, 2]


def test_two_pieces_far_apart_are_two_lines_and_a_number_left_for_the_pen_is_one():
    far = [*words_on_line("Người lập", x=100, y=100), *words_on_line("Giám đốc", x=900, y=100)]
    near = [*words_on_line("Số:", x=100, y=300, line=1), *words_on_line("/QĐ-UBND", x=250, y=300, line=1)]
    assert lines_of(in_reading_order([*far, *near])) == ["Người lập", "Giám đốc", "Số: /QĐ-UBND"]


def test_a_picture_of_noise_keeps_its_order_and_is_counted_anew():
    noise = [
        Word("x", Box(100, 20 * at, 110, 20 * at + 10), confidence=5, line=7 + at, block=3 + at // 2)
        for at in range(3_001)
    ]
    ordered = in_reading_order(noise)
    assert [word.box for word in ordered] == [word.box for word in noise]
    assert [(word.line, word.block) for word in ordered] == [(at, at // 2) for at in range(3_001)]


def test_lines_with_few_tall_words_are_one_paragraph_by_all_they_reach():
    # Accents and tails of single words fill the gap between the lines.
    tall = {"Luật", "Tổ"}
    read = [
        replace(word, box=replace(word.box, y0=word.box.y0 - 15)) if word.text in tall else word
        for number in range(3)
        for word in words_on_line("Căn cứ Luật Tổ chức chính quyền", x=100, y=100 + 80 * number, line=number)
    ]
    assert {word.block for word in in_reading_order(read)} == {0}
