"""Whether a file stands still: nobody writes to it, and it is the one that was looked at before."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from domain.errors import FileChanged, SohoaError


class Look(NamedTuple):
    """What tells a file from another one of its name, and from itself after it was written to."""

    device: int
    inode: int
    size_bytes: int
    changed_ns: int


def look_at(file: Path) -> Look:
    """How a file looks now; a link is looked at itself. Raises ``OSError`` as ``lstat``."""
    return look_of(file.lstat())


def look_of(stat: os.stat_result) -> Look:
    """The look in what the file system says of a file."""
    return Look(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@contextmanager
def standing_still(file: Path) -> Iterator[Look]:
    """A block in which a file is read several times and must be the same each time.

    Raises:
        FileChanged: it was written to or replaced meanwhile; it also takes the place of what went wrong by that.
    """
    before = look_of(file.stat())
    try:
        yield before
    except SohoaError as error:
        if look_of(file.stat()) != before:
            raise FileChanged from error
        raise
    if look_of(file.stat()) != before:
        raise FileChanged


def surely_unwritten(file: Path) -> bool:
    """Whether it is certain that no process has the file open for writing.

    The kernel gives a read lease only then. False where it cannot tell: on network drives, or for files of others.
    """
    with file.open("rb") as opened:
        try:
            # Who opens the file for writing in this moment breaks the lease; by default that signal ends a process.
            fcntl.fcntl(opened, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError:
            return False
        fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True
