"""Strips as they are cut from papers: digits on a line between what was printed before and after them."""

from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.scanning import scanned
from training.writers import Writer, system_font

_BEFORE = ("Số:", "Số:", "Số :", "Số", "ngày", "ngày", "tháng", ", ngày", "S6:", "số:")
_AFTER = ("/QĐ-UBND", "/QĐ-SYT", "/TB-VP", "/GP", "/BC-", "/", "/", "-QĐ", "tháng", "tháng", "năm", "năm 20", ".")
_LINES = ("ỦY BAN NHÂN DÂN", "Độc lập - Tự do - Hạnh phúc", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "SỞ Y TẾ", "V/v giao đất")
_FACES = ("LiberationSerif-Regular.ttf", "LiberationSerif-Italic.ttf", "LiberationSans-Regular.ttf", "DejaVuSerif.ttf")
_DRAWN_EM_PX = 64
_LENGTHS = (0.22, 0.36, 0.17, 0.17, 0.08)
_EMPTY = 0.11


class Hands(Protocol):
    """Where the writer of a strip comes from."""

    def some(self, rng: np.random.Generator) -> tuple[Writer, bool]:
        """A writer, and whether it prints."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the ink of one digit begins and ends, in pixels from the left."""

    x0: float
    x1: float

    def moved(self, by_px: float) -> "Place":
        """The same, further right."""
        return Place(self.x0 + by_px, self.x1 + by_px)


@dataclass(frozen=True, slots=True)
class Strip:
    """A grey strip, 0 black, what is written on it, and where each digit stands."""

    grey: NDArray[np.uint8]
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Digits beside each other: their ink, how far above the base line it begins, and each one's place."""

    ink: NDArray[np.float32]
    top: float
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Sheet:
    """Layers of one strip: how dark each place is, between 0 and 1."""

    em: float
    base: float
    ink: NDArray[np.float32]
    print: NDArray[np.float32] = field(init=False)
    stamp: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self.print = np.zeros_like(self.ink)
        self.stamp = np.zeros_like(self.ink)


def some_strip(hands: Hands, rng: np.random.Generator) -> Strip:
    """One strip with up to five digits, or with none."""
    em = float(rng.choice([36.0, 38.5, 38.5, 54.0])) * rng.uniform(0.9, 1.1)
    text = "" if rng.random() < _EMPTY else some_number(rng)
    writer, printed = hands.some(rng)
    row = _row(writer, text, em, rng, printed=printed)
    sheet, left = _sheet(row.ink, row.top, em, rng, empty=not text)
    _around(sheet, left, left + row.ink.shape[1], rng, empty=not text, printed=printed)
    grey = scanned(sheet.ink, sheet.print, sheet.stamp, rng)
    return Strip(grey, text, tuple(place.moved(left) for place in row.places))


def some_number(rng: np.random.Generator) -> str:
    """One to five digits; days and months lead with a nought, numbers seldom."""
    length = int(rng.choice(len(_LENGTHS), p=_LENGTHS)) + 1
    digits = [str(rng.integers(10)) for _ in range(length)]
    if length > 2 and digits[0] == "0" and rng.random() < 0.7:
        digits[0] = str(rng.integers(1, 10))
    if length == 2 and rng.random() < 0.35:
        digits[0] = str(rng.integers(4))
    return "".join(digits)


def _row(writer: Writer, text: str, em: float, rng: np.random.Generator, *, printed: bool) -> _Row:
    if not text:
        return _Row(np.zeros((2, round(em * rng.uniform(0.2, 3.5)) + 2), np.float32), 0.0, ())
    height = em * (0.66 * rng.uniform(0.9, 1.25) if printed else np.clip(np.exp(rng.normal(-0.15, 0.27)), 0.5, 1.9))
    steady = 0.0 if printed else 1.0
    gap = height * (rng.uniform(0.05, 0.2) if printed else rng.uniform(-0.06, 0.34))
    slope = steady * rng.normal(0, 0.06)
    sizes = height * (1 + steady * np.clip(rng.normal(0, 0.09, len(text)), -0.2, 0.25))
    glyphs = [writer(digit, float(size), rng) for digit, size in zip(text, sizes, strict=True)]
    places, x = [], 0.0
    for glyph in glyphs:
        offset = steady * rng.normal(0, 0.06) * height + slope * x
        places.append((round(x), round(offset - glyph.shape[0])))
        x += max(glyph.shape[1] + gap + steady * rng.normal(0, 0.06) * height, 0.3 * glyph.shape[1], 2.0)
    top = min(y for _, y in places)
    bottom = max(y + glyph.shape[0] for (_, y), glyph in zip(places, glyphs, strict=True))
    right = max(x + glyph.shape[1] for (x, _), glyph in zip(places, glyphs, strict=True))
    row = np.zeros((bottom - top, right), np.float32)
    for (x_px, y_px), glyph in zip(places, glyphs, strict=True):
        _put(row, glyph, x_px, y_px - top)
    stand = tuple(Place(x_px, x_px + glyph.shape[1]) for (x_px, _), glyph in zip(places, glyphs, strict=True))
    if printed or rng.random() < 0.5:
        return _Row(row, top, stand)
    row, grown = _warped(row, height, rng)
    return _Row(row, top - grown, tuple(place.moved(grown) for place in stand))


