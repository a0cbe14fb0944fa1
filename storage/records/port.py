"""The records port: what the database keeps, reached only inside a transaction.

A unit of work commits when its ``with`` block ends normally and rolls back otherwise. State change, audit row and next
job are written in one. Nothing computes inside a transaction.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from domain.learned import Known, Lesson, LessonId, LessonKind, Tally
from domain.model import (
    AuditEntry,
    Batch,
    BatchId,
    Digest,
    Document,
    DocumentId,
    DocumentState,
    Dossier,
    Field,
    JobId,
    LedgerEntry,
    Outcome,
    OutcomeId,
    OutcomeState,
    Page,
    Representation,
)
from domain.numbering import Numbered, Series

JobKind = Literal["document", "page", "outcome"]


@dataclass(frozen=True, slots=True)
class Job:
    """A step that is due. It carries an id; what to do follows from the record's state.

    ``subject`` is a document or outcome id, or ``<document id>#<page number>``. ``attempts`` counts claims, ``lapses``
    those of them that found the lease of an earlier holder run out: its process died or hung.
    """

    id: JobId
    kind: JobKind
    subject: str
    queue: str
    due_at: datetime
    attempts: int
    lapses: int = 0
    owner: str | None = None
    leased_until: datetime | None = None
    rung_at: datetime | None = None
    last_error: str | None = None


class Documents(Protocol):
    """Batches, dossiers, documents, their pages, fields and representations."""

    def open_batch(self, name: str, source: str) -> Batch:
        """The batch of that name, made when there is none."""
        ...

    def dossier(self, code: str) -> Dossier:
        """The dossier of that code, made when there is none."""
        ...

    def add(
        self, *, batch_id: BatchId, name: str, original: Digest, size_bytes: int, dossier_code: str | None
    ) -> tuple[Document, bool]:
        """Record a received document; ``False`` when the same bytes were filed to the same dossier before."""
        ...

    def get(self, document_id: DocumentId) -> Document:
        """Raises ``UnknownRecord``."""
        ...

    def save(self, document: Document) -> Document:
        """Write a changed document where ``document.version`` is the one that was read; returns it with the next.

        Raises:
            StaleRecord: somebody saved it in between.
        """
        ...

    def list(
        self,
        *,
        state: DocumentState | None = None,
        dossier_code: str | None = None,
        batch_id: BatchId | None = None,
        limit: int = 100,
    ) -> Sequence[Document]:
        """Newest first."""
        ...

    def counts(self) -> Mapping[DocumentState, int]:
        """How many documents stand in each state."""
        ...

    def set_page_count(self, document_id: DocumentId, count: int) -> None:
        """Make pages 1 … count where they are missing."""
        ...

    def pages(self, document_id: DocumentId) -> Sequence[Page]:
        """In page order."""
        ...

    def save_page(self, page: Page) -> None:
        """Write a page's reading; the last writer wins, as equal input gives equal readings."""
        ...

    def lock(self, document_id: DocumentId) -> Document:
        """Get a document and hold its row until the transaction ends, so that fan-in counts once."""
        ...

    def set_fields(self, document_id: DocumentId, fields: Sequence[Field]) -> None:
        """Replace the fields of a document, and with them what ``Numbers`` knows of its number."""
        ...

    def fields(self, document_id: DocumentId) -> Sequence[Field]:
        """In the order they were set."""
        ...

    def add_representation(self, record_id: str, representation: Representation) -> None:
        """Record a stored form of a document or outcome; one of each kind, a second one of the same kind replaces."""
        ...

    def representations(self, record_id: str) -> Sequence[Representation]:
        """In the order original, archival, signed, sealed."""
        ...

    def digests(self) -> frozenset[Digest]:
        """Every object any record names: what is in the store beyond these is an orphan."""
        ...


class Outcomes(Protocol):
    """Electronic results and the ledger of those issued."""

    def add(self, *, dossier_code: str, kind: str, edition: int, name: str, draft: Digest) -> tuple[Outcome, bool]:
        """Record a draft; ``False`` and the standing one when (dossier, kind, edition) exists with the same draft.

        Raises:
            AlreadyIssued: it exists with other bytes.
        """
        ...

    def get(self, outcome_id: OutcomeId) -> Outcome:
        """Raises ``UnknownRecord``."""
        ...

    def save(self, outcome: Outcome) -> Outcome:
        """As ``Documents.save``."""
        ...

    def of_dossier(self, dossier_code: str) -> Sequence[Outcome]:
        """Oldest first."""
        ...

    def counts(self) -> Mapping[OutcomeState, int]:
        """How many outcomes stand in each state."""
        ...

    def issue(self, outcome: Outcome, digest: Digest) -> LedgerEntry:
        """Write the ledger entry of an outcome.

        Raises:
            AlreadyIssued: the ledger holds (dossier, kind, edition) already; the database itself refuses a second.
        """
        ...

    def ledger(self, dossier_code: str | None = None) -> Sequence[LedgerEntry]:
        """In order of issue."""
        ...


