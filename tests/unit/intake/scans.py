"""Small scans for the intake tests: an image that looks different from every side, in pages of every kind."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 96, 128


def picture(mode: str = "L") -> Image.Image:
    """A page with a mark in one corner, a bar along another side, and grey or colour between."""
    grey = np.full((HEIGHT, WIDTH), 255, dtype=np.uint8)
    grey[8:40, 8:24] = 0
    grey[100:112, 16:80] = 0
    if mode == "1":
        return Image.fromarray(grey).convert("1")
    grey[48:64, 40:88] = 128
    if mode == "L":
        return Image.fromarray(grey)
    colour = np.stack([grey, grey, grey], axis=2)
    colour[70:90, 40:88] = (200, 30, 40)
    return Image.fromarray(colour).convert(mode)


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    """The image as a file of that format."""
    file = BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def image_stream(pdf: pikepdf.Pdf, data: bytes, **entries: object) -> pikepdf.Stream:
    """An image XObject of the usual size."""
    stream = pdf.make_stream(data)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = WIDTH, HEIGHT
    for name, value in entries.items():
        stream[f"/{name}"] = value
    return stream


def grey_stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """The picture as plain 8-bit grey samples."""
    return image_stream(pdf, picture().tobytes(), ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)


def add_page(
    pdf: pikepdf.Pdf,
    content: str,
    image: pikepdf.Stream | None = None,
    *,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    **resources: object,
) -> pikepdf.Page:
    """A page with that content, which may draw the image as /I."""
    page = pdf.add_blank_page(page_size=size)
    page.Resources = pikepdf.Dictionary(resources)
    if image is not None:
        page.Resources.XObject = pikepdf.Dictionary(I=image)
    page.Contents = pdf.make_stream(content.encode())
    return page


FULL_PAGE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    """Write the file and give its path back."""
    pdf.save(path)
    return path


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean difference of two images in grey levels, both as grey."""
    grey = [pixels if pixels.ndim == 2 else pixels.mean(axis=2) for pixels in (one, other)]
    assert grey[0].shape == grey[1].shape, (grey[0].shape, grey[1].shape)
    return float(np.abs(grey[0].astype(float) - grey[1].astype(float)).mean())
