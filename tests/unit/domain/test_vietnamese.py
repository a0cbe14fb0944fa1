"""Vietnamese text compares as people read it, however it was typed or recognised."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vietnamese import canonical_tones, capital_share, comparison_key, fold, is_syllable, nfc, same_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Thúy", "Thuý"),
        ("Ủy ban nhân dân", "Uỷ ban nhân dân"),
        ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),
        ("QĐ-UBND", "QÐ–UBND"),
        ("Độc lập - Tự do", unicodedata.normalize("NFD", "Độc lập — Tự  do")),
        ("khỏe", "khoẻ"),
    ],
)
def test_two_writings_of_the_same_words_are_the_same(one: str, other: str) -> None:
    assert same_text(one, other)


@pytest.mark.parametrize(("one", "other"), [("tổng", "tông"), ("hòa", "họa"), ("Đ", "D"), ("chi", "chỉ")])
def test_words_that_differ_in_a_mark_are_different(one: str, other: str) -> None:
    assert not same_text(one, other)


@pytest.mark.parametrize("word", ["quý", "toàn", "Huỳnh", "khuỷu", "hoàng", "tuyết", "quỳ", "loét"])
def test_a_tone_with_one_place_only_stays_there(word: str) -> None:
    assert canonical_tones(word) == word


@pytest.mark.parametrize(
    ("text", "folded"), [("Quyết định", "quyet dinh"), ("ĐỘC LẬP", "doc lap"), ("Ð", "d"), ("Số: 5⁄9", "so: 5⁄9")]
)
def test_folding_drops_marks_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))


@given(st.text("aàáâãạăeèéêẹhiìíoòóôõọơuùúũụưyỳýđÐĐQNT -–—.,0123"))
def test_canonical_tones_and_comparison_are_stable(text: str) -> None:
    assert canonical_tones(canonical_tones(text)) == canonical_tones(text)
    assert same_text(text, comparison_key(text))


@pytest.mark.parametrize(
    "word", ["Nguyễn", "Thành", "nghiêng", "Đắk", "ủy", "giếng", "quyết", "Ỷ", "gì", "yên", "thuở"]
)
def test_a_vietnamese_syllable_is_known_as_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tât", "Prẫn", "hạmm", "Frần", "GAVI", "Takeda", "123", "", "hếé", "Ñguyến"])
def test_what_cannot_be_a_syllable_is_not_one(word: str) -> None:
    assert not is_syllable(word)


def test_capitals_are_counted_among_letters_only() -> None:
    assert capital_share("ĐIỀU 1.") == 1.0
    assert capital_share("Điều 1") == 0.25
    assert capital_share("1.2") == 0.0
