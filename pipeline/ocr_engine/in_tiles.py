"""Drawings up to A0: layout analysis of a whole sheet takes memory and time that pieces of A3 do not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.model import Word
from pipeline.ocr_engine.port import Layout, OcrEngine
from pipeline.ocr_engine.tiling import TileReading, merged, tiles


@dataclass(frozen=True, slots=True)
class InTiles:
    """Another engine, given no more than a tile of a page at a time."""

    engine: OcrEngine

    @property
    def name(self) -> str:
        """That of the engine: up to A3 it reads as it would alone."""
        return self.engine.name

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        """See ``OcrEngine``."""
        height, width = pixels.shape
        cut = tiles(width, height, dpi)
        if len(cut) == 1 or layout is not Layout.PAGE:
            return self.engine.read(pixels, dpi, layout)
        parts = [np.ascontiguousarray(pixels[int(t.y0) : int(t.y1), int(t.x0) : int(t.x1)]) for t in cut]
        read = self.read_parts(parts, dpi, layout)
        readings = [TileReading(tile, words) for tile, words in zip(cut, read, strict=True)]
        return merged(readings, width, height)

    def read_parts(
        self, parts: Sequence[NDArray[np.uint8]], dpi: float, layout: Layout = Layout.BLOCK
    ) -> list[tuple[Word, ...]]:
        """See ``OcrEngine``: parts of a page are no larger than tiles."""
        return self.engine.read_parts(parts, dpi, layout)
