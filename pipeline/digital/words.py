"""The words that a PDF holds as text, and where each stands on the page as a viewer shows it. By poppler."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from lxml import etree

from domain.errors import DamagedFile
from domain.model import Box, Word
from pipeline.digital.plausible import is_meaningless
from pipeline.limits import Limits
from pipeline.tools.program import run_program

_XHTML = "{http://www.w3.org/1999/xhtml}"


def page_words(path: Path, first: int, last: int, limits: Limits) -> tuple[tuple[Word, ...], ...]:
    """The words of each page of a range in reading order; a page without text has none.

    Boxes are in the page's own units (1/72 inch, unless it has a /UserUnit) from the top left corner of what is shown:
    cropped, and turned by /Rotate. What lies outside of it is left out. ``first`` and ``last`` count from 1.

    Raises:
        DamagedFile: poppler cannot open the file.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    numbers = ["-f", str(first), "-l", str(last)]
    done = run_program(
        ["pdftotext", "-bbox-layout", "-cropbox", *numbers, "-enc", "UTF-8", path.resolve(), "-"],
        timeout_s=limits.page_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
    if done.returncode != 0:
        raise DamagedFile(f"pdftotext ended with {done.returncode}")
    # poppler writes control characters of the text as they are; XML knows none of them.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    document = etree.fromstring(done.stdout, parser)
    if document is None:
        raise DamagedFile("pdftotext wrote nothing")
    return tuple(tuple(_words(page)) for page in document.iter(f"{_XHTML}page"))


def meaningful(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without characters that mean nothing, such as bullets of symbol fonts; without those of nothing else.

    Lines and blocks keep their numbers.
    """
    kept = []
    for word in words:
        text = "".join(letter for letter in word.text if not is_meaningless(letter))
        if text == word.text:
            kept.append(word)
        elif text:
            kept.append(Word(text, word.box, word.confidence, word.line, word.block))
    return tuple(kept)


def _words(page: etree._Element) -> Iterator[Word]:
    line_number = -1
    for block_number, block in enumerate(page.iter(f"{_XHTML}block")):
        for line in block.iter(f"{_XHTML}line"):
            line_number += 1
            for word in line.iter(f"{_XHTML}word"):
                if text := normalize("NFC", word.text or "").strip():
                    yield Word(text, _box(word), confidence=100.0, line=line_number, block=block_number)


def _box(word: etree._Element) -> Box:
    x0, y0, x1, y1 = (float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax"))
    return Box(x0, y0, max(x1, x0 + 0.1), max(y1, y0 + 0.1))
