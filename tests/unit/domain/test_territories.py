"""Names of the units below provinces."""

import pytest

from domain.territories import KINDS, spellings
from domain.vocabulary import names_by_kind


def test_there_are_as_many_units_as_the_gazettes_name():
    now = sum(len(names_by_kind("territories", kind)) for kind in KINDS)
    assert now == 3321
    districts = sum(
        len(names_by_kind("territories_until_2025", kind)) for kind in ("huyện", "quận", "thị xã", "thành phố")
    )
    assert districts == 696


@pytest.mark.parametrize(
    ("kind", "read", "names"),
    [
        ("xã", "LAM BINH", ("Lâm Bình",)),
        ("phường", "Hoan Kiem", ("Hoàn Kiếm",)),
        ("huyện", "VỊ XUYÊN", ("Vị Xuyên",)),
        ("đặc khu", "phú quốc", ("Phú Quốc",)),
        ("xã", "Không Có Đâu", ()),
        ("tỉnh", "Lâm Bình", ()),
    ],
)
def test_letters_without_marks_find_the_name(kind, read, names):
    assert spellings(kind, read) == names


def test_names_of_the_same_letters_are_all_told():
    assert {"Đông Sơn", "Đồng Sơn"} <= set(spellings("xã", "Dong Son"))


def test_the_place_of_the_tone_makes_no_other_name():
    assert len(spellings("xã", "Hòa An")) == len(spellings("xã", "Hoà An"))
    keys = [spelling.casefold() for spelling in spellings("xã", "Hoa Binh")]
    assert len(keys) == len(set(keys))
