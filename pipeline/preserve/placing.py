"""Where the image of a page lies: turned, levelled and scaled by the page's matrix, never by its pixels."""

import math

import pikepdf

from domain.model import PageFrame
from pipeline.intake.pages import SoleImage

IDENTITY = pikepdf.Matrix()
QUARTER_TURN = pikepdf.Matrix(0, -1, 1, 0, 0, 1)
"""The unit square turned clockwise."""

_BY_ORIENTATION_TAG = {
    2: pikepdf.Matrix(-1, 0, 0, 1, 1, 0),
    3: pikepdf.Matrix(-1, 0, 0, -1, 1, 1),
    4: pikepdf.Matrix(1, 0, 0, -1, 0, 1),
    5: pikepdf.Matrix(0, -1, -1, 0, 1, 1),
    6: QUARTER_TURN,
    7: pikepdf.Matrix(0, 1, 1, 0, 0, 0),
    8: pikepdf.Matrix(0, 1, -1, 0, 1, 0),
}


def by_orientation_tag(tag: int) -> pikepdf.Matrix:
    """How the unit square of a picture is turned to stand as its EXIF orientation says."""
    return _BY_ORIENTATION_TAG.get(tag, IDENTITY)


def as_shown(sole: SoleImage, rotation: int) -> pikepdf.Matrix:
    """How a PDF page turns and mirrors the unit square of its image. ``rotation`` is the page's, clockwise."""
    matrix = sole.matrix
    if abs(matrix.a) >= abs(matrix.b):
        along, up = math.copysign(1, matrix.a), math.copysign(1, matrix.d)
        turn = pikepdf.Matrix(along, 0, 0, up, along < 0, up < 0)
    else:
        up, along = math.copysign(1, matrix.b), math.copysign(1, matrix.c)
        turn = pikepdf.Matrix(0, up, along, 0, along < 0, up < 0)
    return turned(turn, rotation)


def turned(turn: pikepdf.Matrix, rotation: int) -> pikepdf.Matrix:
    """A further clockwise turn by a multiple of 90 degrees."""
    for _ in range(rotation // 90 % 4):
        turn = turn @ QUARTER_TURN
    return turn


def page_size(frame: PageFrame) -> tuple[float, float]:
    """Width and height of the archived page in points."""
    points_per_px = 72.0 / frame.dpi
    return frame.width_px * points_per_px, frame.height_px * points_per_px


def on_page(turn: pikepdf.Matrix, frame: PageFrame) -> pikepdf.Matrix:
    """The matrix that paints an image as the archived page.

    Args:
        turn: how its unit square stands upright as the source shows it.
        frame: what was made of it.
    """
    width, height = page_size(frame)
    upright = turned(turn, frame.rotation) @ pikepdf.Matrix(width, 0, 0, height, -width / 2, -height / 2)
    skew = math.radians(frame.skew_deg)
    level = pikepdf.Matrix(math.cos(skew), -math.sin(skew), math.sin(skew), math.cos(skew), 0, 0)
    return upright @ level @ pikepdf.Matrix(1, 0, 0, 1, width / 2, height / 2)


def operands(matrix: pikepdf.Matrix) -> str:
    """The six numbers of a matrix as content, rounded to what no printer can show."""
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in matrix.shorthand)
