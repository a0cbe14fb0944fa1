"""A born-digital PDF as an office program would export it: text as text, fonts embedded as subsets, and no PDF/A.

Fonts are CIDFontType2 with Identity-H; glyph numbers are those of the subset, ToUnicode gives the text back.
"""

import io
from functools import cache
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from samples.generator.canvas import font_file
from samples.generator.paper import Face

MM = 72 / 25.4


class TextPage:
    """A page of text in a PDF to come; it collects what to draw."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.texts: list[tuple[float, float, str, Face, float]] = []
        self.rules: list[tuple[float, float, float, float]] = []

    def measure(self, text: str, face: Face, size_pt: float) -> float:
        """Width of a text in millimetres."""
        advances = _advances(face)
        return sum(advances[ord(letter)] for letter in text) * size_pt / MM

    def write(self, x: float, y: float, text: str, face: Face, size_pt: float) -> None:
        """Set a text with its left end at ``x`` and its baseline at ``y``."""
        self.texts.append((x, y, text, face, size_pt))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line 0.25 mm wide."""
        self.rules.append((x0, y0, x1, y1))


class _Font:
    """A face cut down to some letters."""

    def __init__(self, face: Face, letters: str) -> None:
        options = subset.Options(layout_features=[], notdef_outline=True, drop_tables=["FFTM", "GSUB", "GPOS", "GDEF"])
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters)
        program = io.BytesIO()
        with TTFont(font_file(face), recalcTimestamp=False) as font:
            subsetter.subset(font)
            font.save(program)
            cmap = font.getBestCmap()
            head, hhea, hmtx = font["head"], font["hhea"], font["hmtx"]
            self.glyphs = {letter: font.getGlyphID(cmap[ord(letter)]) for letter in letters}
            self._widths: dict[int, int] = {self.glyphs[letter]: hmtx[cmap[ord(letter)]][0] for letter in letters}
            self._slant: float = font["post"].italicAngle
        self.program = program.getvalue()
        self.name = f"SOHOAA+LiberationSerif{'' if face is Face.REGULAR else '-' + face.value}"
        self.units_per_em: int = head.unitsPerEm
        self._box = [head.xMin, head.yMin, head.xMax, head.yMax]
        self._ascent, self._descent = hhea.ascent, hhea.descent

    def _thousandths(self, units: float) -> int:
        return round(units * 1000 / self.units_per_em)

    def written_to(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font's dictionary in a PDF."""
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(f"/{self.name}"),
            Flags=4 | (64 if self._slant else 0),
            FontBBox=[self._thousandths(side) for side in self._box],
            ItalicAngle=round(self._slant),
            Ascent=self._thousandths(self._ascent),
            Descent=self._thousandths(self._descent),
            CapHeight=self._thousandths(self._ascent),
            StemV=80,
            FontFile2=pdf.make_stream(self.program, Length1=len(self.program)),
        )
        widths = [[glyph, [self._thousandths(width)]] for glyph, width in sorted(self._widths.items())]
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name(f"/{self.name}"),
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pikepdf.Name.Identity,
            FontDescriptor=pdf.make_indirect(descriptor),
            W=[part for pair in widths for part in pair],
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name(f"/{self.name}"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(self._to_unicode()),
        )
        return pdf.make_indirect(font)

    def _to_unicode(self) -> bytes:
        pairs = sorted((glyph, letter) for letter, glyph in self.glyphs.items())
        lines = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for glyph, letter in pairs]
        blocks = []
        for start in range(0, len(lines), 100):
            block = lines[start : start + 100]
            blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        return "\n".join(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *blocks,
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        ).encode()


@cache
def _advances(face: Face) -> dict[int, float]:
    """Advance widths of a face by code point, in parts of the font size."""
    with TTFont(font_file(face)) as font:
        em, hmtx = font["head"].unitsPerEm, font["hmtx"]
        return {code: hmtx[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def write_text_pdf(pages: list[TextPage], file: Path, *, title: str) -> None:
    """Write pages of text as one PDF with a document title."""
    letters: dict[Face, set[str]] = {}
    for page in pages:
        for _, _, text, face, _ in page.texts:
            letters.setdefault(face, set()).update(text)
    fonts = {face: _Font(face, "".join(sorted(used))) for face, used in sorted(letters.items())}
    with pikepdf.new() as pdf:
        shared = pikepdf.Dictionary({f"/{face.value}": font.written_to(pdf) for face, font in fonts.items()})
        for page in pages:
            leaf = pdf.add_blank_page(page_size=(page.width_mm * MM, page.height_mm * MM))
            leaf.obj.Resources = pikepdf.Dictionary(Font=shared)
            leaf.obj.Contents = pdf.make_stream(_content(page, fonts))
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Producer"] = "sohoa samples"
        pdf.save(file, deterministic_id=True)


def _content(page: TextPage, fonts: dict[Face, _Font]) -> bytes:
    operators = [f"{0.25 * MM:.3f} w"]
    for x0, y0, x1, y1 in page.rules:
        ends = [value * MM for value in (x0, page.height_mm - y0, x1, page.height_mm - y1)]
        operators.append("{:.2f} {:.2f} m {:.2f} {:.2f} l S".format(*ends))
    for x, y, text, face, size_pt in page.texts:
        codes = "".join(f"{fonts[face].glyphs[letter]:04X}" for letter in text)
        left, base = x * MM, (page.height_mm - y) * MM
        operators.append(f"BT /{face.value} {size_pt} Tf {left:.2f} {base:.2f} Td <{codes}> Tj ET")
    return "\n".join(operators).encode()
