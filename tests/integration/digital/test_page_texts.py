"""Which pages are digital, and which of their text is believed: drawn by poppler, judged in a child process."""

import hashlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from domain.model import PageReading
from pipeline.digital import PageKind, PageText, TextVerdict, page_texts
from pipeline.intake import SourceKind
from pipeline.intake.images import page_image
from tests.unit.digital.papers import (
    A4,
    LINES,
    MISREAD,
    SERIF,
    in_tcvn3,
    in_vni,
    needs_fonts,
    page_of,
    plain_font,
    saved,
    tcvn3_font,
    typed,
    unicode_page,
)

pytestmark = needs_fonts

FULL_PAGE = f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I Do Q ".encode()


def scan(lines: tuple[str, ...] = LINES * 4) -> Image.Image:
    """An A4 page at 100 dpi with lines of print."""
    image = Image.new("L", (827, 1169), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(SERIF), 18)
    for row, line in enumerate(lines):
        draw.text((90, 100 + row * 36), line, font=font, fill=0)
    return image


def only(path: Path, **options: bool) -> PageText:
    (text,) = page_texts(path, **options)
    return text


def text_of(text: PageText) -> str:
    assert text.reading is not None
    return " ".join(word.text for word in text.reading.words)


def test_a_digital_page_is_read_from_its_text(tmp_path):
    with pikepdf.new() as pdf:
        unicode_page(pdf)
        path = saved(pdf, tmp_path / "paper.pdf")
    before = hashlib.sha256(path.read_bytes()).digest()
    found = only(path)
    assert (found.kind, found.verdict) == (PageKind.DIGITAL, TextVerdict.TRUSTED)
    assert text_of(found) == " ".join(LINES)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def ink_box(pixels) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(pixels.min(axis=2) < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def words_box(reading: PageReading) -> tuple[float, float, float, float]:
    boxes = [word.box for word in reading.words]
    return (
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("change", ["", "crop", "unit"])
def test_words_lie_where_the_page_shows_them(tmp_path, rotate, change):
    with pikepdf.new() as pdf:
        page = unicode_page(pdf)
        page.obj.Rotate = rotate
        if change == "crop":
            page.cropbox = pikepdf.Rectangle(30, 400, 590, 830)
        if change == "unit":
            page.obj.UserUnit = 1.5
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    drawn = page_image(path, SourceKind.PDF, 1)
    assert found.reading is not None
    assert abs(found.reading.frame.width_px - drawn.width_px) <= 1
    assert abs(found.reading.frame.height_px - drawn.height_px) <= 1
    assert found.reading.frame.dpi == pytest.approx(drawn.dpi, rel=0.001)
    for ours, seen in zip(words_box(found.reading), ink_box(drawn.pixels), strict=True):
        assert abs(ours - seen) < 25  # a line's box is higher than its letters


def test_fonts_of_former_days_are_read_by_their_table(tmp_path):
    with pikepdf.new() as pdf:
        heading = typed((in_tcvn3("cộng hoà xã hội chủ nghĩa việt nam"),), font="H", y=800)
        body = typed(tuple(in_tcvn3(line) for line in LINES))
        page_of(
            pdf,
            heading + b" " + body,
            F=tcvn3_font("ABCDEF+.VnTime")(pdf),
            H=tcvn3_font("ABCDEG+.VnTimeH", capitals=True)(pdf),
        )
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert (found.kind, found.verdict) == (PageKind.DIGITAL, TextVerdict.TRUSTED)
    assert text_of(found) == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM " + " ".join(LINES)
    assert found.reasons == ("converted_from_tcvn3",)


def test_vni_fonts_are_read_by_their_table(tmp_path):
    with pikepdf.new() as pdf:
        page_of(pdf, typed(tuple(in_vni(line) for line in LINES)), F=plain_font("VNI-Times")(pdf))
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert text_of(found).split() == " ".join(LINES).split()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (tuple(in_tcvn3(line) for line in LINES), "legacy_encoding_tcvn3"),
        (tuple(in_vni(line) for line in LINES), "legacy_encoding_vni"),
        (MISREAD, "implausible_text"),
    ],
)
def test_rubbish_in_a_font_that_does_not_tell_is_read_anew(tmp_path, lines, reason):
    with pikepdf.new() as pdf:
        page_of(pdf, typed(lines), F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert (found.kind, found.verdict, found.reasons) == (PageKind.DIGITAL, TextVerdict.GARBAGE, (reason,))
    assert found.reading is None


def test_glyphs_without_a_meaning_are_no_text(tmp_path):
    with pikepdf.new() as pdf:
        font = tcvn3_font("ABCDEF+Unknown")(pdf)
        del font.Encoding
        font.FontDescriptor.Flags = 4
        page_of(pdf, typed(LINES[2:3] if LINES[2].isascii() else ("Permit 12 is granted to the applicant",)), F=font)
        path = saved(pdf, tmp_path / "paper.pdf")
    assert only(path).reasons == ("no_unicode_map",)


LAYER = b"3 Tr " + typed(("Permit 12 is granted to the applicant of the district",) * 4)


@pytest.mark.parametrize(
    "content",
    [FULL_PAGE + LAYER, typed(("Permit 12 is granted",) * 4) + b" " + FULL_PAGE],
    ids=["invisible", "beneath the scan"],
)
def test_the_text_layer_of_a_scan_is_not_believed(tmp_path, content):
    with pikepdf.new() as pdf:
        page_of(pdf, content, image=scan(), F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "scan.pdf")
    found = only(path)
    assert (found.kind, found.verdict, found.reasons) == (PageKind.SCAN, TextVerdict.HIDDEN, ("invisible_text",))


def test_a_text_layer_is_kept_when_asked_for_and_fit(tmp_path):
    rows = ("Permit 12 is granted to the applicant of the district",) * 8
    layer = b" ".join(
        [b"3 Tr", *(typed((line,), x=65, y=round(842 - (100 + 36 * row + 16) * 0.72)) for row, line in enumerate(rows))]
    )
    with pikepdf.new() as pdf:
        page_of(pdf, FULL_PAGE + layer, image=scan(rows), F=plain_font("Times-Roman")(pdf))
        page_of(pdf, FULL_PAGE + layer, image=scan(LINES * 5), F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "scan.pdf")
    kept, short = page_texts(path, keep_text=True)
    assert (kept.kind, kept.verdict) == (PageKind.SCAN, TextVerdict.TRUSTED)
    assert kept.reading is not None
    image = page_image(path, SourceKind.PDF, 1)
    assert (kept.reading.frame.width_px, kept.reading.frame.height_px) == (image.width_px, image.height_px)
    left, top, _, bottom = words_box(kept.reading)
    assert abs(left - 90) < 6
    assert 90 < top < 110
    assert abs(bottom - (100 + 36 * 7 + 20)) < 15
    assert short.verdict is TextVerdict.MISSING
    assert short.reasons == ("text_covers_little_ink",)


def test_a_digital_stamp_on_a_scan_does_not_make_it_digital(tmp_path):
    with pikepdf.new() as pdf:
        stamp = typed(("SAO Y; UBND; 19/02/2025 15:28:23 +07:00",), y=825, size=9)
        page_of(pdf, FULL_PAGE + stamp, image=scan(), F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "scan.pdf")
    found = only(path)
    assert (found.kind, found.verdict, found.reasons) == (
        PageKind.SCAN,
        TextVerdict.MISSING,
        ("text_covers_little_ink",),
    )


def test_text_on_a_picture_as_background_is_digital(tmp_path):
    paper = Image.linear_gradient("L").resize((827, 1169)).point(lambda grey: 200 + grey // 5)
    with pikepdf.new() as pdf:
        page_of(pdf, FULL_PAGE + typed(("Permit 12 is granted",) * 9), image=paper, F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert (found.kind, found.verdict) == (PageKind.DIGITAL, TextVerdict.TRUSTED)


def test_a_page_with_a_scanned_part_is_mixed(tmp_path):
    with pikepdf.new() as pdf:
        page = unicode_page(pdf, LINES * 2)
        part = page_of(pdf, b"", image=scan(LINES).crop((0, 90, 827, 280)))
        page.Resources.XObject = pikepdf.Dictionary(I=part.Resources.XObject.I)
        page.contents_add(b"q 500 0 0 115 40 300 cm /I Do Q")
        del pdf.pages[1]
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert (found.kind, found.verdict) == (PageKind.MIXED, TextVerdict.TRUSTED)
    assert found.reasons == ("writing_beside_text",)
    assert text_of(found) == " ".join(LINES * 2)


@pytest.mark.parametrize(
    ("content", "verdict", "reason"),
    [
        (b"1 g " + typed(("Permit 12 is granted",) * 4), TextVerdict.HIDDEN, "text_not_seen"),
        (typed(("Permit 12 is granted",), x=700), TextVerdict.MISSING, "no_text"),
        (b"0 0 100 100 re f", TextVerdict.MISSING, "no_text"),
    ],
    ids=["white on white", "outside of the page", "curves only"],
)
def test_text_that_nobody_sees_is_not_used(tmp_path, content, verdict, reason):
    with pikepdf.new() as pdf:
        page_of(pdf, content, F=plain_font("Times-Roman")(pdf))
        path = saved(pdf, tmp_path / "paper.pdf")
    found = only(path)
    assert (found.kind, found.verdict, found.reasons) == (PageKind.DIGITAL, verdict, (reason,))


def test_pages_may_be_asked_for_in_parts(tmp_path):
    with pikepdf.new() as pdf:
        for number in range(5):
            page_of(pdf, typed((f"Permit {number} is granted",)), F=plain_font("Times-Roman")(pdf))
        pdf.add_blank_page()
        path = saved(pdf, tmp_path / "paper.pdf")
    assert [text_of(text) for text in page_texts(path, first=2, last=3)] == [
        "Permit 1 is granted",
        "Permit 2 is granted",
    ]
    last = page_texts(path, first=5)
    assert [(text.number, text.kind) for text in last] == [(5, PageKind.DIGITAL), (6, PageKind.EMPTY)]


def test_papers_of_agencies_that_were_written_by_computer_are_not_recognised(shared_data):
    papers = sorted((shared_data / "data" / "vn_born_digital").glob("*.pdf"))
    assert papers
    for paper in papers:
        truth = paper.with_suffix(".txt").read_text("utf-8").split()
        texts = page_texts(paper)
        assert {text.kind for text in texts} <= {PageKind.DIGITAL, PageKind.EMPTY}
        found = {word for text in texts if text.reading for word in text_of(text).split()}
        assert len(set(truth) & found) > 0.95 * len(set(truth))


def test_scans_of_agencies_are_recognised_whatever_text_they_carry(shared_data):
    for paper in sorted((shared_data / "data" / "vn_scans" / "docs").glob("*.pdf"))[::3]:
        assert {text.kind for text in page_texts(paper)} == {PageKind.SCAN}
        assert all(text.reading is None for text in page_texts(paper, last=2))
