"""Everything a document says of itself: the fields of its words, and those that bar codes on its pages name."""

from collections.abc import Sequence

from domain.model import Field, PageReading
from pipeline.extract import extract
from pipeline.separate.evidence import fields_of


def describe(readings: Sequence[PageReading]) -> tuple[Field, ...]:
    """The fields of a document, at most one of each name. A bar code is more certain than letters.

    Args:
        readings: the pages in order, numbers rising.
    """
    coded = fields_of(readings)
    names = {field.name for field in coded}
    return (*(field for field in extract(readings) if field.name not in names), *coded)
