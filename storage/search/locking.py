"""One writer at a time on one machine."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import SearchUnavailable

PAUSE_S = 0.02


@contextmanager
def exclusive(path: Path, timeout_s: float) -> Iterator[None]:
    """Hold the lock of a file, among threads and processes; it ends with the process at the latest.

    Raises:
        SearchUnavailable: somebody else held it for ``timeout_s``.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _wait_for(descriptor, timeout_s)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise SearchUnavailable(f"another writer holds the index for {timeout_s:g} s") from None
            time.sleep(PAUSE_S)
        else:
            return
