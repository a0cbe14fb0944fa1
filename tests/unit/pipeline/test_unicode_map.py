"""What the codes of a font stand for, as it is read from there."""

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.digital.fonts import western_meanings
from pipeline.unicode_map import unicode_map


def read(content):
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=pdf.make_stream(content))
    return dict(western_meanings(font))


@pytest.mark.parametrize("width", [1, 2])
@given(texts=st.lists(st.text("aằĐ₫𝐀", min_size=1, max_size=3), max_size=250))
def test_every_code_is_found_again(width, texts):
    meanings = dict(enumerate(texts[: 256**width - 1], start=1))
    assert read(unicode_map(meanings, bytes_per_code=width)) == meanings


def test_no_block_holds_more_than_is_allowed():
    content = unicode_map(dict.fromkeys(range(250), "a"), bytes_per_code=2).decode()
    assert [int(line.split()[0]) for line in content.splitlines() if "beginbfchar" in line] == [100, 100, 50]


def test_equal_maps_are_equal_bytes_whatever_their_order():
    assert unicode_map({2: "b", 1: "a"}, bytes_per_code=1) == unicode_map({1: "a", 2: "b"}, bytes_per_code=1)
