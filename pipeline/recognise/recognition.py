"""From a clean page to its words: one look at the whole page, and a second one only where the first failed."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import PageFrame, Word
from pipeline.enhance.clean_page import BLANK_INK, CleanPage
from pipeline.ocr_engine import OcrEngine
from pipeline.recognise.flattening import read_flat
from pipeline.recognise.reading_order import in_reading_order
from pipeline.recognise.second_look import SecondLook, second_look
from pipeline.recognise.tables import ruled_tables
from pipeline.recognise.words import legible_letters, mean_confidence, tidied

LOW_CONFIDENCE = "low_confidence"
TEXT_RECOVERED = "text_recovered"
FLATTENED = "flattened"

_UPSIDE_DOWN_BELOW = 60.0
"""Mean confidence: upright pages give 82 to 96, pages on their head 29 to 45."""
_DOUBTFUL_BELOW = 75.0


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of a page in reading order, boxes in pixels of ``frame``, and how well it went.

    ``steps`` are codes of what was done to the page before and while it was read.
    """

    words: tuple[Word, ...]
    frame: PageFrame
    measures: dict[str, float]
    warnings: tuple[str, ...]
    steps: tuple[str, ...] = ()


def recognise(page: CleanPage, engine: OcrEngine) -> Recognition:
    """Read a page.

    A page without a letter is not given to the engine. One that makes no sense is tried on its head, and the better
    reading wins. One whose lines wander, as on a photograph, is read once more without its bend. Lines that the
    engine's layout analysis lost (names beneath a stamp, paragraphs of a page not quite flat) are looked for by their
    ink and read alone, as are cells of tables that were read badly.

    Raises:
        FileOverwhelmsTools, ProgramFailed, ProgramMissing: see ``OcrEngine.read``.
    """
    if page.is_blank:
        return Recognition((), page.frame, _measures(page, ()), (), page.steps)
    words = tidied(engine.read(page.pixels, page.dpi))
    if page.letters and mean_confidence(words) < _UPSIDE_DOWN_BELOW:
        turned = page.upside_down()
        words_turned = tidied(engine.read(turned.pixels, turned.dpi))
        if legible_letters(words_turned) > legible_letters(words):
            page, words = turned, words_turned
    flat = read_flat(page, words, engine)
    tables = ruled_tables(flat.page.pixels, flat.page.dpi)
    look = second_look(flat.page, flat.words, tables, engine)
    ordered = flat.bent_back(in_reading_order(look.words, tables))
    return Recognition(
        tuple(page.in_frame(word) for word in ordered),
        page.frame,
        {**_measures(page, ordered), "parts_reread": float(look.recovered + look.reread)},
        tuple(_warnings(page, ordered, look)),
        (*page.steps, FLATTENED) if flat.bends else page.steps,
    )


def _measures(page: CleanPage, words: Sequence[Word]) -> dict[str, float]:
    """What was measured on the page, with the confidence of its words."""
    return {**page.measures, "mean_confidence": round(mean_confidence(words), 2)}


def _warnings(page: CleanPage, words: Sequence[Word], look: SecondLook) -> list[str]:
    if not words:
        # Whether a page without words is blank or holds a stamp or a picture is a question of its quality.
        return [] if page.ink_share <= BLANK_INK else [LOW_CONFIDENCE]
    warnings = [LOW_CONFIDENCE] if mean_confidence(words) < _DOUBTFUL_BELOW else []
    return [*warnings, TEXT_RECOVERED] if look.recovered else warnings
