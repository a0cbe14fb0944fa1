"""``python -m training.samples FOLDER``: a few strips by held-out writers, for the product's tests."""

import argparse
from pathlib import Path

import cv2
import numpy as np

from training.strips import Strip, some_strip
from training.writers import gathered

_WITH_DIGITS = 30
_EMPTY = 6
_SEED = 77


def main() -> None:
    """Write them as ``<number>_<text>.png`` (black and white) and ``.jpg`` (grey)."""
    parser = argparse.ArgumentParser(prog="python -m training.samples", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    hands, rng = gathered(held_out=True), np.random.default_rng(_SEED)
    filled: list[Strip] = []
    empty: list[Strip] = []
    while len(filled) < _WITH_DIGITS or len(empty) < _EMPTY:
        strip = some_strip(hands, rng)
        (filled if strip.text else empty).append(strip)
    for number, strip in enumerate(filled[:_WITH_DIGITS] + empty[:_EMPTY]):
        name = folder / f"{number:02}_{strip.text}"
        if np.unique(strip.grey).size <= 2:
            cv2.imwrite(str(name) + ".png", strip.grey, [cv2.IMWRITE_PNG_BILEVEL, 1])
        else:
            cv2.imwrite(str(name) + ".jpg", strip.grey, [cv2.IMWRITE_JPEG_QUALITY, 70])


if __name__ == "__main__":
    main()
