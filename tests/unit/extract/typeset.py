"""Pages of words set by hand, as a recogniser that makes no mistakes would read them."""

from collections.abc import Sequence

from domain.model import Box, Field, PageFrame, PageReading, Word
from pipeline.extract import extract

WIDTH, HEIGHT = 1654, 2339
LETTER, SPACE, TALL = 15.0, 11.0, 30.0
LEFT, RIGHT, MIDDLE = 400.0, 1100.0, 827.0
"""The centres of the header's columns and of the page, px."""

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

Row = tuple[float, float, str]
"""The line's centre, its top, its text."""


def words_of(row: Row, line: int, confidence: float = 96.0) -> list[Word]:
    """The words of a centred line; ``text~30`` sets a word's confidence to 30."""
    centre, top, text = row
    marked = [word.partition("~") for word in text.split()]
    width = sum(len(word) * LETTER for word, _, _ in marked) + SPACE * (len(marked) - 1)
    x, words = centre - width / 2, []
    for word, _, sure in marked:
        right = x + len(word) * LETTER
        words.append(Word(word, Box(x, top, right, top + TALL), float(sure or confidence), line, line))
        x = right + SPACE
    return words


def page(*rows: Row, number: int = 1, extra: Sequence[Word] = ()) -> PageReading:
    """A page of these lines; ``extra`` are words placed by hand."""
    words = [word for line, row in enumerate(rows) for word in words_of(row, line)]
    return PageReading(number, PageFrame(WIDTH, HEIGHT, 200.0), (*words, *extra), "typeset")


def body(top: float = 800.0, lines: int = 4) -> list[Row]:
    """Full lines of a body."""
    text = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2025 và các quy định hiện hành"
    return [(MIDDLE, top + 50 * line, text) for line in range(lines)]


def head(
    agencies: Sequence[str] = ("UBND TỈNH KIÊN GIANG", "SỞ Y TẾ"),
    number: str = "Số: 123/QĐ-SYT",
    date: str = "Kiên Giang, ngày 15 tháng 6 năm 2025",
) -> list[Row]:
    """The head of a document."""
    left = [(LEFT, 100.0 + 40 * line, agency) for line, agency in enumerate(agencies)]
    right = [(RIGHT, 100.0, COUNTRY), (RIGHT, 145.0, MOTTO)]
    return [*left, *right, (LEFT, 260.0, number), (RIGHT, 260.0, date)]


def foot(
    authority: Sequence[str] = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    name: str = "Nguyễn Trúc Giang",
    recipients: Sequence[str] = ("- Như Điều 3;", "- Lưu: VT."),
    top: float = 1500.0,
) -> list[Row]:
    """The foot of a document."""
    left = [(280.0, top, "Nơi nhận:"), *((300.0, top + 40 * i, entry) for i, entry in enumerate(recipients, start=1))]
    right = [(1200.0, top + 45 * line, text) for line, text in enumerate(authority)]
    return [*left, *right, (1200.0, top + 330.0, name)]


CHAIR = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
"""Who signs for a people's committee."""


def decision(
    *,
    title: Sequence[str] = ("QUYẾT ĐỊNH", "Về việc thành lập Tổ xây dựng Đề án"),
    heading: Sequence[Row] | None = None,
    signature: Sequence[Row] | None = None,
) -> list[Row]:
    """A whole document on one page."""
    titles = [(MIDDLE, 380.0 + 45 * line, text) for line, text in enumerate(title)]
    return [*(heading or head()), *titles, *body(), *(signature if signature is not None else foot())]


def fields(*readings: PageReading) -> dict[str, Field]:
    """The extracted fields by name."""
    return {field.name: field for field in extract(readings)}


def failed(field: Field) -> set[str]:
    """The rules a field did not pass."""
    return {verdict.rule for verdict in field.rules if not verdict.passed}
