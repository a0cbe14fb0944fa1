"""Tesseract as a program, through pytesseract: one process for a page, and one for its parts."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from domain.errors import FileOverwhelmsTools, ProgramFailed, ProgramMissing
from domain.model import Word
from pipeline.ocr_engine.hocr import words_of
from pipeline.ocr_engine.models import PACKAGE, PROGRAM, model_digest, version
from pipeline.ocr_engine.port import Layout

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - each page gets a folder of its own in it
_PAGE_PREFIX = "sohoa-page-"
_ABANDONED_AFTER_S = 3600.0
"""Far beyond the time limit of any page."""
_OPTIONS = "-c tessedit_do_invert=0"
"""Trying each line in negative as well finds nothing on white paper."""

# Four threads for one page burn three times the processor for the same text; pytesseract hands this on.
os.environ["OMP_THREAD_LIMIT"] = "1"


class TesseractCommand:
    """Starts the installed program for each call, which loads its model anew."""

    def __init__(self, language: str, models: Path | None, *, timeout_s: float) -> None:
        self._language, self._models = language, models
        self._timeout_s = timeout_s

    @property
    def name(self) -> str:
        """Such as ``tesseract 5.3.0 vie 0a1b2c3d4e5f``, the last being the start of the model's SHA-256."""
        return f"tesseract {version()} {self._language} {model_digest(self._language, self._models)[:12]}"

    def warm(self) -> None:
        """Ask the program its version and look at the model, for this process and its forks.

        Raises:
            ProgramMissing: the program or the model is not installed.
        """
        _ = self.name

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """See ``OcrEngine``."""
        (words,) = self.read_parts([pixels], dpi, layout)
        return words

    def read_parts(
        self, parts: Sequence[NDArray[np.uint8]], dpi: float, layout: Layout = Layout.BLOCK
    ) -> list[tuple[Word, ...]]:
        """See ``OcrEngine``: one start of the program, which takes a list of files as pages of one document."""
        if not parts:
            return []
        folder = f'--tessdata-dir "{self._models}" ' if self._models else ""
        with _grey_files(parts) as path:
            try:
                hocr = pytesseract.image_to_pdf_or_hocr(
                    str(path),
                    lang=self._language,
                    config=f"{folder}--psm {int(layout)} --dpi {round(dpi)} {_OPTIONS}",
                    timeout=self._timeout_s,
                    extension="hocr",
                )
            except pytesseract.TesseractNotFoundError as error:
                raise ProgramMissing(program=PROGRAM, package=PACKAGE) from error
            except pytesseract.TesseractError as error:
                raise ProgramFailed(f"status {error.status}", program=PROGRAM) from error
            except RuntimeError as error:  # pytesseract's way to say that time is up
                raise FileOverwhelmsTools(program=PROGRAM) from error
        words = words_of(hocr)
        if len(words) != len(parts):
            raise ProgramFailed(f"{len(words)} pages of {len(parts)}", program=PROGRAM)
        return words


@contextmanager
def _grey_files(images: Sequence[NDArray[np.uint8]]) -> Iterator[Path]:
    """A list of files that cost neither compression nor disk: saving one page as PNG takes longer than reading it."""
    in_memory = _MEMORY_FOLDER.is_dir() and os.access(_MEMORY_FOLDER, os.W_OK)
    parent = _MEMORY_FOLDER if in_memory else Path(tempfile.gettempdir())
    _clear_after_the_killed(parent)
    with tempfile.TemporaryDirectory(prefix=_PAGE_PREFIX, dir=parent) as folder:
        paths = [Path(folder) / f"{number}.pgm" for number in range(len(images))]
        for path, pixels in zip(paths, images, strict=True):
            cv2.imwrite(str(path), pixels)
        listed = Path(folder) / "images.txt"
        listed.write_text("\n".join(map(str, paths)), "utf-8")
        yield listed


def _clear_after_the_killed(parent: Path) -> None:
    """Remove pages of processes that were killed before they could: in memory they would pile up until a restart.

    By age, not by process id: containers may share this folder and number their processes each from 1.
    """
    for folder in parent.glob(f"{_PAGE_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _ABANDONED_AFTER_S:
                shutil.rmtree(folder)
