"""Words of a bent page as on a flat one."""

from dataclasses import replace
from math import pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Box
from pipeline.recognise.levelling import foot_of, levelled
from tests.unit.pipeline.drawn import words_on_line

LINES = (
    "Trong quá trình triển khai thực hiện nếu có khó khăn vướng mắc phát",
    "sinh vượt thẩm quyền các cơ quan đơn vị địa phương kịp thời phản ánh",
    "văn bản về Sở Giáo dục và Đào tạo để tổng hợp trình cấp trên xem xét",
)


def printed(word):
    """A box as high as its letters: it ends on the line, or below where they reach below."""
    below = word.box.y1 - foot_of(word)
    return word if below else replace(word, box=replace(word.box, y1=word.box.y1 - 0.22 * word.box.height))


def flat_page(lines=30):
    return [
        printed(word)
        for number in range(lines)
        for word in words_on_line(LINES[number % 3], x=150, y=100 + 50 * number, line=number)
    ]


def bent(words, shift):
    """Words moved down by what ``shift`` says of their middle."""
    return [
        replace(word, box=Box(word.box.x0, word.box.y0 + by, word.box.x1, word.box.y1 + by))
        for word in words
        for by in [shift((word.box.x0 + word.box.x1) / 2, word.box.y0)]
    ]


def unevenness(words):
    """How far apart the words of one line stand at most, in pixels."""
    lines = {}
    for word in words:
        lines.setdefault(word.line, []).append(foot_of(word))
    return max(max(feet) - min(feet) for feet in lines.values())


@pytest.mark.parametrize(
    "shift",
    [
        pytest.param(lambda x, y: 50 * sin(pi * x / 1500), id="paper that bulges"),
        pytest.param(lambda x, y: 0.04 * (x - 750), id="lines that climb"),
        pytest.param(lambda x, y: 0.05 * (x - 750) * (y - 800) / 800, id="seen aslant from the side"),
    ],
)
def test_the_words_of_a_line_come_to_stand_on_one_height(shift):
    page = bent(flat_page(), shift)
    assert unevenness(page) > 20
    assert unevenness(levelled(page)) < 5


def test_a_flat_page_stays_as_it_is():
    page = flat_page()
    assert all(one is other for one, other in zip(levelled(page), page, strict=True))


def test_words_that_jump_by_chance_do_not_bend_a_flat_page():
    page = bent(flat_page(8), lambda x, y: 17 * (hash((round(x), round(y))) % 3 - 1))
    assert all(one is other for one, other in zip(levelled(page), page, strict=True))


def test_few_lines_tell_nothing():
    page = bent(flat_page(3), lambda x, y: 0.05 * x)
    assert levelled(page) == page


def test_lines_run_together_do_not_mislead():
    page = bent(flat_page(), lambda x, y: 30 * sin(pi * x / 1500))
    mixed = [replace(word, line=word.line - (word.line % 7 == 1)) for word in page]
    levels = {(word.text, word.box.x0, word.line): word for word in levelled(page)}
    assert all(
        abs(word.box.y0 - levels[word.text, word.box.x0, right.line].box.y0) < 8
        for word, right in zip(levelled(mixed), page, strict=True)
    )


def test_baselines_move_along():
    page = [replace(word, baseline=word.box.y1) for word in bent(flat_page(), lambda x, y: 0.04 * x)]
    assert all(word.baseline == pytest.approx(word.box.y1) for word in levelled(page))


@settings(max_examples=30)
@given(st.floats(-0.06, 0.06), st.floats(-40, 40), st.integers(4, 30))
def test_nothing_but_heights_changes(slope, bulge, lines):
    page = bent(flat_page(lines), lambda x, y: slope * x + bulge * sin(pi * x / 1500))
    flat = levelled(page)
    assert [(word.text, word.box.x0, word.box.x1, word.line) for word in flat] == [
        (word.text, word.box.x0, word.box.x1, word.line) for word in page
    ]
    assert [word.box.height for word in flat] == pytest.approx([word.box.height for word in page])


def test_words_without_height_tell_of_no_bend():
    flat = [replace(word, box=replace(word.box, y1=word.box.y0)) for word in flat_page()]
    assert levelled(flat) == flat
