"""Lines of text as filled outlines: no font has to be embedded, and every letter looks as it should."""

from collections.abc import Iterator
from io import BytesIO

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from domain.vietnamese import nfc


class Lettering:
    """Draws with one TrueType font."""

    def __init__(self, program: bytes) -> None:
        font = TTFont(BytesIO(program))
        self._glyphs = font.getGlyphSet()
        self._names: dict[int, str] = font.getBestCmap()
        self._em: int = font["head"].unitsPerEm

    def line(self, text: str, x: float, y: float, size: float, width: float) -> bytes:
        """Page content for one line of text, smaller where it would be wider than ``width``.

        Args:
            text: a letter that the font lacks becomes a question mark.
            x: where it begins, y: where it stands, in points from the lower left corner.
            size: of the font, in points.
            width: the room there is, in points.
        """
        names = [self._names.get(ord(letter), self._names[ord("?")]) for letter in nfc(text)]
        natural = sum(self._glyphs[name].width for name in names) / self._em
        scale = min(size, width / natural if natural else size) / self._em
        return b"\n".join((f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm".encode(), *self._drawn(names), b"Q"))

    def _drawn(self, names: list[str]) -> Iterator[bytes]:
        along = 0.0
        for name in names:
            pen = _PathPen(self._glyphs, along)
            self._glyphs[name].draw(pen)
            if pen.operators:
                yield " ".join((*pen.operators, "f")).encode()
            along += self._glyphs[name].width


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Turns a glyph's outline into path operators."""

    def __init__(self, glyphs: object, along: float) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []
        self._along = along

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools asks for these names
        self._add("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators += [f"{x + self._along:.1f} {y:.1f}" for x, y in points]
        self.operators.append(operator)
