"""The text of a page that may be used, and what an officer is told of it."""

import pikepdf
import pytest

from pipeline.digital.own_text import own_text
from pipeline.digital.texts import ENGINE
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.page import read_words
from pipeline.reading_settings import ReadingSettings, TextPolicy
from tests.unit.digital.papers import MISREAD, page_of, plain_font, saved, typed

SEEN = ("Permit 12 is granted to the applicant of the district",) * 4


def paper(folder, content, name="Times-Roman"):
    with pikepdf.new() as pdf:
        page_of(pdf, content, F=plain_font(name)(pdf))
        return saved(pdf, folder / "paper.pdf")


def found_in(path):
    return own_text(path, SourceKind.PDF, 1, TextPolicy.AUTO, Limits())


@pytest.mark.parametrize(
    ("content", "warning"),
    [(typed(MISREAD), "implausible_text"), (b"1 g " + typed(SEEN), "text_not_seen")],
    ids=["misread", "white on white"],
)
def test_why_text_is_not_used_is_told(tmp_path, content, warning):
    found = found_in(paper(tmp_path, content))
    assert (found.reading, found.whole, found.warnings) == (None, False, (warning,))


@pytest.mark.parametrize("content", [b"3 Tr " + typed(SEEN) + b" 0 0 300 300 re f", b"0 0 300 300 re f", b""])
def test_the_usual_page_without_text_is_no_reason_for_a_warning(tmp_path, content):
    assert found_in(paper(tmp_path, content)).warnings == ()


def test_text_that_is_used_bears_its_warnings(tmp_path):
    reading = found_in(paper(tmp_path, typed(SEEN), ".VnTime")).reading
    assert reading is not None
    assert (reading.engine, reading.warnings) == (ENGINE, ("converted_from_tcvn3",))


def test_a_page_that_is_read_instead_bears_the_reason(tmp_path):
    read = read_words(paper(tmp_path, typed(MISREAD)), "application/pdf", 1, ReadingSettings(), Limits())
    assert "implausible_text" in read.reading.warnings
    assert read.reading.engine != ENGINE