def _warped(row: NDArray[np.float32], height: float, rng: np.random.Generator) -> tuple[NDArray[np.float32], int]:
    """The row bent smoothly, by at most a tenth of a digit; also the margin that was added all round."""
    margin = round(height * 0.08) + 1
    wide = cv2.copyMakeBorder(row, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
    rows, columns = wide.shape
    knots = (max(round(columns / height * 2.5), 2), 4)
    strength = height * rng.uniform(0.01, 0.06)
    fields = [
        cv2.resize(coarse.astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
        for coarse in rng.normal(0, strength, (2, *knots[::-1]))
    ]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return cv2.remap(wide, x + fields[0], y + fields[1], cv2.INTER_LINEAR).astype(np.float32), margin


def _sheet(
    row: NDArray[np.float32], top: float, em: float, rng: np.random.Generator, *, empty: bool
) -> tuple[_Sheet, int]:
    """A strip around a row of digits, and where the row begins in it. A tight cut takes a little off the digits."""
    above = em * rng.uniform(0.75, 1.7)
    below = em * rng.uniform(0.12, 0.8)
    shift = 0.0 if empty else em * rng.normal(0.0, 0.12)
    if not empty:
        rows = row.shape[0]
        may_lose = rows * (rng.uniform(0, 0.12) if rng.random() < 0.3 else -0.05)
        above = max(above, -(top + shift) - may_lose)
        below = max(below, top + shift + rows - may_lose)
    left, right = (em * float(rng.choice([rng.uniform(-0.06, 0.15), rng.uniform(0.1, 1.6)])) for _ in range(2))
    if empty:
        left, right = abs(left), abs(right)
    size = (max(round(above + below), 8), max(round(row.shape[1] + left + right), 8))
    sheet = _Sheet(em, above, np.zeros(size, np.float32))
    start = round(left)
    if not empty:
        _put(sheet.ink, row, start, round(above + top + shift))
    return sheet, start


def _around(sheet: _Sheet, start: int, end: int, rng: np.random.Generator, *, empty: bool, printed: bool) -> None:
    """What a cut takes along: letters at the edges, leaders and rules, other lines, stamps, slashes, specks."""
    face = _FACES[rng.integers(len(_FACES))]
    width = sheet.ink.shape[1]
    most = 2.0 if empty else float(rng.choice([0.7, 1.4], p=[0.85, 0.15]))
    if rng.random() < 0.6:
        word = _word(face, str(rng.choice(_BEFORE)), sheet.em)
        room = start if not empty else width
        seen = min(rng.uniform(0.02, most) * sheet.em, room + 0.05 * sheet.em)
        _place(sheet, word, round(seen) - word.shape[1])
    if rng.random() < 0.6:
        word = _word(face, str(rng.choice(_AFTER)), sheet.em)
        room = width - end if not empty else width
        seen = min(rng.uniform(0.02, most) * sheet.em, room + 0.15 * sheet.em)
        _place(sheet, word, width - round(seen))
    if rng.random() < (0.2 if printed else 0.5):
        _leader(sheet, rng)
    if rng.random() < 0.08:
        y = round(sheet.base + sheet.em * rng.uniform(0.0, 0.25))
        cv2.line(sheet.print, (0, y), (width, y + int(rng.integers(-2, 3))), 1.0, int(rng.integers(1, 4)))
    if rng.random() < 0.22:
        line = _word(face, str(rng.choice(_LINES)), sheet.em)
        y = sheet.base + sheet.em * float(rng.choice([rng.uniform(-1.9, -1.35), rng.uniform(1.15, 1.6)]))
        _put(sheet.print, line, -int(rng.integers(max(line.shape[1] - width // 2, 1))), round(y - sheet.em))
    if rng.random() < 0.12:
        _slash(sheet, end, rng)
    if rng.random() < 0.09:
        _stamp(sheet, rng)
    if rng.random() < 0.25:
        _specks(sheet, rng)


def _place(sheet: _Sheet, word: NDArray[np.float32], x: int) -> None:
    _put(sheet.print, word, x, round(sheet.base - sheet.em))


def _leader(sheet: _Sheet, rng: np.random.Generator) -> None:
    """Dots on the base line, all along or only beside the digits."""
    width = sheet.ink.shape[1]
    pitch, radius = sheet.em * rng.uniform(0.12, 0.3), sheet.em * rng.uniform(0.022, 0.05)
    y = sheet.base + sheet.em * rng.uniform(-0.04, 0.06)
    first, last = (0.0, float(width)) if rng.random() < 0.7 else (0.0, width * rng.uniform(0.2, 0.6))
    if rng.random() < 0.15:
        first, last = width - last, float(width)
    x = first + rng.uniform(0, pitch)
    while x < last:
        cv2.circle(sheet.print, (round(x * 8), round(y * 8)), max(round(radius * 8), 4), 1.0, -1, cv2.LINE_AA, 3)
        x += pitch


def _slash(sheet: _Sheet, end: int, rng: np.random.Generator) -> None:
    """A slash by hand after the digits, sometimes through the last one's end."""
    x = end + sheet.em * rng.uniform(0.05, 0.4)
    lean = sheet.em * rng.uniform(0.15, 0.45)
    top, bottom = (sheet.base - sheet.em * rng.uniform(0.7, 1.2), sheet.base + sheet.em * rng.uniform(0.0, 0.3))
    thick = max(round(sheet.em * rng.uniform(0.03, 0.09)), 1)
    cv2.line(sheet.ink, (round(x + lean), round(top)), (round(x), round(bottom)), 1.0, thick, cv2.LINE_AA)


def _stamp(sheet: _Sheet, rng: np.random.Generator) -> None:
    """Arcs of a round seal that reach into the strip; red, so pale in grey."""
    height, width = sheet.ink.shape
    radius = sheet.em * rng.uniform(2.0, 4.5)
    side = float(rng.choice([-1, 1]))
    centre = (round(rng.uniform(-1, width + 1)), round(height / 2 + side * radius * rng.uniform(0.6, 1.1)))
    for ring in (1.0, 0.93, 0.6):
        cv2.circle(sheet.stamp, centre, round(radius * ring), 1.0, max(round(sheet.em * rng.uniform(0.03, 0.09)), 1))
    gaps = cv2.resize(rng.random((6, 14)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    sheet.stamp *= np.clip(gaps * 2 - 0.4, 0, 1)


def _specks(sheet: _Sheet, rng: np.random.Generator) -> None:
    height, width = sheet.ink.shape
    for _ in range(int(rng.integers(1, 14))):
        radius = int(rng.choice([0, 0, 1, 1, 2]))
        cv2.circle(sheet.print, (int(rng.integers(width)), int(rng.integers(height))), radius, 1.0, -1)


@cache
def _drawn(face: str, text: str) -> NDArray[np.float32]:
    """A printed word whose base line is one em below its top."""
    font = ImageFont.truetype(str(system_font(face)), _DRAWN_EM_PX)
    length = int(font.getlength(text)) + 4
    picture = Image.new("L", (length, _DRAWN_EM_PX * 3 // 2))
    ImageDraw.Draw(picture).text((0, _DRAWN_EM_PX), text, fill=255, font=font, anchor="ls")
    return np.asarray(picture, np.float32) / 255


def _word(face: str, text: str, em: float) -> NDArray[np.float32]:
    scale = em / _DRAWN_EM_PX
    small = cv2.resize(_drawn(face, text), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _put(canvas: NDArray[np.float32], ink: NDArray[np.float32], x: int, y: int) -> None:
    """Lay ink over ink; what lies outside is cut off."""
    height, width = canvas.shape
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + ink.shape[1], width), min(y + ink.shape[0], height)
    if x0 >= x1 or y0 >= y1:
        return
    part = canvas[y0:y1, x0:x1]
    np.maximum(part, ink[y0 - y : y1 - y, x0 - x : x1 - x], out=part)
