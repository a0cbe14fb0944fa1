"""What a command costs: processor time of its whole process tree, wall time, and the largest of its processes.

Each measurement has a wrapper process of its own (this module as a program), so that the trees of two ways cannot
mix. The wrapper adopts what its commands leave behind (Linux: child subreaper), waits for it, and so counts daemons
as well. What a process uses is counted once it was waited for; all of ours and of OCRmyPDF's are.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.processes import descendants

_PR_SET_CHILD_SUBREAPER = 36
_LINGERS_S = 10.0
"""How long what a command left behind may take to end by itself."""
_TAIL = 600


class CommandFailed(Exception):
    """A measured command ended with another exit code than those that were expected."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: ``cpu_s`` is user + system of the whole tree, ``largest_mb`` the peak memory of one process."""

    cpu_s: float
    wall_s: float
    largest_mb: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu_s + other.cpu_s, self.wall_s + other.wall_s, max(self.largest_mb, other.largest_mb))


def one_thread(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment every way gets: more threads inside burn three times the processor for the same text."""
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", **(extra or {})}


def start(
    commands: Sequence[Sequence[str | Path]],
    *,
    core: int | None = None,
    expected: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
) -> "subprocess.Popen[str]":
    """Start a wrapper that runs the commands one after the other; ``finish`` gives what they cost.

    Args:
        commands: each a program with its arguments.
        core: the processor core they are bound to; none leaves it to the system.
        expected: exit codes that are no failure.
        environment: additions to ours.
        output: where the standard output goes; nowhere by default.
    """
    order = {
        "commands": [[str(part) for part in command] for command in commands],
        "core": core,
        "expected": list(expected),
        "output": str(output or os.devnull),
    }
    wrapper = subprocess.Popen(
        [sys.executable, "-m", "bench.meter"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=one_thread(environment),
        cwd=Path(__file__).parents[1],
        start_new_session=True,
    )
    assert wrapper.stdin is not None
    wrapper.stdin.write(json.dumps(order))
    wrapper.stdin.close()
    return wrapper


def finish(wrapper: "subprocess.Popen[str]") -> Cost:
    """Wait for a wrapper.

    Raises:
        CommandFailed: a command failed; what it said last is in the message.
    """
    assert wrapper.stdout is not None
    with wrapper.stdout:
        said = wrapper.stdout.read()
    wrapper.wait()
    answer = json.loads(said) if said else {"failed": "the wrapper ended without an answer"}
    if "failed" in answer:
        raise CommandFailed(answer["failed"])
    return Cost(**answer)


def cost_of(
    commands: Sequence[Sequence[str | Path]],
    *,
    expected: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
) -> Cost:
    """Run the commands one after the other and say what they cost together.

    Raises:
        CommandFailed: one of them failed.
    """
    return finish(start(commands, expected=expected, environment=environment, output=output))


def _run(order: dict[str, object]) -> dict[str, object]:
    """In the wrapper."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if isinstance(order["core"], int):
        os.sched_setaffinity(0, {order["core"]})
    commands, expected = order["commands"], order["expected"]
    assert isinstance(commands, list)
    assert isinstance(expected, list)
    started = time.monotonic()
    with Path(str(order["output"])).open("wb") as output:
        for command in commands:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, check=False)
            if done.returncode not in expected:
                tail = done.stderr[-_TAIL:].decode(errors="replace").strip()
                return {"failed": f"{command[0]} ended with {done.returncode}: {tail}"}
    wall = time.monotonic() - started
    _bury_the_rest()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu_s": used.ru_utime + used.ru_stime, "wall_s": wall, "largest_mb": used.ru_maxrss / 1024}


def _bury_the_rest() -> None:
    """Wait for daemons; those that stay are told to end."""
    deadline = time.monotonic() + _LINGERS_S
    told = False
    with suppress(ChildProcessError):
        while True:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid:
                continue
            if time.monotonic() > deadline:
                if told:
                    return
                for child in descendants(os.getpid()):
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGTERM)
                told, deadline = True, time.monotonic() + _LINGERS_S
            time.sleep(0.02)


if __name__ == "__main__":
    json.dump(_run(json.load(sys.stdin)), sys.stdout)
