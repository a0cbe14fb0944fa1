"""The recogniser behind a port: a clean grey image in, words in its pixels out."""

import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word
from pipeline.tools.tesseract import model_digest, read_tsv, version

_WORD_LEVEL = "5"
_COLUMNS = 12


class Layout(IntEnum):
    """What the image holds, in tesseract's page segmentation modes."""

    PAGE = 3
    BLOCK = 6


class OcrEngine(Protocol):
    """Reads words from an image."""

    @property
    def name(self) -> str:
        """Program, version, language and model: equal names give equal words for equal images."""
        ...

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """Words in the engine's own order, boxes in pixels of the image, text NFC, unfiltered.

        Args:
            pixels: grey, level, shape (height, width), 0 is black.
            dpi: resolution of the image.
            layout: whether it is a page or one block of lines.

        Raises:
            FileOverwhelmsTools: the image takes longer than the engine may.
            ProgramFailed, ProgramMissing: the engine does not work on this machine.
        """
        ...


class Tesseract:
    """Tesseract through pytesseract.

    ``vie`` alone reads Vietnamese better than ``vie+eng``, which loses marks (2.0 against 1.6 % of characters on
    office scans) and is a sixth slower; the few English words in such papers are read by ``vie`` as well.
    """

    def __init__(self, language: str = "vie", *, timeout_s: float = 120.0) -> None:
        self._language = language
        self._timeout_s = timeout_s

    @property
    def name(self) -> str:
        """Such as ``tesseract 5.3.0 vie 0a1b2c3d4e5f``, the last being the start of the model's SHA-256."""
        return f"tesseract {version()} {self._language} {model_digest(self._language)[:12]}"

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """See ``OcrEngine``."""
        tsv = read_tsv(pixels, dpi=dpi, language=self._language, psm=int(layout), timeout_s=self._timeout_s)
        return tuple(_words(tsv))


def _words(tsv: str) -> Iterator[Word]:
    """Words of tesseract's TSV: level page block par line word left top width height conf text."""
    lines: dict[tuple[str, ...], int] = {}
    for row in tsv.split("\n")[1:]:
        columns = row.split("\t")
        if len(columns) < _COLUMNS or columns[0] != _WORD_LEVEL:
            continue
        text = unicodedata.normalize("NFC", columns[11]).strip()
        left, top, width, height = (int(value) for value in columns[6:10])
        if text and width > 0 and height > 0:
            line = lines.setdefault(tuple(columns[2:5]), len(lines))
            box = Box(left, top, left + width, top + height)
            yield Word(text, box, max(float(columns[10]), 0.0), line, int(columns[2]))
