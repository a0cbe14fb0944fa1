"""Separator sheets as a PDF to print: one A4 page each, all of it drawn, so that any printer gives the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import segno

from pipeline.separate.outlines import Lettering
from pipeline.separate.patch import PATTERNS, PatchCode
from pipeline.separate.sheet import SheetCommand

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_MARGIN = 15 * _MM
_LARGE, _SMALL = 80 * _MM, 32 * _MM
_QUIET_MODULES = 4
_BAR, _WIDE_BAR, _PATCH_EDGE = 0.08 * 72, 0.20 * 72, 0.4 * 72
"""Inches by Kodak's measures; 0.4 inch from the edge is more than printers leave out."""
_PATCH_TOP = _HEIGHT - _PATCH_EDGE - 0.8 * 72
_CENTRE_Y = 152 * _MM


def print_sheets(commands: Sequence[SheetCommand], font: bytes, target: Path, *, patch_t: bool = False) -> None:
    """Write a PDF with one page per sheet; equal input gives equal bytes.

    The code stands large in the middle and small in two opposite corners: one of them survives a fold, a staple or a
    torn corner, and the sheet may lie any way round.

    Args:
        commands: what the sheets say.
        font: a TrueType font with Vietnamese letters.
        target: the file to write.
        patch_t: bars of patch code T along the upper and lower edges, for scanners that look for them.
    """
    lettering = Lettering(font)
    with pikepdf.new() as pdf:
        for command in commands:
            page = pdf.add_blank_page(page_size=(_WIDTH, _HEIGHT))
            page.Contents = pdf.make_stream(b"\n".join(_sheet(command, lettering, patch_t=patch_t)))
        pdf.save(target, deterministic_id=True)


def _sheet(command: SheetCommand, lettering: Lettering, *, patch_t: bool) -> Iterator[bytes]:
    modules = _modules(command.text)
    if patch_t:
        yield from _patch_bars()
    yield from _code(modules, (_WIDTH - _LARGE) / 2, _CENTRE_Y - _LARGE / 2, _LARGE)
    top = _PATCH_TOP - 6 * _MM if patch_t else _HEIGHT - _MARGIN
    bottom = _HEIGHT - top
    yield from _code(modules, _MARGIN, top - _SMALL, _SMALL)
    yield from _code(modules, _WIDTH - _MARGIN - _SMALL, bottom, _SMALL)
    yield from _above(command, lettering, top)
    yield from _below(command, lettering)


def _above(command: SheetCommand, lettering: Lettering, top: float) -> Iterator[bytes]:
    left = _MARGIN + _SMALL + 6 * _MM
    width = _WIDTH - _MARGIN - left
    yield lettering.line("PHIẾU PHÂN CÁCH", left, top - 11 * _MM, 30, width)
    yield lettering.line("không lưu vào hồ sơ · đặt trước giấy tờ rồi quét cùng", left, top - 19 * _MM, 13, width)
    yield lettering.line(f"Lô: {command.batch}", left, top - 30 * _MM, 18, width)


def _below(command: SheetCommand, lettering: Lettering) -> Iterator[bytes]:
    width = _WIDTH - 2 * _MARGIN
    yield lettering.line(f"Số thứ tự: {command.sequence}/{command.sheets}", _MARGIN, 96 * _MM, 22, width)
    yield lettering.line(f"Mã hồ sơ: {command.dossier_code or '……………………………………'}", _MARGIN, 84 * _MM, 22, width)
    beside = width - _SMALL - 6 * _MM
    if command.title:
        yield lettering.line(command.title, _MARGIN, 73 * _MM, 18, beside)
    pages = f"{command.pages} trang" if command.pages else "……… trang"
    yield lettering.line(f"Số trang phải có: {pages}", _MARGIN, 62 * _MM, 18, beside)


def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code's modules, row by row from the top, true is black. A quarter of it may be lost."""
    code = segno.make_qr(text, error="q", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def _code(modules: Sequence[Sequence[bool]], x: float, y: float, side: float) -> Iterator[bytes]:
    """The code with its quiet zone in a square whose lower left corner is given, in points."""
    size = side / (len(modules) + 2 * _QUIET_MODULES)
    for row, line in enumerate(modules):
        bottom = y + side - (row + 1 + _QUIET_MODULES) * size
        for first, length in _black(line):
            yield _rectangle(x + (first + _QUIET_MODULES) * size, bottom, length * size, size)
    yield b"f"


def _black(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and length of each run: one rectangle for it leaves no seams between modules."""
    start: int | None = None
    for place, black in enumerate((*line, False)):
        if black and start is None:
            start = place
        elif not black and start is not None:
            yield start, place - start
            start = None


def _patch_bars() -> Iterator[bytes]:
    left, width = _MARGIN, _WIDTH - 2 * _MARGIN
    at = _PATCH_EDGE
    for bar in PATTERNS[PatchCode.TRANSFER]:
        thickness = _WIDE_BAR if bar == "W" else _BAR
        yield _rectangle(left, _HEIGHT - at - thickness, width, thickness)
        yield _rectangle(left, at, width, thickness)
        at += thickness + _BAR
    yield b"f"


def _rectangle(x: float, y: float, width: float, height: float) -> bytes:
    return f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re".encode()
