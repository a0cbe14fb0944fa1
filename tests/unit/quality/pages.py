"""Pages drawn for the tests of quality: text with the words a recogniser would find, seals, signatures, dirt."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from domain.model import Box, PageFrame, Word
from pipeline.enhance.clean_page import enhance
from pipeline.quality import PageQuality, quality
from tests.unit.pipeline.drawn import FONT, TEXT

DPI = 200
MM = DPI / 25.4
WIDTH, HEIGHT = round(210 * MM), round(297 * MM)
FRAME = PageFrame(WIDTH, HEIGHT, DPI)
RED, PALE_RED, BLACK, BLUE = (205, 40, 50), (250, 225, 225), (20, 20, 20), (30, 50, 150)
LINES = TEXT * 3

Pixels = NDArray[np.uint8]


def paper(tone: int = 250) -> Pixels:
    """An empty A4 page in colour."""
    return np.full((HEIGHT, WIDTH, 3), tone, np.uint8)


def written(lines: tuple[str, ...] = LINES) -> tuple[Pixels, tuple[Word, ...]]:
    """A page of text from 50 mm down, and its words where they stand."""
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, round(13 / 72 * DPI))
    words = []
    for number, line in enumerate(lines):
        x, y = 25.0 * MM, (50 + 8.5 * number) * MM
        for text in line.split(" "):
            draw.text((x, y), text, font=font, fill=BLACK)
            left, top, right, bottom = draw.textbbox((x, y), text, font=font)
            words.append(Word(text, Box(left, top, right, bottom), 94.0, number, 0))
            x = right + 1.3 * MM
    return np.asarray(image), tuple(words)


def with_seal(page: Pixels, ink: tuple[int, int, int], x_mm: float = 130, y_mm: float = 220) -> Pixels:
    """The page with a round seal of 36 mm, its legend and its star."""
    page, centre = page.copy(), (round(x_mm * MM), round(y_mm * MM))
    cv2.circle(page, centre, round(18 * MM), ink, round(0.8 * MM), cv2.LINE_AA)
    cv2.circle(page, centre, round(12 * MM), ink, round(0.4 * MM), cv2.LINE_AA)
    cv2.circle(page, centre, round(5 * MM), ink, -1, cv2.LINE_AA)
    for angle in range(0, 360, 12):
        spoke = [round(15 * MM * turn(np.radians(angle))) for turn in (np.cos, np.sin)]
        cv2.circle(page, (centre[0] + spoke[0], centre[1] + spoke[1]), round(MM), ink, -1, cv2.LINE_AA)
    return page


def with_signature(page: Pixels, ink: tuple[int, int, int] = BLUE, x_mm: float = 130, y_mm: float = 215) -> Pixels:
    """The page with a signature of 45 mm: loops and a flourish."""
    page, turn = page.copy(), np.linspace(0, 5 * np.pi, 400)
    x = x_mm + 45 * turn / turn[-1] + 4 * np.sin(turn)
    y = y_mm - 6 * np.sin(turn * 0.9) + 0.3 * turn
    points = np.stack([x, y], axis=1) * MM
    cv2.polylines(page, [np.rint(points).astype(np.int32)], False, ink, round(0.6 * MM), cv2.LINE_AA)
    return page


def with_note(page: Pixels, text: str, ink: tuple[int, int, int] = BLACK, *, height_pt: int = 13) -> Pixels:
    """The page with a few words or figures at the top."""
    image = Image.fromarray(page)
    font = ImageFont.truetype(FONT, round(height_pt / 72 * DPI))
    ImageDraw.Draw(image).text((100 * MM, 15 * MM), text, font=font, fill=ink)
    return np.asarray(image)


def measured(pixels: Pixels, words: tuple[Word, ...] = ()) -> PageQuality:
    """The quality of a page that was read as told."""
    clean = enhance(pixels, DPI)
    return quality(pixels, clean, clean.frame, words)
