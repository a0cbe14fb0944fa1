"""The process that forks the children of ``in_child``.

Three generations: the *nursery* has one thread and does nothing but import and fork; a *keeper* per call watches one
*worker*, which does the work. The keeper kills on time-out and when the caller is gone, and reaps all that the worker
left behind, whatever session it moved to.
"""

import ctypes
import gc
import importlib
import math
import os
import pickle
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

_MAX_REQUEST_BYTES = 128 * 1024
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38
_PARENT_FIELD = 1
"""Place of the parent's id in /proc/<pid>/stat, counted after the command's closing parenthesis."""


TAKEN = b"!"
"""What a keeper says first: whoever does not hear it knows that nothing was done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker shall do. ``job`` is the pickled pair of function and arguments."""

    folder: str
    timeout_s: float
    memory_mb: int
    job: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function returned, or raised."""

    value: object = None
    error: Exception | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a worker ended: exit status, negative for a signal."""

    status: int
    timed_out: bool


def main() -> None:
    """Fork a keeper for each request on the socket whose descriptor is the first argument, until it is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # Keepers are waited for rather than ignored: only so is what they used counted as this process's children's.
    signal.signal(signal.SIGCHLD, _bury_keepers)
    warmed: set[bytes] = set()
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, _MAX_REQUEST_BYTES, 2)
        if not request:
            with suppress(ChildProcessError):
                while True:
                    os.wait()
            return
        module, path, warm = pickle.loads(request)  # noqa: S301 - from the process that started us
        _prepare(module, path)
        if warm not in warmed:
            warmed.add(warm)
            _warm_up(warm)
        if os.fork() == 0:
            control.close()
            _keep(socket.socket(fileno=descriptors[0]), descriptors[1])
        for descriptor in descriptors:
            os.close(descriptor)


def _bury_keepers(_number: int, _frame: FrameType | None) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _prepare(module: str, path: list[str]) -> None:
    """Import what the worker will need once for all, before the fork."""
    sys.path.extend(entry for entry in path if entry not in sys.path)
    if module not in sys.modules:
        # A module that cannot be imported says so in the worker, where somebody listens.
        with suppress(Exception):
            importlib.import_module(module)
            _import_the_late()
        gc.freeze()  # otherwise each child's first collection copies all of it


def _import_the_late() -> None:
    """What libraries import when they are first used, and would then import in each child anew."""
    importlib.import_module("numpy.ma")  # numpy.median looks whether it got a masked array
    importlib.import_module("PIL.Image").preinit()


def _warm_up(warm: bytes) -> None:
    """Call what loads something that all later workers inherit, such as a model."""
    # What cannot be loaded says so in the worker, which will try again.
    with suppress(Exception):
        pickle.loads(warm)()  # noqa: S301 - from the process that started us
    gc.freeze()


def _keep(line: socket.socket, results: int) -> NoReturn:
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        line.sendall(TAKEN)
        with line.makefile("rb") as reader:
            order: Order = pickle.load(reader)  # noqa: S301 - from our caller
        worker = os.fork()
        if worker == 0:
            line.close()
            _work(order, os.fdopen(results, "wb"))
        os.close(results)
        verdict = _watch(worker, line, order.timeout_s)
        _bury_the_rest()
        with suppress(OSError):
            line.sendall(pickle.dumps(verdict))
        status = 0
    finally:
        os._exit(status)


def _watch(worker: int, line: socket.socket, timeout_s: float) -> Verdict:
    """Wait until the worker ends, its time is up, or the caller hung up; it is dead and reaped afterwards."""
    deadline = time.monotonic() + timeout_s
    handle = os.pidfd_open(worker)
    events = select.poll()
    events.register(handle, select.POLLIN)
    events.register(line, 0)  # a hang-up is reported unasked
    ended = any(found == handle for found, _ in events.poll(max(0.0, deadline - time.monotonic()) * 1000))
    if not ended:
        os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    return Verdict(os.waitstatus_to_exitcode(status), timed_out=not ended)


def _bury_the_rest() -> None:
    """Kill and reap what the worker started: orphans become ours, and their orphans in turn."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            for child in _children():
                os.kill(child, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(-1, 0)


def _children() -> Iterator[int]:
    me = os.getpid()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[_PARENT_FIELD]) == me:
                    yield int(entry.name)


def _work(order: Order, results: BinaryIO) -> NoReturn:
    _limit(order)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)  # codecs quote the file they read, and that is nothing for a terminal
    try:
        os.chdir(order.folder)
        function, args = pickle.loads(order.job)  # noqa: S301 - from our caller
        answer = Answer(function(*args))
    except MemoryError:
        answer = Answer(error=MemoryError())
    except Exception as error:
        answer = Answer(error=error, traceback=traceback.format_exc())
    try:
        with results:
            _write(answer, results)
    finally:
        os._exit(0)


def _write(answer: Answer, results: BinaryIO) -> None:
    try:
        pickle.dump(answer, results, protocol=pickle.HIGHEST_PROTOCOL)
    except BrokenPipeError:
        return
    except Exception:  # an error that cannot be pickled is told in words
        pickle.dump(Answer(error=RuntimeError(answer.traceback or traceback.format_exc())), results)


def _limit(order: Order) -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    processor_s = math.ceil(order.timeout_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))
    if order.memory_mb:
        space = order.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
