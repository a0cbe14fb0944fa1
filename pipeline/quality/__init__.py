"""Page quality: what a scanned page is like, in numbers with units, and whether that is good enough."""

from pipeline.quality.duplicates import with_duplicates_marked
from pipeline.quality.likeness import duplicates, likeness_distance
from pipeline.quality.measures import MEASURES, Measure, PageQuality, quality
from pipeline.quality.profile import (
    DUPLICATE_PAGE,
    OFFICE_SCAN,
    PROFILES,
    Level,
    QualityProfile,
    Verdict,
    judge,
    warnings_of,
)

__all__ = [
    "DUPLICATE_PAGE",
    "MEASURES",
    "OFFICE_SCAN",
    "PROFILES",
    "Level",
    "Measure",
    "PageQuality",
    "QualityProfile",
    "Verdict",
    "duplicates",
    "judge",
    "likeness_distance",
    "quality",
    "warnings_of",
    "with_duplicates_marked",
]
