"""Other processes, as /proc shows them."""

import os
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 1, 11, 12, 13, 14
"""Places in /proc/<pid>/stat, counted after the command's closing parenthesis."""
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on."""
    parents = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                parents[int(entry.name)] = int(_stat(int(entry.name))[_PARENT])
    found, newest = [], {pid}
    while newest:
        newest = {child for child, parent in parents.items() if parent in newest}
        found += sorted(newest)
    return found


def command_of(pid: int) -> str:
    """Its command line, with blanks between the arguments; empty when it is gone."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def peak_mb(pid: int) -> float:
    """The most memory it held at once (VmHWM); 0 when it is gone."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def cpu_of_descendants_s(pid: int) -> float:
    """User + system seconds of what runs below it, and of what those waited for; in steps of a hundredth."""
    ticks = 0
    for child in descendants(pid):
        with suppress(OSError):
            fields = _stat(child)
            ticks += sum(int(fields[place]) for place in (_USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM))
    return ticks * _TICK_S


def _stat(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
