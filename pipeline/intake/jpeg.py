"""How a JPEG file is coded, read from its frame header: libraries for 8-bit JPEG only say that others are no image."""

from pathlib import Path

from domain.errors import UnsupportedCoding

_HEAD_BYTES = 1024 * 1024
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LOSSLESS = frozenset({0xC3, 0xC7, 0xCB, 0xCF})
_STAND_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_BITS = 8
_MARKER = 0xFF
"""Begins a marker; repeated, it fills."""


def check_jpeg_coding(path: Path) -> None:
    """Refuse a JPEG of another depth than eight bits, or a lossless one; a frame header not found is no matter here.

    Raises:
        UnsupportedCoding: it is whole, as far as one can tell, but nothing here reads it.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    place = 2
    while place + 9 < len(head) and head[place] == _MARKER:
        marker = head[place + 1]
        if marker in _FRAME_MARKERS:
            bits = head[place + 4]
            if bits != _BITS:
                raise UnsupportedCoding(coding=f"{bits}-bit JPEG")
            if marker in _LOSSLESS:
                raise UnsupportedCoding(coding="lossless JPEG")
            return
        if marker == _MARKER:
            place += 1
        elif marker in _STAND_ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(head[place + 2 : place + 4], "big")
