"""Which pages are one image, and which must be drawn."""

from collections.abc import Callable

import pikepdf
import pytest

from pipeline.intake.pages import sole_image
from tests.unit.intake.scans import FULL_PAGE, HEIGHT, WIDTH, add_page, grey_stream, image_stream, picture


@pytest.fixture
def pdf() -> pikepdf.Pdf:
    return pikepdf.new()


def font_resources() -> dict[str, pikepdf.Object]:
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    return {"/Font": pikepdf.Dictionary(F=helvetica)}


def page_of(pdf: pikepdf.Pdf, content: str, **resources: pikepdf.Object) -> pikepdf.Page:
    return add_page(pdf, content, grey_stream(pdf), **{f"/{key.strip('/')}": value for key, value in resources.items()})


SOLE = {
    "an image over the whole page": FULL_PAGE,
    "without a saved state": f"{WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do",
    "scaled in two steps": f"q {WIDTH} 0 0 1 0 0 cm 1 0 0 {HEIGHT} 0 0 cm /I Do Q",
    "moved before it is scaled": f"q 1 0 0 1 -10 -10 cm 1 0 0 1 10 10 cm {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q",
    "upside down": f"q -{WIDTH} 0 0 -{HEIGHT} {WIDTH} {HEIGHT} cm /I Do Q",
    "slightly smaller than the page": f"q {WIDTH - 2} 0 0 {HEIGHT - 2} 1 1 cm /I Do Q",
    "smaller paper on an otherwise blank page": f"q {WIDTH * 0.8} 0 0 {HEIGHT * 0.8} 0 20 cm /I Do Q",
    "under invisible text": FULL_PAGE + " BT /F 9 Tf 3 Tr 10 10 Td (hidden) Tj ET",
    "over text that it hides": "BT /F 9 Tf 10 10 Td (hidden) Tj ET " + FULL_PAGE,
    "over a white background": f"1 g 0 0 {WIDTH} {HEIGHT} re f " + FULL_PAGE,
    "clipped to the page by a rectangle": f"q 0 0 {WIDTH} {HEIGHT} re W n {FULL_PAGE} Q",
    "clipped to the page by lines": f"q 0 0 m {WIDTH} 0 l {WIDTH} {HEIGHT} l 0 {HEIGHT} l h W n {FULL_PAGE} Q",
}

DRAWN = {
    "no image at all": "0 0 10 10 re f",
    "two images": f"{FULL_PAGE} {FULL_PAGE}",
    "a small image": f"q {WIDTH / 2} 0 0 {HEIGHT / 2} 0 0 cm /I Do Q",
    "a logo over text": "BT /F 9 Tf 10 10 Td (letter) Tj ET " + f"q {WIDTH * 0.8} 0 0 {HEIGHT * 0.8} 0 0 cm /I Do Q",
    "visible text over the image": FULL_PAGE + " BT /F 9 Tf 10 10 Td (stamp) Tj ET",
    "a line over the image": FULL_PAGE + " 0 0 m 50 50 l S",
    "an inline image over it": FULL_PAGE + " q 5 0 0 5 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q",
    "an image larger than the page": f"q {WIDTH * 1.2} 0 0 {HEIGHT * 1.2} 0 0 cm /I Do Q",
    "an image turned by two degrees": f"q {WIDTH * 0.999} 3.35 -4.47 {HEIGHT * 0.999} 2 -1 cm /I Do Q",
    "a clip that shows a part": f"q 0 0 {WIDTH / 2} {HEIGHT} re W n {FULL_PAGE} Q",
    "a round clip": f"q 0 0 m 0 50 50 {HEIGHT} {WIDTH} 0 c W n {FULL_PAGE} Q",
    "optional content": f"/OC /Layer BDC {FULL_PAGE} EMC",
    "a transparent image": f"q /G gs {FULL_PAGE} Q",
    "broken operands": "q 1 0 0 cm /I Do Q",
}


@pytest.mark.parametrize("content", SOLE.values(), ids=SOLE.keys())
def test_a_page_is_its_image(pdf: pikepdf.Pdf, content: str) -> None:
    found = sole_image(page_of(pdf, content, **font_resources()))
    assert found is not None
    assert (found.width_px, found.height_px) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("content", DRAWN.values(), ids=DRAWN.keys())
