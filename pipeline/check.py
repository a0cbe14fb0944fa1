"""Proving PDF/A: what a validator says of a file, and the refusal to go on without its word."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.errors import NotConformant
from pipeline.tools.verapdf import Judgement, VeraPdfServer

ARCHIVE_FLAVOUR = "2u"
"""PDF/A-2 with every character mapped to Unicode: what this archive writes and accepts."""


@dataclass(frozen=True, slots=True)
class PdfaVerdict:
    """Whether a file is what it claims to be.

    ``flavour`` is the part and level it claims, such as ``2u``; ``failed_rules`` are ``clause-test`` of the standard.
    """

    compliant: bool
    flavour: str
    failed_rules: tuple[str, ...] = ()


class PdfaValidator(Protocol):
    """Judges files against the part and level of PDF/A they claim."""

    def validate(self, path: Path) -> PdfaVerdict:
        """The verdict on one file. A file without any claim is held against PDF/A-1b.

        Raises:
            DamagedFile: it cannot be parsed as PDF.
            EncryptedFile: it needs a password.
            FileOverwhelmsTools: judging it takes too long.
            ValidatorMissing: the validator is not there or does not start.
        """
        ...


class VeraPdf:
    """veraPDF, kept running between files. Threads take turns. A context manager: the process ends with the block."""

    def __init__(self) -> None:
        self._server = VeraPdfServer()

    def __enter__(self) -> "VeraPdf":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def validate(self, path: Path) -> PdfaVerdict:
        """As ``PdfaValidator.validate``."""
        judgement: Judgement = self._server.judge(path)
        return PdfaVerdict(judgement.compliant, judgement.flavour, judgement.failed_rules)

    def version(self) -> str:
        """The validator's version; raises ``ValidatorMissing``."""
        return self._server.version()


def require_conformant(validator: PdfaValidator, path: Path) -> PdfaVerdict:
    """The verdict on a file that is to be archived.

    Raises:
        NotConformant: it is not valid PDF/A-2u. And what ``PdfaValidator.validate`` raises.
    """
    verdict = validator.validate(path)
    if not verdict.compliant or verdict.flavour != ARCHIVE_FLAVOUR:
        raise NotConformant(rules=", ".join(verdict.failed_rules) or f"PDF/A-{verdict.flavour}")
    return verdict
