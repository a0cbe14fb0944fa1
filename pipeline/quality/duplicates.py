"""Sheets that were scanned twice within one document."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model import PageReading
from pipeline.quality.likeness import duplicates
from pipeline.quality.profile import DUPLICATE_PAGE


def with_duplicates_marked(readings: Sequence[PageReading]) -> list[PageReading]:
    """The pages, each later one of two that look the same with a warning."""
    again = {later for _, later in duplicates([reading.likeness for reading in readings])}
    return [
        replace(reading, warnings=(*reading.warnings, DUPLICATE_PAGE)) if place in again else reading
        for place, reading in enumerate(readings)
    ]
