"""What a recogniser says in words, freed from noise."""

from dataclasses import replace

import pytest

from domain.model import Box, Word
from pipeline.recognise.words import legible_letters, mean_confidence, tidied


def word(text: str, confidence: float = 95.0) -> Word:
    return Word(text, Box(0, 0, 50, 20), confidence, 0, 0)


@pytest.mark.parametrize("text", ["|", ".", "~~", "“", "_", "—,", "'", "ˆ"])
def test_lone_punctuation_is_dropped(text):
    assert tidied([word(text)]) == ()


@pytest.mark.parametrize("text", ["-", "+", "–", "/"])
def test_the_dash_of_a_list_stays(text):
    assert tidied([word(text)]) == (word(text),)


def test_a_dash_that_is_likely_dirt_goes():
    assert tidied([word("-", 12.0)]) == ()


@pytest.mark.parametrize(
    ("read", "meant"),
    [("|Điều", "Điều"), ("ngày_", "ngày"), ("'Căn", "Căn"), (".Số", "Số"), ("tỉnh|", "tỉnh"), ("«Nghị»", "Nghị")],
)
def test_noise_at_the_edges_goes(read, meant):
    assert [one.text for one in tidied([word(read)])] == [meant]


@pytest.mark.parametrize("text", ["412/QĐ-UBND", "(HT).", "“Tăng", "UBND;", "3.119.000", "a)", "-UBND"])
def test_punctuation_that_is_written_stays(text):
    assert tidied([word(text)]) == (word(text),)


def test_confidence_is_weighed_by_length():
    assert mean_confidence([word("Quyết", 90.0), word("a", 30.0)]) == pytest.approx(80.0)
    assert mean_confidence([]) == 0.0


def test_of_two_readings_the_surer_and_longer_one_says_more():
    sure = [word("định", 96.0), word("Quyết", 95.0)]
    assert legible_letters(sure) > legible_letters([replace(one, confidence=60.0) for one in sure])
    assert legible_letters(sure) > legible_letters(sure[:1])
    assert legible_letters([word("@@", 99.0), word("nhiễu", 40.0)]) == 0.0


def test_specks_and_rules_that_were_read_as_letters_go():
    speck = replace(word("ề"), box=Box(0, 0, 6, 5))
    rule = replace(word("ị", 51.0), box=Box(0, 0, 4, 20))
    roman = replace(word("I", 92.0), box=Box(0, 0, 5, 18))
    dash = replace(word("-"), box=Box(0, 0, 9, 3))
    line = [word("Quyết"), word("định"), word("này")]
    assert tidied([*line, speck, rule, roman, dash]) == (*line, roman, dash)
