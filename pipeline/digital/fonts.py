"""The fonts of a PDF: whether the meaning of their glyphs is known, and setting right what old Vietnamese ones say.

A font of TCVN3 or VNI says that its glyphs are western letters. Its name tells the encoding and the table is public,
so a right /ToUnicode map makes the text Unicode for every program, without a change of what is drawn.
"""

import re
from collections.abc import Iterable, Iterator

import pikepdf
from fontTools import agl

from pipeline.digital.legacy import LegacyEncoding, decoded, draws_capitals, encoding_of_font
from pipeline.unicode_map import unicode_map

_SYMBOLIC = 0x04
_MIN_NAMED = 0.9
_MAX_CODES = 65_536
_PRIVATE_WESTERN = range(0xF020, 0xF100)
"""Where fonts that call themselves symbol fonts keep their 224 letters."""
_SOFT_HYPHEN = "\xad"

_PROPERLY_VIETNAMESE = re.compile(r"[ĂăĐđƠơƯưẠ-ỹ]")
_CHAR_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE_BLOCK = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")


def is_mapped(font: pikepdf.Object) -> bool:
    """Whether a program can know which characters the glyphs of a font stand for."""
    if isinstance(font.get("/ToUnicode"), pikepdf.Stream):
        return True
    if font.get("/Subtype") == "/Type0":
        return _has_known_collection(font)
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        return _has_known_names(encoding.Differences)
    if isinstance(encoding, pikepdf.Name | pikepdf.Dictionary):
        return True
    descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    # An embedded TrueType subset without an encoding numbers its glyphs as it likes.
    return not (embedded and font.get("/Subtype") == "/TrueType" and int(descriptor.get("/Flags", 0)) & _SYMBOLIC)


def mend_legacy_fonts(pdf: pikepdf.Pdf, pages: Iterable[pikepdf.Page]) -> tuple[LegacyEncoding, ...]:
    """Give every TCVN3 and VNI font of some pages of a file the map of the characters it draws; the encodings found.

    Fonts are known by their names; one that maps to Vietnamese letters already is left alone.
    """
    found = set()
    for font in _fonts(pages):
        encoding = encoding_of_font(str(font.get("/BaseFont", "")))
        meanings = dict(western_meanings(font)) if encoding is not None else {}
        if encoding is None or not meanings or _PROPERLY_VIETNAMESE.search("".join(meanings.values())):
            continue
        capitals = draws_capitals(str(font.BaseFont))
        read = {code: decoded(_unwrapped(text), encoding) for code, text in meanings.items()}
        drawn = {code: text.upper() if capitals else text for code, text in read.items()}
        width = 2 if font.get("/Subtype") == "/Type0" else 1
        font.ToUnicode = pdf.make_stream(unicode_map(drawn, bytes_per_code=width))
        found.add(encoding)
    return tuple(sorted(found))


def _fonts(pages: Iterable[pikepdf.Page]) -> Iterator[pikepdf.Dictionary]:
    """The fonts of pages, of the forms and patterns painted on them, and of the marks laid over them."""
    waiting: list[pikepdf.Object] = []
    for page in pages:
        waiting += [page.get_resources() or pikepdf.Dictionary(), *_appearances(page)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, pikepdf.Stream):
            # Only through a stream can resources lead back to themselves.
            if holder.objgen in seen:
                continue
            seen.add(holder.objgen)
            holder = holder.get("/Resources", pikepdf.Dictionary())
        if isinstance(holder, pikepdf.Dictionary):
            fonts = (font for font in _values(holder.get("/Font")) if isinstance(font, pikepdf.Dictionary))
            yield from (font for font in fonts if "/BaseFont" in font)
            painted = (*_values(holder.get("/XObject")), *_values(holder.get("/Pattern")))
            waiting += (item for item in painted if isinstance(item, pikepdf.Stream) and "/Resources" in item)


def _appearances(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    marks = page.obj.get("/Annots")
    for mark in marks.as_list() if isinstance(marks, pikepdf.Array) else ():
        looks = _values(mark.get("/AP")) if isinstance(mark, pikepdf.Dictionary) else []
        for look in looks:
            yield from _values(look) if isinstance(look, pikepdf.Dictionary) else (look,)


def _values(items: pikepdf.Object | None) -> list[pikepdf.Object]:
    return list(items.as_dict().values()) if isinstance(items, pikepdf.Dictionary) else []


def _has_known_collection(font: pikepdf.Object) -> bool:
    if not str(font.get("/Encoding", "")).startswith("/Identity"):
        return True
    descendants = font.get("/DescendantFonts")
    if not isinstance(descendants, pikepdf.Array) or len(descendants) == 0:
        return False
    system = descendants[0].get("/CIDSystemInfo", pikepdf.Dictionary())
    return str(system.get("/Ordering", "Identity")) not in {"Identity", "UCS"}


def _has_known_names(differences: pikepdf.Object) -> bool:
    names = [str(item).lstrip("/") for item in differences.as_list() if isinstance(item, pikepdf.Name)]
    known = sum(bool(agl.toUnicode(name)) or name == ".notdef" for name in names)
    return known >= _MIN_NAMED * len(names)


def western_meanings(font: pikepdf.Object) -> Iterator[tuple[int, str]]:
    """Each code of a font with the western letter it claims to be; of two claims the later counts."""
    unicode_map = font.get("/ToUnicode")
    if font.get("/Subtype") == "/Type0":
        if isinstance(unicode_map, pikepdf.Stream):
            yield from _mapped_codes(unicode_map.read_bytes())
        return
    for code in range(0x20, 0x100):
        yield code, bytes([code]).decode("cp1252", "replace").replace("\ufffd", chr(code))
    if isinstance(unicode_map, pikepdf.Stream):
        yield from ((code, text) for code, text in _mapped_codes(unicode_map.read_bytes()) if text != "-")
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary):
        yield from _named_codes(encoding.get("/Differences"))


def _named_codes(differences: pikepdf.Object | None) -> Iterator[tuple[int, str]]:
    code = 0
    for item in differences.as_list() if isinstance(differences, pikepdf.Array) else ():
        if isinstance(item, pikepdf.Name):
            name = str(item).lstrip("/")
            # Windows calls the place of the soft hyphen, where TCVN3 keeps ư, a hyphen.
            if (letter := agl.toUnicode(name)) and not (letter == "-" and code == ord(_SOFT_HYPHEN)):
                yield code, letter
            code += 1
        else:
            code = int(item)


def _mapped_codes(cmap: bytes) -> Iterator[tuple[int, str]]:
    """The codes of a /ToUnicode map and their text, as far as it can be read."""
    left = _MAX_CODES
    for block in _CHAR_BLOCK.findall(cmap):
        for code, text in _PAIR.findall(block):
            yield _number(code), _text(text)
    for block in _RANGE_BLOCK.findall(cmap):
        for low, high, first, several in _RANGE.findall(block):
            start, count = _number(low), _number(high) - _number(low) + 1
            left -= max(count, 0)
            if left < 0:
                return
            if several:
                texts = [_text(item) for item in _HEXADECIMAL.findall(several)]
                yield from zip(range(start, start + count), texts, strict=False)
            elif text := _text(first):
                yield from (
                    (start + step, text[:-1] + chr(min(ord(text[-1]) + step, 0x10FFFF))) for step in range(count)
                )


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _text(digits: bytes) -> str:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode()).decode("utf-16-be", "replace")


def _unwrapped(text: str) -> str:
    return "".join(chr(ord(letter) - 0xF000) if ord(letter) in _PRIVATE_WESTERN else letter for letter in text)
