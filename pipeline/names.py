"""File names: which are taken as they come, and what our own files are called."""

import re
import unicodedata
from pathlib import PurePosixPath

from domain.errors import UnsafeName

_MAX_NAME_BYTES = 255
"""What ext4, XFS and NTFS hold."""
_MAX_STEM_CHARACTERS = 80
_FORBIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls, invisible and direction-turning characters, lone surrogates, line separators."""
_SEPARATORS = {"/", "\\"}
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)}
"""Device names of Windows, with or without an extension: a delivery is often copied back there."""


def check_name(name: str) -> None:
    """Refuse a name that could leave its folder, hide what it is, or not be written everywhere.

    Raises:
        UnsafeName: empty, longer than 255 bytes, with a path separator, control or invisible character, made of dots
            only, or reserved.
    """
    if not name.strip() or len(name.encode("utf-8", "surrogatepass")) > _MAX_NAME_BYTES:
        raise UnsafeName("empty or too long")
    if any(letter in _SEPARATORS or unicodedata.category(letter) in _FORBIDDEN_CATEGORIES for letter in name):
        raise UnsafeName("separator, control or invisible character")
    if not name.strip(". ") or name.split(".", 1)[0].rstrip().casefold() in _RESERVED:
        raise UnsafeName("reserved")


def safe_stem(name: str) -> str:
    """The name without its extension in plain ASCII letters, digits, "-", "_" and ".", to name files we write.

    Vietnamese letters lose their marks ("Tờ trình số 5.pdf" → "To_trinh_so_5"). Never empty, never a path, at most 80
    characters; different names may give the same stem.
    """
    stem = PurePosixPath(name.replace("\\", "/")).stem
    unmarked = "".join(letter for letter in unicodedata.normalize("NFD", stem) if not unicodedata.combining(letter))
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", unmarked.replace("đ", "d").replace("Đ", "D"))
    plain = plain[:_MAX_STEM_CHARACTERS].strip("._-")
    if not plain or plain.split(".", 1)[0].casefold() in _RESERVED:
        return f"file_{plain}".rstrip("_")
    return plain
