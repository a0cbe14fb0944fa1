"""How pages are read, as one value that travels to the children that read them."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.ocr_engine import EngineChoice, OcrEngine, open_engine, warm_engine


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How pages are read.

    ``language`` names tesseract models, joined by ``+``; ``models`` a folder of other ones than those installed.
    """

    language: str = "vie"
    engine: EngineChoice = EngineChoice.AUTO
    models: Path | None = None

    def open_engine(self, timeout_s: float) -> OcrEngine:
        """The recogniser these settings name; see ``pipeline.ocr_engine.open_engine``."""
        return open_engine(self.engine, self.language, self.models, timeout_s=timeout_s)

    def warm_engine(self) -> None:
        """Load the recogniser into this process: what ``in_child`` wants as ``warm``."""
        warm_engine(self.engine, self.language, self.models)
