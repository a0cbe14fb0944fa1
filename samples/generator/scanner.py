"""Paper and scanner: what happens to a clean page on its way into a file."""

import random
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.generator.canvas import MASTER_DPI

Pixels = NDArray[np.uint8]


class Level(StrEnum):
    """How well a page was scanned."""

    CLEAN = "clean"
    OFFICE = "office"
    PHOTOCOPY = "photocopy"


class Tone(StrEnum):
    """What the file keeps of the colours."""

    COLOUR = "colour"
    GREY = "grey"
    BITONAL = "bitonal"


@dataclass(frozen=True, slots=True)
class Wear:
    """What one page suffers.

    ``skew_deg`` is counter-clockwise; ``paper`` the grey value of the sheet and ``ink`` that of black print;
    ``light_loss`` the share of light lost at the darkest edge; ``noise`` a standard deviation in grey values;
    ``blur_px`` that of the lens; ``specks`` the number of dark dots; ``edge`` the grey value beyond the sheet.
    """

    skew_deg: float
    paper: int
    ink: int
    light_loss: float
    noise: float
    blur_px: float
    specks: int
    edge: int


def wear_for(level: Level, rng: random.Random) -> Wear:
    """Draw the wear of one page."""
    sign = rng.choice((-1, 1))
    match level:
        case Level.CLEAN:
            return Wear(0.0, 255, 0, 0.0, 0.0, 0.0, 0, 255)
        case Level.OFFICE:
            skew = sign * rng.uniform(0.1, 1.3)
            return Wear(skew, rng.randint(242, 250), rng.randint(10, 40), rng.uniform(0.02, 0.07), 2.2, 0.5, 25, 240)
        case Level.PHOTOCOPY:
            skew = sign * rng.uniform(0.5, 2.0)
            return Wear(skew, rng.randint(225, 240), rng.randint(30, 70), rng.uniform(0.05, 0.12), 9.0, 0.7, 900, 40)


def scan(page: Image.Image, wear: Wear, noise: np.random.Generator, *, dpi: int, tone: Tone) -> Image.Image:
    """Scan a 300 dpi page: an image of mode RGB, L or 1 at ``dpi``."""
    size = (round(page.width * dpi / MASTER_DPI), round(page.height * dpi / MASTER_DPI))
    source = page if tone is Tone.COLOUR else page.convert("L")
    pixels: Pixels = np.asarray(source.resize(size, Image.Resampling.BOX), np.uint8)
    if wear.skew_deg:
        pixels = _turned(pixels, wear)
    if wear.paper < 255:
        pixels = _specked(pixels, wear.specks, noise)
        pixels = _lit(pixels, wear, noise)
    if tone is Tone.BITONAL:
        return Image.fromarray(pixels).point([0] * 150 + [255] * 106, "1")
    return Image.fromarray(pixels)


def shine_through(front: Image.Image, *, share: float = 0.05) -> Image.Image:
    """The blank back of a sheet, with the mirrored front faintly visible."""
    mirrored = front.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return Image.blend(Image.new("RGB", front.size, "white"), mirrored, share)


def _turned(pixels: Pixels, wear: Wear) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew_deg, 1.0)
    border = (wear.edge,) * 3
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=border)
    return np.asarray(turned, np.uint8)


def _specked(pixels: Pixels, count: int, noise: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    specked = pixels.copy()
    for x, y, radius, shade in zip(
        noise.integers(0, width, count),
        noise.integers(0, height, count),
        noise.choice((0, 0, 0, 1, 1, 2), count),
        noise.integers(40, 150, count),
        strict=True,
    ):
        cv2.circle(specked, (int(x), int(y)), int(radius), (int(shade),) * 3, -1)
    return specked


def _lit(pixels: Pixels, wear: Wear, noise: np.random.Generator) -> Pixels:
    """Paper tone, faded ink, uneven light, sensor noise and a soft lens."""
    height, width = pixels.shape[:2]
    far_x, far_y = noise.uniform(0, 1, 2)
    across = np.abs(np.linspace(0, 1, width, dtype=np.float32) - np.float32(far_x))[None, :]
    down = np.abs(np.linspace(0, 1, height, dtype=np.float32) - np.float32(far_y))[:, None]
    light = 1 - np.float32(wear.light_loss) * (across**2 + down**2)
    grain = noise.standard_normal((height, width), np.float32) * np.float32(wear.noise)
    if pixels.ndim == 3:
        light, grain = light[..., None], grain[..., None]
    lit = (wear.ink + pixels * np.float32((wear.paper - wear.ink) / 255)) * light + grain
    blurred = cv2.GaussianBlur(np.clip(lit, 0, 255).astype(np.uint8), (0, 0), wear.blur_px)
    return np.asarray(blurred, np.uint8)
