"""The route: which step follows from a record's state, and on which queue.

A state has a step, waits for somebody, or is done; an architecture test holds this against the lifecycles. Steps are
named here and stand in ``workers.steps``, so that who only asks and enqueues loads neither OCR nor signing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.model import Document, DocumentState, Outcome, OutcomeState
from storage.records.port import JobKind, UnitOfWork

QUEUES = ("intake", "pages", "documents", "signing", "publishing")


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A step on a whole document."""

    name: str
    queue: str


@dataclass(frozen=True, slots=True)
class PageStep:
    """A step on each page of a document at once; the last page to finish moves the document on."""

    name: str
    queue: str
    then: DocumentState


@dataclass(frozen=True, slots=True)
class OutcomeStep:
    """A step on an outcome."""

    name: str
    queue: str


@dataclass(frozen=True, slots=True)
class Waits:
    """The record stands until somebody acts."""

    for_whom: str


@dataclass(frozen=True, slots=True)
class Done:
    """The record has arrived."""


DOCUMENT_ROUTE: Mapping[DocumentState, DocumentStep | PageStep | Waits | Done] = {
    DocumentState.RECEIVED: DocumentStep("separate", "intake"),
    DocumentState.SEPARATED: PageStep("recognise", "pages", DocumentState.RECOGNISED),
    DocumentState.RECOGNISED: DocumentStep("describe", "documents"),
    DocumentState.DESCRIBED: Waits("officer"),
    DocumentState.VERIFIED: DocumentStep("preserve", "documents"),
    DocumentState.PRESERVED: DocumentStep("sign", "signing"),
    DocumentState.SIGNED: DocumentStep("publish", "publishing"),
    DocumentState.PUBLISHED: Done(),
    DocumentState.QUARANTINED: Waits("scanning room"),
}

OUTCOME_ROUTE: Mapping[OutcomeState, OutcomeStep | Waits | Done] = {
    OutcomeState.DRAFTED: OutcomeStep("convert", "documents"),
    OutcomeState.CONVERTED: OutcomeStep("sign", "signing"),
    OutcomeState.SIGNED: OutcomeStep("seal", "signing"),
    OutcomeState.SEALED: OutcomeStep("issue", "publishing"),
    OutcomeState.ISSUED: Done(),
    OutcomeState.REJECTED: Waits("submitter"),
}


def enqueue_document(tx: UnitOfWork, document: Document) -> None:
    """Write the jobs that follow from a document's state into the outbox."""
    step = DOCUMENT_ROUTE[document.state]
    if isinstance(step, DocumentStep):
        tx.jobs.add("document", document.id, step.queue)
    elif isinstance(step, PageStep):
        for page in tx.documents.pages(document.id):
            if page.reading is None:
                tx.jobs.add("page", page_subject(document, page.number), step.queue)


def enqueue_outcome(tx: UnitOfWork, outcome: Outcome) -> None:
    """Write the job that follows from an outcome's state into the outbox."""
    step = OUTCOME_ROUTE[outcome.state]
    if isinstance(step, OutcomeStep):
        tx.jobs.add("outcome", outcome.id, step.queue)


def page_subject(document: Document, number: int) -> str:
    """The subject of a page's job."""
    return f"{document.id}#{number}"


def split_subject(kind: JobKind, subject: str) -> tuple[str, int | None]:
    """The record's id, and the page number of a page's job."""
    if kind != "page":
        return subject, None
    record_id, _, number = subject.rpartition("#")
    return record_id, int(number)
