"""Vietnamese written before Unicode: TCVN3 (the ABC fonts, ``.VnTime``) and VNI (``VNI-Times``).

Such fonts draw Vietnamese letters in the places of western ones, so that a file made with them holds "Céng hoµ" or
"Coäng hoøa" where a reader sees "Cộng hoà". The tables are those of TCVN 5712:1993 (VN3) and of VNI for Windows.
"""

import re
import unicodedata
from enum import StrEnum


class LegacyEncoding(StrEnum):
    """A way of writing Vietnamese in fonts of eight bits."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3_WRITTEN = (
    "\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae"
    "\xcc\xce\xcf\xd0\xd1\xaa\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
    "\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac\xea\xeb\xec\xed\xee"
    "\xef\xf1\xf2\xf3\xf4\xad\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7"
)
_TCVN3_MEANT = (
    "àảãáạăằẳẵắặâầẩẫấậđ"
    "èẻẽéẹêềểễếệìỉĩíị"
    "òỏõóọôồổỗốộơờởỡớợ"
    "ùủũúụưừửữứựỳỷỹýỵ"
    "ĂÂÊÔƠƯĐ"
)  # fmt: skip

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _DOT + _CIRCUMFLEX,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _DOT + _BREVE,
}  # fmt: skip
"""In VNI a mark is a letter of its own behind the vowel."""
_VNI_LETTERS = {
    "ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ñ": "Đ", "Ö": "Ư", "Ô": "Ơ", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip

_TABLES = {
    LegacyEncoding.TCVN3: str.maketrans(dict(zip(_TCVN3_WRITTEN, _TCVN3_MEANT, strict=True))),
    LegacyEncoding.VNI: str.maketrans(
        _VNI_LETTERS | _VNI_MARKS | {written.upper(): mark for written, mark in _VNI_MARKS.items()}
    ),
}

_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(,.*|[- ]?(bold|italic|oblique|regular|roman)+(mt)?)$", re.IGNORECASE)
_TCVN3_FONT = re.compile(r"^(\.vn|vn(time|arial|avant|book|centur|cour|helvet|univers))", re.IGNORECASE)
_VNI_FONT = re.compile(r"^vni[- _]?[a-z]", re.IGNORECASE)


def decoded(text: str, encoding: LegacyEncoding) -> str:
    """What a reader of text in that encoding sees, NFC."""
    return unicodedata.normalize("NFC", text.translate(_TABLES[encoding]))


def encoding_of_font(name: str) -> LegacyEncoding | None:
    """The encoding that a font's name stands for; ``name`` may bear a subset prefix and a style."""
    family = _SUBSET_PREFIX.sub("", name.lstrip("/"))
    if _TCVN3_FONT.match(family):
        return LegacyEncoding.TCVN3
    return LegacyEncoding.VNI if _VNI_FONT.match(family) else None


def draws_capitals(name: str) -> bool:
    """Whether the font draws capitals in the places of small letters: TCVN3 families come in pairs, the second with H.

    TCVN3 has no places for capitals with tone marks, so headings are set in ``.VnTimeH``.
    """
    family = _STYLE.sub("", _SUBSET_PREFIX.sub("", name.lstrip("/")))
    return encoding_of_font(name) is LegacyEncoding.TCVN3 and family.endswith("H")
