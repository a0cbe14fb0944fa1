"""The text that a PDF holds itself, as page readings: no recognition, poppler says where each word stands."""

from pathlib import Path

from domain.model import PageReading
from pipeline.digital.geometry import shown_pages
from pipeline.digital.texts import ENGINE
from pipeline.digital.words import page_words
from pipeline.limits import Limits


def born_digital_readings(path: Path, limits: Limits) -> tuple[PageReading, ...]:
    """The words of each page in reading order, whatever they are worth; a page without text has none.

    The frame is that of the page as it is drawn: 300 dpi, less for large paper. ``pipeline.digital.page_texts`` tells
    which of these readings may be believed.

    Raises:
        DamagedFile, EncryptedFile: the file cannot be opened.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    shown = shown_pages(path, limits)
    pages = page_words(path, 1, max(len(shown), 1), limits)
    readings = []
    for number, (page, words) in enumerate(zip(shown, pages, strict=False), start=1):
        frame = page.frame(number, limits)
        readings.append(PageReading(number, frame, page.in_frame(words, frame), ENGINE))
    return tuple(readings)
