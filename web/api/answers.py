"""From what the desk knows to what the API says."""

from collections.abc import Iterable, Iterator, Sequence

from domain.errors import SohoaError, error_of
from domain.model import AuditEntry, Document, Outcome, Page, Representation
from domain.numbering import NUMBER_REPEATED
from domain.warnings import warning_for
from web.api.schemas import (
    BoxModel,
    DocumentDetail,
    DocumentSummary,
    DossierModel,
    EventModel,
    ExcerptPiece,
    FieldModel,
    FormModel,
    FrameModel,
    HitModel,
    LedgerModel,
    OutcomeDetail,
    OutcomeSummary,
    PageModel,
    Problem,
    Reason,
    ReceivedModel,
    SearchModel,
    Sentences,
    StatusModel,
    WarningModel,
)
from web.dossiers import DossierView
from web.links import form_path, image_path, record_path
from web.words import standing
from workers.desk import DocumentView, FoundPage, OutcomeView, Received, SearchPage, Status


def problem(error: SohoaError, *, status: int | None = None, document_id: str | None = None) -> Problem:
    """An error as problem details; ``document_id`` names the record under which a refused original is kept."""
    messages = _sentences(error)
    return Problem(
        type=f"urn:sohoa:problem:{error.code}",
        title=error.code.replace("_", " ").capitalize(),
        status=status or error.http_status,
        detail=messages.vi,
        code=error.code,
        messages=messages,
        document_id=document_id,
    )


def document_summary(document: Document) -> DocumentSummary:
    """Where a document stands."""
    return DocumentSummary(
        id=document.id,
        name=document.name,
        state=document.state.value,
        state_name=standing(document.state).name,
        reason=_reason(document),
        created_at=document.created_at,
        updated_at=document.updated_at,
        page_url=record_path(document),
        dossier_code=document.dossier_code,
        media_type=document.media_type,
        size_bytes=document.size_bytes,
        page_count=document.page_count,
    )


def document_detail(view: DocumentView) -> DocumentDetail:
    """A document with all that is known of it."""
    return DocumentDetail(
        document=document_summary(view.document),
        warnings=list(_warnings(view)),
        fields=[FieldModel.model_validate(field) for field in view.fields],
        pages=[_page(page) for page in view.pages],
        representations=_forms(view.document, view.representations),
        history=_history(view.history),
    )


def received(answer: Received) -> ReceivedModel:
    """A file that was taken in."""
    return ReceivedModel(new=answer.new, document=document_summary(answer.document))


def outcome_summary(outcome: Outcome) -> OutcomeSummary:
    """Where an outcome stands."""
    return OutcomeSummary(
        id=outcome.id,
        name=outcome.name,
        state=outcome.state.value,
        state_name=standing(outcome.state).name,
        reason=_reason(outcome),
        created_at=outcome.created_at,
        updated_at=outcome.updated_at,
        page_url=record_path(outcome),
        dossier_code=outcome.dossier_code,
        kind=outcome.kind,
        edition=outcome.edition,
    )


def outcome_detail(view: OutcomeView) -> OutcomeDetail:
    """An outcome with its files, ledger entry and history."""
    return OutcomeDetail(
        outcome=outcome_summary(view.outcome),
        ledger=LedgerModel.model_validate(view.entry) if view.entry else None,
        representations=_forms(view.outcome, view.representations),
        history=_history(view.history),
    )


def dossier(view: DossierView) -> DossierModel:
    """What is filed under a dossier code."""
    return DossierModel(
        code=view.code,
        documents=[document_summary(document) for document in view.documents],
        outcomes=[outcome_summary(one.outcome) for one in view.outcomes],
    )


def search(answer: SearchPage, *, limit: int, offset: int) -> SearchModel:
    """The hits of a query."""
    hits = [_hit(found) for found in answer.found]
    return SearchModel(query=answer.query, total=answer.total, limit=limit, offset=offset, hits=hits)


def status(answer: Status) -> StatusModel:
    """How many records stand where, and how much is due."""
    return StatusModel(
        documents={state.value: count for state, count in answer.documents.items()},
        outcomes={state.value: count for state, count in answer.outcomes.items()},
        jobs=answer.jobs,
    )


def _warnings(view: DocumentView) -> Iterator[WarningModel]:
    if view.same_number:
        yield WarningModel(
            code=NUMBER_REPEATED,
            messages=Sentences(vi=warning_for(NUMBER_REPEATED, "vi"), en=warning_for(NUMBER_REPEATED, "en")),
            document_ids=[other.id for other in view.same_number],
        )


def _sentences(error: SohoaError) -> Sentences:
    return Sentences(vi=error.message("vi"), en=error.message("en"))


def _reason(record: Document | Outcome) -> Reason | None:
    if record.reason is None:
        return None
    return Reason(code=record.reason, messages=_sentences(error_of(record.reason, record.reason_params)))


def _page(page: Page) -> PageModel:
    image = image_path(page.document_id, page.number) if page.preview else None
    return PageModel(number=page.number, recognised=page.reading is not None, image=image)


def _forms(record: Document | Outcome, forms: Iterable[Representation]) -> list[FormModel]:
    return [
        FormModel(
            kind=form.kind.value,
            digest=form.digest,
            size_bytes=form.size_bytes,
            media_type=form.media_type,
            facts=form.facts,
            content=form_path(record, form.kind),
        )
        for form in forms
    ]


def _history(entries: Sequence[AuditEntry]) -> list[EventModel]:
    return [EventModel.model_validate(entry) for entry in entries]


def _hit(found: FoundPage) -> HitModel:
    return HitModel(
        kind="outcome" if isinstance(found.record, Outcome) else "document",
        record_id=found.record.id,
        dossier_code=found.record.dossier_code,
        page=found.page,
        score=found.score,
        excerpt=[ExcerptPiece(text=text, matched=matched) for text, matched in found.excerpt],
        boxes=[BoxModel.model_validate(box) for box in found.boxes],
        frame=FrameModel.model_validate(found.frame) if found.frame else None,
        fields={field.name: field.value for field in found.fields},
        page_url=record_path(found.record, page=found.page),
    )
