"""Drafts of results become PDF/A that shows the same pages."""

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from domain.errors import NotConvertible
from pipeline.born_digital import born_digital_readings
from pipeline.convert import Method, looks_the_same, to_pdfa
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata

OUTCOMES = Path(__file__).parents[3] / "samples" / "outcomes"
METADATA = ArchiveMetadata("Giấy phép H27", datetime(2026, 11, 3, tzinfo=UTC), "cd" * 32)


@pytest.fixture
def draft() -> Path:
    return min(OUTCOMES.glob("*.pdf"))


def with_content(source: Path, target: Path, content: bytes) -> Path:
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0]
        page.contents_add(content)
        pdf.save(target)
    return target


def words(path: Path) -> list[str]:
    return [word.text for page in born_digital_readings(path, Limits()) for word in page.words]


def test_a_draft_becomes_pdfa_with_the_same_words_and_is_then_taken_as_it_is(draft, validator, tmp_path):
    first = to_pdfa(draft, tmp_path / "first.pdf", METADATA, validator, Limits())
    assert first.verdict.compliant
    assert first.verdict.flavour == "2u"
    assert words(tmp_path / "first.pdf") == words(draft)

    again = to_pdfa(tmp_path / "first.pdf", tmp_path / "again.pdf", METADATA, validator, Limits())
    assert again.method is Method.AS_IS
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()


def test_a_draft_whose_font_is_not_embedded_is_still_shown_and_searchable(validator, tmp_path):
    draft = tmp_path / "draft.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman")
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 14 Tf 90 700 Td (Permit 12 is granted) Tj ET")
        pdf.save(draft)
    conversion = to_pdfa(draft, tmp_path / "outcome.pdf", METADATA, validator, Limits())
    assert conversion.verdict.compliant
    assert words(tmp_path / "outcome.pdf") == ["Permit", "12", "is", "granted"]


def test_a_word_that_is_hidden_is_a_different_page(draft, tmp_path):
    box = next(word.box for word in born_digital_readings(draft, Limits())[0].words if len(word.text) > 4)
    height = 842
    x, y, width, tall = box.x0 * 0.24, height - box.y1 * 0.24, box.width * 0.24, box.height * 0.24
    hidden = f"q 1 g {x:.1f} {y:.1f} {width:.1f} {tall:.1f} re f Q".encode()
    assert looks_the_same(draft, draft, Limits())
    assert not looks_the_same(draft, with_content(draft, tmp_path / "hidden.pdf", hidden), Limits())


def test_a_file_with_another_number_of_pages_is_different(draft, tmp_path):
    longer = tmp_path / "longer.pdf"
    with pikepdf.open(draft) as pdf:
        pdf.add_blank_page()
        pdf.save(longer)
    assert not looks_the_same(draft, longer, Limits())


def test_a_signed_draft_that_is_no_pdfa_is_refused_rather_than_rewritten(shared_data, validator, tmp_path):
    signed = shared_data / "data" / "vn_born_digital" / "bd_af536c4a.pdf"
    with pytest.raises(NotConvertible):
        to_pdfa(signed, tmp_path / "outcome.pdf", METADATA, validator, Limits())
    assert not (tmp_path / "outcome.pdf").exists()


def test_the_text_of_born_digital_papers_is_read_from_the_file(shared_data):
    paper = shared_data / "data" / "vn_born_digital" / "bd_af536c4a.pdf"
    truth = paper.with_suffix(".txt").read_text("utf-8").split()
    found = words(paper)
    assert len(set(truth) & set(found)) > 0.95 * len(set(truth))
