"""Writing a file so that its name only ever stands for a whole one, whatever crashes when."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.errors import JobTaken

_BLOCK_BYTES = 1 << 20


@dataclass(slots=True)
class Part:
    """A file in the making: ``<target>.part`` in the target's folder, open for reading and writing."""

    stream: BinaryIO
    path: Path
    target: Path

    def fill_from(self, source: Path) -> None:
        """Start over with a copy of a file."""
        self.stream.seek(0)
        self.stream.truncate()
        with source.open("rb") as original:
            while block := original.read(_BLOCK_BYTES):
                self.stream.write(block)
        self.stream.flush()

    def publish(self) -> None:
        """Bring the bytes to the disk, then give them the target's name, then bring the name to the disk."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.path.replace(self.target)
        folder = os.open(self.target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def part_of(target: Path) -> Iterator[Part]:
    """Hold the only part of a target; what is not published when the block ends is removed.

    What a killed process left behind is taken over: its lock went with it.

    Raises:
        JobTaken: another process is making the same target.
    """
    path = target.with_name(f"{target.name}.part")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    with os.fdopen(descriptor, "r+b") as stream:
        _lock(descriptor, path)
        try:
            yield Part(stream, path, target)
        finally:
            # Under the lock, and only our own: once published, the name may already be another process's part.
            if _is_at(descriptor, path):
                path.unlink()


def starts_with(stream: BinaryIO, source: Path) -> bool:
    """Whether an open file begins with all bytes of another."""
    stream.seek(0)
    with source.open("rb") as original:
        while block := original.read(_BLOCK_BYTES):
            if stream.read(len(block)) != block:
                return False
    return True


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JobTaken from error
    # Between opening and locking, the holder before us may have published this very file: then it is the target.
    if not _is_at(descriptor, path):
        raise JobTaken


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(descriptor), there)
