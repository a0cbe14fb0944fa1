"""A first check of every file we write, in its own bytes, before veraPDF has its say."""

from pathlib import Path

from pikepdf import pdfa

from domain.errors import NotConformant
from pipeline.preserve.profile import PdfaLevel

_PACKET = "(MetadataStream)"
"""The check knows level B and the common XMP schemas only; level U and our extension schema are for veraPDF."""


def guard(path: Path, level: PdfaLevel = PdfaLevel.PDFA_2U) -> None:
    """Refuse a file that breaks level B of its part of PDF/A.

    Raises:
        NotConformant: with the rules it breaks, as veraPDF numbers them.
    """
    report = pdfa.validate_written(path, f"{level.part}b")
    broken = sorted({finding.rule for finding in report.violations if not finding.where.endswith(_PACKET)})
    if broken:
        raise NotConformant(report.summary(), rules=", ".join(broken))
