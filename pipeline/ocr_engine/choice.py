"""Which way to tesseract is taken."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ProgramMissing
from pipeline.ocr_engine.port import OcrEngine

if TYPE_CHECKING:
    from pipeline.ocr_engine.command import TesseractCommand
    from pipeline.ocr_engine.library import TesseractLibrary


class EngineChoice(StrEnum):
    """``auto`` is the library where its wheel is installed, else the program."""

    AUTO = "auto"
    LIBRARY = "tesserocr"
    COMMAND = "pytesseract"


def open_engine(choice: EngineChoice, language: str, models: Path | None, *, timeout_s: float) -> OcrEngine:
    """The recogniser for a page.

    Args:
        choice: which adapter.
        language: names of models, joined by ``+``. ``vie`` alone reads Vietnamese better than ``vie+eng``, which
            loses marks (2.0 against 1.6 % of characters on office scans) and is a sixth slower.
        models: folder of other models than the installed ones, such as the larger "best" ones.
        timeout_s: for one image.

    Raises:
        ProgramMissing: the library was asked for and is not installed.
    """
    return _adapter(choice, language, models, timeout_s=timeout_s)


def warm_engine(choice: EngineChoice, language: str, models: Path | None) -> None:
    """Load what pages will need into this process; its forks then need not.

    Raises:
        ProgramMissing, ProgramFailed: see ``open_engine`` and ``warm`` of the adapters.
    """
    _adapter(choice, language, models, timeout_s=0).warm()


def _adapter(
    choice: EngineChoice, language: str, models: Path | None, *, timeout_s: float
) -> "TesseractLibrary | TesseractCommand":
    # Imported late: the library is not to be had on every platform, and web servers name engines but use none.
    if _is_library(choice):
        from pipeline.ocr_engine.library import TesseractLibrary  # noqa: PLC0415

        return TesseractLibrary(language, models)
    from pipeline.ocr_engine.command import TesseractCommand  # noqa: PLC0415

    return TesseractCommand(language, models, timeout_s=timeout_s)


def _is_library(choice: EngineChoice) -> bool:
    installed = find_spec("tesserocr") is not None
    if choice is EngineChoice.LIBRARY and not installed:
        raise ProgramMissing(program="tesserocr", package="tesserocr")
    return installed and choice is not EngineChoice.COMMAND
