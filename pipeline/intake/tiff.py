"""One page out of a long TIFF without reading the others: Pillow alone parses every page before the wanted one."""

import struct
from pathlib import Path

_ORDERS = {b"II": "<", b"MM": ">"}
_BIG = 43
_ENTRY_BYTES, _BIG_ENTRY_BYTES = 12, 20


class TiffPage:
    """A TIFF file that seems to begin with the page of a number, which counts from 1.

    A TIFF is a chain of directories, the first of which its header names. Here the header names the wanted one. The
    directories before it are stepped over, eight bytes read of each.

    Raises:
        EOFError: there is no such page.
        ValueError: the header is no TIFF's.
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path, number: int) -> None:
        """Open the file and find the page."""
        self._file = path.open("rb")
        try:
            self._place, self._named = self._header(number)
        except BaseException:
            self._file.close()
            raise

    def _header(self, number: int) -> tuple[int, bytes]:
        """Where the header names the first directory, and the bytes that name the wanted one."""
        head = self._file.read(8)
        order = _ORDERS.get(head[:2])
        if order is None:
            raise ValueError("no TIFF")
        big = struct.unpack(f"{order}H", head[2:4])[0] == _BIG
        place, width = (8, "Q") if big else (4, "I")
        offset = self._number(place, f"{order}{width}")
        for _ in range(number - 1):
            entries = self._number(offset, f"{order}{'Q' if big else 'H'}")
            behind = offset + (8 + entries * _BIG_ENTRY_BYTES if big else 2 + entries * _ENTRY_BYTES)
            offset = self._number(behind, f"{order}{width}")
            if offset == 0:
                raise EOFError(f"no page {number}")
        self._file.seek(0)
        return place, struct.pack(f"{order}{width}", offset)

    def _number(self, place: int, form: str) -> int:
        self._file.seek(place)
        packed = self._file.read(struct.calcsize(form))
        if len(packed) < struct.calcsize(form):
            raise EOFError("a directory beyond the end of the file")
        return int(struct.unpack(form, packed)[0])

    def read(self, size: int = -1) -> bytes:
        """As a file's, with the header that names the page."""
        start = self._file.tell()
        content = self._file.read(size)
        first, last = self._place - start, self._place + len(self._named) - start
        if last <= 0 or first >= len(content):
            return content
        changed = bytearray(content)
        for index in range(max(first, 0), min(last, len(content))):
            changed[index] = self._named[index - first]
        return bytes(changed)

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file's."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file's."""
        return self._file.tell()

    def fileno(self) -> int:
        """As a file's: libtiff reads the real file, at the directory that Pillow found."""
        return self._file.fileno()

    def close(self) -> None:
        """As a file's."""
        self._file.close()

    def __enter__(self) -> "TiffPage":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
