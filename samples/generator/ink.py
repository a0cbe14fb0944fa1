"""What people add by hand: numbers and dates, filled-in form lines, signatures, seals and incoming stamps.

Each piece is a mask (0 no ink … 255 full ink) that is laid on the page so that print shines through it.
"""

import math
import random
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.generator.canvas import raster_font, to_px
from samples.generator.flow import Mark
from samples.generator.paper import Face, Incoming, Organisation

Mask = Image.Image
Colour = tuple[int, int, int]
Point = tuple[float, float]

PENS: tuple[Colour, ...] = ((28, 40, 120), (20, 30, 95), (30, 30, 36))
SEAL_RED: Colour = (208, 28, 44)
STAMP_VIOLET: Colour = (86, 40, 120)

DIGIT_HEIGHT = 4.6
"""Millimetres; a hand writes digits somewhat taller than 13 pt print."""

# Strokes of a digit in a unit square, y downwards; a curve runs smoothly through the points.
DIGITS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "0": (((0.55, 0.02), (0.2, 0.2), (0.12, 0.65), (0.4, 0.98), (0.72, 0.75), (0.78, 0.3), (0.52, 0.03)),),
    "1": (((0.28, 0.28), (0.55, 0.03), (0.5, 0.5), (0.45, 0.98)),),
    "2": (((0.18, 0.25), (0.45, 0.02), (0.72, 0.22), (0.5, 0.6), (0.12, 0.95), (0.4, 0.9), (0.82, 0.93)),),
    "3": (((0.2, 0.1), (0.62, 0.06), (0.6, 0.35), (0.36, 0.46), (0.7, 0.6), (0.6, 0.92), (0.15, 0.94)),),
    "4": (
        ((0.5, 0.03), (0.3, 0.35), (0.1, 0.64), (0.45, 0.62), (0.85, 0.58)),
        ((0.64, 0.32), (0.58, 0.65), (0.54, 1.0)),
    ),
    "5": (
        ((0.3, 0.06), (0.24, 0.42), (0.6, 0.42), (0.72, 0.7), (0.45, 0.97), (0.12, 0.9)),
        ((0.3, 0.07), (0.78, 0.04)),
    ),
    "6": (((0.66, 0.03), (0.3, 0.35), (0.16, 0.75), (0.45, 0.98), (0.7, 0.75), (0.48, 0.55), (0.2, 0.72)),),
    "7": (((0.14, 0.1), (0.5, 0.07), (0.8, 0.06), (0.58, 0.5), (0.42, 0.98)), ((0.3, 0.5), (0.75, 0.47))),
    "8": (
        ((0.66, 0.16), (0.34, 0.06), (0.32, 0.36), (0.68, 0.62), (0.6, 0.95), (0.24, 0.9), (0.32, 0.58), (0.68, 0.2)),
    ),
    "9": (((0.7, 0.2), (0.4, 0.04), (0.22, 0.3), (0.48, 0.48), (0.72, 0.22), (0.68, 0.6), (0.5, 0.98)),),
}


def add_hand(page: Image.Image, marks: Sequence[Mark], rng: random.Random) -> Image.Image:
    """Write all marks of a page except signatures, in one pen."""
    pen = rng.choice(PENS)
    for mark in marks:
        if mark.kind in ("number", "day"):
            page = _lay(page, _digits(page.size, mark, rng), pen)
        elif mark.kind == "written":
            page = _lay(page, _cursive(page.size, mark, rng), pen)
    return page


def add_signature(page: Image.Image, mark: Mark, rng: random.Random) -> Image.Image:
    """Draw a made-up signature around its place."""
    mask = Image.new("L", page.size, 0)
    middle_x, middle_y = to_px(mark.x), to_px(mark.y)
    turns = rng.randint(4, 6)
    points = []
    for turn in range(turns * 4):
        swing = math.sin(turn * math.pi / 2 + rng.uniform(-0.4, 0.4))
        height = to_px(rng.uniform(3, 9)) * (1.2 - turn / (turns * 4))
        points.append((middle_x - to_px(16) + turn * to_px(1.4) + rng.uniform(-25, 25), middle_y + swing * height))
    flourish_end = (middle_x + to_px(rng.uniform(18, 30)), middle_y - to_px(rng.uniform(0, 9)))
    points += [(middle_x - to_px(10), middle_y + to_px(5)), flourish_end]
    _stroke(mask, points, to_px(0.45))
    return _lay(page, mask, rng.choice(PENS))


