"""Running one job: claim it, read the record, take the step its state asks for, and save all at once.

In this order, because each makes the next one safe:

1. Claim in the database. A message delivered twice or late finds the job taken or gone and ends here.
2. Read the record. The state decides the step; a job that outlived its record's state is dropped.
3. Compute, outside any transaction. Only objects are written, named by digest, so a repeat writes the same ones.
4. Save: give up the job, change the state where nobody did in between, write the results, the audit row and the next
   job, in one transaction. Who lost the lease meanwhile saves nothing.
"""

import time
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from domain.errors import (
    ConflictError,
    JobTaken,
    SohoaError,
    TooManyAttempts,
    UnavailableError,
    UnexpectedFailure,
    UnknownRecord,
)
from domain.model import Document, DocumentId, DocumentState, JobId, Outcome, OutcomeId, OutcomeState
from storage.records.port import Job, UnitOfWork
from workers.advance import DocumentAdvance
from workers.route import (
    DOCUMENT_ROUTE,
    OUTCOME_ROUTE,
    DocumentStep,
    OutcomeStep,
    PageStep,
    enqueue_document,
    enqueue_outcome,
    split_subject,
)
from workers.services import Services

LEASE = timedelta(seconds=20)
"""How long a job stays with a process that no longer says it is alive; it says so every quarter of this."""

MAX_LAPSES = 3
"""A job that took its worker down this often is not given to another one."""

MAX_FAULTS = 3
"""Tries that a fault of the program itself is given."""

MAX_BACK_OFF = timedelta(minutes=5)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Record:
    """The record a job is about, and the step its state asks for (``None``: nothing to do)."""

    record: Document | Outcome
    step: DocumentStep | PageStep | OutcomeStep | None
    page: int | None


def run_job(services: Services, job_id: JobId) -> None:
    """Do one job. Never raises for what happens to a record; the database says how it ended."""
    records = services.stores.records
    try:
        with records.transaction() as tx:
            job = tx.jobs.claim(job_id, services.name, LEASE)
            found = _find(tx, job)
            if found is None or found.step is None:
                tx.jobs.finish(job.id, services.name)
                return
    except JobTaken:
        return
    started = time.monotonic()
    try:
        _refuse_a_worker_killer(job, found.step.name)
        _take_step(services, job, found)
    except JobTaken:
        log.warning("lease_lost", step=found.step.name, subject=job.subject)
    except (ConflictError, UnavailableError) as error:
        _give_back(services, job, error)
    except SohoaError as error:
        _set_aside(services, job, found.record, error)
    except Exception as error:
        log.exception("step_failed", step=found.step.name, subject=job.subject)
        fault = UnexpectedFailure(type(error).__name__, step=found.step.name)
        if job.attempts < MAX_FAULTS:
            _give_back(services, job, fault)
        else:
            _set_aside(services, job, found.record, fault)
    else:
        seconds = round(time.monotonic() - started, 3)
        log.info("step_done", step=found.step.name, subject=job.subject, seconds=seconds)


def _find(tx: UnitOfWork, job: Job) -> _Record | None:
    record_id, page = split_subject(job.kind, job.subject)
    try:
        if job.kind == "outcome":
            outcome = tx.outcomes.get(OutcomeId(record_id))
            step = OUTCOME_ROUTE[outcome.state]
            return _Record(outcome, step if isinstance(step, OutcomeStep) else None, None)
        document = tx.documents.get(DocumentId(record_id))
    except UnknownRecord:
        return None
    route = DOCUMENT_ROUTE[document.state]
    wanted = PageStep if job.kind == "page" else DocumentStep
    return _Record(document, route if isinstance(route, wanted) else None, page)


def _refuse_a_worker_killer(job: Job, step: str) -> None:
    if job.lapses >= MAX_LAPSES:
        raise TooManyAttempts(step=step, attempts=job.attempts)


def _take_step(services: Services, job: Job, found: _Record) -> None:
    step, record = found.step, found.record
    if isinstance(step, PageStep) and isinstance(record, Document) and found.page is not None:
        _take_page_step(services, job, step, record, found.page)
    elif isinstance(step, DocumentStep) and isinstance(record, Document):
        advance = step.run(services, record)
        with services.stores.records.transaction() as tx:
            tx.jobs.finish(job.id, services.name)
            _move_document(tx, services.name, record, advance)
    elif isinstance(step, OutcomeStep) and isinstance(record, Outcome):
        change = step.run(services, record)
        with services.stores.records.transaction() as tx:
            tx.jobs.finish(job.id, services.name)
            change.write(tx)
            moved = tx.outcomes.save(replace(record, state=change.state))
            tx.audit.append(services.name, change.state.value, record.id, **change.facts)
            enqueue_outcome(tx, moved)


def _take_page_step(services: Services, job: Job, step: PageStep, document: Document, number: int) -> None:
    result = step.run(services, document, number)
    with services.stores.records.transaction() as tx:
        tx.jobs.finish(job.id, services.name)
        # The lock lets only one of two last pages see that nothing is left.
        current = tx.documents.lock(document.id)
        if current.state is not document.state:
            return
        tx.documents.save_page(result.page)
        if all(page.reading is not None for page in tx.documents.pages(document.id)):
            advance = DocumentAdvance(step.then, facts={"pages": current.page_count})
            _move_document(tx, services.name, current, advance)


def _move_document(tx: UnitOfWork, actor: str, read: Document, advance: DocumentAdvance) -> None:
    # ``read`` is the document as the step read it: a change in between makes the save fail, and with it all the rest.
    moved = tx.documents.save(replace(read, state=advance.state))
    advance.write(tx)
    tx.audit.append(actor, advance.state.value, read.id, **advance.facts)
    enqueue_document(tx, moved)


def _give_back(services: Services, job: Job, error: SohoaError) -> None:
    delay = min(timedelta(seconds=2 ** min(job.attempts, 10)), MAX_BACK_OFF)
    if isinstance(error, ConflictError):
        delay = timedelta(milliseconds=200)
    log.warning("step_postponed", subject=job.subject, code=error.code, detail=error.detail, delay_s=delay.seconds)
    with services.stores.records.transaction() as tx:
        tx.jobs.release(job.id, services.name, delay=delay, error=error.code)


def _set_aside(services: Services, job: Job, record: Document | Outcome, error: SohoaError) -> None:
    """Quarantine the document, or reject the outcome, with the error's code as the reason."""
    log.warning("record_set_aside", subject=job.subject, code=error.code, detail=error.detail)
    try:
        with services.stores.records.transaction() as tx:
            tx.jobs.finish(job.id, services.name)
            if isinstance(record, Outcome):
                tx.outcomes.save(
                    replace(record, state=OutcomeState.REJECTED, reason=error.code, reason_params=error.params)
                )
                tx.audit.append(services.name, OutcomeState.REJECTED.value, record.id, code=error.code)
                return
            current = tx.documents.lock(record.id)
            if current.state is record.state:
                tx.documents.save(
                    replace(current, state=DocumentState.QUARANTINED, reason=error.code, reason_params=error.params)
                )
                tx.audit.append(services.name, DocumentState.QUARANTINED.value, record.id, code=error.code)
    except (JobTaken, ConflictError):
        log.warning("lease_lost", subject=job.subject)
