"""Looking at processes from outside."""

import time
from collections.abc import Callable
from pathlib import Path


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def zombies_of(pid: int) -> list[str]:
    stats = (entry / "stat" for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    fields = [stat.read_text().rpartition(")")[2].split() for stat in stats if stat.exists()]
    return [field[0] for field in fields if field[0] == "Z" and int(field[1]) == pid]
