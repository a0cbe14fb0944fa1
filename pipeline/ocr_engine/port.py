"""What a recogniser does: a clean grey image in, words in its pixels out."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from domain.model import Word

if TYPE_CHECKING:  # settings name an engine; programs that read no page need not load numpy for it
    import numpy as np
    from numpy.typing import NDArray


class Layout(IntEnum):
    """What the image holds, in tesseract's page segmentation modes."""

    PAGE = 3
    BLOCK = 6
    LINE = 7
    SPARSE = 11


class OcrEngine(Protocol):
    """Reads words from an image."""

    @property
    def name(self) -> str:
        """Program, version, language and model: equal names give equal words for equal images."""
        ...

    def read(self, pixels: "NDArray[np.uint8]", dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """Words in the engine's own order, boxes and baselines in pixels of the image, text NFC, unfiltered.

        Args:
            pixels: grey, level, shape (height, width), 0 is black.
            dpi: resolution of the image. Tesseract guesses it badly and errs three times as often without it.
            layout: whether it is a page, one block of lines, one line or scattered words.

        Raises:
            FileOverwhelmsTools: the image takes longer than the engine may.
            ProgramFailed, ProgramMissing: the engine does not work on this machine.
        """
        ...

    def read_parts(
        self, parts: "Sequence[NDArray[np.uint8]]", dpi: float, layout: Layout = Layout.BLOCK
    ) -> list[tuple[Word, ...]]:
        """As ``read`` for each of several images of one resolution; an engine that has to be started is so once."""
        ...