def test_a_page_is_more_than_an_image(pdf: pikepdf.Pdf, content: str) -> None:
    half = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5))
    assert sole_image(page_of(pdf, content, ExtGState=half, **font_resources())) is None


def test_an_image_within_nested_forms_is_found_where_it_really_lies(pdf: pikepdf.Pdf) -> None:
    inner = form(pdf, "q 0.5 0 0 0.5 0 0 cm /I Do Q", pikepdf.Dictionary(I=grey_stream(pdf)), box=(0, 0, 1, 1))
    outer = form(pdf, "q 2 0 0 2 0 0 cm /X Do Q", pikepdf.Dictionary(X=inner), box=(0, 0, 1, 1))
    page = add_page(pdf, f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /X Do Q")
    page.Resources.XObject = pikepdf.Dictionary(X=outer)
    found = sole_image(page)
    assert found is not None
    assert found.matrix.shorthand == (WIDTH, 0, 0, HEIGHT, 0, 0)
    assert found.dpi == (72, 72)


def test_a_form_that_draws_itself_ends(pdf: pikepdf.Pdf) -> None:
    endless = pdf.make_indirect(form(pdf, "/X Do", pikepdf.Dictionary(I=grey_stream(pdf)), box=(0, 0, 1, 1)))
    endless.Resources.XObject.X = endless
    page = add_page(pdf, "/X Do")
    page.Resources.XObject = pikepdf.Dictionary(X=endless)
    assert sole_image(page) is None


def test_a_user_unit_makes_the_paper_larger(pdf: pikepdf.Pdf) -> None:
    page = page_of(pdf, FULL_PAGE)
    page.obj.UserUnit = 2
    found = sole_image(page)
    assert found is not None
    assert found.dpi == (36, 36)


def test_the_crop_box_decides_what_is_the_page(pdf: pikepdf.Pdf) -> None:
    page = page_of(pdf, FULL_PAGE)
    page.cropbox = pikepdf.Rectangle(0, 0, WIDTH, HEIGHT / 2)
    assert sole_image(page) is None


def masked(key: str) -> Callable[[pikepdf.Pdf], pikepdf.Stream]:
    def stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        image = grey_stream(pdf)
        image[key] = grey_stream(pdf)
        return image

    return stream


@pytest.mark.parametrize("key", ["/SMask", "/Mask"])
def test_a_masked_image_is_drawn(pdf: pikepdf.Pdf, key: str) -> None:
    assert sole_image(add_page(pdf, FULL_PAGE, masked(key)(pdf))) is None


@pytest.mark.parametrize(("ink", "sole"), [("", True), ("0 0 0 rg ", True), ("0 0 0 1 k ", True), ("1 0 0 rg ", False)])
def test_a_stencil_is_an_image_only_in_black(pdf: pikepdf.Pdf, ink: str, sole: bool) -> None:
    stencil = image_stream(pdf, picture("1").tobytes(), ImageMask=True, BitsPerComponent=1)
    found = sole_image(add_page(pdf, ink + FULL_PAGE, stencil))
    assert (found is not None) is sole
    if found is not None:
        assert found.stencil


ANNOTATIONS = {
    "a note typed on the scan": ({"/Subtype": pikepdf.Name.FreeText}, False),
    "a hidden note": ({"/Subtype": pikepdf.Name.FreeText, "/F": 2}, True),
    "a link": ({"/Subtype": pikepdf.Name.Link}, True),
    "the mark of a signature": ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Sig}, True),
    "a form field": ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Tx}, False),
}


@pytest.mark.parametrize(("annotation", "sole"), ANNOTATIONS.values(), ids=ANNOTATIONS.keys())
def test_what_is_noted_on_the_scan_counts_as_ink(pdf: pikepdf.Pdf, annotation: dict[str, object], sole: bool) -> None:
    page = page_of(pdf, FULL_PAGE)
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(annotation | {"/Rect": pikepdf.Array([5, 5, 40, 20])})])
    assert (sole_image(page) is not None) is sole


def form(
    pdf: pikepdf.Pdf, content: str, xobjects: pikepdf.Dictionary, box: tuple[float, float, float, float]
) -> pikepdf.Stream:
    stream = pdf.make_stream(content.encode())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array(box)
    stream.Resources = pikepdf.Dictionary(XObject=xobjects)
    return stream
