"""The text that a PDF holds itself, as page readings: no recognition, poppler says where each word stands."""

from pathlib import Path

import pikepdf

from domain.errors import DamagedFile, EncryptedFile
from domain.model import PageReading
from pipeline.digital.geometry import ShownPage, shown_page
from pipeline.digital.texts import ENGINE
from pipeline.digital.words import page_words
from pipeline.limits import Limits
from pipeline.tools.child import in_child


def born_digital_readings(path: Path, limits: Limits) -> tuple[PageReading, ...]:
    """The words of each page in reading order, whatever they are worth; a page without text has none.

    The frame is that of the page as it is drawn: 300 dpi, less for large paper. ``pipeline.digital.page_texts`` tells
    which of these readings may be believed.

    Raises:
        DamagedFile: poppler cannot open the file.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    shown = in_child(_shown_pages, path, timeout_s=limits.page_timeout_s, memory_mb=limits.child_memory_mb)
    pages = page_words(path, 1, max(len(shown), 1), limits)
    readings = []
    for number, (page, words) in enumerate(zip(shown, pages, strict=False), start=1):
        frame = page.frame(number, limits)
        readings.append(PageReading(number, frame, page.in_frame(words, frame), ENGINE))
    return tuple(readings)


def _shown_pages(path: Path) -> tuple[ShownPage, ...]:
    try:
        with pikepdf.Pdf.open(path) as pdf:
            return tuple(shown_page(page) for page in pdf.pages)
    except pikepdf.PasswordError as error:
        raise EncryptedFile(str(error)) from error
    except pikepdf.PdfError as error:
        raise DamagedFile(str(error)) from error
