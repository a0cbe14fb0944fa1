"""Giving a font that a PDF only names the program with which it is drawn.

Word writes the Vietnamese letters of a font as one object, with the font embedded, and the plain letters of the same
font as another that is only named: the program is in the file already. Any other named font is drawn with what
fontconfig finds, here as in a viewer, so that is embedded.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Name

from domain.errors import InputError, ProgramMissing
from pipeline.digital.content import used_codes
from pipeline.digital.fonts import western_meanings
from pipeline.tools.program import run_program

_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[,-].*$")
_FOUNDRY = re.compile(r"(PS)?(MT)?$")
_NONSYMBOLIC, _SYMBOLIC = 0x20, 0x04
_SAME_GLYPH = {"\xa0": " ", "\xad": "-"}
_SYMBOL_FONTS = {"symbol", "zapfdingbats", "wingdings", "webdings"}
_FONTCONFIG_TIME_LIMIT_S = 10.0
_CODES = 256
_WIDTH_TOLERANCE = 1.0
"""In thousandths of the font size, as ISO 19005-2 (6.2.11.5) allows."""


def embed_missing_fonts(pdf: pikepdf.Pdf) -> None:
    """Embed every font of single bytes that is used and not embedded, where a program with its letters is found."""
    used: dict[tuple[int, int], set[int]] = {}
    for page in pdf.pages:
        for number, codes in used_codes(page).items():
            used.setdefault(number, set()).update(codes)
    missing = [
        (font, codes)
        for number, codes in used.items()
        if number != (0, 0) and _is_only_named(font := pdf.get_object(*number))
    ]
    programs = list(_programs(pdf)) if missing else []
    for font, codes in missing:
        _embed(pdf, font, codes or {ord(" ")}, programs)


def _is_only_named(font: pikepdf.Object) -> bool:
    if font.get("/Subtype") not in ("/TrueType", "/Type1", "/MMType1") or "/BaseFont" not in font:
        return False
    descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return not embedded and _family(str(font.BaseFont)).lower() not in _SYMBOL_FONTS


def _programs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """The TrueType programs in the file, each with the name of its font."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor" and "/FontFile2" in item:
            yield _plain(str(item.FontName)), cast(pikepdf.Stream, item.FontFile2)


def _embed(pdf: pikepdf.Pdf, font: pikepdf.Object, codes: set[int], programs: list[tuple[str, pikepdf.Stream]]) -> None:
    meanings = dict(western_meanings(font))
    letters = {code: _SAME_GLYPH.get(meanings[code], meanings[code]) for code in codes if code in meanings}
    name = str(font.BaseFont)
    for stream in (stream for owner, stream in programs if owner == _plain(name)):
        program = _opened(stream.read_bytes())
        if program is not None and _fits(program, font, letters):
            _describe(pdf, font, stream, program, letters)
            return
    program = _system_font(name)
    if program is not None and _fits(program, font, letters):
        cut = pdf.make_stream(_cut_down(program, set(letters.values())))
        _describe(pdf, font, cut, program, letters)


def _describe(
    pdf: pikepdf.Pdf, font: pikepdf.Object, stream: pikepdf.Stream, program: TTFont, letters: dict[int, str]
) -> None:
    scale = 1000 / program["head"].unitsPerEm
    table, metrics = program.getBestCmap(), program["hmtx"]
    if "/Widths" not in font:
        advances = {code: metrics[table[ord(letter)]][0] * scale for code, letter in letters.items()}
        font.FirstChar, font.LastChar = 0, _CODES - 1
        font.Widths = pikepdf.Array([round(advances.get(code, 0)) for code in range(_CODES)])
    head = program["head"]
    given = font.get("/FontDescriptor", pikepdf.Dictionary())
    descriptor = pikepdf.Dictionary({key: given[key] for key in given.keys()})  # noqa: SIM118 - an Object iterates otherwise
    if "/FontBBox" not in descriptor:
        box = [round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
        descriptor.Type, descriptor.FontBBox = Name.FontDescriptor, pikepdf.Array(box)
        descriptor.ItalicAngle, descriptor.StemV = 0, 80
        descriptor.Ascent, descriptor.Descent = (
            round(value * scale) for value in (program["hhea"].ascent, program["hhea"].descent)
        )
        descriptor.CapHeight = descriptor.Ascent
    descriptor.FontName = font.BaseFont
    descriptor.Flags = (int(descriptor.get("/Flags", 0)) | _NONSYMBOLIC) & ~_SYMBOLIC
    descriptor.FontFile2 = stream
    font.Subtype, font.FontDescriptor = Name.TrueType, pdf.make_indirect(descriptor)
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary):
        encoding.BaseEncoding = encoding.get("/BaseEncoding", Name.WinAnsiEncoding)
    elif encoding not in (Name.WinAnsiEncoding, Name.MacRomanEncoding):
        font.Encoding = Name.WinAnsiEncoding


def _opened(program: bytes) -> TTFont | None:
    try:
        font = TTFont(BytesIO(program), lazy=True)
        return font if "glyf" in font and "cmap" in font and font.getBestCmap() else None
    except (TTLibError, KeyError, ValueError, AssertionError):
        return None


def _fits(program: TTFont, font: pikepdf.Object, letters: dict[int, str]) -> bool:
    """Whether a program draws all the letters, as wide as the font says: what Word embeds has other letters emptied."""
    table, glyphs, metrics = program.getBestCmap(), program["glyf"], program["hmtx"]
    scale = 1000 / program["head"].unitsPerEm
    widths = font.get("/Widths")
    for code, letter in letters.items():
        name = table.get(ord(letter)) if len(letter) == 1 else None
        if name is None or (glyphs[name].numberOfContours == 0 and not letter.isspace()):
            return False
        place = code - int(font.get("/FirstChar", 0))
        if not isinstance(widths, pikepdf.Array) or not 0 <= place < len(widths):
            continue
        if abs(float(widths[place]) - metrics[name][0] * scale) > _WIDTH_TOLERANCE:
            return False
    return True


def _system_font(name: str) -> TTFont | None:
    """The TrueType font that this machine draws in the place of a named one; None when there is none."""
    family, style = _family(name), name.lower()
    weight = ":bold" if "bold" in style else ""
    slant = ":italic" if "italic" in style or "oblique" in style else ""
    try:
        done = run_program(
            ["fc-match", "--format=%{file}", f"{family}{weight}{slant}:fontformat=TrueType"],
            timeout_s=_FONTCONFIG_TIME_LIMIT_S,
            memory_mb=0,
        )
    except (ProgramMissing, InputError):
        return None
    file = Path(done.stdout.decode("utf-8", "replace"))
    return _opened(file.read_bytes()) if file.suffix.lower() == ".ttf" and file.is_file() else None


def _cut_down(program: TTFont, letters: set[str]) -> bytes:
    """The program with the letters alone."""
    options = subset.Options(
        notdef_outline=True, layout_features=[], name_IDs=[0, 1, 2, 6], drop_tables=["FFTM", "GDEF", "GPOS", "GSUB"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(letter) for letter in letters})
    cutter.subset(program)
    file = BytesIO()
    program.save(file)
    return file.getvalue()


def _plain(name: str) -> str:
    return _SUBSET_PREFIX.sub("", name.lstrip("/")).replace(" ", "").lower()


def _family(name: str) -> str:
    """The family as fontconfig knows it: ``TimesNewRomanPS-BoldMT`` is ``Times New Roman``."""
    family = _FOUNDRY.sub("", _STYLE.sub("", _SUBSET_PREFIX.sub("", name.lstrip("/"))))
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)
