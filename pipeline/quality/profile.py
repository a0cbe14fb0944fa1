"""What counts as good enough: limits for each measure by kind of scan, and the verdicts they give.

The least resolution is that of Circular 05/2025/TT-BNV: 200 dpi for papers, 300 dpi for maps and drawings.
"""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.quality.ink import LEAST_CONTENT_MM2
from pipeline.quality.measures import MEASURES, PageQuality

DUPLICATE_PAGE = "duplicate_page"
"""Warning: see ``duplicates``; a batch tells, not a page."""

_UNITS = {measure.name: measure.unit for measure in MEASURES}


class Level(StrEnum):
    """How bad it is. A page that fails should be scanned again."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Limit:
    """From where a measure is worth a warning, and from where it fails.

    ``fail`` beyond ``warn`` means that high values are bad, ``fail`` below it that low ones are; without ``fail``,
    ``low_is_bad`` tells. ``code`` is the warning's.
    """

    measure: str
    code: str
    warn: float
    fail: float | None = None
    low_is_bad: bool = False

    def level(self, value: float) -> Level:
        """Where a value stands; the limits themselves still pass."""
        low_is_bad = self.low_is_bad if self.fail is None else self.fail < self.warn
        sign = -1.0 if low_is_bad else 1.0
        if self.fail is not None and sign * value > sign * self.fail:
            return Level.FAIL
        return Level.WARN if sign * value > sign * self.warn else Level.OK


@dataclass(frozen=True, slots=True)
class QualityProfile:
    """Limits for one kind of scan."""

    name: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a profile says of one measure. ``code`` is the warning when ``level`` is not OK."""

    measure: str
    value: float
    unit: str
    level: Level
    code: str


_BLANK = Limit("content", "blank", LEAST_CONTENT_MM2, low_is_bad=True)
"""Of a page that was read and stays: an officer looks at it. ``pipeline.separate.blank`` decides what a batch leaves
out, and is more careful."""
_PAPERS = Limit("resolution", "low_resolution", 196.0, 140.0)
"""200 dpi but for what scanners and page boxes are rounded by."""
_DRAWINGS = Limit("resolution", "low_resolution", 294.0, 196.0)
_EDGES = Limit("edge_width", "blurred", 350.0, 500.0)
"""Pages blurred on purpose lose 6 % of their words at 350 µm, 10 % at 450 and a third at 540."""
_INK = Limit("contrast", "low_contrast", 60.0, 30.0)
_COPIED_INK = Limit("contrast", "low_contrast", 45.0, 25.0)
_TURNED = Limit("skew", "skewed", 3.0, 6.0)
"""Turned by 6°, an A4 sheet loses the 15 mm of its margin at two corners."""
_CUT = Limit("cut_words", "cut_edge", 1.0, 7.0)
_LONG = Limit("overlength", "double_feed", 0.0)
_WRITTEN = Limit("handwriting", "handwritten", 20.0)

OFFICE_SCAN = QualityProfile("office_scan", (_BLANK, _PAPERS, _EDGES, _INK, _TURNED, _CUT, _LONG, _WRITTEN))
PHOTOCOPY = QualityProfile("photocopy", (_BLANK, _PAPERS, _EDGES, _COPIED_INK, _TURNED, _CUT, _LONG, _WRITTEN))
DRAWING = QualityProfile("drawing", (_BLANK, _DRAWINGS, _EDGES, _INK, _TURNED))
PHONE = QualityProfile(
    "phone", (_BLANK, _PAPERS, _EDGES, _COPIED_INK, Limit("skew", "skewed", 8.0, 14.0), _CUT, _WRITTEN)
)
PROFILES = {profile.name: profile for profile in (OFFICE_SCAN, PHOTOCOPY, DRAWING, PHONE)}


def judge(quality: PageQuality, profile: QualityProfile = OFFICE_SCAN) -> tuple[Verdict, ...]:
    """One verdict for each limit whose measure the page has, in the profile's order."""
    return tuple(
        Verdict(limit.measure, value, _UNITS[limit.measure], limit.level(value), limit.code)
        for limit in profile.limits
        if (value := quality.values.get(limit.measure)) is not None
    )


def warnings_of(verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    """The warning codes of what does not pass."""
    return tuple(verdict.code for verdict in verdicts if verdict.level is not Level.OK)
