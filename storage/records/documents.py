"""Batches, dossiers, documents, pages, fields and representations in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, union, update
from typing_extensions import override

from domain.errors import UnknownRecord
from domain.lifecycle import DOCUMENT
from domain.model import (
    Batch,
    BatchId,
    Box,
    Digest,
    Document,
    DocumentId,
    DocumentState,
    Dossier,
    Field,
    Page,
    Representation,
    RepresentationKind,
    RuleVerdict,
)
from storage.records import schema as t
from storage.records.numbers import write_number
from storage.records.port import Documents
from storage.records.work import Work

_ORDER_OF_KINDS = tuple(RepresentationKind)


class SqlDocuments(Documents):
    """The documents of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._connection = work.connection

    @override
    def open_batch(self, name: str, source: str) -> Batch:
        batch = Batch(BatchId(self._work.new_id()), name, source, self._work.now)
        if self._work.insert_missing(t.batches, asdict(batch)):
            return batch
        row = self._connection.execute(select(t.batches).where(t.batches.c.name == name)).one()
        return Batch(**row._mapping)

    @override
    def dossier(self, code: str) -> Dossier:
        dossier = Dossier(code, self._work.now)
        if self._work.insert_missing(t.dossiers, asdict(dossier)):
            return dossier
        row = self._connection.execute(select(t.dossiers).where(t.dossiers.c.code == code)).one()
        return Dossier(**row._mapping)

    @override
    def add(
        self, *, batch_id: BatchId, name: str, original: Digest, size_bytes: int, dossier_code: str | None
    ) -> tuple[Document, bool]:
        if dossier_code is not None:
            self.dossier(dossier_code)
        document = Document(
            id=DocumentId(self._work.new_id()),
            batch_id=batch_id,
            name=name,
            original=original,
            size_bytes=size_bytes,
            state=DocumentState.RECEIVED,
            created_at=self._work.now,
            updated_at=self._work.now,
            dossier_code=dossier_code,
        )
        if self._work.insert_missing(t.documents, asdict(document)):
            return document, True
        same = and_(t.documents.c.original == original, t.documents.c.dossier_code.is_not_distinct_from(dossier_code))
        return _document(self._connection.execute(select(t.documents).where(same)).one()), False

    @override
    def get(self, document_id: DocumentId) -> Document:
        return self._one(document_id, lock=False)

    @override
    def lock(self, document_id: DocumentId) -> Document:
        return self._one(document_id, lock=True)

    def _one(self, document_id: DocumentId, *, lock: bool) -> Document:
        query = select(t.documents).where(t.documents.c.id == document_id)
        # SQLite leaves FOR UPDATE out: there the transaction holds the whole database.
        row = self._connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise UnknownRecord(id=document_id)
        return _document(row)

    @override
    def save(self, document: Document) -> Document:
        if document.dossier_code is not None:
            self.dossier(document.dossier_code)
        self._work.save_versioned(
            t.documents,
            document.id,
            document.version,
            DOCUMENT,
            {
                "name": document.name,
                "state": document.state,
                "dossier_code": document.dossier_code,
                "media_type": document.media_type,
                "page_count": document.page_count,
                "reason": document.reason,
                "reason_params": dict(document.reason_params),
            },
        )
        return replace(document, version=document.version + 1, updated_at=self._work.now)

    @override
    def list(
        self,
        *,
        state: DocumentState | None = None,
        dossier_code: str | None = None,
        batch_id: BatchId | None = None,
        limit: int = 100,
    ) -> Sequence[Document]:
        wanted = {"state": state, "dossier_code": dossier_code, "batch_id": batch_id}
        matching = [t.documents.c[name] == value for name, value in wanted.items() if value is not None]
        newest_first = (t.documents.c.created_at.desc(), t.documents.c.id.desc())
        query = select(t.documents).where(*matching).order_by(*newest_first).limit(limit)
        return [_document(row) for row in self._connection.execute(query)]

    @override
    def counts(self) -> Mapping[DocumentState, int]:
        query = select(t.documents.c.state, func.count()).group_by(t.documents.c.state)
        found: dict[str, int] = dict(self._connection.execute(query).all())
        return {state: found.get(state, 0) for state in DocumentState}

    @override
    def set_page_count(self, document_id: DocumentId, count: int) -> None:
        written = self._connection.execute(
            update(t.documents).where(t.documents.c.id == document_id).values(page_count=count)
        )
        if written.rowcount != 1:
            raise UnknownRecord(id=document_id)
        if count:
            numbered = [{"document_id": document_id, "number": number} for number in range(1, count + 1)]
            self._connection.execute(self._work.insert(t.pages).on_conflict_do_nothing(), numbered)

    @override
    def pages(self, document_id: DocumentId) -> Sequence[Page]:
        query = select(t.pages).where(t.pages.c.document_id == document_id).order_by(t.pages.c.number)
        return [Page(**row._mapping) for row in self._connection.execute(query)]

    @override
    def save_page(self, page: Page) -> None:
        values = asdict(page)
        found = {name: values[name] for name in ("reading", "preview", "seconds")}
        key = [t.pages.c.document_id, t.pages.c.number]
        self._connection.execute(
            self._work.insert(t.pages).values(**values).on_conflict_do_update(index_elements=key, set_=found)
        )

    @override
    def set_fields(self, document_id: DocumentId, fields: Sequence[Field]) -> None:
        self._connection.execute(delete(t.fields).where(t.fields.c.document_id == document_id))
        if fields:
            rows = [_field_row(document_id, position, each) for position, each in enumerate(fields)]
            self._connection.execute(self._work.insert(t.fields), rows)
        write_number(self._work, document_id, fields)

    @override
    def fields(self, document_id: DocumentId) -> Sequence[Field]:
        query = select(t.fields).where(t.fields.c.document_id == document_id).order_by(t.fields.c.position)
        return [_field(row) for row in self._connection.execute(query)]

    @override
    def add_representation(self, record_id: str, representation: Representation) -> None:
        values = asdict(representation)
        key = [t.representations.c.record_id, t.representations.c.kind]
        self._connection.execute(
            self._work.insert(t.representations)
            .values(record_id=record_id, **values)
            .on_conflict_do_update(index_elements=key, set_={name: values[name] for name in values if name != "kind"})
        )

    @override
    def representations(self, record_id: str) -> Sequence[Representation]:
        query = select(t.representations).where(t.representations.c.record_id == record_id)
        found = [_representation(row) for row in self._connection.execute(query)]
        return sorted(found, key=lambda each: _ORDER_OF_KINDS.index(each.kind))

    @override
    def digests(self) -> frozenset[Digest]:
        naming: tuple[ColumnElement[str], ...] = (
            t.documents.c.original,
            t.pages.c.reading,
            t.pages.c.preview,
            t.representations.c.digest,
            t.outcomes.c.draft,
            t.ledger.c.digest,
        )
        query = union(*(select(column).where(column.is_not(None)) for column in naming))
        return frozenset(Digest(name) for name in self._connection.scalars(query))


