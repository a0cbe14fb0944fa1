"""Running a function in a child process that may not outlive its time, its memory or its caller.

Codecs and parsers of foreign files crash, loop and swell; here they do it beside us. A fence against accidents and
bombs, not against code execution: the child has our rights, and its answer is unpickled.

A *nursery* (``pipeline.tools.nursery``), one per process, has the modules imported and forks for each call, which
costs some ten milliseconds instead of the third of a second a fresh interpreter needs for its imports. The standard
library's fork server is not used: each of its children runs the caller's ``__main__`` again, which for a console
script is the whole program.
"""

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar, TypeVarTuple, cast

from domain.errors import FileOverwhelmsTools, ProgramFailed, SohoaError
from pipeline.tools.nursery import TAKEN, Answer, Order, Verdict

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_KEPT_ENVIRONMENT = {"PATH", "HOME", "LANG", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TZ"}
"""Passwords that stand in the environment are nothing for a process that reads foreign files."""

_ATTEMPTS = 3
"""An order that nobody took up has done nothing and may be given again."""

_NURSERY = "from pipeline.tools.nursery import main; main()"


def _nothing() -> None:
    """There is nothing to load."""


def in_child(
    function: Callable[[*Ts], T],
    *args: *Ts,
    timeout_s: float,
    memory_mb: int,
    warm: Callable[[], object] = _nothing,
) -> T:
    """Call ``function(*args)`` in a limited child process and return what it returns.

    May be called from several threads at once. The child and all that it started are gone when this returns or
    raises, and when this process itself is killed.

    Args:
        function: importable by name, so not from ``__main__`` or within another function.
        args: picklable, like the return value.
        timeout_s: wall time, after which the child is killed.
        memory_mb: address space, which includes some 350 MB of mapped libraries; 0 sets no limit.
        warm: called once in the nursery, so that this child and all later ones inherit what it loads; picklable.
            It may read nothing foreign, and leaves no thread behind.

    Raises:
        FileOverwhelmsTools: time or memory ran out, or the child was killed by a signal.
        ProgramFailed: no child could be started; the same call may succeed later.
        Exception: whatever ``function`` raised, with the child's traceback as a note.
    """
    name = getattr(function, "__name__", type(function).__name__)
    if function.__module__ == "__main__":
        raise ValueError(f"{name} must be importable by a child process, but stands in __main__")
    order = Order(os.getcwd(), timeout_s, memory_mb, pickle.dumps((function, args)))  # noqa: PTH109
    try:
        call = _taken_up(pickle.dumps((function.__module__, _import_path(), pickle.dumps(warm))), order)
    except OSError as error:
        raise ProgramFailed(str(error), program=name) from error
    with call:
        answer, verdict = call.answer(), call.verdict()
    if answer is None:
        raise _without_answer(name, verdict, timeout_s)
    if answer.error is None:
        return cast(T, answer.value)
    if isinstance(answer.error, MemoryError):
        raise FileOverwhelmsTools(f"more than {memory_mb} MB", program=name) from answer.error
    if not isinstance(answer.error, SohoaError):
        answer.error.add_note(f"In the child process:\n{answer.traceback}")
    raise answer.error


def _without_answer(name: str, verdict: Verdict, timeout_s: float) -> Exception:
    if verdict.timed_out:
        return FileOverwhelmsTools(f"killed after {timeout_s} s", program=name)
    if verdict.status < 0:
        return FileOverwhelmsTools(f"ended by {signal.Signals(-verdict.status).name}", program=name)
    return RuntimeError(f"{name} ended its process with status {verdict.status} and no answer")


@dataclass(slots=True)
class _Call:
    """One call under way. Closing the line tells the child's keeper that nobody waits any more."""

    line: socket.socket
    results: BinaryIO

    def __enter__(self) -> "_Call":
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()
        self.results.close()

    def begin(self, order: Order) -> bool:
        """Hand over the order. False when the nursery died before it had a child forked for it."""
        try:
            with self.line.makefile("wb") as writer:
                pickle.dump(order, writer)
            return self.line.recv(1) == TAKEN
        except ConnectionError:
            return False

    def answer(self) -> Answer | None:
        """What the function returned or raised; None when the child ended before it could say."""
        try:
            return cast(Answer, pickle.load(self.results))  # noqa: S301 - written by our own child
        except (EOFError, pickle.UnpicklingError):
            return None

    def verdict(self) -> Verdict:
        """How the child ended."""
        with self.line.makefile("rb") as reader:
            try:
                return cast(Verdict, pickle.load(reader))  # noqa: S301 - as above
            except (EOFError, pickle.UnpicklingError, ConnectionError):
                return Verdict(status=-signal.SIGKILL, timed_out=False)


class _Nursery:
    """The process that forks the children, and the socket on which it is asked to."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: value for name, value in os.environ.items() if name in _KEPT_ENVIRONMENT}
        # Large pages of memory where the system grants them: images of 26 MB come and go, each 4 kB of them a fault.
        environment |= {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
        environment |= {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(_import_path())
        with theirs:
            self.process = subprocess.Popen(
                # What libraries warn about in foreign files is nothing an operator can act on.
                [sys.executable, "-W", "ignore", "-c", _NURSERY, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment,
                start_new_session=True,
            )
        self.socket = ours

    def ask(self, request: bytes, *descriptors: int) -> None:
        """Have a child forked that takes its order from the first descriptor and answers on the second."""
        socket.send_fds(self.socket, [request], descriptors)

    def close(self) -> None:
        self.socket.close()
        self.process.wait()


_lock = threading.Lock()
_nursery: _Nursery | None = None
_inherited: list[_Nursery] = []


def _taken_up(request: bytes, order: Order) -> _Call:
    """The call of a child that was forked for the order.

    Raises:
        OSError: no nursery lives long enough.
    """
    for _ in range(_ATTEMPTS):
        line, their_line = socket.socketpair()
        results, their_results = os.pipe()
        call = _Call(line, os.fdopen(results, "rb"))
        try:
            with their_line, os.fdopen(their_results, "wb"):
                nursery = _send_request(request, their_line.fileno(), their_results)
            if call.begin(order):
                return call
        except BaseException:
            call.__exit__()
            raise
        call.__exit__()
        _bury(nursery)
    raise ChildProcessError("no process takes the order")


def _send_request(request: bytes, *descriptors: int) -> _Nursery:
    global _nursery  # noqa: PLW0603 - one per process, as the interpreter itself
    with _lock:
        if _nursery is not None:
            try:
                _nursery.ask(request, *descriptors)
            except OSError:
                _nursery.close()
            else:
                return _nursery
        _nursery = _Nursery()
        _nursery.ask(request, *descriptors)
        return _nursery


def _bury(dead: _Nursery) -> None:
    """Forget a nursery that took no order: a process of several threads accepts some while it is dying."""
    global _nursery  # noqa: PLW0603 - as above
    with _lock:
        if _nursery is dead:
            _nursery = None
    dead.close()


def _import_path() -> list[str]:
    return [str(Path(entry).resolve()) for entry in sys.path]


def _forget_in_fork() -> None:
    global _nursery, _lock
    # A forked process starts its own nursery; the parent's must see its socket closed when the parent ends.
    if _nursery is not None:
        _nursery.socket.close()
        _inherited.append(_nursery)
    _nursery, _lock = None, threading.Lock()


@atexit.register
def _close_nursery() -> None:
    if _nursery is not None:
        _nursery.close()


os.register_at_fork(after_in_child=_forget_in_fork)
