"""What is kept: batches, dossiers, documents, pages, fields with their evidence, and outcomes.

Frozen values. A box lies in the frame of the archived page: upright, deskewed, origin top left, pixels of
``PageFrame.width_px`` × ``PageFrame.height_px``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

Digest = NewType("Digest", str)
"""Lower-case hexadecimal SHA-256 of an object's bytes: its name in the object store."""

BatchId = NewType("BatchId", str)
DocumentId = NewType("DocumentId", str)
OutcomeId = NewType("OutcomeId", str)
JobId = NewType("JobId", str)


class DocumentState(StrEnum):
    """Where a scanned document stands; the transitions are in ``domain.lifecycle``."""

    RECEIVED = "received"
    SEPARATED = "separated"
    RECOGNISED = "recognised"
    DESCRIBED = "described"
    VERIFIED = "verified"
    PRESERVED = "preserved"
    SIGNED = "signed"
    PUBLISHED = "published"
    QUARANTINED = "quarantined"


class OutcomeState(StrEnum):
    """Where an electronic result stands; the transitions are in ``domain.lifecycle``."""

    DRAFTED = "drafted"
    CONVERTED = "converted"
    SIGNED = "signed"
    SEALED = "sealed"
    ISSUED = "issued"
    REJECTED = "rejected"


class RepresentationKind(StrEnum):
    """One form of a document's or an outcome's bytes."""

    ORIGINAL = "original"
    ARCHIVAL = "archival"
    SIGNED = "signed"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in page pixels, ``x0 < x1`` and ``y0 < y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In pixels."""
        return self.y1 - self.y0

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word: NFC text, box, confidence in [0, 100], and the line and block it belongs to.

    ``line`` counts through the page in reading order; ``block`` likewise. ``baseline`` is the height on which its
    letters stand, in pixels from the top, where the engine tells it.
    """

    text: str
    box: Box
    confidence: float
    line: int
    block: int
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The archived page and how it came from the scanned image.

    ``rotation`` is the clockwise quarter turn applied first (0, 90, 180, 270); ``skew_deg`` the counter-clockwise
    angle by which the text lines were turned in the scan, and which was turned back after it.
    """

    width_px: int
    height_px: int
    dpi: float
    rotation: int = 0
    skew_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class DossierMark:
    """A bar code on a page that names a dossier: its code, further codes of the same one, and the procedure's.

    ``certainty`` in [0, 1] is that of the kind of bar code. What else the code says is not kept: it may be personal.
    """

    dossier_code: str
    box: Box
    certainty: float
    procedure_code: str | None = None
    others: tuple[str, ...] = ()


class HandwrittenKind(StrEnum):
    """What is filled in by hand between the printed words of a document's head."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class HandwrittenPart:
    """A gap of a document's head that is filled in by hand, and which digits may stand there.

    ``guesses`` are whole strings of digits with their probabilities, best first; an empty string says that nothing is
    written. The gap may hold print all the same: only the words tell.
    """

    kind: HandwrittenKind
    box: Box
    guesses: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PageReading:
    """Everything recognition found out about one page. ``number`` counts from 1.

    ``measures`` are page-quality numbers (``mean_confidence``, ``ink_cover``, …); ``warnings`` are codes;
    ``likeness`` is a perceptual hash in hexadecimal: scans of one sheet differ by few bits. ``steps`` are codes of what
    was done to the page for reading, in order (``deskewed``, ``paper_whitened``, …); its archived image was not.
    ``handwriting`` are the gaps of a document's head that this page has, read by a recogniser of digits.
    """

    number: int
    frame: PageFrame
    words: tuple[Word, ...]
    engine: str
    measures: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    likeness: str | None = None
    steps: tuple[str, ...] = ()
    marks: tuple[DossierMark, ...] = ()
    handwriting: tuple[HandwrittenPart, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """One rule that was asked about a value."""

    rule: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One extracted value with its evidence.

    ``value`` is normalised (dates ISO 8601, recipients one per line), ``raw`` is what stood on the page; ``page``
    counts from 1; ``confidence`` lies in [0, 1]; ``accepted`` says that the value may pass without a person;
    ``source`` is one of ocr, text, qr, database, person.
    """

    name: str
    value: str
    raw: str
    page: int | None
    box: Box | None
    confidence: float
    accepted: bool
    rules: tuple[RuleVerdict, ...] = ()
    source: str = "ocr"
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Representation:
    """One stored form. ``facts`` are what was proved of it: PDF/A verdict, signature verdict, time per page."""

    kind: RepresentationKind
    digest: Digest
    size_bytes: int
    media_type: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """One delivery of paper."""

    id: BatchId
    name: str
    source: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier (hồ sơ), known by its code."""

    code: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of a dossier (giấy tờ). ``version`` grows with each saved change and guards against lost updates."""

    id: DocumentId
    batch_id: BatchId
    name: str
    original: Digest
    size_bytes: int
    state: DocumentState
    created_at: datetime
    updated_at: datetime
    dossier_code: str | None = None
    media_type: str = "application/octet-stream"
    page_count: int | None = None
    reason: str | None = None
    reason_params: Mapping[str, object] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A page (trang) of a document: its stored reading and preview once it is recognised."""

    document_id: DocumentId
    number: int
    reading: Digest | None = None
    preview: Digest | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An electronic result (kết quả giải quyết). One per dossier, kind and edition is ever issued."""

    id: OutcomeId
    dossier_code: str
    kind: str
    edition: int
    name: str
    draft: Digest
    state: OutcomeState
    created_at: datetime
    updated_at: datetime
    reason: str | None = None
    reason_params: Mapping[str, object] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The proof that an outcome was issued, written once and never changed."""

    sequence: int
    outcome_id: OutcomeId
    dossier_code: str
    kind: str
    edition: int
    digest: Digest
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that happened: who, what, to which record. ``facts`` hold no recognised text and no names."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: Mapping[str, object] = field(default_factory=dict)
