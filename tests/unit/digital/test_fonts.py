"""Which fonts of a file get the map of the characters they draw."""

import sys

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from pipeline.digital.fonts import mend_legacy_fonts
from pipeline.digital.legacy import LegacyEncoding
from pipeline.digital.texts import judged_pages
from pipeline.limits import Limits
from tests.unit.digital.papers import page_of, plain_font, saved, typed


def on_the_page(pdf: pikepdf.Pdf, font: pikepdf.Object) -> pikepdf.Page:
    return page_of(pdf, b"", F=font)


def in_a_form(pdf: pikepdf.Pdf, font: pikepdf.Object) -> pikepdf.Page:
    page = page_of(pdf, b"/X Do")
    form = pdf.make_stream(b"", Subtype=Name.Form, Resources=Dictionary(Font=Dictionary(F=font)))
    form.Resources.XObject = Dictionary(X=form)
    page.Resources.XObject = Dictionary(X=form)
    return page


def in_a_mark(pdf: pikepdf.Pdf, font: pikepdf.Object) -> pikepdf.Page:
    page = page_of(pdf, b"")
    look = pdf.make_stream(b"", Subtype=Name.Form, Resources=Dictionary(Font=Dictionary(F=font)))
    page.obj.Annots = pikepdf.Array([Dictionary(Subtype=Name.Widget, AP=Dictionary(N=look))])
    return page


@pytest.mark.parametrize("place", [on_the_page, in_a_form, in_a_mark])
def test_a_font_is_found_wherever_a_page_uses_it(place):
    with pikepdf.new() as pdf:
        font = plain_font(".VnTime")(pdf)
        assert mend_legacy_fonts(pdf, [place(pdf, font)]) == (LegacyEncoding.TCVN3,)
        assert "/ToUnicode" in font


def test_the_fonts_of_other_pages_are_left_alone():
    with pikepdf.new() as pdf:
        first, second = plain_font("VNI-Times")(pdf), plain_font(".VnTime")(pdf)
        page = on_the_page(pdf, first)
        on_the_page(pdf, second)
        assert mend_legacy_fonts(pdf, [page]) == (LegacyEncoding.VNI,)
        assert "/ToUnicode" not in second


def test_a_page_of_a_long_file_is_judged_as_quickly_as_one_of_a_short(tmp_path):
    def calls(pages: int) -> int:
        """Functions of Python called to judge the first page: no clock is as steady."""
        with pikepdf.new() as pdf:
            for number in range(pages):
                page_of(pdf, typed((f"Permit {number} is granted",)), F=plain_font(f".VnTime{number}")(pdf))
            path = saved(pdf, tmp_path / f"{pages}.pdf")
        counted = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count)
        try:
            judged_pages(path, Limits(), 1, 1, keep_text=False)
        finally:
            sys.setprofile(None)
        return counted

    calls(1)
    assert calls(60) < 2 * calls(2)
