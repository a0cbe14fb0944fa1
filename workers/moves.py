"""What the end of a step writes: the record's new state, the audit row, and the jobs that follow.

Each function is called inside the runner's transaction, after the job was finished in it.
"""

from dataclasses import replace

from domain.errors import NoPages, SohoaError
from domain.model import Document, DocumentState, Outcome, OutcomeState, Page
from storage.records.port import UnitOfWork
from workers.advance import DocumentAdvance, OutcomeAdvance
from workers.route import DOCUMENT_ROUTE, PageStep, enqueue_document, enqueue_outcome


def move_document(tx: UnitOfWork, actor: str, read: Document, advance: DocumentAdvance) -> None:
    """Move a document on, past a page step that finds every page read: it was sent round again.

    Args:
        read: the document as the step read it; a change in between makes the save fail, and with it all the rest.

    Raises:
        StaleRecord: somebody saved it in between.
        NoPages: pages are due, and there is none.
    """
    moved = tx.documents.save(replace(read, state=advance.state))
    advance.write(tx)
    tx.audit.append(actor, advance.state.value, read.id, **advance.facts)
    step = DOCUMENT_ROUTE[moved.state]
    if isinstance(step, PageStep) and (past := _past(tx, moved, step)):
        # Read once more, as what the step wrote may stand in the same row.
        move_document(tx, actor, tx.documents.get(read.id), past)
    else:
        enqueue_document(tx, moved)


def save_page(tx: UnitOfWork, actor: str, read: Document, step: PageStep, page: Page) -> None:
    """Keep a page's reading, and move the document on after the last one.

    Nothing for a document that went elsewhere meanwhile.
    """
    # The lock lets only one of two last pages see that nothing is left.
    current = tx.documents.lock(read.id)
    if current.state is not read.state:
        return
    tx.documents.save_page(page)
    if past := _past(tx, current, step):
        move_document(tx, actor, current, past)


def move_outcome(tx: UnitOfWork, actor: str, read: Outcome, advance: OutcomeAdvance) -> None:
    """Move an outcome on. Errors as ``move_document``, and what writing raises."""
    moved = tx.outcomes.save(replace(read, state=advance.state))
    advance.write(tx)
    tx.audit.append(actor, advance.state.value, read.id, **advance.facts)
    enqueue_outcome(tx, moved)


def set_aside(tx: UnitOfWork, actor: str, read: Document | Outcome, failure: SohoaError) -> None:
    """Quarantine a document, or reject an outcome, for a reason. Nothing for a document that went elsewhere meanwhile.

    Raises:
        StaleRecord: somebody saved the outcome in between.
    """
    if isinstance(read, Outcome):
        tx.outcomes.save(replace(read, state=OutcomeState.REJECTED, reason=failure.code, reason_params=failure.params))
        tx.audit.append(actor, OutcomeState.REJECTED.value, read.id, code=failure.code)
        return
    # Not as it was read: another page of it may have been saved since.
    current = tx.documents.lock(read.id)
    if current.state is read.state:
        quarantined = replace(
            current, state=DocumentState.QUARANTINED, reason=failure.code, reason_params=failure.params
        )
        tx.documents.save(quarantined)
        tx.audit.append(actor, DocumentState.QUARANTINED.value, read.id, code=failure.code)


def _past(tx: UnitOfWork, document: Document, step: PageStep) -> DocumentAdvance | None:
    """The way on from a page step; ``None`` while a page is not read."""
    pages = tx.documents.pages(document.id)
    if not pages:
        raise NoPages
    if any(page.reading is None for page in pages):
        return None
    return DocumentAdvance(step.then, facts={"pages": len(pages)})
