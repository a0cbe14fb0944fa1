"""What a PDF page paints, followed just far enough to know whether it is one image and nothing else.

The content streams are walked as a viewer would, but nothing is drawn: matrices, clips, ink and transparency are
followed, and the walk ends at the first thing that makes the page more than one image.
"""

from dataclasses import dataclass

import pikepdf

from pipeline.intake.content_streams import ContentWalker, GraphicsState, Operands

_MAX_FORM_DEPTH = 8
_CORNER_TOLERANCE_PT = 0.5
_BLACK = {1: (0.0,), 3: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0, 1.0)}
_INVISIBLE_TEXT = 3


class NotOneImage(Exception):
    """The page shows something else than a single opaque image, or in a way that is not followed here."""


@dataclass(frozen=True, slots=True)
class PaintedImage:
    """An image XObject as it is painted. ``matrix`` takes the unit square to default user space."""

    stream: pikepdf.Stream
    matrix: pikepdf.Matrix
    clip: pikepdf.Rectangle
    stencil: bool


@dataclass(slots=True)
class _State(GraphicsState):
    """``clip`` is None when it is no upright rectangle."""

    clip: pikepdf.Rectangle | None = None
    black_ink: bool = True
    opaque: bool = True
    text_mode: int = 0


class Painter(ContentWalker[_State]):
    """Remembers the one image of a page of which ``visible`` is seen; ``walk`` also raises ``NotOneImage``.

    ``ink_beneath`` says that something was painted before the image.
    """

    def __init__(self, visible: pikepdf.Rectangle) -> None:
        super().__init__(_State(clip=visible))
        self.image: PaintedImage | None = None
        self.ink_beneath = False
        self._points: list[tuple[float, float]] = []
        self._curved = False
        self._clipping = False

    def malformed(self, error: Exception) -> None:
        """A page that cannot be followed is not taken for one image.

        Raises:
            NotOneImage: always.
        """
        raise NotOneImage("malformed operands") from error

    def _extended_state(self, operands: Operands) -> None:
        settings = self.resources.ExtGState[str(operands[0])]
        masked = str(settings.get("/SMask", "/None")) != "/None"
        blended = str(settings.get("/BM", "/Normal")) not in {"/Normal", "/Compatible"}
        if masked or blended or float(settings.get("/ca", 1)) < 1:
            # Never taken back: a renderer is right about pages that play with transparency.
            self.state.opaque = False

    def _ink(self, operands: Operands) -> None:
        self.state.black_ink = tuple(float(value) for value in operands) == _BLACK.get(len(operands))

    def _other_ink(self, _operands: Operands) -> None:
        self.state.black_ink = False

    def _rectangle(self, operands: Operands) -> None:
        x, y, width, height = (float(value) for value in operands)
        self._add_points((x, y), (x + width, y), (x + width, y + height), (x, y + height))

    def _corner(self, operands: Operands) -> None:
        self._add_points((float(operands[0]), float(operands[1])))

    def _curve(self, _operands: Operands) -> None:
        self._curved = True

    def _add_points(self, *points: tuple[float, float]) -> None:
        self._points.extend(self.state.ctm.transform(point) for point in points)

    def _clip_next(self, _operands: Operands) -> None:
        self._clipping = True

    def _end_path(self, _operands: Operands) -> None:
        if self._clipping:
            self._clip_to(None if self._curved else _upright_rectangle(self._points))
        self._points, self._curved, self._clipping = [], False, False

    def _clip_to(self, shape: pikepdf.Rectangle | None) -> None:
        clip = self.state.clip
        self.state.clip = None if shape is None or clip is None else clip & shape

    def _paint_path(self, operands: Operands) -> None:
        if self._points or self._curved:
            self._paint([])
        self._end_path(operands)

    def _paint(self, _operands: Operands) -> None:
        # What lies beneath an opaque image that covers the page is not seen; what lies over it is.
        if self.image is not None:
            raise NotOneImage("something is painted over the image")
        self.ink_beneath = True

    def _text_mode(self, operands: Operands) -> None:
        self.state.text_mode = int(operands[0])

    def _show_text(self, operands: Operands) -> None:
        if self.state.text_mode > _INVISIBLE_TEXT:
            raise NotOneImage("text that clips")
        if self.state.text_mode != _INVISIBLE_TEXT:
            self._paint(operands)

    def _marked(self, operands: Operands) -> None:
        if str(operands[0]) == "/OC":
            raise NotOneImage("optional content")

    def _inline_image(self, _operands: Operands) -> None:
        raise NotOneImage("inline image")

    def _do(self, operands: Operands) -> None:
        stream = self.resources.XObject[str(operands[0])]
        if not isinstance(stream, pikepdf.Stream) or "/OC" in stream:
            raise NotOneImage("optional or broken content")
        if stream.Subtype == "/Image":
            self._paint_image(stream)
        elif stream.Subtype == "/Form":
            self._walk_form(stream)

    def _paint_image(self, stream: pikepdf.Stream) -> None:
        if self.image is not None:
            raise NotOneImage("a second image")
        stencil = bool(stream.get("/ImageMask", False))
        masked = "/SMask" in stream or "/Mask" in stream or int(stream.get("/SMaskInData", 0)) != 0
        clip = self.state.clip
        if masked or not self.state.opaque or clip is None or (stencil and not self.state.black_ink):
            raise NotOneImage("image is masked, transparent, oddly clipped or painted in colour")
        self.image = PaintedImage(stream, self.state.ctm, clip, stencil)

    def _walk_form(self, stream: pikepdf.Stream) -> None:
        if self.depth >= _MAX_FORM_DEPTH:
            raise NotOneImage("forms nested too deep")
        box = pikepdf.Rectangle(*(float(value) for value in stream.BBox.as_list()))
        corners = (box.lower_left, box.lower_right, box.upper_right, box.upper_left)
        with self.within_form(stream):
            self._clip_to(_upright_rectangle([self.state.ctm.transform(corner) for corner in corners]))
            self.walk(stream, stream.get("/Resources", self.resources))

    handlers = (
        {"q": ContentWalker.save, "Q": ContentWalker.restore, "cm": ContentWalker.concatenate}
        | {"gs": _extended_state, "Do": _do, "Tr": _text_mode}
        | dict.fromkeys(("g", "rg", "k"), _ink)
        | dict.fromkeys(("cs", "sc", "scn"), _other_ink)
        | {"re": _rectangle, "m": _corner, "l": _corner, "W": _clip_next, "W*": _clip_next, "n": _end_path}
        | dict.fromkeys(("c", "v", "y"), _curve)
        | dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), _paint_path)
        | dict.fromkeys(("Tj", "TJ", "'", '"'), _show_text)
        | {"sh": _paint, "BDC": _marked, "INLINE IMAGE": _inline_image}
    )


def _upright_rectangle(points: list[tuple[float, float]]) -> pikepdf.Rectangle | None:
    """The rectangle whose corners the points are, or None when they make another shape."""
    if not points:
        return pikepdf.Rectangle(0, 0, 0, 0)
    box = pikepdf.Rectangle(
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )
    corners = (box.lower_left, box.lower_right, box.upper_right, box.upper_left)
    reached = {index for index, corner in enumerate(corners) if any(_near(corner, point) for point in points)}
    strays = [point for point in points if not any(_near(corner, point) for corner in corners)]
    return box if len(reached) == len(corners) and not strays else None


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) <= _CORNER_TOLERANCE_PT and abs(one[1] - other[1]) <= _CORNER_TOLERANCE_PT
