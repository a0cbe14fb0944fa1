"""Pages of TIFF files copied into a new TIFF: their strips and tiles byte for byte, nothing is decoded."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from domain.errors import DamagedFile, NotCuttable

_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_INTEGERS = {3: "H", 4: "I", 16: "Q"}
_IMAGE_DATA = {273: 279, 324: 325}
"""Tags of the offsets of strips and of tiles, each with that of the byte counts."""
_OLD_JPEG = {512, 513}
_POINTERS = {330, 34665, 34853, 40965}
"""Directories within directories: thumbnails, EXIF. They would point into the old file and are left behind."""
_MAX_ENTRIES = 1000
_MAX_VALUE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers are laid out: classic TIFF, or BigTIFF with 8-byte offsets."""

    order: str
    count: str
    offset: str

    @property
    def entry_bytes(self) -> int:
        return 4 + 2 * struct.calcsize(self.offset)

    def pack(self, code: str, *values: int) -> bytes:
        return struct.pack(self.order + code, *values)

    def read(self, file: BinaryIO, code: str) -> int:
        return int(struct.unpack(self.order + code, _exactly(file, struct.calcsize("=" + code)))[0])


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    type_: int
    count: int
    value: bytes


def copy_tiff_pages(pages: Sequence[tuple[Path, int]], target: Path) -> None:
    """Write the pages, each a file and a number from 1, into a new file in this order.

    The pages' tags go along, without EXIF and thumbnails. All files must be of one form: byte order, classic or Big.

    Raises:
        DamagedFile: a page or its data is not there.
        NotCuttable: files of several forms, or a page in the JPEG form of TIFF before 1995.
        OSError: a file cannot be read or written.
    """
    with target.open("wb") as out:
        form: _Form | None = None
        link = 0
        for path, number in pages:
            with path.open("rb") as file:
                own, first = _header(file)
                if form is None:
                    form, link = own, _write_header(out, own)
                if own != form:
                    raise NotCuttable("several forms of TIFF in one document", format="TIFF")
                directory = next(islice(_directories(file, form, first), number - 1, None), None)
                if directory is None:
                    raise DamagedFile(f"page {number} is not there")
                link = _append(out, link, form, file, _entries(file, form, directory))


def _header(file: BinaryIO) -> tuple[_Form, int]:
    order = {b"II": "<", b"MM": ">"}.get(_exactly(file, 2))
    if order is None:
        raise DamagedFile("no TIFF header")
    if struct.unpack(order + "H", _exactly(file, 2))[0] == 42:
        form = _Form(order, "H", "I")
    else:
        form = _Form(order, "Q", "Q")
        _exactly(file, 4)
    return form, form.read(file, form.offset)


def _write_header(out: BinaryIO, form: _Form) -> int:
    """Returns where the offset of the first directory goes."""
    out.write(b"II" if form.order == "<" else b"MM")
    out.write(form.pack("H", 42) if form.offset == "I" else form.pack("HHH", 43, 8, 0))
    link = out.tell()
    out.write(form.pack(form.offset, 0))
    return link


def _directories(file: BinaryIO, form: _Form, first: int) -> Iterator[int]:
    seen: set[int] = set()
    at = first
    while at and at not in seen:
        seen.add(at)
        yield at
        file.seek(at)
        count = form.read(file, form.count)
        file.seek(count * form.entry_bytes, 1)
        at = form.read(file, form.offset)


def _entries(file: BinaryIO, form: _Form, directory: int) -> list[_Entry]:
    file.seek(directory)
    count = form.read(file, form.count)
    if count > _MAX_ENTRIES:
        raise DamagedFile(f"{count} entries in a directory")
    raw = _exactly(file, count * form.entry_bytes)
    return [_entry(file, form, raw[at : at + form.entry_bytes]) for at in range(0, len(raw), form.entry_bytes)]


def _entry(file: BinaryIO, form: _Form, raw: bytes) -> _Entry:
    width = struct.calcsize(form.offset)
    tag, type_, count = struct.unpack(f"{form.order}HH{form.offset}", raw[: 4 + width])
    size = _TYPE_BYTES.get(type_, 1) * count
    if size <= width:
        return _Entry(tag, type_, count, raw[4 + width : 4 + width + size])
    if size > _MAX_VALUE_BYTES:
        raise DamagedFile(f"tag {tag} of {size} bytes")
    file.seek(struct.unpack(form.order + form.offset, raw[4 + width :])[0])
    return _Entry(tag, type_, count, _exactly(file, size))


def _append(out: BinaryIO, link: int, form: _Form, file: BinaryIO, entries: Sequence[_Entry]) -> int:
    """Write one page with its directory; returns where the offset of the next directory goes."""
    by_tag = {entry.tag: entry for entry in entries if entry.tag not in _POINTERS}
    if _OLD_JPEG & by_tag.keys():
        raise NotCuttable("JPEG in the form of TIFF 6.0", format="TIFF")
    for offsets, counts in _IMAGE_DATA.items():
        if offsets in by_tag:
            by_tag[offsets] = _copied(out, form, file, by_tag[offsets], by_tag.get(counts))
    width = struct.calcsize(form.offset)
    directory = bytearray(form.pack(form.count, len(by_tag)))
    for entry in sorted(by_tag.values(), key=lambda entry: entry.tag):
        value = entry.value.ljust(width, b"\0")
        if len(value) > width:
            value = form.pack(form.offset, _aligned(out))
            out.write(entry.value)
        directory += form.pack("HH" + form.offset, entry.tag, entry.type_, entry.count) + value
    at = _aligned(out)
    out.write(directory)
    following = out.tell()
    out.write(form.pack(form.offset, 0))
    out.seek(link)
    out.write(form.pack(form.offset, at))
    out.seek(0, 2)
    return following


def _copied(out: BinaryIO, form: _Form, file: BinaryIO, offsets: _Entry, counts: _Entry | None) -> _Entry:
    """Copy strips or tiles; returns the entry with their new offsets."""
    if counts is None or counts.count != offsets.count:
        raise DamagedFile("strips without their sizes")
    places = []
    for offset, size in zip(_numbers(form, offsets), _numbers(form, counts), strict=True):
        file.seek(offset)
        places.append(_aligned(out))
        out.write(_exactly(file, size))
    type_ = 4 if form.offset == "I" else 16
    return _Entry(offsets.tag, type_, len(places), form.pack(f"{len(places)}{form.offset}", *places))


def _numbers(form: _Form, entry: _Entry) -> tuple[int, ...]:
    if entry.type_ not in _INTEGERS:
        raise DamagedFile(f"tag {entry.tag} holds no whole numbers")
    return struct.unpack(f"{form.order}{entry.count}{_INTEGERS[entry.type_]}", entry.value)


def _aligned(out: BinaryIO) -> int:
    if out.tell() % 2:
        out.write(b"\0")
    return out.tell()


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise DamagedFile("the file ends too early")
    return data
