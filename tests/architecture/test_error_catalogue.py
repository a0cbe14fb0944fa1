"""Every error has its sentence in both languages, and the reference page is current."""

import re
import string

import pytest

from domain.errors import SohoaError, catalogue, leaves
from scripts.make_error_reference import TARGET, page

CODES = [SohoaError.code, *(leaf.code for leaf in leaves())]


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _documented(leaf: type[SohoaError]) -> set[str]:
    text = leaf.__doc__ or ""
    return set(re.findall(r"``(\w+)``", text.partition("Params:")[2]))


def test_both_catalogues_hold_exactly_the_errors() -> None:
    assert set(catalogue("vi")) == set(CODES)
    assert set(catalogue("en")) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_both_sentences_take_the_same_parameters(code: str) -> None:
    assert _parameters(catalogue("vi")[code]) == _parameters(catalogue("en")[code])


@pytest.mark.parametrize("leaf", leaves(), ids=lambda leaf: leaf.code)
def test_a_sentence_uses_only_the_parameters_its_error_carries(leaf: type[SohoaError]) -> None:
    assert _parameters(catalogue("en")[leaf.code]) <= _documented(leaf)


@pytest.mark.parametrize("code", CODES)
def test_each_sentence_ends_as_a_sentence(code: str) -> None:
    for sentence in (catalogue("vi")[code], catalogue("en")[code]):
        assert sentence.strip() == sentence
        assert sentence.endswith((".", "?"))


def test_the_reference_page_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run: python -m scripts.make_error_reference"
