"""What pen, paper, scanner and file format make of a strip."""

import cv2
import numpy as np
from numpy.typing import NDArray


def scanned(
    ink: NDArray[np.float32], print_: NDArray[np.float32], stamp: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Grey values, 0 black, of a strip whose layers are given as coverage between 0 and 1."""
    black = rng.uniform(0.75, 1.0)
    pen = ink * _pressed(ink.shape, rng)
    dark = np.maximum(pen, print_ * black)
    dark = np.maximum(dark, stamp * rng.uniform(0.15, 0.5))
    blur = rng.uniform(0.3, 1.1)
    dark = cv2.GaussianBlur(dark, (0, 0), blur)
    kind = rng.random()
    if kind < 0.42:
        return _one_bit(dark, float(np.percentile(pen[ink > 0.5], 40)) if (ink > 0.5).any() else black, rng)
    grey = _grey(dark, rng)
    if kind < 0.75:
        quality = int(rng.integers(20, 85))
        _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
        grey = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    if rng.random() < 0.12:
        # Cleaned before reading: paper white, ink spread to black.
        low, high = np.percentile(grey, (1, 60))
        grey = np.clip((grey - low) * 255.0 / max(high - low, 30), 0, 255).astype(np.uint8)
    return grey


def _pressed(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """How dark the pen is from place to place: felt tips even, ballpoints pale and uneven."""
    dark = np.float32(rng.uniform(0.4, 1.0))
    if rng.random() < 0.5:
        return np.full(shape, dark, np.float32)
    coarse = rng.uniform(0.5, 1.15, (5, 16)).astype(np.float32)
    uneven = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(dark * uneven, 0.2, 1.0), np.float32)


def _one_bit(dark: NDArray[np.float32], pen: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Black and white as CCITT files are; pale strokes break, dark ones grow. ``pen`` is the darkness of writing."""
    noisy = dark + rng.normal(0, rng.uniform(0.01, 0.09), dark.shape).astype(np.float32)
    bits = noisy > pen * rng.uniform(0.25, 0.75)
    return np.where(bits, np.uint8(0), np.uint8(255))


def _grey(dark: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    paper, black = rng.uniform(190, 255), rng.uniform(5, 90)
    light = paper - dark * (paper - black)
    if rng.random() < 0.3:
        tilt = np.linspace(-1, 1, dark.shape[1], dtype=np.float32)[None, :] * rng.uniform(-14, 14)
        light = light + tilt
    noisy = light + rng.normal(0, rng.uniform(0.5, 9.0), dark.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)
