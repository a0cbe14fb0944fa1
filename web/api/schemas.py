"""What the API says, as models; the OpenAPI document is made of these. Times are UTC, boxes pixels of their frame."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _OfValue(BaseModel):
    """A model with the attributes of a domain value."""

    model_config = ConfigDict(from_attributes=True)


class Sentences(BaseModel):
    """One sentence for people in each language."""

    vi: str
    en: str


class Problem(BaseModel):
    """Problem details (RFC 9457). ``type`` is stable; ``detail`` tells a person what to do."""

    type: str = Field(examples=["urn:sohoa:problem:empty_file"])
    title: str
    status: int
    detail: str
    code: str
    messages: Sentences
    document_id: str | None = Field(default=None, description="The record under which a refused original is kept.")


class Reason(BaseModel):
    """Why a record was set aside."""

    code: str
    messages: Sentences


class BoxModel(_OfValue):
    """A rectangle, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class FrameModel(_OfValue):
    """The pixel frame in which boxes lie."""

    width_px: int
    height_px: int
    dpi: float


class RuleModel(_OfValue):
    """A rule that was asked about a value."""

    rule: str
    passed: bool


class FieldModel(_OfValue):
    """One extracted value with its evidence. ``value`` is normalised: dates ISO 8601, recipients one per line."""

    name: str
    value: str
    raw: str
    page: int | None
    box: BoxModel | None
    confidence: float = Field(description="In [0, 1].")
    accepted: bool = Field(description="Whether the value may pass without a person.")
    source: str
    rules: Sequence[RuleModel]
    alternatives: Sequence[str] = Field(description="What else it may be, likeliest first.")


class PageModel(BaseModel):
    """A page and where its image is, once there is one."""

    number: int
    recognised: bool
    image: str | None


class FormModel(BaseModel):
    """A stored form, its digest (SHA-256), what was proved of it, and where its bytes are."""

    kind: str
    digest: str
    size_bytes: int
    media_type: str
    facts: Mapping[str, object]
    content: str


class EventModel(_OfValue):
    """One line of a record's history."""

    sequence: int
    at: datetime
    actor: str
    action: str
    facts: Mapping[str, object]


class RecordSummary(BaseModel):
    """Where a record stands."""

    id: str
    name: str
    state: str
    state_name: str
    reason: Reason | None
    created_at: datetime
    updated_at: datetime
    page_url: str


class WarningModel(BaseModel):
    """Something about a document that somebody should look at, and the other documents it is about."""

    code: str
    messages: Sentences
    document_ids: Sequence[str]


class DocumentSummary(RecordSummary):
    """Where a scanned document stands."""

    dossier_code: str | None
    media_type: str
    size_bytes: int
    page_count: int | None


class DocumentDetail(BaseModel):
    """A document with all that is known of it."""

    document: DocumentSummary
    warnings: Sequence[WarningModel]
    fields: Sequence[FieldModel]
    pages: Sequence[PageModel]
    representations: Sequence[FormModel]
    history: Sequence[EventModel]


class ReceivedModel(BaseModel):
    """A taken-in file. ``new`` is false when the same bytes were filed to the same dossier before."""

    new: bool
    document: DocumentSummary


class DeliveryItem(BaseModel):
    """What became of one of several files of a request."""

    name: str
    status: int
    received: ReceivedModel | None = None
    problem: Problem | None = None


class Delivery(BaseModel):
    """What became of the files of a request that held several, in their order."""

    items: Sequence[DeliveryItem]


class LedgerModel(_OfValue):
    """The proof of issue."""

    sequence: int
    digest: str
    issued_at: datetime


class OutcomeSummary(RecordSummary):
    """Where an electronic result stands."""

    dossier_code: str
    kind: str
    edition: int


class OutcomeDetail(BaseModel):
    """An outcome with its stored forms, its ledger entry once issued, and its history."""

    outcome: OutcomeSummary
    ledger: LedgerModel | None
    representations: Sequence[FormModel]
    history: Sequence[EventModel]


class DossierModel(BaseModel):
    """A dossier's papers, newest first, and results, oldest first."""

    code: str
    documents: Sequence[DocumentSummary]
    outcomes: Sequence[OutcomeSummary]


class ExcerptPiece(BaseModel):
    """A run of the line around a hit."""

    text: str
    matched: bool


class HitModel(BaseModel):
    """A page that matched. ``boxes`` lie in ``frame``; both are empty for outcomes and where only a field matched."""

    kind: Literal["document", "outcome"]
    record_id: str
    dossier_code: str | None
    page: int
    score: float
    excerpt: Sequence[ExcerptPiece]
    boxes: Sequence[BoxModel]
    frame: FrameModel | None
    fields: Mapping[str, str]
    page_url: str


class SearchModel(BaseModel):
    """One page of an answer; ``total`` counts all pages that match."""

    query: str
    total: int
    limit: int
    offset: int
    hits: Sequence[HitModel]


class StatusModel(BaseModel):
    """How many records stand in each state, and how many steps are due in each queue."""

    documents: Mapping[str, int]
    outcomes: Mapping[str, int]
    jobs: Mapping[str, int]


class Health(BaseModel):
    """The server answers and reaches its database."""

    status: Literal["ok"]
    version: str