class Jobs(Protocol):
    """Steps that are due: the outbox, and the only place where attempts are counted."""

    def add(self, kind: JobKind, subject: str, queue: str, *, delay: timedelta = timedelta(0)) -> JobId:
        """Put a step into the outbox; a second job for the same kind and subject is the same job, due anew."""
        ...

    def to_ring(self, *, limit: int = 100, again_after: timedelta) -> Sequence[Job]:
        """Due jobs nobody holds that were never rung, or rung longer ago than ``again_after``; marks them rung now.

        Jobs whose lease ran out count as held by nobody. Two relays never get the same job at once.
        """
        ...

    def claim(self, job_id: JobId, owner: str, lease: timedelta) -> Job:
        """Take a job and count the attempt, and a lapse when an earlier holder's lease ran out unreleased.

        Raises:
            JobTaken: it is gone, held by somebody whose lease runs, or not due yet.
        """
        ...

    def extend(self, owner: str, lease: timedelta) -> int:
        """Lengthen the leases of everything an owner holds; how many."""
        ...

    def finish(self, job_id: JobId, owner: str) -> None:
        """Remove a job that is done.

        Raises:
            JobTaken: the owner no longer holds it, so its work must not be saved.
        """
        ...

    def release(self, job_id: JobId, owner: str, *, delay: timedelta, error: str) -> None:
        """Give a job back, due again after ``delay``. Does nothing when the owner no longer holds it."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Jobs that are due or held, by queue."""
        ...


class Audit(Protocol):
    """Append-only; the database refuses changes and deletions."""

    def append(self, actor: str, action: str, subject: str, **facts: object) -> None:
        """Write an entry at the transaction's time."""
        ...

    def of(self, subject: str) -> Sequence[AuditEntry]:
        """Everything that happened to a record, oldest first."""
        ...


class Lessons(Protocol):
    """What officers taught, per organisation. Nothing is deleted: a lesson that is taken back stays, revoked."""

    def learn(
        self,
        *,
        organisation: str,
        kind: LessonKind,
        agency: str,
        read: str,
        confirmed: str,
        document_id: DocumentId,
        field: str,
        actor: str,
    ) -> tuple[Lesson, Lesson | None]:
        """Write what a field of a document taught, and revoke what it taught before when that was another thing.

        Returns:
            The standing lesson, the same one when it says nothing new, and the one that was revoked for it.
        """
        ...

    def forget(self, lesson_id: LessonId, *, actor: str) -> Sequence[Lesson]:
        """Revoke a lesson and all standing ones that say the same; those it revoked, none when it was done before.

        Raises:
            UnknownRecord: there is no such lesson.
        """
        ...

    def known(self, organisation: str) -> Known:
        """The sum of an organisation's standing lessons."""
        ...

    def tallies(
        self, *, organisation: str | None = None, changed: bool | None = None, limit: int = 100
    ) -> Sequence[Tally]:
        """Standing lessons, those that say the same counted together, last learned first.

        ``changed``: only where officers changed the reading, or only where they let it stand.
        """
        ...

    def of(self, document_id: DocumentId) -> Sequence[Lesson]:
        """Everything a document ever taught, revoked lessons too, oldest first."""
        ...


class Numbers(Protocol):
    """The numbers that documents bear, kept in step with their fields by ``Documents.set_fields``."""

    def bearing(self, numbered: Numbered, *, but_for: DocumentId, limit: int = 10) -> Sequence[DocumentId]:
        """Other documents with this number of the agency, symbol and year, oldest first."""
        ...

    def series(self, numbered: Numbered, *, but_for: DocumentId) -> Series:
        """The sure numbers next to a document's day in its series; empty for a document without a day."""
        ...


class UnitOfWork(Protocol):
    """What one transaction can reach."""

    @property
    def documents(self) -> Documents:
        """Batches, dossiers, documents."""
        ...

    @property
    def outcomes(self) -> Outcomes:
        """Outcomes and the ledger."""
        ...

    @property
    def jobs(self) -> Jobs:
        """The outbox."""
        ...

    @property
    def lessons(self) -> Lessons:
        """What officers taught."""
        ...

    @property
    def numbers(self) -> Numbers:
        """The numbers that documents bear."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit trail."""
        ...

    def now(self) -> datetime:
        """The transaction's time, aware UTC."""
        ...


class Records(Protocol):
    """The database. Raises ``RecordsUnavailable`` when it does not answer."""

    def transaction(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work: committed at the normal end of the block, rolled back otherwise."""
        ...

    def migrate(self) -> str:
        """Bring the schema to the newest revision and return it. Safe to run at once from several processes."""
        ...

    def revision(self) -> str | None:
        """The schema's revision; ``None`` for an empty database."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
