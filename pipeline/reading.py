"""A page's reading as bytes that are stored, and as plain text."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from domain.errors import UnexpectedFailure
from domain.model import Box, DossierMark, HandwrittenKind, HandwrittenPart, PageFrame, PageReading, Word

_WordRow = tuple[str, float, float, float, float, float, int, int]


def reading_to_json(reading: PageReading) -> bytes:
    """Compact JSON, UTF-8; equal readings give equal bytes.

    A word is ``[text, x0, y0, x1, y1, confidence, line, block]``, followed by its baseline where that is known; numbers
    are rounded to a tenth, probabilities to the fourth place. ``likeness``, ``steps``, ``marks`` and ``handwriting``
    stand only where there are any. Archives hold readings for decades: whatever is added must stay optional.
    """
    frame = reading.frame
    content: dict[str, object] = {
        "number": reading.number,
        "engine": reading.engine,
        "frame": [frame.width_px, frame.height_px, frame.dpi, frame.rotation, frame.skew_deg],
        "measures": dict(sorted(reading.measures.items())),
        "warnings": reading.warnings,
        "words": [_word_row(word) for word in reading.words],
    }
    if reading.likeness is not None:
        content["likeness"] = reading.likeness
    if reading.steps:
        content["steps"] = reading.steps
    if reading.marks:
        content["marks"] = [_mark_row(mark) for mark in reading.marks]
    if reading.handwriting:
        content["handwriting"] = [_part_row(part) for part in reading.handwriting]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def reading_from_json(content: bytes) -> PageReading:
    """The reading that was stored.

    Raises:
        UnexpectedFailure: the bytes are no reading of this version.
    """
    try:
        stored = json.loads(content)
        width, height, dpi, rotation, skew = stored["frame"]
        likeness = stored.get("likeness")
        return PageReading(
            int(stored["number"]),
            PageFrame(int(width), int(height), float(dpi), int(rotation), float(skew)),
            tuple(_word(row) for row in stored["words"]),
            str(stored["engine"]),
            cast(Mapping[str, float], stored["measures"]),
            tuple(stored["warnings"]),
            None if likeness is None else str(likeness),
            tuple(stored.get("steps", ())),
            tuple(_mark(row) for row in stored.get("marks", ())),
            tuple(_part(row) for row in stored.get("handwriting", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedFailure(f"stored reading: {type(error).__name__}", step="reading") from error


def plain_text(reading: PageReading) -> str:
    """The words in reading order: a line of the page is a line, an empty line stands between blocks."""
    blocks = (
        "\n".join(" ".join(word.text for word in line) for _, line in groupby(block, key=lambda word: word.line))
        for _, block in groupby(reading.words, key=lambda word: word.block)
    )
    text = "\n\n".join(blocks)
    return f"{text}\n" if text else ""


def _sides(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.x0, box.y0, box.x1, box.y1)]


def _mark_row(mark: DossierMark) -> list[object]:
    return [mark.dossier_code, _sides(mark.box), mark.certainty, mark.procedure_code, list(mark.others)]


def _mark(row: Sequence[Any]) -> DossierMark:
    code, box, certainty, procedure, others = row
    return DossierMark(str(code), Box(*map(float, box)), float(certainty), procedure, tuple(others))


def _part_row(part: HandwrittenPart) -> list[object]:
    return [part.kind.value, _sides(part.box), [[text, round(probability, 4)] for text, probability in part.guesses]]


def _part(row: Sequence[Any]) -> HandwrittenPart:
    kind, box, guesses = row
    read = tuple((str(text), float(probability)) for text, probability in guesses)
    return HandwrittenPart(HandwrittenKind(kind), Box(*map(float, box)), read)


def _word_row(word: Word) -> list[str | float]:
    baseline = () if word.baseline is None else (round(word.baseline, 1),)
    return [word.text, *_sides(word.box), round(word.confidence, 1), word.line, word.block, *baseline]


def _word(row: Sequence[object]) -> Word:
    text, x0, y0, x1, y1, confidence, line, block = cast(_WordRow, tuple(row[:8]))
    box = Box(float(x0), float(y0), float(x1), float(y1))
    baseline = float(cast(float, row[8])) if len(row) > 8 else None
    return Word(str(text), box, float(confidence), int(line), int(block), baseline)
