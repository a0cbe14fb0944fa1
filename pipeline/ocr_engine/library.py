"""Tesseract as a library, through tesserocr: the model stays loaded and images are handed over in memory.

It takes 0.6 of the processor that the program takes, half of it saved by not loading the model for each page. A crash
in it would take the process along, so pages are read in forks of the nursery that ``warm`` loaded it into: each
inherits the loaded model, starts from the same state, and may die alone.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import tesserocr
from numpy.typing import NDArray

from domain.errors import ProgramFailed
from domain.model import Word
from pipeline.ocr_engine.hocr import words_of
from pipeline.ocr_engine.models import PROGRAM, model_digest, model_folder
from pipeline.ocr_engine.port import Layout


class TesseractLibrary:
    """Reads in this process: call it inside ``in_child``, whose limits of time and memory are then the engine's."""

    def __init__(self, language: str, models: Path | None) -> None:
        self._language, self._models = language, models

    @property
    def name(self) -> str:
        """Such as ``tesseract 5.5.4 vie 0a1b2c3d4e5f``, the last being the start of the model's SHA-256."""
        return f"tesseract {_version()} {self._language} {model_digest(self._language, self._models)[:12]}"

    def warm(self) -> None:
        """Load the model into this process, for it and its forks.

        Raises:
            ProgramFailed: the model cannot be loaded.
            ProgramMissing: it is not installed.
        """
        # Without this look Tesseract says no more than that it failed.
        model_digest(self._language, self._models)
        _loaded(self._language, model_folder(self._models))

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """See ``OcrEngine``. Time is limited by the process it runs in."""
        self.warm()
        engine = _loaded(self._language, model_folder(self._models))
        height, width = pixels.shape
        engine.SetPageSegMode(int(layout))
        engine.SetImageBytes(np.ascontiguousarray(pixels).tobytes(), width, height, 1, width)
        engine.SetSourceResolution(round(dpi))
        try:
            hocr = engine.GetHOCRText(0)
        except RuntimeError as error:
            raise ProgramFailed(str(error), program=PROGRAM) from error
        finally:
            engine.Clear()
        pages = words_of(hocr or "")
        return pages[0] if pages else ()

    def read_parts(
        self, parts: Sequence[NDArray[np.uint8]], dpi: float, layout: Layout = Layout.BLOCK
    ) -> list[tuple[Word, ...]]:
        """See ``OcrEngine``."""
        return [self.read(part, dpi, layout) for part in parts]


def _version() -> str:
    first: str = tesserocr.tesseract_version().split("\n")[0]
    return first.removeprefix("tesseract").strip()


@cache
def _loaded(language: str, folder: Path) -> tesserocr.PyTessBaseAPI:
    try:
        engine = tesserocr.PyTessBaseAPI(path=str(folder), lang=language)
    except RuntimeError as error:
        raise ProgramFailed(str(error), program=PROGRAM) from error
    # Trying each line in negative as well finds nothing on white paper.
    engine.SetVariable("tessedit_do_invert", "0")
    return engine
