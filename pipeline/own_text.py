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


@dataclass(frozen=True, slots=True)
class OwnText:
    """The words of a page as its file has them. ``whole``: nothing else is written on it, in pictures for example."""

    reading: PageReading
    whole: bool


def is_digital(reading: PageReading) -> bool:
    """Whether a page was made by a program, has all its words as text, and may be kept as it is."""
    return reading.engine == ENGINE


def own_text(path: Path, kind: SourceKind, number: int, policy: TextPolicy, limits: Limits) -> OwnText | None:
    """The text of one page that may be used under a policy. Poppler reads it: call it inside ``in_child``.

    A file whose text cannot be judged has none to use; whether its pages can be drawn will be seen.

    Raises:
        FileOverwhelmsTools, ProgramMissing: see ``judged_pages``.
    """
    if kind is not SourceKind.PDF or policy is TextPolicy.FORCE_OCR:
        return None
    try:
        (page,) = judged_pages(path, limits, number, number, policy is TextPolicy.KEEP_TEXT)
    except DamagedFile:
        return None
    if page.reading is None:
        return None
    if page.kind is PageKind.SCAN:
        return OwnText(replace(page.reading, engine=LAYER_ENGINE, warnings=page.reasons), whole=True)
    reading = replace(page.reading, warnings=page.reasons)
    return OwnText(reading, whole=page.kind is PageKind.DIGITAL)
