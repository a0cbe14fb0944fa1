"""The recogniser behind one port, with two adapters: Tesseract loaded as a library, and as a program."""

from pipeline.ocr_engine.choice import EngineChoice, open_engine, warm_engine
from pipeline.ocr_engine.port import Layout, OcrEngine

__all__ = ["EngineChoice", "Layout", "OcrEngine", "open_engine", "warm_engine"]
