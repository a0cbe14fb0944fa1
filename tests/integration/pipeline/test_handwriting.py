"""Number and day written by hand into a printed head: read with the page, and proposed as fields."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from domain.model import HandwrittenKind, PageReading
from pipeline.enhance.clean_page import straightened
from pipeline.extract import extract
from pipeline.limits import Limits
from pipeline.page import read_words
from pipeline.reading_settings import ReadingSettings
from pipeline.tools.child import in_child
from tests.unit.pipeline.drawn import FONT, TEXT, written_page

SETTINGS, LIMITS = ReadingSettings(), Limits()
DPI = 200
BLUE, RED = (35, 45, 120), (225, 60, 65)


def _round(
    x: float, y: float, width: float, height: float, start: int = -90, end: int = 270
) -> list[tuple[float, float]]:
    angles = np.radians(np.arange(start, end + 1, 15))
    return [(x + width * float(np.cos(angle)), y + height * float(np.sin(angle))) for angle in angles]


STROKES = {
    "0": [_round(0.35, 0.5, 0.3, 0.48)],
    "1": [[(0.1, 0.3), (0.4, 0.02), (0.34, 1.0)]],
    "2": [[*_round(0.33, 0.26, 0.26, 0.24, -170, 30), (0.05, 0.97), (0.68, 0.95)]],
    "5": [[(0.6, 0.04), (0.18, 0.03), (0.12, 0.42), *_round(0.3, 0.68, 0.3, 0.29, -90, 130)]],
    "6": [[(0.55, 0.02), (0.2, 0.4), (0.08, 0.7), *_round(0.34, 0.72, 0.25, 0.25, 180, 520)]],
}
"""Digits as a pen draws them, in units of their height, y downwards."""


def _write(page: NDArray[np.uint8], digits: str, x: float, base: float, height: float = 42.0) -> None:
    for digit in digits:
        for stroke in STROKES[digit]:
            points = [(x + height * (px + 0.12 * (1 - py)), base - height * (1 - py)) for px, py in stroke]
            cv2.polylines(page, [np.rint(points).astype(np.int32)], False, BLUE, 3, cv2.LINE_AA)
        x += 0.8 * height


def _drawn_head(number: str, day: str) -> NDArray[np.uint8]:
    """A page in colour: printed head and body, number and day drawn with a pen, a red ring over the number."""
    page = np.full((2339, 1654, 3), 250, np.uint8)
    page[900:] = np.minimum(page[900:], written_page(TEXT * 3, dpi=DPI)[:1439, :1654, None])
    image = Image.fromarray(page)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, round(13 / 72 * DPI))
    for x, y, text in (
        (200, 200, "UBND TỈNH KIÊN GIANG"),
        (310, 245, "SỞ Y TẾ"),
        (720, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (850, 245, "Độc lập - Tự do - Hạnh phúc"),
        (210, 340, "Số:"),
        (380, 340, "/QĐ-SYT"),
        (800, 340, "Kiên Giang, ngày"),
        (1125, 340, "tháng 12 năm 2017"),
        (720, 440, "QUYẾT ĐỊNH"),
        (480, 490, "Về việc thành lập Tổ xây dựng Đề án"),
    ):
        draw.text((x, y), text, font=font, fill=(20, 20, 20))
    page = np.asarray(image).copy()
    for x, text in ((272, number), (1060, day)):
        _write(page, text, x, 378)
    cv2.circle(page, (300, 430), 100, RED, 4, cv2.LINE_AA)
    return page


def _read(path: Path, page: NDArray[np.uint8]) -> PageReading:
    Image.fromarray(page).save(path, dpi=(DPI, DPI))
    return in_child(
        read_words,
        path,
        "image/png",
        1,
        SETTINGS,
        LIMITS,
        timeout_s=60,
        memory_mb=LIMITS.child_memory_mb,
        warm=SETTINGS.warm_engine,
    ).reading


@pytest.mark.parametrize("skew_deg", [0.0, 1.5])
def test_what_was_written_into_a_head_becomes_fields(tmp_path: Path, skew_deg: float) -> None:
    page = straightened(_drawn_head("506", "21"), 0, -skew_deg)

    reading = _read(tmp_path / "head.png", page)

    parts = {part.kind: part for part in reading.handwriting}
    assert parts[HandwrittenKind.NUMBER].guesses[0][0] == "506"
    assert parts[HandwrittenKind.DAY].guesses[0][0] == "21"
    fields = {field.name: field for field in extract([reading])}
    assert fields["code"].value == "506/QĐ-SYT"
    assert fields["issued_date"].value == "2017-12-21"


def test_a_page_without_a_head_has_nothing_written(tmp_path: Path) -> None:
    assert _read(tmp_path / "body.png", written_page(dpi=DPI)).handwriting == ()
