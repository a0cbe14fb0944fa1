"""The archival copy of a source: digital pages as they are, scanned ones as image and text, and the proof."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import structlog

from domain.errors import NotConvertible
from domain.model import PageReading
from pipeline.check import PdfaValidator, PdfaVerdict, require_conformant
from pipeline.digital.convert import converted
from pipeline.digital.own_text import is_digital
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata, KeptPages, PdfaLevel, PreservationProfile, build_archival

log = structlog.get_logger(__name__)


def archive(
    source: Path,
    media_type: str,
    readings: Sequence[PageReading],
    metadata: ArchiveMetadata,
    target: Path,
    *,
    validator: PdfaValidator,
    profile: PreservationProfile = PreservationProfile.FAITHFUL,
    level: PdfaLevel = PdfaLevel.PDFA_2U,
    limits: Limits,
) -> PdfaVerdict:
    """Write the PDF/A of a source that ``inspect`` let pass, and prove it.

    Pages that a program made keep their fonts, vectors and text; where they cannot be brought into PDF/A that looks
    the same, they become pictures with that text above them. The source is only read: a signed one stays the record,
    and this is a rendition to search and look at.

    Args:
        source: the file.
        media_type: what ``inspect`` said it is.
        readings: all its pages in order.
        metadata: what the copy says about itself.
        target: written anew; its folder exists.
        validator: proves the copy.
        profile: how the images of scanned pages are kept.
        level: part and conformance level of PDF/A.
        limits: of the programs used.

    Raises:
        NotConformant: what was written breaks PDF/A.
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``build_archival``.
        ValidatorMissing: nothing can be proved on this machine.
    """
    digital = tuple(reading.number for reading in readings if is_digital(reading))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".digital-") as folder:
        kept = Path(folder) / "digital.pdf"
        if digital:
            try:
                conversion = converted(
                    source, kept, metadata, validator, limits, pages=digital, as_it_is=level is PdfaLevel.PDFA_2U
                )
            except NotConvertible:
                log.warning("digital_pages_drawn", pages=len(digital))
                digital = ()
            else:
                if len(digital) == len(readings) and level == conversion.verdict.flavour:
                    kept.replace(target)
                    return conversion.verdict
        build_archival(
            source,
            media_type,
            readings,
            metadata,
            target,
            profile=profile,
            level=level,
            kept=KeptPages(kept, digital) if digital else None,
            limits=limits,
        )
    return require_conformant(validator, target, level)
