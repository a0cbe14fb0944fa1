"""Words out of hOCR, the one form in which both ways to tesseract tell boxes, confidences and baselines."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from lxml import etree

from domain.model import Box, Word

_LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}
_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf (-?[\d.]+)")
_TURNED = re.compile(r"\btextangle ")


def words_of(hocr: str | bytes) -> list[tuple[Word, ...]]:
    """The words of each page of tesseract's hOCR, a whole document or its body alone, in its order."""
    content = hocr.encode() if isinstance(hocr, str) else hocr
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(b"<div>" + _body(content) + b"</div>", parser)
    return [tuple(_page_words(page)) for page in root.iterfind(".//div[@class='ocr_page']")]


def _page_words(page: etree._Element) -> Iterator[Word]:
    block, line = -1, -1
    for element in page.iter("div", "span"):
        kind = element.get("class", "")
        if kind == "ocr_carea":
            block += 1
        elif kind in _LINES:
            line += 1
            yield from _line_words(element, line, block)


def _body(content: bytes) -> bytes:
    start = content.find(b"<body")
    return content if start < 0 else content[content.index(b">", start) + 1 : content.rindex(b"</body>")]


def _line_words(element: etree._Element, line: int, block: int) -> Iterator[Word]:
    title = element.get("title", "")
    baseline = None if _TURNED.search(title) else _BASELINE.search(title)
    edges = _box(title)
    for span in element.iterfind(".//span[@class='ocrx_word']"):
        told = span.get("title", "")
        box, confidence = _box(told), _CONFIDENCE.search(told)
        text = normalize("NFC", "".join(map(str, span.itertext()))).strip()
        if not text or box is None or confidence is None:
            continue
        stands = None
        if baseline is not None and edges is not None:
            # hOCR counts from the lower left corner of the line.
            stands = edges.y1 + float(baseline[2]) + float(baseline[1]) * ((box.x0 + box.x1) / 2 - edges.x0)
        yield Word(text, box, max(float(confidence[1]), 0.0), line, block, stands)


def _box(title: str) -> Box | None:
    found = _BOX.search(title)
    if found is None:
        return None
    x0, y0, x1, y1 = (float(side) for side in found.groups())
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
