"""veraPDF kept running: starting its Java machine takes seconds, judging a file a few hundredths.

In its server mode the program reads a path per line and answers with the path of a report, which it leaves for us to
delete. A first, empty report is its sign that it is ready.
"""

import contextlib
import json
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO

from domain.errors import ValidatorMissing

_MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
_OPTIONS = ("--servermode", "--format", "json", "--loglevel", "0", "--maxfailuresdisplayed", "1", "--nonpdfext")
_JAVA = ("-Xmx1024m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
"""One file at a time: the small collector and the quick compiler start faster and need less."""
_START_S = 60.0
_READ_BYTES = 4096


def find_jar() -> Path:
    """The jar named by SOHOA_VERAPDF_JAR, else the newest in the tool folder.

    Raises:
        ValidatorMissing: there is none.
    """
    named = os.environ.get("SOHOA_VERAPDF_JAR")
    if named:
        if not Path(named).is_file():
            raise ValidatorMissing("SOHOA_VERAPDF_JAR names no file")
        return Path(named)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("SOHOA_TOOLS") or cache / "sohoa")
    jars = sorted(folder.glob("verapdf-*.jar"), key=_version)
    if not jars:
        raise ValidatorMissing(f"no verapdf-*.jar in {folder}")
    return jars[-1]


def _version(jar: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", jar.stem))


class VeraPdfServer:
    """One running veraPDF. Not for several threads at once."""

    def __init__(self, default_flavour: str) -> None:
        """``default_flavour`` is what a file is measured by that claims no flavour itself.

        Raises:
            ValidatorMissing: no jar, no Java, or it does not start.
        """
        jar, java = find_jar(), shutil.which("java")
        if java is None:
            raise ValidatorMissing("java is not installed")
        self._folder = Path(tempfile.mkdtemp(prefix="sohoa-verapdf-"))
        self._pending = b""
        self._process = subprocess.Popen(
            [
                java,
                *_JAVA,
                f"-Djava.io.tmpdir={self._folder}",
                "-cp",
                str(jar),
                _MAIN_CLASS,
                *_OPTIONS,
                "--defaultflavour",
                default_flavour,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What it says there is in the report as well, and a full pipe would stop it.
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Also when nobody closes it: at the end of this process at the latest.
        self._end = weakref.finalize(self, _end, self._process, self._folder)
        try:
            self._read_report(_START_S)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            self.close()
            raise ValidatorMissing(f"{jar.name} does not start: {type(error).__name__}") from error

    def report(self, path: Path, timeout_s: float) -> dict[str, object]:
        """The report on one file. After any error the server is of no use any more.

        Raises:
            TimeoutError: no answer in time.
            OSError, EOFError, ValueError: it ended, or answers nonsense.
        """
        # A neutral name, as a path is ended by a line break and may hold one itself.
        link = self._folder / "file.pdf"
        link.unlink(missing_ok=True)
        link.symlink_to(path.resolve())
        pipe = _open(self._process.stdin)
        pipe.write(f"{link}\n".encode())
        pipe.flush()
        return self._read_report(timeout_s)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it and remove its folder."""
        self._end()

    def _read_report(self, timeout_s: float) -> dict[str, object]:
        path = Path(self._read_line(time.monotonic() + timeout_s))
        try:
            content = path.read_text("utf-8")
        finally:
            path.unlink(missing_ok=True)
        report = json.loads(content) if content.strip() else {}
        if not isinstance(report, dict):
            raise ValueError("no report")  # noqa: TRY004 - what json raises on other nonsense
        return report

    def _read_line(self, deadline: float) -> str:
        pipe = _open(self._process.stdout)
        while b"\n" not in self._pending:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            read = os.read(pipe.fileno(), _READ_BYTES)
            if not read:
                raise EOFError
            self._pending += read
        line, _, self._pending = self._pending.partition(b"\n")
        return line.decode().strip()


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            _open(pipe).close()
    shutil.rmtree(folder, ignore_errors=True)


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe
