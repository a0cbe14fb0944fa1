"""First schema: batches, dossiers, documents, outcomes, ledger, jobs, audit.

Written out, not imported from ``schema``: a revision stays what it was when the tables move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)

_DOCUMENT_STATES = (
    "'received', 'separated', 'recognised', 'described', 'verified', 'preserved', 'signed', 'published', 'quarantined'"
)
_OUTCOME_STATES = "'drafted', 'converted', 'signed', 'sealed', 'issued', 'rejected'"
_KINDS = "'original', 'archival', 'signed', 'sealed'"


def upgrade() -> None:
    """Forward only: an archive goes back by restoring a backup."""
    _create_documents()
    _create_outcomes()
    _create_jobs()
    _create_audit()
    for table in ("audit", "ledger"):
        _make_append_only(table)


def _create_documents() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("name", name="uq_batches_name"),
    )
    op.create_table(
        "dossiers",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_dossiers"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("batch_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("dossier_code", sa.Text),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("page_count", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("reason_params", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(f"state IN ({_DOCUMENT_STATES})", name=op.f("ck_documents_state")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_documents_batch_id"),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossiers.code"], name="fk_documents_dossier_code"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("original", "dossier_code", name="uq_documents_original_dossier_code"),
    )
    unfiled = sa.text("dossier_code IS NULL")
    op.create_index(
        "uq_documents_original_unfiled",
        "documents",
        ["original"],
        unique=True,
        sqlite_where=unfiled,
        postgresql_where=unfiled,
    )
    op.create_index("ix_documents_batch_id", "documents", ["batch_id"])
    op.create_index("ix_documents_dossier_code", "documents", ["dossier_code"])
    op.create_index("ix_documents_created_at", "documents", ["created_at"])
    op.create_index("ix_documents_state_created_at", "documents", ["state", "created_at"])
    op.create_table(
        "pages",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reading", sa.Text),
        sa.Column("preview", sa.Text),
        sa.Column("seconds", sa.Double),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pages_number")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_pages_document_id"),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_pages"),
    )
    op.create_table(
        "fields",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_fields_document_id"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_fields"),
    )
    op.create_table(
        "representations",
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_representations_kind")),
        sa.PrimaryKeyConstraint("record_id", "kind", name="pk_representations"),
    )


def _create_outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("dossier_code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("reason_params", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(f"state IN ({_OUTCOME_STATES})", name=op.f("ck_outcomes_state")),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossiers.code"], name="fk_outcomes_dossier_code"),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
        sa.UniqueConstraint("dossier_code", "kind", "edition", name="uq_outcomes_dossier_code_kind_edition"),
    )
    op.create_table(
        "ledger",
        sa.Column("sequence", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("outcome_id", sa.Text, nullable=False),
        sa.Column("dossier_code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("issued_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name="fk_ledger_outcome_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_ledger"),
        sa.UniqueConstraint("outcome_id", name="uq_ledger_outcome_id"),
        sa.UniqueConstraint("dossier_code", "kind", "edition", name="uq_ledger_dossier_code_kind_edition"),
        sqlite_autoincrement=True,
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("leased_until", _TIME),
        sa.Column("rung_at", _TIME),
        sa.Column("last_error", sa.Text),
        sa.CheckConstraint("(owner IS NULL) = (leased_until IS NULL)", name=op.f("ck_jobs_lease")),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("kind", "subject", name="uq_jobs_kind_subject"),
    )
    op.create_index("ix_jobs_due_at", "jobs", ["due_at"])
    op.create_index("ix_jobs_owner", "jobs", ["owner"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_postgresql(table)
    else:
        _refuse_changes_sqlite(table)


def _refuse_changes_postgresql(table: str) -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _refuse_changes_sqlite(table: str) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} {refuse}")
