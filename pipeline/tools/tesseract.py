"""Tesseract as it is installed: version, languages, models, and one page read through pytesseract."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from domain.errors import FileOverwhelmsTools, ProgramFailed, ProgramMissing

PROGRAM, PACKAGE = "tesseract", "tesseract-ocr"

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - each page gets a folder of its own in it
_PAGE_PREFIX = "sohoa-page-"
_ABANDONED_AFTER_S = 3600.0
"""Far beyond the time limit of any page."""
_OPTIONS = "-c tessedit_do_invert=0"
"""Trying each line in negative as well finds nothing on white paper."""

# Four threads for one page burn three times the processor for the same text; pytesseract hands this on.
os.environ["OMP_THREAD_LIMIT"] = "1"


@cache
def version() -> str:
    """The version, such as 5.3.0.

    Raises:
        ProgramMissing: tesseract is not installed.
    """
    first, _, _ = _ask("--version").partition("\n")
    return first.removeprefix("tesseract").strip()


@cache
def installed_languages() -> frozenset[str]:
    """The languages whose models are installed.

    Raises:
        ProgramMissing: tesseract is not installed.
    """
    return frozenset(_ask("--list-langs").split("\n")[1:])


@cache
def model_digest(language: str) -> str:
    """SHA-256 of the models of a language, or of several joined by ``+``, in this order.

    Raises:
        ProgramMissing: tesseract or one of the models is not installed.
    """
    models = hashlib.sha256()
    for name in language.split("+"):
        if name not in installed_languages():
            raise ProgramMissing(program=f"{PROGRAM} {name}", package=f"{PACKAGE}-{name}")
        models.update((_model_folder() / f"{name}.traineddata").read_bytes())
    return models.hexdigest()


def read_tsv(pixels: NDArray[np.uint8], *, dpi: float, language: str, psm: int, timeout_s: float) -> str:
    """What tesseract finds on a grey image, in its own TSV form.

    Args:
        pixels: shape (height, width), 0 is black.
        dpi: resolution; tesseract guesses badly and errs three times as often without it.
        psm: page segmentation mode.

    Raises:
        FileOverwhelmsTools: it took longer than ``timeout_s``.
        ProgramFailed: it refused the image.
        ProgramMissing: tesseract is not installed.
    """
    with _grey_file(pixels) as path:
        try:
            tsv = pytesseract.image_to_data(
                str(path),
                lang=language,
                config=f"--psm {psm} --dpi {round(dpi)} {_OPTIONS}",
                timeout=timeout_s,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise ProgramMissing(program=PROGRAM, package=PACKAGE) from error
        except pytesseract.TesseractError as error:
            raise ProgramFailed(f"status {error.status}", program=PROGRAM) from error
        except RuntimeError as error:  # pytesseract's way to say that time is up
            raise FileOverwhelmsTools(program=PROGRAM) from error
    return str(tsv)


@contextmanager
def _grey_file(pixels: NDArray[np.uint8]) -> Iterator[Path]:
    """The image as a file that costs neither compression nor disk: saving one PNG takes longer than reading it."""
    in_memory = _MEMORY_FOLDER.is_dir() and os.access(_MEMORY_FOLDER, os.W_OK)
    parent = _MEMORY_FOLDER if in_memory else Path(tempfile.gettempdir())
    _clear_after_the_killed(parent)
    with tempfile.TemporaryDirectory(prefix=_PAGE_PREFIX, dir=parent) as folder:
        path = Path(folder) / "page.pgm"
        cv2.imwrite(str(path), pixels)
        yield path


def _clear_after_the_killed(parent: Path) -> None:
    """Remove pages of processes that were killed before they could: in memory they would pile up until a restart.

    By age, not by process id: containers may share this folder and number their processes each from 1.
    """
    for folder in parent.glob(f"{_PAGE_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _ABANDONED_AFTER_S:
                shutil.rmtree(folder)


@cache
def _model_folder() -> Path:
    header = _ask("--list-langs").split("\n")[0]
    named = re.search(r'"(.+)"', header)
    if named is None:
        raise ProgramFailed(header, program=PROGRAM)
    return Path(named[1])


def _ask(option: str) -> str:
    try:
        asked = subprocess.run([PROGRAM, option], capture_output=True, text=True, timeout=20, check=True)
    except FileNotFoundError as error:
        raise ProgramMissing(program=PROGRAM, package=PACKAGE) from error
    except subprocess.SubprocessError as error:
        raise ProgramFailed(str(error), program=PROGRAM) from error
    return asked.stdout.strip()
