"""What the tests of ``in_child`` have done in the child: it must be importable by name."""

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import TooManyPages
from pipeline.tools.child import in_child


def doubled(value: int) -> int:
    return 2 * value


def surroundings() -> tuple[str, int, int, bool]:
    """Working folder, core limit, session, and whether a password of the parent's environment is to be seen."""
    return str(Path.cwd()), resource.getrlimit(resource.RLIMIT_CORE)[1], os.getpid(), "SOHOA_SECRET" in os.environ


def white_page(side: int) -> NDArray[np.uint8]:
    return np.full((side, side), 255, dtype=np.uint8)


def refuse() -> None:
    raise TooManyPages("counted", pages=7, limit=5)


def blunder() -> None:
    raise LookupError("no such thing")


def raise_something_that_cannot_travel() -> None:
    class LocalError(Exception):
        pass

    raise LocalError("stays here")


def return_something_that_cannot_travel() -> object:
    return lambda: None


def leave_without_a_word() -> None:
    os._exit(3)


def swell() -> int:
    return sum(len(part) for part in [bytearray(64 * 1024 * 1024) for _ in range(10_000)])


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def spin() -> None:
    while True:
        pass


def start_helpers_and_hang(folder: Path) -> None:
    """Start one program in our session and one in its own, note their ids, and never come back."""
    helpers = [
        subprocess.Popen(["sleep", "600"]),
        subprocess.Popen(["sleep", "600"], start_new_session=True),
    ]
    (folder / "ids").write_text(" ".join(str(process.pid) for process in [*helpers, _Me()]))
    time.sleep(600)


def leave_a_helper_behind(folder: Path) -> None:
    process = subprocess.Popen(["sleep", "600"], start_new_session=True)
    (folder / "ids").write_text(str(process.pid))
    process.returncode = 0  # so that nobody warns of it


class _Me:
    pid = property(lambda _self: os.getpid())


def call_again(value: int) -> int:
    return in_child(doubled, value, timeout_s=10, memory_mb=0)
