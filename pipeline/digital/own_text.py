"""The text that a page of a PDF holds itself, where it may stand for recognised words."""

from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import DamagedFile
from domain.model import PageReading
from pipeline.digital.texts import ENGINE, PageKind, judged_pages
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.reading_settings import TextPolicy

LAYER_ENGINE = "pdf text layer"
"""Stands for the engine of a scan whose earlier recognition was kept."""

_TELLING_WARNINGS = frozenset(
    {
        "writing_beside_text",
        "converted_from_tcvn3",
        "converted_from_vni",
        "legacy_encoding_tcvn3",
        "legacy_encoding_vni",
        "no_unicode_map",
        "implausible_text",
        "text_not_seen",
    }
)
"""Reasons of the verdict on a page's text that tell an officer something. A scan without text, or with an invisible
layer that is read anew, is the usual case."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """The words of a page as its file has them, where they may be used.

    ``whole``: nothing else is written on it, in pictures for example. ``warnings`` are codes that tell why words that
    are there may not be used; those of words that may stand in the reading.
    """

    reading: PageReading | None = None
    whole: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def complete(self) -> PageReading | None:
        """The reading, when there is nothing to read besides."""
        return self.reading if self.whole else None


def is_digital(reading: PageReading) -> bool:
    """Whether a page was made by a program, has all its words as text, and may be kept as it is."""
    return reading.engine == ENGINE


def own_text(path: Path, kind: SourceKind, number: int, policy: TextPolicy, limits: Limits) -> OwnText:
    """The text of one page that may be used under a policy. Poppler reads it: call it inside ``in_child``.

    A file whose text cannot be judged has none to use; whether its pages can be drawn will be seen.

    Raises:
        FileOverwhelmsTools, ProgramMissing: see ``judged_pages``.
    """
    if kind is not SourceKind.PDF or policy is TextPolicy.FORCE_OCR:
        return OwnText()
    try:
        (page,) = judged_pages(path, limits, number, number, policy is TextPolicy.KEEP_TEXT)
    except DamagedFile:
        return OwnText()
    warnings = tuple(reason for reason in page.reasons if reason in _TELLING_WARNINGS)
    if page.reading is None:
        return OwnText(warnings=warnings)
    if page.kind is PageKind.SCAN:
        return OwnText(replace(page.reading, engine=LAYER_ENGINE, warnings=warnings), whole=True)
    return OwnText(replace(page.reading, warnings=warnings), whole=page.kind is PageKind.DIGITAL)
