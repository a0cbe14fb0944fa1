"""Marks lie over what they mark, and stay within the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Box, Field, PageFrame
from web.overlay import line_crop, sheet_marks

FRAME = PageFrame(1654, 2339, 200.0)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0 = draw(st.floats(0, FRAME.width_px - 2))
    y0 = draw(st.floats(0, FRAME.height_px - 2))
    return Box(x0, y0, draw(st.floats(x0 + 1, FRAME.width_px)), draw(st.floats(y0 + 1, FRAME.height_px)))


@given(boxes())
def test_a_mark_covers_its_word_and_little_more(box):
    [mark] = sheet_marks([box])
    assert mark.x <= box.x0 + 0.1
    assert mark.y <= box.y0 + 0.1
    assert mark.x + mark.width >= box.x1 - 0.2
    assert mark.y + mark.height >= box.y1 - 0.2
    assert mark.height <= 1.25 * box.height + 0.2


@given(boxes())
def test_the_strip_around_a_hit_lies_on_the_page_and_holds_the_middle_of_the_hit(box):
    x, y, width, height = (float(number) for number in line_crop(FRAME, [box]).split())
    assert x >= -0.1
    assert y >= -0.1
    assert x + width <= FRAME.width_px + 0.2
    assert y + height <= FRAME.height_px + 0.2
    assert x - 0.1 <= (box.x0 + box.x1) / 2 <= x + width + 0.1
    assert y - 0.1 <= (box.y0 + box.y1) / 2 <= y + height + 0.1


@pytest.mark.parametrize(("page", "names"), [(1, ["code"]), (2, ["signer"]), (3, [])])
def test_only_fields_read_on_the_page_are_marked_there(page, names):
    place = Box(1, 1, 9, 9)
    fields = [
        Field("code", "1", "1", 1, place, 1.0, True),
        Field("signer", "A", "A", 2, place, 1.0, True),
        Field("subject", "B", "B", None, None, 1.0, True),
    ]
    assert [mark.field for mark in sheet_marks([], fields, page=page)] == names
