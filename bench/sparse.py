"""Files of very many pages, each with a few short lines: what costs time in them is everything but the recogniser."""

import io
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
_LINES = ("Tờ số {number} trong hồ sơ lưu trữ", "Ủy ban nhân dân tỉnh đã kiểm tra", "Quyển {volume}, mục {number}")


def sparse_pdf(target: Path, pages: int, *, size_px: tuple[int, int], dpi: int, colour: bool) -> Path:
    """Write a PDF of scanned pages; each says its own number, so that no two are alike.

    Args:
        target: written anew.
        pages: how many.
        size_px: width and height of each page's image.
        dpi: its resolution, which the page's size follows from.
        colour: RGB rather than grey.
    """
    font = ImageFont.truetype(_FONT, round(14 / 72 * dpi))
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            _add_page(pdf, _drawn(number, size_px, font, colour), dpi)
        pdf.save(target)
    return target


def _drawn(number: int, size_px: tuple[int, int], font: ImageFont.FreeTypeFont, colour: bool) -> Image.Image:
    page = Image.new("RGB" if colour else "L", size_px, "#f4f2ea" if colour else 244)
    pen = ImageDraw.Draw(page)
    left, top, step = size_px[0] // 8, size_px[1] // 8, round(font.size * 1.6)
    for place, line in enumerate(_LINES):
        text = line.format(number=number, volume=number // 50 + 1)
        pen.text((left, top + place * step), text, fill="#202024" if colour else 34, font=font)
    return page


def _add_page(pdf: pikepdf.Pdf, image: Image.Image, dpi: int) -> None:
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=70)
    width, height = (side * 72 / dpi for side in image.size)
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(
            Im0=pdf.make_stream(
                jpeg.getvalue(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=image.width,
                Height=image.height,
                ColorSpace=pikepdf.Name.DeviceRGB if image.mode == "RGB" else pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
        )
    )
    page.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q\n".encode())
