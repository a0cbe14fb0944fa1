"""The font of the invisible text: one blank glyph, half an em wide, for every character.

Viewers take from it where a word is and, through its Unicode map, which letters it holds. Codes are given to the
characters a document uses, so that the map holds these and no others.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Dictionary, Name

from pipeline.unicode_map import unicode_map

GLYPH_WIDTH = 500
ASCENT, DESCENT = 650, -150
"""In thousandths of the font size. A line is less tall than its size, so that lines do not overlap in large sizes."""

_NAME = "SohoaInvisible"
_YEAR_2000 = 3_029_529_600
"""In seconds since 1904, as TrueType counts: any fixed date, for equal bytes."""
_BLANK_GLYPH = 1


class InvisibleFont:
    """The font with codes for a set of characters."""

    def __init__(self, characters: Iterable[str]) -> None:
        self._codes = {character: code for code, character in enumerate(sorted(set(characters)), start=1)}

    def encoded(self, text: str) -> bytes:
        """The codes of a text, two bytes each. Every character must be one the font was made for."""
        return b"".join(self._codes[character].to_bytes(2, "big") for character in text)

    def added_to(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an object of a document: Type 0, Identity-H, embedded TrueType, ToUnicode."""
        meanings = {code: character for character, code in self._codes.items()}
        glyphs = b"\0\0" + _BLANK_GLYPH.to_bytes(2, "big") * len(self._codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{_NAME}"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            DW=GLYPH_WIDTH,
            CIDToGIDMap=pdf.make_stream(glyphs),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{_NAME}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=[pdf.make_indirect(descendant)],
                ToUnicode=pdf.make_stream(unicode_map(meanings, bytes_per_code=2)),
            )
        )


def _descriptor(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    program = _program()
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{_NAME}"),
        Flags=4,
        FontBBox=[0, DESCENT, GLYPH_WIDTH, ASCENT],
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )


@cache
def _program() -> bytes:
    """The TrueType program: .notdef and the blank; always the same bytes."""
    builder = FontBuilder(unitsPerEm=1000, isTTF=True)
    names = [".notdef", "blank"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupGlyf(dict.fromkeys(names, _blank()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (GLYPH_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": _NAME, "styleName": "Regular", "psName": _NAME})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.updateHead(created=_YEAR_2000, modified=_YEAR_2000)
    builder.font.recalcTimestamp = False
    program = BytesIO()
    builder.save(program)
    return program.getvalue()


def _blank() -> Glyph:
    """A line without area across the whole cell: pdfium drops one-letter words whose glyph has no extent at all."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((GLYPH_WIDTH, ASCENT))
    pen.closePath()
    return pen.glyph()
