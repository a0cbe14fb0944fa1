"""The text that a PDF holds itself, as page readings: no recognition, poppler says where each word stands."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from lxml import etree

from domain.errors import DamagedFile
from domain.model import Box, PageFrame, PageReading, Word
from pipeline.limits import Limits
from pipeline.tools.program import run_program

FRAME_DPI = 300.0
"""Boxes are given in pixels of this resolution, the one at which such pages are drawn."""

_SCALE = FRAME_DPI / 72
_XHTML = "{http://www.w3.org/1999/xhtml}"


def born_digital_readings(path: Path, limits: Limits) -> tuple[PageReading, ...]:
    """The words of each page in reading order; a page without text has none.

    Raises:
        DamagedFile: poppler cannot open the file.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    done = run_program(
        ["pdftotext", "-bbox-layout", "-enc", "UTF-8", path.resolve(), "-"],
        timeout_s=limits.page_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
    if done.returncode != 0:
        raise DamagedFile(f"pdftotext ended with {done.returncode}")
    # poppler writes control characters of the text as they are; XML knows none of them.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    document = etree.fromstring(done.stdout, parser)
    return tuple(_reading(page, number) for number, page in enumerate(document.iter(f"{_XHTML}page"), start=1))


def _reading(page: etree._Element, number: int) -> PageReading:
    width, height = float(page.get("width", "0")), float(page.get("height", "0"))
    frame = PageFrame(round(width * _SCALE), round(height * _SCALE), FRAME_DPI)
    return PageReading(number, frame, tuple(_words(page)), engine="pdf text")


def _words(page: etree._Element) -> Iterator[Word]:
    line_number = -1
    for block_number, block in enumerate(page.iter(f"{_XHTML}block")):
        for line in block.iter(f"{_XHTML}line"):
            line_number += 1
            for word in line.iter(f"{_XHTML}word"):
                if text := normalize("NFC", word.text or "").strip():
                    yield Word(text, _box(word), confidence=100.0, line=line_number, block=block_number)


def _box(word: etree._Element) -> Box:
    x0, y0, x1, y1 = (float(word.get(side, "0")) * _SCALE for side in ("xMin", "yMin", "xMax", "yMax"))
    return Box(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))
