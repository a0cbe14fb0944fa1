"""A PDF page that is one scanned image: which image, and where it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

import pikepdf

from pipeline.intake.painting import NotOneImage, PaintedImage, Painter

_MIN_COVERED_OVER_INK = 0.95
"""Share of the page an image must cover to hide what lies beneath: feeders crop paper by some millimetres."""
_MIN_COVERED = 0.5
"""Share of an otherwise blank page: some scanner programs put smaller paper on an A4 page."""
_MIN_SHOWN = 0.97
"""Share of the image that must be seen: an image much larger than its page shows only a part."""
_MAX_SHEAR = 0.001
"""Off-axis part of a side, 0.06°: a scan turned by the page's matrix must be drawn to be seen as it is."""

_HIDDEN = 0x02 | 0x20
"""Annotation flags Hidden and NoView."""


@dataclass(frozen=True, slots=True)
class SoleImage:
    """The one image that a page shows.

    ``matrix`` takes the unit square of the image to default user space, before the page's /Rotate and /UserUnit;
    its sides are parallel to the page's. ``stencil`` marks an /ImageMask painted in black.
    """

    stream: pikepdf.Stream
    matrix: pikepdf.Matrix
    stencil: bool
    user_unit: float

    @property
    def width_px(self) -> int:
        """Length of a row of the image."""
        return int(self.stream.Width)

    @property
    def height_px(self) -> int:
        """Number of rows of the image."""
        return int(self.stream.Height)

    @property
    def dpi(self) -> tuple[float, float]:
        """Pixels per inch of paper along the image's own rows and columns."""
        inches = self.user_unit / 72
        return (
            self.width_px / (hypot(self.matrix.a, self.matrix.b) * inches),
            self.height_px / (hypot(self.matrix.c, self.matrix.d) * inches),
        )


def sole_image(page: pikepdf.Page) -> SoleImage | None:
    """The image, when the page shows exactly one and nothing else; else None.

    It covers the page (nearly) whole, or most of an otherwise blank page: place it by its matrix, not by the page box.
    Invisible text over the image and what it hides beneath do not count, nor do the visible marks of signature fields:
    a viewer draws those, they are not on the paper. Any other visible annotation counts as ink. Forms around the
    image are looked through. An image with a mask, transparency, optional content, a clip that is no rectangle, or
    sides not parallel to the page is left to a renderer: None.
    """
    try:
        box = page_box(page)
        if box.width <= 0 or box.height <= 0 or not any(page_images(page)) or _has_visible_annotation(page, box):
            return None
        painter = Painter(box)
        painter.walk(page.obj, page.get_resources() or pikepdf.Dictionary())
    except (NotOneImage, pikepdf.PdfError, TypeError, ValueError, AttributeError):
        # Oddly built objects raise what the binding raises; a renderer decides what such a page shows.
        return None
    needed = _MIN_COVERED_OVER_INK if painter.ink_beneath else _MIN_COVERED
    if painter.image is None or not _covers(painter.image, box, needed):
        return None
    found = painter.image
    return SoleImage(found.stream, found.matrix, found.stencil, user_unit(page))


def page_images(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    """Every image that anything on the page could draw, stencils, masks, forms and annotations included.

    pikepdf's own ``get_images`` leaves stencils out, and of two images of one name in different forms gives one.
    """
    for scope in page.content_scopes():
        named = (scope.resources or pikepdf.Dictionary()).get("/XObject")
        if not isinstance(named, pikepdf.Dictionary):
            continue
        for stream in named.values():
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image":
                yield stream
                yield from (mask for key in ("/SMask", "/Mask") if isinstance(mask := stream.get(key), pikepdf.Stream))


def page_box(page: pikepdf.Page) -> pikepdf.Rectangle:
    """What a viewer shows of the page: the crop box within the media box, default user space, corners in order."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    shown = media & crop
    return shown if shown.width > 0 and shown.height > 0 else media


def user_unit(page: pikepdf.Page) -> float:
    """Points per unit of the page's own coordinates, 1.0 unless the page says otherwise."""
    value = page.obj.get("/UserUnit", 1)
    try:
        return float(value) if float(value) > 0 else 1.0
    except (TypeError, ValueError):
        return 1.0


def _ordered(box: pikepdf.Object) -> pikepdf.Rectangle:
    """A box with its corners in order; ValueError when it is not four numbers."""
    try:
        x0, y0, x1, y1 = (float(value) for value in box.as_list())
    except (TypeError, AttributeError) as error:
        raise ValueError("not a rectangle") from error
    return pikepdf.Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _covers(image: PaintedImage, box: pikepdf.Rectangle, needed: float) -> bool:
    a, b, c, d = image.matrix.a, image.matrix.b, image.matrix.c, image.matrix.d
    width, height = hypot(a, b), hypot(c, d)
    along = abs(b) <= _MAX_SHEAR * width and abs(c) <= _MAX_SHEAR * height
    across = abs(a) <= _MAX_SHEAR * width and abs(d) <= _MAX_SHEAR * height
    if width * height <= 0 or not (along or across):
        return False
    extent = image.matrix.transform(pikepdf.Rectangle(0, 0, 1, 1))
    shown = extent & box & image.clip
    area = max(shown.width, 0) * max(shown.height, 0)
    return area >= needed * box.width * box.height and area >= _MIN_SHOWN * width * height


def _has_visible_annotation(page: pikepdf.Page, box: pikepdf.Rectangle) -> bool:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return False
    return any(_is_visible_ink(item, box) for item in annotations.as_list() if isinstance(item, pikepdf.Dictionary))


def _is_visible_ink(annotation: pikepdf.Dictionary, box: pikepdf.Rectangle) -> bool:
    if str(annotation.get("/Subtype")) in {"/Link", "/Popup"} or int(annotation.get("/F", 0)) & _HIDDEN:
        return False
    if str(annotation.get("/FT", annotation.get("/Parent", pikepdf.Dictionary()).get("/FT"))) == "/Sig":
        return False
    shown = _ordered(annotation.Rect) & box
    return bool(shown.width > 0 and shown.height > 0)
