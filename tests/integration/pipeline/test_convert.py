"""Drafts of results become PDF/A that shows the same pages."""

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from domain.errors import NotConvertible
from pipeline.digital.comparing import looks_the_same, says_the_same
from pipeline.digital.convert import Method, converted, to_pdfa
from pipeline.digital.readings import born_digital_readings
from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata
from tests.unit.digital.papers import (
    LINES,
    in_tcvn3,
    needs_fonts,
    page_of,
    plain_font,
    saved,
    tcvn3_font,
    typed,
    unicode_page,
)

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


def test_a_valid_file_of_which_every_page_is_wanted_is_taken_as_it_is(draft, validator, tmp_path):
    valid, copy, part = tmp_path / "valid.pdf", tmp_path / "copy.pdf", tmp_path / "part.pdf"
    to_pdfa(draft, valid, METADATA, validator, Limits())
    with pikepdf.open(valid) as pdf:
        every = range(1, len(pdf.pages) + 1)
    assert converted(valid, copy, METADATA, validator, Limits(), pages=every).method is Method.AS_IS
    assert copy.read_bytes() == valid.read_bytes()
    taken_over = converted(valid, part, METADATA, validator, Limits(), pages=every, as_it_is=False)
    assert taken_over.method is Method.MENDED


def test_a_file_that_no_program_can_cope_with_is_not_convertible(draft, validator, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing follows")
    for source, limits in ((draft, Limits(page_timeout_s=0.001)), (broken, Limits())):
        with pytest.raises(NotConvertible):
            converted(source, tmp_path / "out.pdf", METADATA, validator, limits, pages=(1,))


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


SIGNED = {
    "bd_af536c4a.pdf": "written by a program that embeds its fonts",
    "bd_c504f6dc.pdf": "written by Word, which names Times New Roman for plain letters and embeds it for the others",
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_signed_paper_gets_a_rendition_and_stays_as_it_is(shared_data, validator, tmp_path, name):
    signed = shared_data / "data" / "vn_born_digital" / name
    before = signed.read_bytes()
    rendition = tmp_path / "rendition.pdf"
    conversion = converted(signed, rendition, METADATA, validator, Limits())
    assert (conversion.method, conversion.verdict.flavour) == (Method.MENDED, "2u")
    assert sorted(words(rendition)) == sorted(words(signed))
    assert not inspect(rendition, "rendition.pdf").signed
    assert signed.read_bytes() == before


def test_garbage_before_a_signed_paper_and_an_empty_password_change_nothing(shared_data, validator, tmp_path):
    begun = tmp_path / "begun.pdf"
    begun.write_bytes(b"x" * 20 + b"\n" + (shared_data / "data" / "vn_born_digital" / "bd_af536c4a.pdf").read_bytes())
    locked = shared_data / "data" / "bad_input" / "paperless-ng__signed.pdf"
    for signed, warning in ((begun, "leading_garbage"), (locked, "encrypted_owner_only")):
        before = signed.read_bytes()
        found = inspect(signed, signed.name)
        assert found.signed
        assert warning in found.warnings
        target = tmp_path / "rendition.pdf"
        assert converted(signed, target, METADATA, validator, Limits()).verdict.compliant
        assert sorted(words(target)) == sorted(words(signed))
        assert signed.read_bytes() == before
        with pytest.raises(NotConvertible):
            to_pdfa(signed, tmp_path / "outcome.pdf", METADATA, validator, Limits())


@needs_fonts
def test_some_pages_of_a_file_are_converted_in_their_order(validator, tmp_path):
    with pikepdf.new() as pdf:
        for line in LINES:
            unicode_page(pdf, (line,))
        source = saved(pdf, tmp_path / "paper.pdf")
    conversion = converted(source, tmp_path / "part.pdf", METADATA, validator, Limits(), pages=(2, 5))
    assert conversion.verdict.compliant
    assert words(tmp_path / "part.pdf") == f"{LINES[1]} {LINES[4]}".split()


@needs_fonts
def test_old_fonts_keep_their_look_and_get_their_meaning(validator, tmp_path):
    with pikepdf.new() as pdf:
        page_of(pdf, typed(tuple(in_tcvn3(line) for line in LINES)), F=tcvn3_font("ABCDEF+.VnTime")(pdf))
        source = saved(pdf, tmp_path / "paper.pdf")
    target = tmp_path / "archived.pdf"
    assert converted(source, target, METADATA, validator, Limits()).method is Method.MENDED
    assert words(source) != words(target) == " ".join(LINES).split()
    with pikepdf.open(target) as archived:
        assert "/FontFile2" in archived.pages[0].Resources.Font.F.FontDescriptor


def test_what_runs_or_hides_in_a_file_stays_behind(shared_data, validator, tmp_path):
    for name in ("pdfjs__js-buttons.pdf", "pdfjs__annotation-fileattachment.pdf", "signserver-c__sample-owner123.pdf"):
        target = tmp_path / name
        assert converted(
            shared_data / "data" / "bad_input" / name, target, METADATA, validator, Limits()
        ).verdict.compliant
        assert inspect(target, name).warnings == ()


@needs_fonts
def test_a_page_that_says_something_else_is_found_out(tmp_path):
    with pikepdf.new() as pdf:
        page = unicode_page(pdf)
        honest = saved(pdf, tmp_path / "honest.pdf")
        font = next(iter(page.Resources.Font.values()))
        shifted = font.ToUnicode.read_bytes().replace(b"> <00", b"> <01")
        font.ToUnicode = pdf.make_stream(shifted)
        changed = saved(pdf, tmp_path / "changed.pdf")
    assert looks_the_same(honest, changed, Limits())
    assert says_the_same(honest, honest, Limits())
    assert not says_the_same(honest, changed, Limits())


@needs_fonts
def test_rubbish_does_not_become_the_text_of_a_result(validator, tmp_path):
    with pikepdf.new() as pdf:
        font = tcvn3_font("ABCDEF+Unknown")(pdf)
        del font.Encoding
        font.FontDescriptor.Flags = 4
        page_of(pdf, typed(("Permit 12 is granted",)), F=font)
        page_of(pdf, typed(("Permit 13 is granted",)), F=plain_font("Times-Roman")(pdf))
        draft = saved(pdf, tmp_path / "draft.pdf")
    conversion = to_pdfa(draft, tmp_path / "outcome.pdf", METADATA, validator, Limits())
    assert conversion.method is Method.PICTURES
    assert words(tmp_path / "outcome.pdf") == ["Permit", "13", "is", "granted"]