def _document(row: Row[Any]) -> Document:
    values = dict(row._mapping)
    values["state"] = DocumentState(values["state"])
    return Document(**values)


def _field_row(document_id: DocumentId, position: int, field: Field) -> dict[str, Any]:
    evidence = {
        "box": None if field.box is None else [field.box.x0, field.box.y0, field.box.x1, field.box.y1],
        "rules": [[each.rule, each.passed] for each in field.rules],
        "alternatives": list(field.alternatives),
    }
    return {
        "document_id": document_id,
        "position": position,
        "name": field.name,
        "value": field.value,
        "raw": field.raw,
        "page": field.page,
        "confidence": field.confidence,
        "accepted": field.accepted,
        "source": field.source,
        "evidence": evidence,
    }


def _field(row: Row[Any]) -> Field:
    box, rules, alternatives = (row.evidence[name] for name in ("box", "rules", "alternatives"))
    return Field(
        name=row.name,
        value=row.value,
        raw=row.raw,
        page=row.page,
        box=None if box is None else Box(*box),
        confidence=row.confidence,
        accepted=row.accepted,
        rules=tuple(RuleVerdict(rule, passed) for rule, passed in rules),
        source=row.source,
        alternatives=tuple(alternatives),
    )


def _representation(row: Row[Any]) -> Representation:
    return Representation(RepresentationKind(row.kind), Digest(row.digest), row.size_bytes, row.media_type, row.facts)
