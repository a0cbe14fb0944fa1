"""Other processes, as /proc shows them. What is gone has no children, no command and has used nothing."""

import os
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 1, 11, 12, 13, 14
"""Places in /proc/<pid>/stat, counted after the command's closing parenthesis."""
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def children_of() -> dict[int, list[int]]:
    """The children of every process that has any."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                children.setdefault(int(_stat(int(entry.name))[_PARENT]), []).append(int(entry.name))
    return children


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on."""
    children = children_of()
    found, newest = [], [pid]
    while newest:
        newest = [child for parent in newest for child in children.get(parent, ())]
        found += newest
    return found


def command_of(pid: int) -> str:
    """Its command line, with blanks between the arguments."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def peak_mb(pid: int) -> float:
    """The most memory it held at once (VmHWM); 0 also when it ended and nobody waited for it yet."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def cpu_s(pid: int) -> float:
    """User + system seconds of it and of the children it waited for; in steps of a hundredth."""
    try:
        fields = _stat(pid)
    except OSError:
        return 0.0
    return sum(int(fields[place]) for place in (_USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM)) * _TICK_S


def cpu_of_descendants_s(pid: int) -> float:
    """User + system seconds of what runs below it, and of what those waited for."""
    return sum(cpu_s(child) for child in descendants(pid))


def _stat(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
