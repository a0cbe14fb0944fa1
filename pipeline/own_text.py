"""The text that a page of a PDF holds itself, where it may stand for recognised words."""

from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import DamagedFile
from domain.model import Box, PageReading, Word
from pipeline.digital.texts import ENGINE, PageKind, judged_pages
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.reading_order import in_reading_order
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


def joined(own: OwnText, recognised: PageReading) -> PageReading:
    """The words a page has as text, and between them those that were recognised in its pictures.

    Only a page that was neither turned nor levelled for recognition has its text where the picture shows it; another
    one keeps what was recognised.
    """
    frame = recognised.frame
    if frame.rotation or frame.skew_deg or frame.width_px <= 0:
        return recognised
    scale = frame.width_px / own.reading.frame.width_px
    words = [_scaled(word, scale) for word in own.reading.words]
    others = [word for word in recognised.words if not any(_covers(own_word.box, word.box) for own_word in words)]
    first_line = 1 + max((word.line for word in words), default=-1)
    first_block = 1 + max((word.block for word in words), default=-1)
    others = [replace(word, line=first_line + word.line, block=first_block + word.block) for word in others]
    return replace(
        recognised,
        words=in_reading_order((*words, *others)),
        engine=f"{own.reading.engine} + {recognised.engine}",
        warnings=(*recognised.warnings, *own.reading.warnings),
    )


def _scaled(word: Word, scale: float) -> Word:
    box = word.box
    return replace(word, box=Box(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale))


def _covers(own: Box, other: Box) -> bool:
    """Whether most of a recognised word lies in one that is known."""
    across = min(own.x1, other.x1) - max(own.x0, other.x0)
    down = min(own.y1, other.y1) - max(own.y0, other.y0)
    return across > 0 and down > 0 and across * down > 0.3 * other.width * other.height
