"""Proof that a file is PDF/A: a validator behind a port, and the rule that nothing is archived without it."""

import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from domain.errors import DamagedFile, EncryptedFile, FileOverwhelmsTools, InputError, NotConformant, ProgramFailed
from pipeline.tools.verapdf import VeraPdfServer, find_jar

ARCHIVE_FLAVOUR = "2u"
"""PDF/A-2 with every character mapped to Unicode: what this archive writes and accepts."""

_PROGRAM = "veraPDF"
_PROFILE = re.compile(r"PDF/A-(\w+)")
_FILES_PER_SERVER = 2_000
"""After so many files the server is started afresh, as a Java machine that runs for months only grows."""
_INCLUDED_LEVELS = {"a": "aub", "u": "ub", "b": "b"}
"""ISO 19005-2, clause 5."""


@dataclass(frozen=True, slots=True)
class PdfaVerdict:
    """What a validator found. ``flavour`` is the one the file was measured by, such as ``2u``.

    ``failed_rules`` are numbered as veraPDF does, ``6.2.8-3``; ``claims-<flavour>`` stands for a valid file of another
    flavour than was asked for.
    """

    compliant: bool
    flavour: str
    failed_rules: tuple[str, ...] = ()


class PdfaValidator(Protocol):
    """Judges PDF files. A file that claims no flavour is measured by that of the archive."""

    def validate(self, path: Path, flavour: str | None = None) -> PdfaVerdict:
        """Judge a file by the flavour it claims; with ``flavour``, it must also claim that one or a stricter level.

        Raises:
            DamagedFile: it cannot be parsed as PDF.
            EncryptedFile: it cannot be read without a password.
            ValidatorMissing: the validator is not installed or does not start.
            FileOverwhelmsTools: the file takes longer than a file may.
        """
        ...


def require_conformant(validator: PdfaValidator, path: Path, flavour: str = ARCHIVE_FLAVOUR) -> PdfaVerdict:
    """The verdict on a file that is meant for the archive.

    Raises:
        NotConformant: it is not valid PDF/A of this flavour or a stricter level.
        DamagedFile, EncryptedFile, ValidatorMissing, FileOverwhelmsTools: see ``PdfaValidator``.
    """
    verdict = validator.validate(path, flavour)
    if not verdict.compliant:
        raise NotConformant(f"PDF/A-{verdict.flavour}", rules=", ".join(verdict.failed_rules))
    return verdict


class VeraPdf:
    """veraPDF as a program kept running. Starts with the first file; may be asked from several threads."""

    def __init__(self, *, timeout_s: float = 120.0) -> None:
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._server: VeraPdfServer | None = None
        self._judged = 0

    def __enter__(self) -> "VeraPdf":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program. It would start again with the next file."""
        with self._lock:
            self._stop()

    def version(self) -> str:
        """The version that is installed, after it was made sure that it starts.

        Raises:
            ValidatorMissing: it is not installed or does not start.
        """
        with self._lock:
            self._running()
        return find_jar().stem.removeprefix("verapdf-")

    def validate(self, path: Path, flavour: str | None = None) -> PdfaVerdict:
        """See ``PdfaValidator``."""
        with self._lock:
            verdict = _verdict(self._report(path))
        if flavour is None or not verdict.compliant or _includes(verdict.flavour, flavour):
            return verdict
        return PdfaVerdict(False, verdict.flavour, (f"claims-{verdict.flavour}",))

    def _report(self, path: Path) -> dict[str, object]:
        try:
            return self._running().report(path, self._timeout_s)
        except TimeoutError as error:
            self._stop()
            raise FileOverwhelmsTools(program=_PROGRAM) from error
        except (OSError, EOFError, ValueError):
            # It was killed from outside, or died of the file: once more with a new one tells.
            self._stop()
        try:
            return self._running().report(path, self._timeout_s)
        except (OSError, EOFError, ValueError) as error:
            self._stop()
            raise FileOverwhelmsTools(type(error).__name__, program=_PROGRAM) from error

    def _running(self) -> VeraPdfServer:
        self._judged += 1
        if self._server is not None and (not self._server.alive or self._judged > _FILES_PER_SERVER):
            self._stop()
        if self._server is None:
            self._server, self._judged = VeraPdfServer(ARCHIVE_FLAVOUR), 1
        return self._server

    def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _includes(claimed: str, wanted: str) -> bool:
    return claimed[:1] == wanted[:1] and wanted[1:] in _INCLUDED_LEVELS.get(claimed[1:], "")


def _verdict(report: dict[str, object]) -> PdfaVerdict:
    """The verdict in veraPDF's JSON report on one file."""
    try:
        content = cast(dict[str, Any], report)["report"]
        job = content["jobs"][0]
        if "validationResult" not in job:
            raise _refusal(str(job.get("taskException", {}).get("exceptionMessage", "")), content["batchSummary"])
        # A file may claim other standards beside, such as PDF/UA, and is then measured by each.
        found = ((_PROFILE.match(str(result["profileName"])), result) for result in job["validationResult"])
        flavour, result = next(((profile[1].lower(), result) for profile, result in found if profile), ("", None))
        if result is None:
            return PdfaVerdict(False, "", ("claims-none",))
        rules = (f"{rule['clause']}-{rule['testNumber']}" for rule in result["details"]["ruleSummaries"])
        return PdfaVerdict(bool(result["compliant"]), flavour, tuple(sorted(rules)))
    except (KeyError, IndexError, TypeError) as error:
        raise ProgramFailed("a report of another form", program=_PROGRAM) from error


def _refusal(reason: str, summary: dict[str, Any]) -> InputError:
    """Why there is no verdict."""
    if summary["failedEncryptedJobs"]:
        return EncryptedFile(reason)
    return FileOverwhelmsTools(reason, program=_PROGRAM) if summary["outOfMemory"] else DamagedFile(reason)
