"""The tables. What the code promises and the database can check, the database checks too."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from domain.learned import LessonKind
from domain.model import DocumentState, OutcomeState, RepresentationKind
from storage.records.types import PlainText, UtcTime

# SQLite numbers rows by itself only in a column whose type is exactly INTEGER.
_SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


batches = Table(
    "batches",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False, unique=True),
    Column("source", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("code", PlainText, primary_key=True),
    Column("created_at", UtcTime, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("batch_id", PlainText, ForeignKey("batches.id"), nullable=False, index=True),
    Column("name", PlainText, nullable=False),
    Column("original", PlainText, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("dossier_code", PlainText, ForeignKey("dossiers.code"), index=True),
    Column("media_type", PlainText, nullable=False),
    Column("page_count", Integer),
    Column("reason", PlainText),
    Column("reason_params", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    _one_of("state", DocumentState),
    # The same bytes once per dossier, and once outside of any: NULL equals nothing in a unique constraint.
    UniqueConstraint("original", "dossier_code"),
    Index(
        "uq_documents_original_unfiled",
        "original",
        unique=True,
        sqlite_where=text("dossier_code IS NULL"),
        postgresql_where=text("dossier_code IS NULL"),
    ),
    Index("ix_documents_state_created_at", "state", "created_at"),
    Index("ix_documents_created_at", "created_at"),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", PlainText, ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reading", PlainText),
    Column("preview", PlainText),
    Column("seconds", Double),
    CheckConstraint("number >= 1", name="number"),
)

fields = Table(
    "fields",
    metadata,
    Column("document_id", PlainText, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("raw", PlainText, nullable=False),
    Column("page", Integer),
    Column("confidence", Double, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("source", PlainText, nullable=False),
    Column("evidence", JSON, nullable=False),
)

representations = Table(
    "representations",
    metadata,
    # The id of a document or of an outcome, hence no foreign key.
    Column("record_id", PlainText, primary_key=True),
    Column("kind", PlainText, primary_key=True),
    Column("digest", PlainText, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", PlainText, nullable=False),
    Column("facts", JSON, nullable=False),
    _one_of("kind", RepresentationKind),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("dossier_code", PlainText, ForeignKey("dossiers.code"), nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("draft", PlainText, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("reason", PlainText),
    Column("reason_params", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    _one_of("state", OutcomeState),
    UniqueConstraint("dossier_code", "kind", "edition"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("outcome_id", PlainText, ForeignKey("outcomes.id"), nullable=False, unique=True),
    Column("dossier_code", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("digest", PlainText, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    UniqueConstraint("dossier_code", "kind", "edition"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("subject", PlainText, nullable=False),
    Column("queue", PlainText, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    # Asked for again while somebody holds it: it stays when that one is done.
    Column("again", Boolean, nullable=False),
    Column("owner", PlainText),
    Column("leased_until", UtcTime),
    Column("rung_at", UtcTime),
    Column("last_error", PlainText),
    UniqueConstraint("kind", "subject"),
    CheckConstraint("(owner IS NULL) = (leased_until IS NULL)", name="lease"),
    Index("ix_jobs_due_at", "due_at"),
    Index("ix_jobs_owner", "owner"),
)

lessons = Table(
    "lessons",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("organisation", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("agency", PlainText, nullable=False),
    Column("read", PlainText, nullable=False),
    Column("confirmed", PlainText, nullable=False),
    Column("document_id", PlainText, ForeignKey("documents.id"), nullable=False),
    Column("field", PlainText, nullable=False),
    Column("learned_by", PlainText, nullable=False),
    Column("learned_at", UtcTime, nullable=False),
    Column("revoked_by", PlainText),
    Column("revoked_at", UtcTime),
    _one_of("kind", LessonKind),
    CheckConstraint("(revoked_by IS NULL) = (revoked_at IS NULL)", name="revoked"),
    Index("ix_lessons_organisation", "organisation"),
    # A field of a document teaches one thing at a time.
    Index(
        "uq_lessons_document_id_field_standing",
        "document_id",
        "field",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)

numbers = Table(
    "numbers",
    metadata,
    Column("document_id", PlainText, ForeignKey("documents.id"), primary_key=True),
    Column("agency", PlainText, nullable=False),
    Column("parent", PlainText),
    Column("symbol", PlainText, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("issued_on", Date),
    Column("sure", Boolean, nullable=False),
    Index("ix_numbers_agency_symbol_year_number", "agency", "symbol", "year", "number"),
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", PlainText, nullable=False),
    Column("action", PlainText, nullable=False),
    Column("subject", PlainText, nullable=False, index=True),
    Column("facts", JSON, nullable=False),
    sqlite_autoincrement=True,
)

APPEND_ONLY = (audit, ledger)
"""Tables whose rows a trigger of the database keeps from being changed or deleted."""
