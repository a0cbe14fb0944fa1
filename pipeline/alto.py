"""A page's reading as ALTO XML 4.4, the form in which libraries and archives exchange recognised text.

Coordinates are pixels of the archived page: upright, level, origin top left. Schema: Library of Congress,
http://www.loc.gov/standards/alto/v4/alto-4-4.xsd.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby

from lxml import etree

from domain.model import Box, PageReading, Word

_ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES: dict[str | None, str] = {None: _ALTO, "xsi": _XSI}
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; broken text layers of born-digital files contain it."""


def alto_xml(reading: PageReading) -> bytes:
    """The reading as a document of its own, UTF-8; equal readings give equal bytes.

    A word's confidence becomes ``WC`` in [0, 1]; a line has a ``BASELINE`` where the engine told the baselines of its
    words. Characters that XML cannot hold become U+FFFD.
    """
    root = etree.Element(_tag("alto"), {"SCHEMAVERSION": "4.4"}, nsmap=_NAMESPACES)  # type: ignore[arg-type] # the stubs know no default namespace
    root.set(f"{{{_XSI}}}schemaLocation", f"{_ALTO} {_SCHEMA}")
    _describe(etree.SubElement(root, _tag("Description")), reading)
    _lay_out(etree.SubElement(root, _tag("Layout")), reading)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _describe(description: etree._Element, reading: PageReading) -> None:
    _text(description, "MeasurementUnit", "pixel")
    frame = reading.frame
    levelling = etree.SubElement(description, _tag("Processing"), {"ID": "levelling"})
    _text(levelling, "processingCategory", "preOperation")
    _text(levelling, "processingStepDescription", f"turned clockwise by {frame.rotation} degrees")
    _text(levelling, "processingStepDescription", f"then turned clockwise by {frame.skew_deg:g} degrees")
    _text(levelling, "processingStepSettings", f"{_number(frame.dpi)} pixels per inch")
    for identifier, engine in _engines(reading):
        recognition = etree.SubElement(description, _tag("Processing"), {"ID": identifier})
        _text(recognition, "processingCategory", "contentGeneration")
        software = etree.SubElement(recognition, _tag("processingSoftware"))
        name, version = _name_and_version(engine)
        _text(software, "softwareName", name)
        if version:
            _text(software, "softwareVersion", version)


def _engines(reading: PageReading) -> Iterator[tuple[str, str]]:
    """Each engine that gave words of the page, with an identifier of its own."""
    for number, engine in enumerate(reading.engine.split(", "), start=1):
        yield f"recognition_{number}", engine


def _name_and_version(engine: str) -> tuple[str, str]:
    """A version begins at the first word with a digit in front; ``pdf text`` has none."""
    words = engine.split(" ")
    end = next((at for at, word in enumerate(words) if word[:1].isdigit()), len(words))
    return " ".join(words[:end]), " ".join(words[end:])


def _lay_out(layout: etree._Element, reading: PageReading) -> None:
    frame = reading.frame
    page = etree.SubElement(
        layout,
        _tag("Page"),
        {
            "ID": f"page_{reading.number}",
            "PHYSICAL_IMG_NR": str(reading.number),
            "WIDTH": str(frame.width_px),
            "HEIGHT": str(frame.height_px),
            "PROCESSINGREFS": " ".join(["levelling", *(identifier for identifier, _ in _engines(reading))]),
        },
    )
    printed = _around(reading.words) if reading.words else Box(0, 0, frame.width_px, frame.height_px)
    space = etree.SubElement(page, _tag("PrintSpace"), _place(printed))
    lines = 0
    for number, (_, block) in enumerate(groupby(reading.words, key=lambda word: word.block), start=1):
        words = tuple(block)
        text_block = etree.SubElement(space, _tag("TextBlock"), {"ID": f"block_{number}", **_place(_around(words))})
        for _, line in groupby(words, key=lambda word: word.line):
            lines += 1
            _add_line(text_block, f"line_{lines}", tuple(line))


def _add_line(block: etree._Element, identifier: str, words: Sequence[Word]) -> None:
    attributes = {"ID": identifier, **_place(_around(words))}
    baseline = _baseline(words)
    if baseline:
        attributes["BASELINE"] = baseline
    line = etree.SubElement(block, _tag("TextLine"), attributes)
    before: Word | None = None
    for word in words:
        if before is not None:
            etree.SubElement(line, _tag("SP"), _gap(before.box, word.box))
        certain = min(max(word.confidence / 100, 0.0), 1.0)
        content = {"CONTENT": _clean(word.text), "WC": f"{certain:.3f}"}
        etree.SubElement(line, _tag("String"), {**content, **_place(word.box)})
        before = word


def _baseline(words: Iterable[Word]) -> str:
    """The corners of the line on which the letters stand, as ``x,y x,y …``; empty when no word tells."""
    corners: list[tuple[float, float]] = []
    for word in words:
        if word.baseline is None:
            continue
        if len(corners) > 1 and corners[-1][1] == corners[-2][1] == word.baseline:
            corners[-1] = word.box.x1, word.baseline
        else:
            corners += [(word.box.x0, word.baseline), (word.box.x1, word.baseline)]
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)


def _around(words: Sequence[Word]) -> Box:
    return reduce(Box.union, (word.box for word in words))


def _place(box: Box) -> dict[str, str]:
    return {
        "HPOS": _number(box.x0),
        "VPOS": _number(box.y0),
        "WIDTH": _number(box.width),
        "HEIGHT": _number(box.height),
    }


def _gap(left: Box, right: Box) -> dict[str, str]:
    return {"HPOS": _number(left.x1), "VPOS": _number(right.y0), "WIDTH": _number(max(0.0, right.x0 - left.x1))}


def _number(value: float) -> str:
    """Rounded to a tenth, without a trailing ``.0``."""
    return f"{value:.1f}".removesuffix(".0")


def _tag(name: str) -> str:
    return f"{{{_ALTO}}}{name}"


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = _clean(text)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
