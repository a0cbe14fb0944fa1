"""How pages are read, as one value that travels to the children that read them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.ocr_engine import EngineChoice, OcrEngine, open_engine, warm_engine


class TextPolicy(StrEnum):
    """What becomes of the text that a PDF holds itself.

    ``auto``: visible text that may be believed is used, everything else is recognised. ``force_ocr``: every page is
    recognised. ``keep_text``: an invisible layer is used as well, where it is plausible and covers what is seen.
    """

    AUTO = "auto"
    FORCE_OCR = "force_ocr"
    KEEP_TEXT = "keep_text"


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How pages are read.

    ``language`` names tesseract models, joined by ``+``; ``models`` a folder of other ones than those installed;
    ``quality`` the profile of ``pipeline.quality`` by which scans are judged.
    """

    language: str = "vie"
    engine: EngineChoice = EngineChoice.AUTO
    models: Path | None = None
    text: TextPolicy = TextPolicy.AUTO
    quality: str = "office_scan"

    def open_engine(self, timeout_s: float) -> OcrEngine:
        """The recogniser these settings name; see ``pipeline.ocr_engine.open_engine``."""
        return open_engine(self.engine, self.language, self.models, timeout_s=timeout_s)

    def warm_engine(self) -> None:
        """Load the recognisers of pages and of handwriting into this process: what ``in_child`` wants as ``warm``."""
        # Imported late: web servers name settings but read no page.
        from pipeline.handwriting.digits import load  # noqa: PLC0415

        warm_engine(self.engine, self.language, self.models)
        load()
