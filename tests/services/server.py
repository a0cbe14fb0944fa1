"""One server program: started on free loopback ports with its data in a folder of its own, stopped without a trace."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

HOST = "127.0.0.1"
START_ATTEMPTS = 3  # a port that was free a moment ago may be taken
START_LIMIT_S = 90.0
STOP_LIMIT_S = 15.0
_POLL_S = 0.05


class MissingServerError(Exception):
    """The program is not on this machine; the text says what to do."""


class ServerFailedError(Exception):
    """The program is there but did not start or answer; the text ends with its log."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process told apart from a later one with the same number."""

    pid: int
    started: str

    def is_alive(self) -> bool:
        """Whether it still runs; a zombie does not."""
        now = _stat(self.pid)
        return now is not None and now.state != "Z" and now.started == self.started


class Server(ABC):
    """Use as a context manager, or call :meth:`start` and :meth:`stop`.

    A subclass says which programs to :meth:`launch`, when it :meth:`answers`, and under which :attr:`url`.
    """

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = Path()
        self.password = secrets.token_hex(16)
        self._programs: list[subprocess.Popen[bytes]] = []

    @abstractmethod
    def launch(self) -> None:
        """Write the configuration into :attr:`folder` and :meth:`spawn` the programs.

        Raises:
            MissingServerError: a program is not on this machine.
        """

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client would be served now."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where and with which credentials clients connect; valid after :meth:`start`."""

    def start(self) -> Self:
        """Return once the server answers.

        Raises:
            MissingServerError: a program is not on this machine.
            ServerFailedError: it did not answer within 90 s, or ended, three times.
        """
        for attempt in range(START_ATTEMPTS):
            self.folder = Path(tempfile.mkdtemp(prefix=f"sohoa-{self.name}-"))
            try:
                self.launch()
                self._wait_until_it_answers()
            except ServerFailedError:
                self.stop()
                if attempt == START_ATTEMPTS - 1:
                    raise
            except BaseException:
                self.stop()
                raise
            else:
                break
        return self

    def stop(self) -> None:
        """End every process this server started, and remove its folder. Safe to call twice."""
        while self._programs:
            leader = self._programs.pop()
            family = _family(leader.pid)
            leader.send_signal(self.stop_signal)
            try:
                leader.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                leader.kill()
                leader.wait()
            _end(family)
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()

    def processes(self) -> list[Process]:
        """Every living process of this server."""
        return [process for leader in self._programs for process in _family(leader.pid)]

    def spawn(
        self, command: Sequence[str | Path], env: Mapping[str, str] | None = None, user: str | None = None
    ) -> None:
        """Start one program in a session of its own, its output in the log; as another user when one is named."""
        with self._log.open("ab") as log:
            self._programs.append(
                subprocess.Popen(
                    command,
                    cwd=self.folder,
                    env=self.environment(env),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    user=user,
                    group=user,
                    extra_groups=None if user is None else [],
                )
            )

    def run(self, command: Sequence[str | Path], env: Mapping[str, str] | None = None, user: str | None = None) -> None:
        """Run a program that prepares the server and ends.

        Raises:
            ServerFailedError: it reported failure or took longer than 90 s.
        """
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=self.environment(env),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=START_LIMIT_S,
                check=False,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        except subprocess.TimeoutExpired as late:
            raise ServerFailedError(f"{self.name}: {command[0]} took longer than {START_LIMIT_S:.0f} s") from late
        if done.returncode:
            raise ServerFailedError(f"{self.name}: {command[0]}: {done.stderr.decode(errors='replace')[-2_000:]}")

    def environment(self, extra: Mapping[str, str] | None) -> dict[str, str]:
        """Only what a server needs: neither proxies nor a person's settings reach it."""
        base = {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        return {**base, "HOME": str(self.folder), "TMPDIR": str(self.folder), **(extra or {})}

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_LIMIT_S
        while not self.answers():
            ended = next((p for p in self._programs if p.poll() is not None), None)
            if ended is not None:
                raise ServerFailedError(f"{self.name} ended with status {ended.returncode}:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{self.name} did not answer within {START_LIMIT_S:.0f} s:\n{self._log_tail()}")
            time.sleep(_POLL_S)

    def _log_tail(self) -> str:
        return self._log.read_text(errors="replace")[-4_000:] if self._log.exists() else "(no log)"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def program(name: str, *folders: Path, remedy: str = "make test") -> Path:
    """Find a program in ``folders`` or on PATH.

    Raises:
        MissingServerError: it is in none of them.
    """
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"]))
    if found is None:
        raise MissingServerError(f"{name} is not on this machine; `{remedy}` installs it")
    return Path(found)


def exchange(port: int, request: bytes, limit_s: float = 1.0) -> bytes:
    """What a loopback server answers first to ``request``; empty when nobody listens or nothing comes back in time."""
    try:
        with socket.create_connection((HOST, port), timeout=limit_s) as connection:
            connection.sendall(request)
            return connection.recv(4_096)
    except OSError:
        return b""


@dataclass(frozen=True, slots=True)
class _Stat:
    state: str
    parent: int
    session: int
    started: str


def _stat(pid: int) -> _Stat | None:
    try:
        # The name stands in parentheses and may hold anything; what follows is counted from the state, field 3.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return _Stat(state=fields[0], parent=int(fields[1]), session=int(fields[3]), started=fields[19])


def _family(leader: int) -> list[Process]:
    """The leader, its session, and descendants that opened sessions of their own (PostgreSQL's do)."""
    everyone = {int(entry.name): _stat(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    members = {pid for pid, stat in everyone.items() if stat is not None and leader in (pid, stat.session)}
    grown = True
    while grown:
        children = {pid for pid, stat in everyone.items() if stat is not None and stat.parent in members}
        grown = not children <= members
        members |= children
    return [Process(pid, stat.started) for pid in sorted(members) if (stat := everyone[pid]) and stat.state != "Z"]


def _end(family: list[Process]) -> None:
    """Give the leader's children a second to follow it, then kill them."""
    deadline = time.monotonic() + 1.0
    while living := [process for process in family if process.is_alive()]:
        if time.monotonic() > deadline:
            for process in living:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
        time.sleep(_POLL_S)
