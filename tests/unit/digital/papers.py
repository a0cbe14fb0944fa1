"""Digital papers for tests, in Unicode and in the fonts of former days: what is drawn and what the file says differ."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from pipeline.digital.legacy import LegacyEncoding, decoded
from samples.generator.paper import Face
from samples.generator.text_pdf import MM, TextPage, write_text_pdf

SERIF = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
needs_fonts = pytest.mark.skipif(not SERIF.is_file(), reason="fonts-liberation2 is not installed")

LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 412 ngày 05 tháng 3,",
    "Điều 1. Phê duyệt kế hoạch tuyển dụng viên chức năm 2026 của tỉnh.",
    "Điều 2. Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành thực hiện.",
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký và được gửi các đơn vị.",
)
MISREAD = (
    "LIEN DoAN LAO D()NG - sa VAN HOA, THE THAO VA DU LJCH TiNH",
    "CONG Hcok xA HQI CHiJ NGHiA VIVT NAM Dc 1p - Tir do - Hnh phuc",
    "Til nay dSn nam 2021, phArrd~u hoan thanh cac chi tieu d8i moi tac",
    "phap lu~t; thuong xuyen oQng vien t6t lich thuc hanh IB16ilam viec",
    "Phi lQ phi stla o6r nehe doi vai cac chirc dank bac sy dtromg hO",
)
"""What programs without Vietnamese made of scans, found in files of state agencies."""

A4 = (595.0, 842.0)

Font = Callable[[pikepdf.Pdf], pikepdf.Object]
"""Makes a font object in a file."""


def in_tcvn3(text: str) -> str:
    """The text as TCVN3 writes it, letter for letter."""
    # Places that TCVN3 leaves free read as what they are; a letter's own place goes before them.
    codes = sorted(map(chr, range(0xA1, 0xFF)), key=lambda code: decoded(code, LegacyEncoding.TCVN3) != code)
    written = {decoded(code, LegacyEncoding.TCVN3): code for code in codes}
    return "".join(written.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    """The text as VNI writes it: a mark behind its vowel."""
    single = {decoded(letter, LegacyEncoding.VNI): letter for letter in "ñöôíìæóòîÑÖÔÍÌÆÓÒÎ"}
    marked = {
        decoded(base + mark, LegacyEncoding.VNI): base + mark
        for base in "aeouyôöAEOUYÔÖ"
        for mark in "øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË"
    }
    return "".join(single.get(letter) or marked.get(letter, letter) for letter in text)


def plain_font(name: str) -> Font:
    """A font that is only named, with western letters."""

    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{name}"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )

    return make


def tcvn3_font(name: str, *, capitals: bool = False) -> Font:
    """An embedded font that draws Vietnamese letters in the places of western ones, as the ABC fonts do."""

    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        drawn = {}
        with TTFont(SERIF, recalcTimestamp=False) as program:
            glyphs, scale = program.getBestCmap(), 1000 / program["head"].unitsPerEm
            for code in range(0x20, 0x100):
                letter = decoded(chr(code), LegacyEncoding.TCVN3)
                drawn[code] = glyphs.get(ord(letter.upper() if capitals else letter), ".notdef")
            widths = [round(program["hmtx"][drawn[code]][0] * scale) for code in sorted(drawn)]
            for table in program["cmap"].tables:
                table.cmap = {ord(bytes([code]).decode("cp1252", "replace")): glyph for code, glyph in drawn.items()}
            file = BytesIO()
            program.save(file)
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(f"/{name}"),
            Flags=32,
            FontBBox=[-200, -300, 1100, 1000],
            ItalicAngle=0,
            Ascent=900,
            Descent=-220,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(file.getvalue()),
        )
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.TrueType,
                BaseFont=pikepdf.Name(f"/{name}"),
                # In the Windows encoding the place of ư is a second hyphen.
                Encoding=pikepdf.Dictionary(
                    Type=pikepdf.Name.Encoding,
                    BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                    Differences=[0xAD, pikepdf.Name.sfthyphen],
                ),
                FirstChar=0x20,
                LastChar=0xFF,
                Widths=widths,
                FontDescriptor=pdf.make_indirect(descriptor),
            )
        )

    return make


def typed(lines: tuple[str, ...], *, font: str = "F", x: int = 60, y: int = 760, size: int = 13) -> bytes:
    """Content that sets lines of western letters, code by code."""
    parts = [f"BT /{font} {size} Tf {x} {y} Td {size * 2} TL".encode()]
    for line in lines:
        escaped = line.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(b"(" + escaped + b") Tj T*")
    return b" ".join([*parts, b"ET"])


def unicode_page(pdf: pikepdf.Pdf, lines: tuple[str, ...] = LINES) -> pikepdf.Page:
    """An A4 page of Unicode text with its font embedded, added to the file."""
    page = TextPage(A4[0] / MM, A4[1] / MM)
    for row, line in enumerate(lines):
        page.write(20, 30 + 9 * row, line, Face.REGULAR, 13)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.pdf"
        write_text_pdf([page], file, title="")
        with pikepdf.open(BytesIO(file.read_bytes())) as made:
            pdf.pages.append(made.pages[0])
    return pdf.pages[-1]


def page_of(
    pdf: pikepdf.Pdf,
    content: bytes,
    *,
    size: tuple[float, float] = A4,
    image: Image.Image | None = None,
    **fonts: pikepdf.Object,
) -> pikepdf.Page:
    """A page with that content, fonts by name, and an image as /I."""
    page = pdf.add_blank_page(page_size=size)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({f"/{name}": font for name, font in fonts.items()}))
    if image is not None:
        file = BytesIO()
        image.save(file, "JPEG", quality=80)
        stream = pdf.make_stream(file.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
        stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
        page.Resources.XObject = pikepdf.Dictionary(I=stream)
    page.Contents = pdf.make_stream(content)
    return page


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    """Write the file and give its path back."""
    pdf.save(path)
    return path
