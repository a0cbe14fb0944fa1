"""Running an external program within a time, a memory and an output limit."""

import os
import resource
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from domain.errors import FileOverwhelmsTools, ProgramMissing

_PACKAGES = {
    "gs": "ghostscript",
    "java": "default-jre-headless",
    "pdfinfo": "poppler-utils",
    "pdfsig": "poppler-utils",
    "pdftocairo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "fc-match": "fontconfig",
    "pdftotext": "poppler-utils",
    "prlimit": "util-linux",
    "soffice": "libreoffice-writer-nogui",
    "tesseract": "tesseract-ocr",
}
"""Debian package that holds a program."""

_KEPT_ENVIRONMENT = ("HOME", "PATH", "TESSDATA_PREFIX", "TMPDIR")
_CHUNK_BYTES = 64 * 1024
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended by itself, and what it said."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run_program(
    argv: Sequence[str | Path],
    *,
    timeout_s: float,
    memory_mb: int,
    stdin: bytes | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    max_output_mb: int = 64,
) -> Completed:
    """Run a program to its end; it and all it started in its process group are gone afterwards.

    The limits are set by util-linux's ``prlimit``, which then becomes the program: they stand before its first
    instruction, and nothing of Python runs between fork and exec (``preexec_fn`` may deadlock in a threaded worker).

    Args:
        argv: program and arguments; a path among the arguments that may begin with "-" is the caller's to guard.
        timeout_s: wall time.
        memory_mb: address space; 0 sets no limit, for programs such as Java that reserve more than they use. Within
            ``in_child`` the child's own limit holds as well.
        stdin: what the program reads; nothing when None.
        env: added to a minimal environment (one OpenMP thread, C.UTF-8).
        max_output_mb: the most that stdout and stderr may hold together.

    Returns:
        Exit status and output. A status other than 0 is the caller's to judge.

    Raises:
        ProgramMissing: not on the path.
        FileOverwhelmsTools: out of time or output, or ended by a signal, which is how memory usually runs out.
    """
    name = Path(argv[0]).name
    environment = {kept: os.environ[kept] for kept in _KEPT_ENVIRONMENT if kept in os.environ}
    environment |= {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", **(env or {})}
    command = [*_limits(memory_mb), _found(str(argv[0]), environment), *(str(part) for part in argv[1:])]
    with _file_holding(stdin) as given:
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment,
            start_new_session=True,
        )
    with process:
        try:
            stdout, stderr = _collect(process, name, time.monotonic() + timeout_s, max_output_mb * _MB)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # also what a program that ended well left in the background
    if process.returncode < 0:
        raise FileOverwhelmsTools(f"ended by {signal.Signals(-process.returncode).name}", program=name)
    return Completed(process.returncode, stdout, stderr)


def _found(program: str, environment: Mapping[str, str]) -> str:
    found = shutil.which(program, path=environment.get("PATH"))
    if found is None:
        name = Path(program).name
        raise ProgramMissing(program=name, package=_PACKAGES.get(name, name))
    return found


def _limits(memory_mb: int) -> list[str]:
    options = ["prlimit", "--core=0"]
    if memory_mb:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_mb * _MB
        options.append(f"--as={wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)}")
    return [*options, "--"]


def _file_holding(content: bytes | None) -> IO[bytes]:
    """A file in memory, so that a program that does not read cannot block us."""
    if content is None:
        return Path(os.devnull).open("rb")
    file = os.fdopen(os.memfd_create("stdin"), "w+b")
    file.write(content)
    file.seek(0)
    return file


def _collect(process: subprocess.Popen[bytes], name: str, deadline: float, max_bytes: int) -> tuple[bytes, bytes]:
    """Read both outputs until they close and the program ended. It is not reaped yet, so its group is still its own."""
    stdout, stderr = bytearray(), bytearray()
    ended = os.pidfd_open(process.pid)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(ended, selectors.EVENT_READ)
            for stream, buffer in ((process.stdout, stdout), (process.stderr, stderr)):
                if stream is not None:
                    selector.register(stream, selectors.EVENT_READ, buffer)
            while selector.get_map():
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if time.monotonic() >= deadline:
                    raise FileOverwhelmsTools("out of time", program=name)
                for key, _ in ready:
                    chunk = b"" if key.data is None else os.read(key.fd, _CHUNK_BYTES)
                    if not chunk:
                        selector.unregister(key.fileobj)
                        continue
                    key.data.extend(chunk)
                if len(stdout) + len(stderr) > max_bytes:
                    raise FileOverwhelmsTools(f"more than {max_bytes} bytes of output", program=name)
    finally:
        os.close(ended)
    return bytes(stdout), bytes(stderr)
