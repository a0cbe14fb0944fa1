"""The font of visible signatures, and how it is written into a PDF so that PDF/A stays PDF/A."""

import io
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.writer import BasePdfFileWriter

_FILE = "SohoaSerif-Regular.ttf"
_SERIF_SYMBOLIC = 0b110
_STEM_WIDTH = 80
_ENTRIES_PER_BLOCK = 100


@dataclass(frozen=True, slots=True)
class Font:
    """A TrueType font at 1,000 units per em. ``widths`` are by glyph number, in thousandths of the font size."""

    name: str
    program: bytes = field(repr=False)
    glyphs: Mapping[int, int] = field(repr=False)
    widths: tuple[int, ...] = field(repr=False)
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str, size: float) -> float:
        """How wide a line is, in the unit of ``size``."""
        return sum(self.widths[glyph] for glyph in self._glyphs_of(text)) * size / 1000

    def encode(self, text: str) -> bytes:
        """The operand of ``Tj`` for a line. A letter the font lacks becomes a question mark, never ``.notdef``."""
        return b"<" + b"".join(b"%04x" % glyph for glyph in self._glyphs_of(text)) + b">"

    def embed(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """Write the font into a PDF as a composite font with its program, widths and way back to Unicode."""
        descendant = {
            "Type": "Font",
            "Subtype": "CIDFontType2",
            "BaseFont": self.name,
            "CIDSystemInfo": {
                "Registry": pdf_string("Adobe"),
                "Ordering": pdf_string("Identity"),
                "Supplement": 0,
            },
            "CIDToGIDMap": "Identity",
            "FontDescriptor": writer.add_object(_pdf(self._descriptor(writer))),
            "W": [0, self.widths],
        }
        composite = {
            "Type": "Font",
            "Subtype": "Type0",
            "BaseFont": self.name,
            "Encoding": "Identity-H",
            "DescendantFonts": [writer.add_object(_pdf(descendant))],
            "ToUnicode": writer.add_object(_stream(self._to_unicode())),
        }
        return writer.add_object(_pdf(composite))

    def _glyphs_of(self, text: str) -> Iterable[int]:
        question_mark = self.glyphs[ord("?")]
        return (self.glyphs.get(ord(letter), question_mark) for letter in unicodedata.normalize("NFC", text))

    def _descriptor(self, writer: BasePdfFileWriter) -> dict[str, object]:
        return {
            "Type": "FontDescriptor",
            "FontName": self.name,
            "Flags": _SERIF_SYMBOLIC,
            "FontBBox": self.box,
            "ItalicAngle": 0,
            "Ascent": self.ascent,
            "Descent": self.descent,
            "CapHeight": self.cap_height,
            "StemV": _STEM_WIDTH,
            "FontFile2": writer.add_object(_stream(self.program)),
        }

    def _to_unicode(self) -> bytes:
        entries = sorted({glyph: code for code, glyph in self.glyphs.items()}.items())
        blocks = [entries[at : at + _ENTRIES_PER_BLOCK] for at in range(0, len(entries), _ENTRIES_PER_BLOCK)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n"
            + "\n".join(f"<{glyph:04x}> <{code:04x}>" for glyph, code in block)
            + "\nendbfchar"
            for block in blocks
        )
        return _TO_UNICODE.format(body=body).encode("ascii")


_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@cache
def serif() -> Font:
    """The font with the metrics of Times New Roman and all Vietnamese letters. See ``scripts/make_signing_font.py``."""
    program = resources.files("signing").joinpath("fonts", _FILE).read_bytes()
    font = TTFont(io.BytesIO(program))
    order = font.getGlyphOrder()
    head, horizontal = font["head"], font["hhea"]
    return Font(
        name=_FILE.removesuffix(".ttf"),
        program=program,
        glyphs={code: font.getGlyphID(name) for code, name in font.getBestCmap().items()},
        widths=tuple(font["hmtx"][name][0] for name in order),
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
        ascent=horizontal.ascent,
        descent=horizontal.descent,
        cap_height=font["OS/2"].sCapHeight,
    )


def _stream(content: bytes) -> generic.StreamObject:
    dictionary = {pdf_name("/Filter"): _pdf("FlateDecode"), pdf_name("/Length1"): _pdf(len(content))}
    return generic.StreamObject(dictionary, encoded_data=zlib.compress(content, 9))


def _pdf(value: object) -> generic.PdfObject:
    """Python values as PDF objects; a plain string becomes a name."""
    match value:
        case generic.PdfObject():
            return value
        case dict():
            entries = {pdf_name(f"/{key}"): _pdf(item) for key, item in value.items()}
            return generic.DictionaryObject(entries)  # type: ignore[no-untyped-call]  # untyped in the library
        case list() | tuple():
            return generic.ArrayObject([_pdf(item) for item in value])
        case int():
            return generic.NumberObject(value)  # type: ignore[no-untyped-call]  # untyped in the library
        case _:
            return pdf_name(f"/{value}")
