"""Doing one job: claim, read, compute, save. What went wrong decides what becomes of the record.

Nothing computes inside a transaction. The record's new state, what the step wrote, the audit row, the end of this job
and the jobs that follow are one transaction. Who lost the lease meanwhile saves nothing.
"""

import errno
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, repeat
from uuid import uuid4

import structlog

from domain.errors import (
    ConflictError,
    DiskFull,
    JobTaken,
    RecordsUnavailable,
    SohoaError,
    TooManyAttempts,
    UnavailableError,
    UnexpectedFailure,
    UnknownRecord,
)
from domain.model import Document, DocumentId, JobId, Outcome, OutcomeId
from storage.records.port import Job, UnitOfWork
from workers.lease import LEASE, kept
from workers.moves import move_document, move_outcome, save_page, set_aside
from workers.route import DOCUMENT_ROUTE, OUTCOME_ROUTE, DocumentStep, OutcomeStep, PageStep, split_subject
from workers.services import Services
from workers.steps import DOCUMENT_STEPS, OUTCOME_STEPS, PAGE_STEPS

MAX_LAPSES = 3
"""A job that took its worker down this often is not given to another one."""

MAX_FAULTS = 3
"""Tries that a fault of the program itself is given; one that follows a service's absence is given one more."""

MAX_BACK_OFF = timedelta(minutes=5)
_FIRST_BACK_OFF = timedelta(seconds=2)
_FIRST_CONFLICT = timedelta(milliseconds=200)

_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
"""Between questions whether the database is back; the last one repeats."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Due:
    """A record, and the step its state asks for."""

    record: Document | Outcome
    step: DocumentStep | PageStep | OutcomeStep
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Try:
    """One try at one job, under an owner's name that no other try has."""

    services: Services
    owner: str
    job: Job
    due: _Due
    stopping: threading.Event


def run_job(services: Services, job_id: JobId, *, stopping: threading.Event | None = None) -> None:
    """Do one job; the database says how it ended. What happens to its record never raises.

    A step that is done waits for a database that went away meanwhile, until ``stopping`` is set.

    Raises:
        RecordsUnavailable: the database is away; the lease runs out and the job is rung again.
    """
    records = services.stores.records
    owner = f"{services.name}/{uuid4().hex[:8]}"
    try:
        with records.transaction() as tx:
            job = tx.jobs.claim(job_id, owner, LEASE)
            due = _due(tx, job)
            if due is None:
                tx.jobs.finish(job.id, owner)
                return
    except JobTaken:
        return
    with kept(records, owner):
        try:
            _attempt(_Try(services, owner, job, due, stopping or threading.Event()))
        except JobTaken:
            log.warning("lease_lost", step=due.step.name, subject=job.subject)


def _due(tx: UnitOfWork, job: Job) -> _Due | None:
    """What the job's record asks for; ``None`` when it asks for nothing, or for nothing any more."""
    record_id, page = split_subject(job.kind, job.subject)
    try:
        if job.kind == "outcome":
            outcome = tx.outcomes.get(OutcomeId(record_id))
            outcome_step = OUTCOME_ROUTE[outcome.state]
            return _Due(outcome, outcome_step) if isinstance(outcome_step, OutcomeStep) else None
        document = tx.documents.get(DocumentId(record_id))
    except UnknownRecord:
        return None
    step = DOCUMENT_ROUTE[document.state]
    wanted = PageStep if job.kind == "page" else DocumentStep
    return _Due(document, step, page) if isinstance(step, wanted) else None


def _attempt(this: _Try) -> None:
    started = time.monotonic()
    try:
        _refuse_a_worker_killer(this)
        _take_step(this)
    except JobTaken:
        raise
    except Exception as error:
        _give_up(this, _meaning_of(error, this))
    else:
        seconds = round(time.monotonic() - started, 3)
        log.info("step_done", step=this.due.step.name, subject=this.job.subject, seconds=seconds)


def _refuse_a_worker_killer(this: _Try) -> None:
    if this.job.lapses >= MAX_LAPSES:
        raise TooManyAttempts(step=this.due.step.name, attempts=this.job.attempts)


def _take_step(this: _Try) -> None:
    services, step, record = this.services, this.due.step, this.due.record
    if isinstance(step, PageStep) and isinstance(record, Document) and this.due.page is not None:
        page = PAGE_STEPS[step.name](services, record, this.due.page).page
        _finish(this, lambda tx: save_page(tx, services.name, record, step, page))
    elif isinstance(step, DocumentStep) and isinstance(record, Document):
        advance = DOCUMENT_STEPS[step.name](services, record)
        _finish(this, lambda tx: move_document(tx, services.name, record, advance))
    elif isinstance(step, OutcomeStep) and isinstance(record, Outcome):
        change = OUTCOME_STEPS[step.name](services, record)
        _finish(this, lambda tx: move_outcome(tx, services.name, record, change))


# --- what went wrong ------------------------------------------------------------------------------------------------


def _meaning_of(error: Exception, this: _Try) -> SohoaError:
    if isinstance(error, SohoaError):
        return error
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return DiskFull(os.strerror(error.errno))
    log.error("step_failed", step=this.due.step.name, subject=this.job.subject, exc_info=error)
    return UnexpectedFailure(type(error).__name__, step=this.due.step.name)


def _give_up(this: _Try, failure: SohoaError) -> None:
    if _passes(failure, this.job):
        _give_back(this, failure)
        return
    log.warning("record_set_aside", subject=this.job.subject, code=failure.code, detail=failure.detail)
    try:
        _finish(this, lambda tx: set_aside(tx, this.services.name, this.due.record, failure))
    except JobTaken:
        raise
    except ConflictError as conflict:
        _give_back(this, conflict)


def _passes(failure: SohoaError, job: Job) -> bool:
    """Whether the same try may succeed later."""
    if isinstance(failure, UnexpectedFailure):
        return job.attempts < MAX_FAULTS or job.last_error != failure.code
    return isinstance(failure, ConflictError | UnavailableError)


def _give_back(this: _Try, failure: SohoaError) -> None:
    first = _FIRST_CONFLICT if isinstance(failure, ConflictError) else _FIRST_BACK_OFF
    delay = min(first * 2 ** min(this.job.attempts - 1, 12), MAX_BACK_OFF)
    log.warning(
        "step_postponed",
        step=this.due.step.name,
        subject=this.job.subject,
        code=failure.code,
        detail=failure.detail,
        delay_s=delay.total_seconds(),
    )
    _write(this, lambda tx: tx.jobs.release(this.job.id, this.owner, delay=delay, error=failure.code))


# --- writing --------------------------------------------------------------------------------------------------------


def _finish(this: _Try, end: Callable[[UnitOfWork], None]) -> None:
    def write(tx: UnitOfWork) -> None:
        # First, as it says whether this try still holds the job; a commit whose answer was lost is noticed here too.
        tx.jobs.finish(this.job.id, this.owner)
        end(tx)

    _write(this, write)


def _write(this: _Try, act: Callable[[UnitOfWork], None]) -> None:
    """One transaction, as soon as the database answers: without it this thread could do nothing else."""
    for pause_s in chain(_PAUSES_S, repeat(_PAUSES_S[-1])):
        try:
            with this.services.stores.records.transaction() as tx:
                act(tx)
        except RecordsUnavailable as error:
            log.warning("records_awaited", subject=this.job.subject, detail=error.detail)
            if this.stopping.wait(pause_s):
                raise
        else:
            return
