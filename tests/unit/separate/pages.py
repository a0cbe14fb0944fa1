"""Pages for the tests of separation: their signals, and pages drawn with codes."""

from typing import Any

import cv2
import numpy as np
import segno
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.model import Box
from pipeline.separate.patch import PATTERNS, PatchCode
from pipeline.separate.sheet import SheetCommand
from pipeline.separate.signals import Code, CodeKind, PageSignals

unhurried = settings(deadline=None)
"""A busy machine is no fault."""

CODES = ("H27.10-261122-0001", "H27.10-261122-0002", "G09.20-20260609-0092637")
WRITTEN, BLANK, PATCH = PageSignals(), PageSignals(blank=True), PageSignals(patch=PatchCode.TRANSFER)
PATCH_TEXT = PageSignals((Code(CodeKind.CODE_39, "PATCHT", Box(0, 0, 100, 20)),))


def saying(*texts: str, blank: bool = False) -> PageSignals:
    """A page with QR codes of these texts."""
    return PageSignals(tuple(Code(CodeKind.QR, text, Box(0, 0, 90, 90)) for text in texts), None, blank)


def sheet(sequence: int = 1, sheets: int = 3, *, batch: str = "Lô 1", **rest: Any) -> SheetCommand:
    return SheetCommand(batch, sequence, sheets, **rest)


def separator(sequence: int = 1, sheets: int = 3, **rest: Any) -> PageSignals:
    """A scanned separator sheet of ours."""
    return saying(sheet(sequence, sheets, **rest).text)


def signals() -> st.SearchStrategy[PageSignals]:
    """Any page: written, blank, with dossier codes, and separators of all kinds."""
    ours = st.builds(separator, st.integers(1, 3), dossier_code=st.sampled_from((None, *CODES)))
    return st.one_of(
        st.just(WRITTEN),
        st.just(BLANK),
        st.just(PATCH),
        st.just(PATCH_TEXT),
        st.sampled_from(CODES).map(saying),
        ours,
        st.just(saying("SOHOA1|B=x|N=1/1|0000")),
    )


def qr(text: str, module_px: int) -> NDArray[np.uint8]:
    """A QR code with its quiet zone, 0 is black."""
    modules = np.array([list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)], dtype=np.uint8)
    return np.kron(255 - 255 * modules, np.ones((module_px, module_px), np.uint8)).astype(np.uint8)


def a4(dpi: int = 200, tone: int = 255) -> NDArray[np.uint8]:
    """An empty grey A4 page."""
    return np.full((round(11.69 * dpi), round(8.27 * dpi)), tone, np.uint8)


def patch_page(code: PatchCode, dpi: int = 200, *, scale: float = 1.0, length_in: float = 6.0) -> NDArray[np.uint8]:
    """A page with a patch code along its upper edge."""
    page = a4(dpi)
    at = 0.4
    for bar in PATTERNS[code]:
        thickness = (0.20 if bar == "W" else 0.08) * scale
        top, bottom, right = (round(inches * dpi) for inches in (at, at + thickness, 1 + length_in))
        page[top:bottom, dpi:right] = 20
        at += thickness + 0.08 * scale
    return page


def leaning(page: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The page as it looks when it was drawn in askew."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=255), dtype=np.uint8)


def noisy(page: NDArray[np.uint8], strength: float, seed: int = 1) -> NDArray[np.uint8]:
    """The page with the noise of a sensor and a little blur."""
    noise = np.random.default_rng(seed).normal(0, strength, page.shape)
    return np.asarray(cv2.GaussianBlur(np.clip(page + noise, 0, 255).astype(np.uint8), (3, 3), 0.8), dtype=np.uint8)
