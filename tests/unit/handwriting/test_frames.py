"""Where somebody wrote into a head: found between the printed words, whatever became of them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Box, HandwrittenKind, PageFrame, PageReading, Word
from pipeline.handwriting.frames import Frame, find_frames
from pipeline.handwriting.type_width import advance, type_size
from tests.unit.extract.typeset import COUNTRY, HEIGHT, MOTTO, WIDTH, body, words_of

SIZE, SPACE, BASE = 36.0, 0.25, 290.0
NUMBER_AT, DATE_AT = 250.0, 900.0


def _set(x: float, text: str, *, gap: float = 1.2) -> list[Word]:
    """A line of the usual face from ``x`` on; ``_`` is a gap for writing, its width in type sizes."""
    words, line = [], int(x)
    for piece in text.split():
        width = (gap if piece == "_" else advance(piece)) * SIZE
        if piece != "_":
            words.append(Word(piece, Box(x, BASE - 0.8 * SIZE, x + width, BASE), 95.0, line, line, BASE))
        x += width + SPACE * SIZE
    return words


def _page(*lines: Sequence[Word], size: tuple[int, int] = (WIDTH, HEIGHT)) -> PageReading:
    rows = [(400.0, 100.0, "UBND TỈNH KIÊN GIANG"), (400.0, 140.0, "SỞ Y TẾ"), (1100.0, 100.0, COUNTRY)]
    rows += [(1100.0, 145.0, MOTTO), *body()]
    head = [word for at, row in enumerate(rows) for word in words_of(row, 10_000 + at)]
    return PageReading(1, PageFrame(*size, 200.0), (*head, *(word for line in lines for word in line)), "typeset")


def _by_kind(reading: PageReading) -> dict[HandwrittenKind, Frame]:
    return {frame.kind: frame for frame in find_frames(reading)}


NUMBER, DATE = _set(NUMBER_AT, "Số: _ /QĐ-SYT"), _set(DATE_AT, "Kiên Giang, ngày _ tháng _ năm 2017")


def _words(line: Sequence[Word]) -> dict[str, Word]:
    return {word.text: word for word in line}


def test_a_gap_lies_between_its_printed_words_and_has_room_above_and_below() -> None:
    frames = _by_kind(_page(NUMBER, DATE))

    printed = _words([*NUMBER, *DATE])
    for kind, left, right in (
        (HandwrittenKind.NUMBER, "Số:", "/QĐ-SYT"),
        (HandwrittenKind.DAY, "ngày", "tháng"),
        (HandwrittenKind.MONTH, "tháng", "năm"),
    ):
        frame = frames[kind]
        assert (frame.box.x0, frame.box.x1) == (printed[left].box.x1, printed[right].box.x0)
        assert frame.box.y0 < BASE - SIZE
        assert frame.box.y1 > BASE
        assert frame.type_size == pytest.approx(SIZE)


def test_the_year_stands_after_its_word() -> None:
    year = _by_kind(_page(NUMBER, DATE))[HandwrittenKind.YEAR].box

    assert year.x0 == _words(DATE)["năm"].box.x1
    assert year.x1 > _words(DATE)["2017"].box.x1


def _glued(line: Sequence[Word], first: str, last: str, text: str) -> list[Word]:
    """Of a line, the words from ``first`` to ``last`` with what was written between them read as one."""
    printed = _words(line)
    box = printed[first].box.union(printed[last].box)
    kept = [word for word in line if word.box.x1 <= box.x0 or word.box.x0 >= box.x1]
    whole = Word(text, box, 40.0, line[0].line, line[0].block, BASE)
    return sorted([*kept, whole], key=lambda word: word.box.x0)


@pytest.mark.parametrize(
    ("number", "date"),
    [
        (_glued(NUMBER, "Số:", "Số:", "Só:"), _glued(DATE, "ngày", "tháng", "ngày2¿tháng")),
        (_glued(NUMBER, "Số:", "/QĐ-SYT", "Só;9060/QĐ-SYT"), _glued(DATE, "ngày", "ngày", "ngàw")),
        (_glued(NUMBER, "/QĐ-SYT", "/QĐ-SYT", "⁄QĐ-SYT"), _glued(DATE, "tháng", "tháng", "háng")),
        (_glued(NUMBER, "/QĐ-SYT", "/QĐ-SYT", "/@Đ-SYT"), DATE),
        (NUMBER[1:], DATE),
    ],
    ids=["day in one word", "number in one word", "signs", "letter lost", "label lost"],
)
def test_print_that_was_read_with_the_writing_is_told_by_its_width(number: list[Word], date: list[Word]) -> None:
    frames = _by_kind(_page(number, date))

    plain = _by_kind(_page(NUMBER, DATE))
    for kind in (HandwrittenKind.NUMBER, HandwrittenKind.DAY):
        assert frames[kind].box.x0 == pytest.approx(plain[kind].box.x0, abs=1.0 * SIZE)
        assert frames[kind].box.x1 + frames[kind].reach >= plain[kind].box.x1 - 1.0
        assert frames[kind].box.x1 == pytest.approx(plain[kind].box.x1, abs=0.3 * SIZE)


def test_a_date_that_writing_tore_apart_is_one() -> None:
    torn = _set(DATE_AT, "Hà Nội, ngày _ tháng _ năm 2017", gap=3.0)

    assert set(_by_kind(_page(NUMBER, torn))) == set(HandwrittenKind)


def test_writing_is_cut_where_other_lines_begin() -> None:
    above = Word("SỞ", Box(330.0, 215.0, 480.0, 255.0), 95.0, 70, 70)
    below = Word("Y", Box(330.0, BASE + 12, 480.0, BASE + 40), 95.0, 71, 71)

    box = _by_kind(_page(NUMBER, DATE, [above], [below]))[HandwrittenKind.NUMBER].box

    assert (box.y0, box.y1) == (255.0, BASE + 12)


def test_a_page_without_a_head_has_no_frames() -> None:
    rows = [word for at, row in enumerate(body()) for word in words_of(row, at)]

    assert find_frames(PageReading(2, PageFrame(WIDTH, HEIGHT, 200.0), tuple(rows), "typeset")) == ()


def test_the_type_size_is_told_by_sure_words() -> None:
    unsure = Word("Giangg", Box(0, 0, 900, 30), 40.0, 0, 0)

    assert type_size([*DATE, unsure]) == pytest.approx(SIZE)
    assert type_size([unsure]) is None


_NUMBERS = st.floats(-500, 3000, allow_nan=False)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), _NUMBERS, _NUMBERS, st.floats(0, 900), st.floats(0, 300)), max_size=12),
    st.integers(300, WIDTH),
    st.integers(200, HEIGHT),
)
def test_frames_lie_on_the_page_wherever_its_words_are(
    moved: list[tuple[int, float, float, float, float]], width: int, height: int
) -> None:
    words = list(_page(NUMBER, DATE).words)
    for index, x, y, across, down in moved:
        at = (7 * index) % len(words)
        words[at] = Word(words[at].text, Box(x, y, x + across, y + down), 80.0, words[at].line, 0, y)

    for frame in find_frames(PageReading(1, PageFrame(width, height, 200.0), tuple(words), "moved")):
        assert 0.0 <= frame.box.x0 < frame.box.x1 <= width
        assert 0.0 <= frame.box.y0 < frame.box.y1 <= height
