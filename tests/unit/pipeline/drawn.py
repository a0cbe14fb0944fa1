"""Pages drawn for tests: black Vietnamese text on white paper, and words where they would be read."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from domain.model import Box, Word

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
TEXT = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 412 ngày 05 tháng 3,",
    "Điều 1. Phê duyệt kế hoạch tuyển dụng viên chức năm 2026 của tỉnh.",
    "Điều 2. Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành thực hiện.",
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký và được gửi các đơn vị.",
)


def written_page(lines: tuple[str, ...] = TEXT * 4, *, dpi: int = 200, skew_deg: float = 0.0) -> NDArray[np.uint8]:
    """A grey A4 page, its lines turned counter-clockwise by ``skew_deg``."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, round(13 / 72 * dpi))
    for number, line in enumerate(lines):
        draw.text((dpi, dpi + number * 0.32 * dpi), line, font=font, fill=0)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew_deg, 1.0)
    return np.asarray(cv2.warpAffine(np.asarray(image), matrix, (width, height), borderValue=255), dtype=np.uint8)


def words_on_line(text: str, *, x: float, y: float, line: int = 0, space: float = 10, height: float = 30) -> list[Word]:
    """Words side by side, each letter half as wide as high."""
    words = []
    for part in text.split(" "):
        width = len(part) * height / 2
        words.append(Word(part, Box(x, y, x + width, y + height), 95.0, line, 0))
        x += width + space
    return words
