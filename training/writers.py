"""Whose digits a strip shows: a pen of our own, a face drawn after handwriting, real scanned digits, or print.

What is held out is never trained on: two faces and the last third of the scanned digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_digits

from training.pen import Hand, cut, written

DIGITS = "0123456789"
_FACES = Path(__file__).parent / "fonts" / "node_modules" / "@fontsource"
_SYSTEM = Path("/usr/share/fonts")
_HELD_OUT_FACES = {"reenie-beanie", "kalam"}
_TRAINED_SAMPLES = 1200
_DRAWN_PX = 96
_PRINT = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSansNarrow-Bold.ttf",
    "LiberationMono-Bold.ttf",
    "DejaVuSerif.ttf",
)

Glyphs = dict[str, NDArray[np.float32]]
Writer = Callable[[str, float, np.random.Generator], NDArray[np.float32]]
"""Draws a digit of about so many pixels in height: ink between 0 and 1, cut to the ink."""


@dataclass(frozen=True, slots=True)
class Writers:
    """All from whom strips may come."""

    faces: tuple[Glyphs, ...]
    scanned: dict[str, NDArray[np.float32]]
    print: tuple[Glyphs, ...]

    def some(self, rng: np.random.Generator) -> tuple[Writer, bool]:
        """One writer for a whole strip, and whether it is print."""
        kind = rng.random()
        if kind < 0.50:
            return _with_pen(Hand.drawn(rng)), False
        if kind < 0.72:
            return _in_face(self.faces[rng.integers(len(self.faces))], rng), False
        if kind < 0.88:
            return _scanned(self.scanned, rng), False
        return _in_face(self.print[rng.integers(len(self.print))], rng, print_=True), True


@dataclass(frozen=True, slots=True)
class OneKind:
    """Writers of one kind, for measuring: ``pen``, ``faces``, ``scanned`` or ``print``."""

    writers: Writers
    kind: str

    def some(self, rng: np.random.Generator) -> tuple[Writer, bool]:
        """One writer of the kind."""
        match self.kind:
            case "pen":
                return _with_pen(Hand.drawn(rng)), False
            case "faces":
                return _in_face(self.writers.faces[rng.integers(len(self.writers.faces))], rng), False
            case "scanned":
                return _scanned(self.writers.scanned, rng), False
            case _:
                return _in_face(self.writers.print[rng.integers(len(self.writers.print))], rng, print_=True), True


def gathered(*, held_out: bool) -> Writers:
    """The writers for training, or those kept from it.

    Raises:
        FileNotFoundError: the faces were not fetched (``npm ci`` in training/fonts).
    """
    faces = sorted(path for path in _FACES.iterdir() if (path.name in _HELD_OUT_FACES) == held_out)
    return Writers(
        faces=tuple(_drawn(next((face / "files").glob("*-latin-400-normal.woff"))) for face in faces),
        scanned=_samples(held_out=held_out),
        print=tuple(_drawn(system_font(name)) for name in _PRINT),
    )


def system_font(name: str) -> Path:
    """Where a Debian font lies; of several versions the last, which knows Vietnamese."""
    return sorted(_SYSTEM.rglob(name))[-1]


def _drawn(path: Path) -> Glyphs:
    font = ImageFont.truetype(str(path), _DRAWN_PX)
    return {digit: _glyph(font, digit) for digit in DIGITS}


def _glyph(font: ImageFont.FreeTypeFont, text: str) -> NDArray[np.float32]:
    picture = Image.new("L", (_DRAWN_PX * 2, _DRAWN_PX * 3))
    ImageDraw.Draw(picture).text((_DRAWN_PX // 2, _DRAWN_PX // 2), text, fill=255, font=font)
    return cut(np.asarray(picture, np.float32) / 255)


def _samples(*, held_out: bool) -> dict[str, NDArray[np.float32]]:
    read = load_digits()
    part = slice(_TRAINED_SAMPLES, None) if held_out else slice(_TRAINED_SAMPLES)
    pictures, digits = read.images[part].astype(np.float32) / 16, read.target[part]
    return {digit: pictures[digits == int(digit)] for digit in DIGITS}


def _with_pen(hand: Hand) -> Writer:
    return lambda digit, height_px, rng: written(hand, digit, height_px, rng)


def _in_face(glyphs: Glyphs, style: np.random.Generator, *, print_: bool = False) -> Writer:
    tallest = max(glyph.shape[0] for glyph in glyphs.values())
    wide = style.uniform(0.95, 1.05) if print_ else style.uniform(0.75, 1.35)
    slant = 0.0 if print_ else style.normal(0, 0.14)
    grown = int(style.integers(-2, 7))

    def draw(digit: str, height_px: float, rng: np.random.Generator) -> NDArray[np.float32]:
        glyph = glyphs[digit]
        if grown > 1:
            glyph = cv2.dilate(cv2.copyMakeBorder(glyph, 4, 4, 4, 4, cv2.BORDER_CONSTANT), np.ones((grown, grown)))
        scale = height_px / tallest
        lean = slant if print_ else slant + rng.normal(0, 0.05)
        return cut(_sheared(glyph, scale * wide, scale, lean).astype(np.float32))

    return draw


def _scanned(samples: dict[str, NDArray[np.float32]], style: np.random.Generator) -> Writer:
    """Eight by eight grey pixels hold the shape; smoothing brings the stroke back."""
    wide, slant, level = style.uniform(0.7, 1.1), style.normal(0.05, 0.14), style.uniform(0.35, 0.6)

    def draw(digit: str, height_px: float, rng: np.random.Generator) -> NDArray[np.float32]:
        sample = samples[digit][rng.integers(len(samples[digit]))]
        padded = cv2.copyMakeBorder(sample, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
        fine = cv2.resize(padded, (40, 40), interpolation=cv2.INTER_CUBIC)
        stroke = 1 / (1 + np.exp(-14 * (fine - level)))
        scale = height_px / 32
        return cut(_sheared(stroke.astype(np.float32), scale * wide, scale, slant))

    return draw


def _sheared(ink: NDArray[np.float32], wide: float, high: float, slant: float) -> NDArray[np.float32]:
    height, width = ink.shape
    lean = abs(slant) * height * wide
    size = (max(round(width * wide + lean) + 2, 2), max(round(height * high) + 2, 2))
    start = lean + 1 if slant > 0 else 1.0
    matrix = np.array([[wide, -slant * wide, start], [0, high, 1]])
    small = ink if high > 0.5 else cv2.blur(ink, (max(round(0.5 / high), 1),) * 2)
    return np.asarray(cv2.warpAffine(small, matrix, size, flags=cv2.INTER_LINEAR), np.float32)
