"""What stands on a page without being the document's own: stamps of arrival and boxes of digital signatures.

Their numbers, dates and agencies become fields of their own, and their words are taken off the page before any other
field is looked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from domain.model import Field, PageReading, Word
from pipeline.extract.esign_box import EsignBox, esign_fields, find_boxes
from pipeline.extract.header import find_header
from pipeline.extract.incoming_stamp import IncomingStamp, find_stamp, stamp_fields
from pipeline.extract.lines import Line

PageLines = tuple[PageReading, tuple[Line, ...]]
"""A page with the lines on it that are still to be read, top to bottom."""


@dataclass(frozen=True, slots=True)
class Decoys:
    """What was told apart on the pages of a file."""

    stamps: tuple[IncomingStamp, ...] = ()
    boxes: tuple[EsignBox, ...] = ()

    def fields(self) -> Iterator[Field]:
        """The particulars of the first stamp, and those of the boxes."""
        for stamp in self.stamps[:1]:
            yield from stamp_fields(stamp)
        yield from esign_fields(self.boxes)


def without_decoys(pages: Sequence[PageLines]) -> tuple[tuple[PageLines, ...], Decoys]:
    """The pages without the words of decoys, and the decoys."""
    found = [(_page_stamp(reading, lines), find_boxes(lines)) for reading, lines in pages]
    kept = tuple(
        (reading, _without(lines, frozenset(chain.from_iterable(one.words for one in (stamp, *boxes) if one))))
        for (reading, lines), (stamp, boxes) in zip(pages, found, strict=True)
    )
    stamps = tuple(stamp for stamp, _ in found if stamp is not None)
    return kept, Decoys(stamps, tuple(box for _, boxes in found for box in boxes))


def _page_stamp(reading: PageReading, lines: tuple[Line, ...]) -> IncomingStamp | None:
    size = reading.frame.width_px, reading.frame.height_px
    stamp = find_stamp(size, lines)
    if stamp is None or (stamp.bears_labels and not stamp.agency):
        return stamp
    header = find_header(reading.number, size, _without(lines, stamp.labelled))
    if header is None:
        # Tables hold lone numbers and days as well.
        return stamp if stamp.bears_labels else None
    # A stamp right under the head has the issuing agency above it.
    return find_stamp(size, lines, header.agencies)


def _without(lines: Sequence[Line], words: frozenset[Word]) -> tuple[Line, ...]:
    if not words:
        return tuple(lines)
    left = (line if words.isdisjoint(line.words) else line.where(lambda word: word not in words) for line in lines)
    return tuple(line for line in left if line is not None)