def add_seal(page: Image.Image, mark: Mark, agency: Organisation, rng: random.Random) -> Image.Image:
    """Press the agency's round red seal over the left third of the signature.

    The seal is a specimen: a star stands in place of the emblem and the ring ends in ``MẪU``.
    """
    radius = to_px(17.5)
    stamp = _seal(agency, radius).rotate(rng.uniform(-20, 20), resample=Image.Resampling.BICUBIC)
    worn = np.asarray(stamp, np.float32) * _patchy(stamp.size, rng)
    mask = Image.new("L", page.size, 0)
    x, y = to_px(mark.x - 14 + rng.uniform(-2, 2)), to_px(mark.y + rng.uniform(-2, 3))
    mask.paste(Image.fromarray(worn.astype(np.uint8)), (x - stamp.width // 2, y - stamp.height // 2))
    return _lay(page, mask, SEAL_RED)


def add_incoming_stamp(page: Image.Image, stamp: Incoming, rng: random.Random) -> Image.Image:
    """Press a rectangular stamp ``CÔNG VĂN ĐẾN`` at the top left and fill in number and day by hand."""
    width, height = to_px(50), to_px(18)
    box = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(box)
    draw.rectangle((2, 2, width - 3, height - 3), outline=255, width=5)
    for text, y, size in ((stamp.agency.upper(), 4.0, 8.5), ("CÔNG VĂN ĐẾN", 8.0, 10.0)):
        draw.text((width / 2, to_px(y)), text, font=raster_font(Face.BOLD, size), fill=255, anchor="ms")
    for text, y in (("Số:", 12.5), ("Ngày:", 16.5)):
        dotted = text + "." * 36
        draw.text((to_px(3), to_px(y)), dotted, font=raster_font(Face.REGULAR, 10), fill=255, anchor="ls")
    turned = box.rotate(rng.uniform(-2.5, 2.5), expand=True, resample=Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 0)
    left, top = 9 + rng.uniform(-2, 2), 2 + rng.uniform(-1, 1)
    mask.paste(turned, (to_px(left), to_px(top)))
    page = _lay(page, mask, STAMP_VIOLET)
    fills = (
        Mark("number", left + 14, top + 13, str(stamp.number)),
        Mark("written", left + 15, top + 17, f"{stamp.day.day}/{stamp.day.month}/{stamp.day.year}"),
    )
    return add_hand(page, fills, rng)


def _lay(page: Image.Image, mask: Mask, colour: Colour) -> Image.Image:
    box = mask.getbbox()
    if box is None:
        return page
    under = np.asarray(page.crop(box), np.float32)
    share = np.asarray(mask.crop(box), np.float32)[..., None] / 255
    inked = under * (1 - share + share * np.asarray(colour, np.float32) / 255)
    page.paste(Image.fromarray(inked.astype(np.uint8)), box[:2])
    return page


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Points along a Catmull-Rom curve through ``points``."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(12):
            t = step / 12
            curve.append(
                (
                    _spline(before[0], start[0], end[0], after[0], t),
                    _spline(before[1], start[1], end[1], after[1], t),
                )
            )
    return [*curve, points[-1]]


def _spline(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)


def _stroke(mask: Mask, points: Sequence[Point], width: int) -> None:
    draw = ImageDraw.Draw(mask)
    curve = _smooth(points)
    draw.line(curve, fill=235, width=width, joint="curve")
    for x, y in (curve[0], curve[-1]):
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=235)


def _digits(size: tuple[int, int], mark: Mark, rng: random.Random) -> Mask:
    mask = Image.new("L", size, 0)
    height, slant = to_px(DIGIT_HEIGHT), rng.uniform(0.08, 0.28)
    x = float(to_px(mark.x))
    for digit in mark.text:
        base = to_px(mark.y) + rng.uniform(-0.06, 0.08) * height
        width = height * rng.uniform(0.52, 0.62)
        for stroke in DIGITS[digit]:
            points = []
            for u, v in stroke:
                jitter_u, jitter_v = rng.gauss(0, 0.025), rng.gauss(0, 0.025)
                rise = (1 - v - jitter_v) * height
                points.append((x + (u + jitter_u) * width + slant * rise, base - rise))
            _stroke(mask, points, to_px(0.5))
        x += width * rng.uniform(1.0, 1.15)
    return mask


def _cursive(size: tuple[int, int], mark: Mark, rng: random.Random) -> Mask:
    """An italic face set letter by letter with an unsteady baseline: legible, and clearly not print."""
    mask = Image.new("L", size, 0)
    x, drift = float(to_px(mark.x)), 0.0
    for letter in mark.text:
        font = raster_font(Face.ITALIC, rng.choice((14.5, 15.0, 15.5)))
        drift = 0.7 * drift + rng.gauss(0, 1.6)
        tile = Image.new("L", (160, 160), 0)
        ImageDraw.Draw(tile).text((50, 110), letter, font=font, fill=225, anchor="ls")
        tile = tile.rotate(rng.gauss(1.5, 2.0), resample=Image.Resampling.BICUBIC, center=(50, 110))
        mask.paste(255, (round(x) - 50, round(to_px(mark.y) + drift) - 110), tile)
        x += font.getlength(letter) + rng.gauss(0.5, 1.2)
    return mask


def _patchy(size: tuple[int, int], rng: random.Random) -> NDArray[np.float32]:
    """Uneven pressure, between 0.45 and 1."""
    noise = np.random.default_rng(rng.getrandbits(32)).random((size[1], size[0]), np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 9)
    low, high = float(soft.min()), float(soft.max())
    return np.asarray(0.45 + 0.55 * (soft - low) / (high - low), np.float32)


def _seal(agency: Organisation, radius: int) -> Mask:
    side = 2 * radius + 16
    middle = side / 2
    seal = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(seal)
    for ring, width in ((radius, 7), (radius - 14, 3), (radius * 0.62, 4)):
        draw.ellipse((middle - ring, middle - ring, middle + ring, middle + ring), outline=255, width=width)
    ring_font = raster_font(Face.BOLD, 9)
    _around(seal, agency.seal_ring, ring_font, radius * 0.71, up=True)
    _around(seal, "* MẪU *", ring_font, radius * 0.9, up=False)
    if not agency.seal_centre:
        draw.polygon(_star(middle, radius * 0.36), fill=255)
        return seal
    font = raster_font(Face.BOLD, 8)
    top = middle - (len(agency.seal_centre) - 1) * 21
    for number, line in enumerate(agency.seal_centre):
        draw.text((middle, top + number * 42), line, font=font, fill=255, anchor="mm")
    return seal


def _star(middle: float, radius: float) -> list[Point]:
    reach = [radius if corner % 2 == 0 else radius * 0.4 for corner in range(10)]
    return [
        (middle + r * math.sin(corner * math.pi / 5), middle - r * math.cos(corner * math.pi / 5))
        for corner, r in enumerate(reach)
    ]


def _around(seal: Mask, text: str, font: ImageFont.FreeTypeFont, radius: float, *, up: bool) -> None:
    """Set a text on a circle: over its top, or upright under its bottom."""
    middle = seal.width / 2
    angles = [font.getlength(letter) * 1.12 / radius for letter in text]
    angle = -sum(angles) / 2
    for letter, width in zip(text, angles, strict=True):
        turn = angle + width / 2
        angle += width
        sign = 1 if up else -1
        tile = Image.new("L", (90, 90), 0)
        ImageDraw.Draw(tile).text((45, 60), letter, font=font, fill=255, anchor="ms")
        tile = tile.rotate(-sign * math.degrees(turn), resample=Image.Resampling.BICUBIC, center=(45, 60))
        x = middle + radius * math.sin(turn)
        y = middle - sign * radius * math.cos(turn)
        seal.paste(255, (round(x) - 45, round(y) - 60), tile)
