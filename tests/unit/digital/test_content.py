"""What a page shows, counted without drawing it."""

import pikepdf
from pikepdf import Dictionary, Name

from pipeline.digital.content import content_of
from tests.unit.digital.papers import page_of, plain_font


def test_a_broken_form_leaves_the_text_behind_it_as_it_was():
    with pikepdf.new() as pdf:
        page = page_of(pdf, b"q 3 Tr /X Do Q BT /F 12 Tf 50 700 Td (seen) Tj ET", F=plain_font("Times-Roman")(pdf))
        page.Resources.XObject = Dictionary(X=pdf.make_stream(b"", Subtype=Name.Form, Matrix=[1, 0, 0]))
        content = content_of(page)
    assert (content.shown_glyphs, content.hidden_glyphs) == (4, 0)


def test_a_page_of_forms_within_forms_is_not_taken_for_blank():
    with pikepdf.new() as pdf:
        form = pdf.make_stream(b"0 0 100 100 re f", Subtype=Name.Form)
        for _ in range(20):
            form = pdf.make_stream(b"/X Do", Subtype=Name.Form, Resources=Dictionary(XObject=Dictionary(X=form)))
        page = page_of(pdf, b"/X Do")
        page.Resources.XObject = Dictionary(X=form)
        assert not content_of(page).blank
