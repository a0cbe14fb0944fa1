"""The desk: everything a person may ask for. The only door for the web and the command line.

It records wishes and reads results; the work itself is done by workers. It needs neither OCR programs nor keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from domain.errors import DigestMismatch, MissingObject, UnknownRecord, WrongState
from domain.learned import LessonId, Tally
from domain.lifecycle import DOCUMENT, OUTCOME, require_transition
from domain.model import (
    AuditEntry,
    Document,
    DocumentId,
    DocumentState,
    Field,
    LedgerEntry,
    Outcome,
    OutcomeId,
    OutcomeState,
    Page,
    PageReading,
    Representation,
    RepresentationKind,
)
from domain.numbering import Numbered
from pipeline.alto import alto_xml
from pipeline.limits import Limits
from pipeline.reading import reading_from_json
from storage.records.port import UnitOfWork
from workers.learning import forget, learn
from workers.reception import Received, receive, receive_draft
from workers.route import enqueue_document, enqueue_outcome
from workers.search_desk import FoundPage, SearchPage, find
from workers.stores import Stores

__all__ = ["Desk", "DocumentView", "FoundPage", "OutcomeView", "Received", "SearchPage", "Status"]

_LOST = frozenset({MissingObject.code, DigestMismatch.code})
"""Reasons after which readings may be gone from the store: pages are then read again."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with all that is known of it. ``same_number``: others with its number of its agency and year."""

    document: Document
    fields: Sequence[Field]
    pages: Sequence[Page]
    representations: Sequence[Representation]
    history: Sequence[AuditEntry]
    same_number: Sequence[Document] = ()


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome with its stored forms, its ledger entry once issued, and its history."""

    outcome: Outcome
    representations: Sequence[Representation]
    entry: LedgerEntry | None
    history: Sequence[AuditEntry]


@dataclass(frozen=True, slots=True)
class Status:
    """Where everything stands."""

    documents: Mapping[DocumentState, int]
    outcomes: Mapping[OutcomeState, int]
    jobs: Mapping[str, int]

    @property
    def busy(self) -> bool:
        """Whether any step is due or being taken."""
        return any(self.jobs.values())


class Desk:
    """Takes in papers and drafts, and answers what became of them."""

    def __init__(self, stores: Stores, limits: Limits) -> None:
        self._stores = stores
        self._limits = limits

    # --- taking in --------------------------------------------------------------------------------------------------

    def ingest(
        self, path: Path, *, actor: str, name: str | None = None, dossier_code: str | None = None, batch: str = "inbox"
    ) -> Received:
        """Keep a file's bytes, look into it, and record it as received, or set it aside with the reason.

        The file itself is not touched. Sending the same bytes again changes nothing.

        Raises:
            BadDossierCode: the code is not well formed.
            FileChanged: somebody writes to the file.
            ObjectsUnavailable, RecordsUnavailable: nothing was recorded; send it again.
        """
        return receive(self._stores, self._limits, path, actor=actor, name=name, dossier_code=dossier_code, batch=batch)

    def submit_outcome(self, path: Path, *, actor: str, dossier_code: str, kind: str, edition: int = 1) -> OutcomeView:
        """Take in the draft of an electronic result. The same draft again is the same outcome.

        Raises:
            BadDossierCode, UnsafeName, EmptyFile, NotConvertible, EncryptedFile, …: the draft cannot be used.
            AlreadyIssued: other bytes were submitted as this edition before.
        """
        outcome = receive_draft(
            self._stores, self._limits, path, actor=actor, dossier_code=dossier_code, kind=kind, edition=edition
        )
        return self.outcome(outcome.id)

    # --- acting on records ------------------------------------------------------------------------------------------

    def confirm(self, document_id: DocumentId, corrections: Mapping[str, str], *, actor: str) -> Document:
        """An officer has looked at the fields: corrected values replace the machine's, and the document goes on.

        What he stood by is learned for the next papers of the organisation.

        Raises:
            WrongState: the document does not wait for an officer.
        """
        with self._stores.records.transaction() as tx:
            document = tx.documents.get(document_id)
            if document.state is not DocumentState.DESCRIBED:
                raise WrongState(state=document.state.value)
            machine = tx.documents.fields(document_id)
            confirmed = _confirmed(machine, corrections)
            tx.documents.set_fields(document_id, confirmed)
            tx.audit.append(actor, "confirmed", document_id, corrected=sorted(corrections))
            learn(tx, document, machine, confirmed, actor=actor)
            moved = tx.documents.save(replace(document, state=DocumentState.VERIFIED))
            enqueue_document(tx, moved)
        return moved

    def retry(self, document_id: DocumentId, *, actor: str) -> Document:
        """Send a quarantined document round again, after what stopped it was mended. Read pages stay read.

        Raises:
            WrongState: it is not in quarantine.
        """
        with self._stores.records.transaction() as tx:
            document = tx.documents.get(document_id)
            require_transition(DOCUMENT, document.state, DocumentState.RECEIVED)
            if document.reason in _LOST:
                for page in tx.documents.pages(document_id):
                    tx.documents.save_page(Page(document_id, page.number))
            tx.audit.append(actor, "retried", document_id, after=document.reason)
            moved = tx.documents.save(replace(document, state=DocumentState.RECEIVED, reason=None, reason_params={}))
            enqueue_document(tx, moved)
        return moved

    def forget(self, lesson_id: LessonId, *, actor: str) -> int:
        """Take back what was learned, with all lessons that say the same; how many. None when it was done before.

        Papers that were described by it stay as they are.

        Raises:
            UnknownRecord: nothing of that id was ever learned.
        """
        with self._stores.records.transaction() as tx:
            return len(forget(tx, lesson_id, actor=actor))

    def retry_outcome(self, outcome_id: OutcomeId, *, actor: str) -> Outcome:
        """Send a rejected outcome round again, after what stopped it was mended.

        Raises:
            WrongState: it is not rejected.
        """
        with self._stores.records.transaction() as tx:
            outcome = tx.outcomes.get(outcome_id)
            require_transition(OUTCOME, outcome.state, OutcomeState.DRAFTED)
            tx.audit.append(actor, "retried", outcome_id, after=outcome.reason)
            moved = tx.outcomes.save(replace(outcome, state=OutcomeState.DRAFTED, reason=None, reason_params={}))
            enqueue_outcome(tx, moved)
        return moved

    # --- asking -----------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """How many records stand where, and how much is due."""
        with self._stores.records.transaction() as tx:
            return Status(tx.documents.counts(), tx.outcomes.counts(), tx.jobs.counts())

    def documents(
        self, *, state: DocumentState | None = None, dossier_code: str | None = None, limit: int = 100
    ) -> Sequence[Document]:
        """Newest first."""
        with self._stores.records.transaction() as tx:
            return tx.documents.list(state=state, dossier_code=dossier_code, limit=limit)

    def document(self, document_id: DocumentId) -> DocumentView:
        """Raises ``UnknownRecord``."""
        with self._stores.records.transaction() as tx:
            fields = tx.documents.fields(document_id)
            numbered = Numbered.of(fields)
            others = tx.numbers.bearing(numbered, but_for=document_id) if numbered else ()
            return DocumentView(
                tx.documents.get(document_id),
                fields,
                tx.documents.pages(document_id),
                tx.documents.representations(document_id),
                tx.audit.of(document_id),
                [tx.documents.get(other) for other in others],
            )

    def learned(
        self, *, organisation: str | None = None, changed: bool | None = None, limit: int = 100
    ) -> Sequence[Tally]:
        """What officers taught and nobody took back, last learned first.

        ``changed``: only where they changed what was read, or only where they let it stand.
        """
        with self._stores.records.transaction() as tx:
            return tx.lessons.tallies(organisation=organisation, changed=changed, limit=limit)

    def outcome(self, outcome_id: OutcomeId) -> OutcomeView:
        """Raises ``UnknownRecord``."""
        with self._stores.records.transaction() as tx:
            return _outcome_view(tx, tx.outcomes.get(outcome_id))

    def outcomes_of(self, dossier_code: str) -> Sequence[OutcomeView]:
        """The outcomes of a dossier, oldest first; none for a dossier without any."""
        with self._stores.records.transaction() as tx:
            return [_outcome_view(tx, outcome) for outcome in tx.outcomes.of_dossier(dossier_code)]

    def reading(self, document_id: DocumentId, number: int) -> PageReading:
        """The recognised words of a page. Raises ``UnknownRecord`` when there is none (yet)."""
        page = self._page(document_id, number)
        if page.reading is None:
            raise UnknownRecord(id=f"{document_id}/{number}")
        return reading_from_json(self._stores.objects.get(page.reading))

    def alto(self, document_id: DocumentId, number: int) -> bytes:
        """The words of a page as ALTO XML, for other archives; made anew from the reading, always the same bytes."""
        return alto_xml(self.reading(document_id, number))

    def preview(self, document_id: DocumentId, number: int) -> bytes:
        """The page as a JPEG in its archived frame. Raises ``UnknownRecord`` when there is none (yet)."""
        page = self._page(document_id, number)
        if page.preview is None:
            raise UnknownRecord(id=f"{document_id}/{number}")
        return self._stores.objects.get(page.preview)

    def content(self, record_id: str, kind: RepresentationKind) -> tuple[Representation, BinaryIO]:
        """A stored form of a document or outcome, and a reader of its verified bytes. Raises ``UnknownRecord``."""
        with self._stores.records.transaction() as tx:
            forms = {form.kind: form for form in tx.documents.representations(record_id)}
        if kind not in forms:
            raise UnknownRecord(id=f"{record_id}/{kind}")
        return forms[kind], self._stores.objects.open(forms[kind].digest)

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> SearchPage:
        """Pages that hold the query, best first, each with the line around the hit and the boxes to mark."""
        return find(self._stores, query, limit=limit, offset=offset)

    # --- within -----------------------------------------------------------------------------------------------------

    def _page(self, document_id: DocumentId, number: int) -> Page:
        with self._stores.records.transaction() as tx:
            tx.documents.get(document_id)
            for page in tx.documents.pages(document_id):
                if page.number == number:
                    return page
        raise UnknownRecord(id=f"{document_id}/{number}")


def _confirmed(fields: Sequence[Field], corrections: Mapping[str, str]) -> list[Field]:
    known = {field.name for field in fields}
    kept = [
        replace(field, value=corrections[field.name], source="person", confidence=1.0, accepted=True)
        if field.name in corrections
        else replace(field, accepted=True)
        for field in fields
    ]
    added = [
        Field(name, value, raw=value, page=None, box=None, confidence=1.0, accepted=True, source="person")
        for name, value in corrections.items()
        if name not in known
    ]
    return kept + added


def _outcome_view(tx: UnitOfWork, outcome: Outcome) -> OutcomeView:
    entry = next((e for e in tx.outcomes.ledger(outcome.dossier_code) if e.outcome_id == outcome.id), None)
    return OutcomeView(outcome, tx.documents.representations(outcome.id), entry, tx.audit.of(outcome.id))
