"""The /ToUnicode map of a PDF font: which characters the codes of its glyphs stand for."""

from collections.abc import Mapping

_PER_BLOCK = 100
"""The most that one block of a CMap may hold (Adobe Technical Note 5014)."""

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
{lowest} {highest}
endcodespacerange
"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def unicode_map(meanings: Mapping[int, str], *, bytes_per_code: int) -> bytes:
    """The map as content of a stream: each code with its text, in the order of the codes."""
    digits = 2 * bytes_per_code
    parts = [_HEAD.format(lowest=f"<{0:0{digits}X}>", highest=f"<{16**digits - 1:0{digits}X}>")]
    rows = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(meanings.items())
    ]
    for start in range(0, len(rows), _PER_BLOCK):
        block = rows[start : start + _PER_BLOCK]
        parts.append("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar\n")))
    return "".join((*parts, _TAIL)).encode("ascii")
