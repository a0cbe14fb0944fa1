"""Photographs of paper as a phone takes them: a made level of test pages, deterministic by seed.

    python -m bench.phone MASTERS OUT [--seed 30]

Each master (a level 300 dpi page) is bent as paper that does not lie flat, laid on a table and seen aslant by a camera
of 12 megapixels. Light falls off to one side, a soft-edged shadow lies over part of the sheet, focus is lost towards
another, the sensor adds noise, and the file is a JPEG of quality 80 without a word about its resolution. Beside each
photograph a JSON file says what was done.
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_PHOTO = (4032, 3024)
"""Height and width in pixels: 12 megapixels, held upright."""
_QUALITY = 80
_SHARP_BLUR_PX = 0.8
"""What any small lens blurs, where it is in focus."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How one photograph was taken.

    ``size`` is its height and width in pixels; ``corners`` are those of the sheet in it (x, y; from the upper left
    clockwise, shares of its sides); ``bend`` how far lines bulge, in shares of the sheet's height; ``light_loss`` the
    share of light lost at the far end of the sheet and ``shadow`` the share lost in the shadow; ``defocus_px`` the
    blur where focus is worst; ``noise`` a standard deviation in grey values; the three ``towards`` are directions in
    degrees.
    """

    size: tuple[int, int]
    corners: tuple[tuple[float, float], ...]
    bend: tuple[float, float]
    light_loss: float
    light_towards: float
    shadow: float
    shadow_towards: float
    defocus_px: float
    defocus_towards: float
    noise: float


def draw_shot(rng: np.random.Generator, size: tuple[int, int] = _PHOTO) -> Shot:
    """Chance, within what a careful person with an ordinary phone produces at a desk."""
    margin, jitter = 0.055, 0.022
    ideal = ((margin, margin), (1 - margin, margin), (1 - margin, 1 - margin), (margin, 1 - margin))
    corners = tuple(
        (round(x + rng.uniform(-jitter, jitter), 4), round(y + rng.uniform(-jitter, jitter), 4)) for x, y in ideal
    )
    return Shot(
        size=size,
        corners=corners,
        bend=(round(rng.uniform(-0.007, 0.007), 5), round(rng.uniform(-0.003, 0.003), 5)),
        light_loss=round(rng.uniform(0.2, 0.4), 3),
        light_towards=round(rng.uniform(0, 360), 1),
        shadow=round(rng.uniform(0.2, 0.4), 3),
        shadow_towards=round(rng.uniform(0, 360), 1),
        defocus_px=round(rng.uniform(1.4, 2.4), 2),
        defocus_towards=round(rng.uniform(0, 360), 1),
        noise=round(rng.uniform(3.0, 6.0), 2),
    )


def photograph(master: Pixels, shot: Shot, rng: np.random.Generator) -> Pixels:
    """The page on a table, as the camera sees it.

    Args:
        master: RGB, shape (height, width, 3).
        shot: how it is taken.
        rng: for the table's grain and the sensor's noise.

    Returns:
        RGB, shape (*shot.size, 3).
    """
    across, down = _page_places(shot)
    height, width = master.shape[:2]
    on_page = (across >= 0) & (across <= 1) & (down >= 0) & (down <= 1)
    bulge = shot.bend[0] * np.sin(np.pi * across) + shot.bend[1] * np.sin(3 * np.pi * across)
    paper = cv2.remap(
        master, across * (width - 1), (down + bulge) * (height - 1), cv2.INTER_LINEAR, borderValue=(255,) * 3
    )
    edge = cv2.GaussianBlur(on_page.astype(np.float32), (0, 0), 1.0)[..., None]
    # White paper under a lamp is no pure white, and black toner no pure black.
    printed = 22.0 + paper.astype(np.float32) * (np.array([232, 226, 212], np.float32) - 22.0) / 255.0
    scene = edge * printed + (1 - edge) * _table(shot.size, rng)
    scene = _out_of_focus(scene * _light(shot)[..., None], shot)
    scene += rng.normal(0, shot.noise, (*shot.size, 1)) + rng.normal(0, shot.noise / 2, (*shot.size, 3))
    return np.asarray(scene.clip(0, 255), dtype=np.uint8)


def take_photographs(masters: Path, out: Path, seed: int) -> list[Path]:
    """Photograph every PNG of a folder; the photographs have the names of the masters."""
    out.mkdir(parents=True, exist_ok=True)
    taken = []
    for number, file in enumerate(sorted(masters.glob("*.png"))):
        rng = np.random.default_rng([seed, number])
        shot = draw_shot(rng)
        master = np.asarray(Image.open(file).convert("RGB"), dtype=np.uint8)
        photo = out / f"{file.stem}.jpg"
        Image.fromarray(photograph(master, shot, rng)).save(photo, quality=_QUALITY)
        photo.with_suffix(".json").write_text(json.dumps(asdict(shot)), encoding="utf-8")
        taken.append(photo)
    return taken


def _page_places(shot: Shot) -> tuple[Floats, Floats]:
    """For each pixel of the photograph, where on the sheet it looks: shares across and down, outside beyond [0, 1]."""
    height, width = shot.size
    seen = np.array([(x * width, y * height) for x, y in shot.corners], np.float32)
    sheet = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    a, b, c = cv2.getPerspectiveTransform(seen, sheet)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    depth = c[0] * x + c[1] * y + c[2]
    across, down = (a[0] * x + a[1] * y + a[2]) / depth, (b[0] * x + b[1] * y + b[2]) / depth
    return across.astype(np.float32), down.astype(np.float32)


def _ramp(size: tuple[int, int], towards_deg: float) -> Floats:
    """0 at one side of the photograph, 1 at the other."""
    height, width = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = np.deg2rad(towards_deg)
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    return np.asarray((along - along.min()) / (along.max() - along.min()), dtype=np.float32)


def _light(shot: Shot) -> Floats:
    """Share of light at each pixel."""
    # The edge of a shadow cast from a hand's breadth away is some five hundredths of the picture wide.
    in_shadow = 1 / (1 + np.exp(-(_ramp(shot.size, shot.shadow_towards) - 0.62) / 0.02))
    return np.asarray(
        (1 - shot.light_loss * _ramp(shot.size, shot.light_towards)) * (1 - shot.shadow * in_shadow), np.float32
    )


def _out_of_focus(scene: Floats, shot: Shot) -> Floats:
    worst = _ramp(shot.size, shot.defocus_towards)[..., None] ** 2
    sharp = cv2.GaussianBlur(scene, (0, 0), _SHARP_BLUR_PX)
    soft = cv2.GaussianBlur(scene, (0, 0), shot.defocus_px)
    return np.asarray(sharp * (1 - worst) + soft * worst, dtype=np.float32)


def _table(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Brown wood with its grain along the table."""
    height, width = size
    coarse = rng.normal(0, 1, (height // 8, width // 8)).astype(np.float32)
    grain = np.asarray(cv2.GaussianBlur(coarse, (0, 0), sigmaX=1, sigmaY=40), dtype=np.float32)
    grain = np.asarray(cv2.resize(grain / np.float32(np.abs(grain).max()), (width, height)), dtype=np.float32)
    return np.asarray(np.array([122, 86, 58], np.float32) + grain[..., None] * 28, dtype=np.float32)


def main() -> None:
    """Take the photographs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("masters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=30)
    wanted = parser.parse_args()
    take_photographs(wanted.masters, wanted.out, wanted.seed)


if __name__ == "__main__":
    main()
