"""Everything a document says of itself: the fields of its words, and those that bar codes on its pages name."""

from collections.abc import Sequence

from domain.learned import Known
from domain.model import Field, PageReading
from pipeline.extract import extract
from pipeline.extract.cross_checks import with_codes
from pipeline.extract.known import weighed
from pipeline.separate.evidence import fields_of


def describe(readings: Sequence[PageReading], known: Known | None = None) -> tuple[Field, ...]:
    """The fields of a document, at most one of each name. A bar code is more certain than letters.

    Args:
        readings: the pages in order, numbers rising.
        known: what the officers of the receiving organisation taught.
    """
    described = with_codes(extract(readings), fields_of(readings))
    return weighed(described, known or Known.nothing())
