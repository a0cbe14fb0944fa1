"""veraPDF as a process that is kept running: its start costs seconds, a file then milliseconds.

In server mode it reads a path a line, and answers each with the path of a report. Its jar lies in the tools folder
(see ``scripts/verapdf.sh``) or where ``SOHOA_VERAPDF_JAR`` says.
"""

import json
import os
import queue
import re
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import DamagedFile, EncryptedFile, FileOverwhelmsTools, ProgramMissing, ValidatorMissing

MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
START_TIMEOUT_S = 60.0
FILE_TIMEOUT_S = 180.0
HEAP_MB = 1024
_FAILURES_SHOWN = 1
_PROFILE = re.compile(r"PDF/A-(\d[A-Z]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What veraPDF said of a file; the fields are those of ``pipeline.check.PdfaVerdict``."""

    compliant: bool
    flavour: str
    failed_rules: tuple[str, ...]


class VeraPdfServer:
    """One veraPDF process, started when it is first needed and again after it died or hung."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def judge(self, path: Path) -> Judgement:
        """Judge one file. Raises as ``pipeline.check.PdfaValidator.validate``."""
        with self._lock:
            if self._running is None or not self._running.alive:
                self._discard()
                self._running = _Running()
            try:
                return _judgement(self._running.report(path))
            except (queue.Empty, BrokenPipeError) as error:
                self._discard()
                raise FileOverwhelmsTools(f"no report within {FILE_TIMEOUT_S} s", program="veraPDF") from error

    def version(self) -> str:
        """Ask a fresh process for its version."""
        output = subprocess.run(
            [*_java(), "--version"], capture_output=True, text=True, timeout=START_TIMEOUT_S, check=False
        ).stdout
        if not (found := re.search(r"veraPDF (\S+)", output)):
            raise ValidatorMissing("veraPDF did not name its version")
        return found.group(1)

    def stop(self) -> None:
        """End the process; the next file would start another."""
        with self._lock:
            self._discard()

    def _discard(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


class _Running:
    """A started process, its private folder, and the lines it answers."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sohoa-verapdf-"))
        options = ["--servermode", "--format", "json", "--flavour", "0", "--maxfailuresdisplayed", str(_FAILURES_SHOWN)]
        self._process = subprocess.Popen(
            [*_java(f"-Djava.io.tmpdir={self._folder}"), *options, "--loglevel", "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=self._folder,
            start_new_session=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read_lines, name="veraPDF", daemon=True)
        self._reader.start()
        self._count = 0
        try:
            # It greets with a report on the files of its command line: none.
            self._answer(START_TIMEOUT_S)
        except queue.Empty as error:
            self.stop()
            raise ValidatorMissing("veraPDF does not start") from error

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def report(self, path: Path) -> dict[str, Any]:
        """veraPDF's JSON report on one file."""
        if self._process.stdin is None:
            raise BrokenPipeError
        self._count += 1
        # A name of our own: paths are separated by blanks in its protocol, and it judges only ``.pdf`` files.
        link = self._folder / f"{self._count}.pdf"
        link.symlink_to(path.resolve())
        try:
            self._process.stdin.write(f"{link}\n")
            self._process.stdin.flush()
            report = self._answer(FILE_TIMEOUT_S)
        finally:
            link.unlink(missing_ok=True)
        parsed: dict[str, Any] = json.loads(report)
        return parsed

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read_lines(self) -> None:
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._lines.put(line.strip())
        # The end of its output wakes whoever waits for an answer that will not come.
        self._lines.put("")

    def _answer(self, timeout_s: float) -> str:
        line = self._lines.get(timeout=timeout_s)
        if not line:
            raise queue.Empty
        path = Path(line)
        try:
            return path.read_text(encoding="utf-8")
        finally:
            path.unlink(missing_ok=True)


def _java(*options: str) -> list[str]:
    java = shutil.which("java")
    if java is None:
        raise ValidatorMissing from ProgramMissing(program="java", package="default-jre-headless")
    return [
        java,
        f"-Xmx{HEAP_MB}m",
        "-XX:+UseSerialGC",
        "-Djava.awt.headless=true",
        *options,
        "-cp",
        str(_jar()),
        MAIN_CLASS,
    ]


def _jar() -> Path:
    named = os.environ.get("SOHOA_VERAPDF_JAR")
    jars = [Path(named)] if named else sorted(_tools().glob("verapdf-*.jar"))
    if not jars or not jars[-1].is_file():
        raise ValidatorMissing(f"no jar at {named}" if named else "no verapdf-*.jar in the tools folder")
    return jars[-1]


def _tools() -> Path:
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("SOHOA_TOOLS") or caches / "sohoa")


def _judgement(report: dict[str, Any]) -> Judgement:
    job = report["report"]["jobs"][0]
    if "validationResult" not in job:
        said = str(job.get("taskException", {}).get("exceptionMessage", "no verdict"))
        if "encrypt" in said.lower() or report["report"]["batchSummary"]["failedEncryptedJobs"]:
            raise EncryptedFile(said)
        raise DamagedFile(said)
    result = job["validationResult"][0]
    named = _PROFILE.search(result["profileName"])
    rules = result["details"]["ruleSummaries"]
    return Judgement(
        compliant=bool(result["compliant"]),
        flavour=named.group(1).lower() if named else "?",
        failed_rules=tuple(f"{rule['clause']}-{rule['testNumber']}" for rule in rules if rule["status"] == "failed"),
    )
