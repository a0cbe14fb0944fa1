"""The text layer as two extractors see it: poppler, which orders by layout, and pdfium, which orders by content."""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name

from domain.model import PageFrame, PageReading, Word
from pipeline.preserve.font import InvisibleFont
from pipeline.preserve.placing import page_size
from pipeline.preserve.text import FONT_NAME, characters_of, text_layer
from pipeline.reading import plain_text
from tests.unit.pipeline.drawn import words_on_line

FRAME = PageFrame(2480, 3508, 300)
LEFT = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Số: 3261/QĐ-UBND")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc", "Lâm Đồng, ngày 16 tháng 02")
BODY = ("QUYẾT ĐỊNH", "Điều 1. Ông Nguyễn Thanh Dũng giữ chức vụ Phó Trưởng phòng,", "kể từ ngày ký và đến hết năm.")
LETTERS = "aăâeêioôơuưyđbcnghkmtvAĂÂĐÊÔƠƯấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹ0123456789"


def column(texts: tuple[str, ...], *, x: float, y: float, pitch: float, first: int, block: int) -> list[Word]:
    return [
        replace(word, block=block, baseline=y + number * pitch + 42)
        for number, text in enumerate(texts)
        for word in words_on_line(text, x=x, y=y + number * pitch, line=first + number, height=42, space=15)
    ]


def header_page(gutter: float, shift: float = 0.0) -> PageReading:
    """A head of two columns so far apart, the right one so much lower, and text below."""
    left = column(LEFT, x=380, y=240, pitch=80, first=0, block=0)
    edge = max(word.box.x1 for word in left)
    right = column(RIGHT, x=edge + gutter, y=240 + shift, pitch=80, first=3, block=1)
    body = column(BODY, x=360, y=700, pitch=75, first=6, block=2)
    return PageReading(1, FRAME, (*left, *right, *body), "test")


def written(reading: PageReading, path: Path) -> Path:
    """A PDF with the text layer alone."""
    font = InvisibleFont(characters_of([reading]))
    width, height = page_size(reading.frame)
    with pikepdf.new() as pdf:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, width, height],
            Resources=Dictionary(Font=Dictionary({FONT_NAME: font.added_to(pdf)})),
            Contents=pdf.make_stream(text_layer(reading, font)),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path)
    return path


def by_poppler(path: Path) -> list[str]:
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return [line for line in text.replace("\f", "").splitlines() if line]


def by_pdfium(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [line.strip() for line in pdf[0].get_textpage().get_text_range().splitlines() if line.strip()]


def lines_of(reading: PageReading) -> list[str]:
    return [line for line in plain_text(reading).splitlines() if line]


@pytest.mark.parametrize("extractor", [by_poppler, by_pdfium])
@pytest.mark.parametrize("gutter", [25, 60, 90, 200])
@pytest.mark.parametrize("shift", [0, 12])
def test_columns_of_a_head_are_read_one_after_the_other(extractor, gutter, shift, tmp_path):
    reading = header_page(gutter, shift)
    assert extractor(written(reading, tmp_path / "page.pdf")) == lines_of(reading)


@pytest.mark.parametrize("extractor", [by_poppler, by_pdfium])
def test_words_that_nearly_touch_stay_apart(extractor, tmp_path):
    words = words_on_line("cộng hòa xã hội", x=300, y=300, height=42, space=1)
    reading = PageReading(1, FRAME, tuple(words), "test")
    assert extractor(written(reading, tmp_path / "page.pdf")) == ["cộng hòa xã hội"]


@pytest.mark.parametrize("extractor", [by_poppler, by_pdfium])
def test_two_lines_taken_for_one_are_not_shuffled(extractor, tmp_path):
    upper = words_on_line("27 tháng 02 năm 2019", x=300, y=400, height=42)
    lower = words_on_line("Đồng, giữ chức vụ", x=300, y=475, height=42)
    reading = PageReading(1, FRAME, (*upper, *lower), "test")
    text = " ".join(extractor(written(reading, tmp_path / "page.pdf")))
    assert "27 tháng 02 năm 2019" in text
    assert "Đồng, giữ chức vụ" in text


TABLE = (
    ("TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"),
    ("1", "Nguyễn Văn An", "Phó Trưởng phòng", "Sở Nội vụ"),
    ("2", "Lê Chi", "Kế toán", "Văn phòng Ủy ban"),
    ("3", "Trần Bình", "Chuyên viên", "Sở Tài chính"),
)


@pytest.mark.parametrize("extractor", [by_poppler, by_pdfium])
@pytest.mark.parametrize("pitch", [70, 90, 120])
def test_a_ruled_table_is_read_row_by_row(extractor, pitch, tmp_path):
    words: list[Word] = []
    for down, row in enumerate(TABLE):
        for x, text in zip((300, 400, 800, 1250), row, strict=True):
            line, y = words[-1].line + 1 if words else 0, 400 + pitch * down
            words += column((text,), x=x, y=y, pitch=0, first=line, block=0)
    found = extractor(written(PageReading(1, FRAME, tuple(words), "test"), tmp_path / "page.pdf"))
    assert " ".join(found).split() == " ".join(" ".join(row) for row in TABLE).split()


words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=9)


@st.composite
def pages(draw: st.DrawFn) -> PageReading:
    """Some lines of words, at any resolution."""
    lines = draw(st.lists(st.lists(words, min_size=1, max_size=6), min_size=1, max_size=6))
    found: list[Word] = []
    for number, line in enumerate(lines):
        left = draw(st.integers(50, 400))
        found += words_on_line(" ".join(line), x=left, y=100 + 90 * number, line=number, height=40, space=16)
    return PageReading(1, PageFrame(2480, 3508, draw(st.sampled_from([150.0, 200.0, 300.0, 309.3]))), tuple(found), "t")


@settings(max_examples=40, deadline=None)
@given(pages())
def test_words_come_back_with_their_letters_and_boxes(reading):
    with tempfile.TemporaryDirectory() as folder:
        path = written(reading, Path(folder) / "page.pdf")
        with pypdfium2.PdfDocument(path) as pdf:
            page = pdf[0].get_textpage()
            text = page.get_text_range()
            scale = reading.frame.dpi / 72
            at = 0
            for word in reading.words:
                at = text.index(word.text, at)
                boxes = [page.get_charbox(at + letter, loose=True) for letter in range(len(word.text))]
                at += len(word.text)
                left, right = min(box[0] for box in boxes) * scale, max(box[2] for box in boxes) * scale
                bottom = reading.frame.height_px - min(box[1] for box in boxes) * scale
                assert (left, right) == pytest.approx((word.box.x0, word.box.x1), abs=2.0)
                assert word.box.y0 < bottom <= word.box.y1 + 0.5 * word.box.height
