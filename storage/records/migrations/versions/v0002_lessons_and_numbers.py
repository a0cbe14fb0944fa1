"""What officers taught, and the numbers that documents bear; the latter are filled from the fields there are."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, islice

import sqlalchemy as sa
from alembic import op

from domain.model import Field
from domain.numbering import Numbered

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_KINDS = "'agency', 'signer', 'symbol'"
_AT_ONCE = 500


def upgrade() -> None:
    """Forward only: an archive goes back by restoring a backup."""
    _create_lessons()
    _fill(_create_numbers())


def _create_lessons() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("read", sa.Text, nullable=False),
        sa.Column("confirmed", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("learned_by", sa.Text, nullable=False),
        sa.Column("learned_at", _TIME, nullable=False),
        sa.Column("revoked_by", sa.Text),
        sa.Column("revoked_at", _TIME),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_lessons_kind")),
        sa.CheckConstraint("(revoked_by IS NULL) = (revoked_at IS NULL)", name=op.f("ck_lessons_revoked")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_lessons_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lessons"),
    )
    op.create_index("ix_lessons_organisation", "lessons", ["organisation"])
    standing = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_lessons_document_id_field_standing",
        "lessons",
        ["document_id", "field"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _create_numbers() -> sa.Table:
    table = op.create_table(
        "numbers",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("symbol", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("issued_on", sa.Date),
        sa.Column("sure", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_numbers_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_numbers"),
    )
    op.create_index("ix_numbers_agency_symbol_year_number", "numbers", ["agency", "symbol", "year", "number"])
    return table


def _fill(numbers: sa.Table) -> None:
    rows = _numbers_of_documents()
    while batch := list(islice(rows, _AT_ONCE)):
        op.bulk_insert(numbers, batch)


def _numbers_of_documents() -> Iterator[dict[str, object]]:
    """A row for each document whose fields give one; by the program's own rule, as the same keys are looked up."""
    fields = sa.table(
        "fields",
        *(sa.column(name) for name in ("document_id", "position", "name", "value")),
        sa.column("accepted", sa.Boolean),
    )
    saying = ("code", "issued_date", "issuing_agency", "parent_agency")
    query = sa.select(fields).where(fields.c.name.in_(saying)).order_by(fields.c.document_id, fields.c.position)
    # All at once: the connection that reads is the one that writes.
    found = op.get_bind().execute(query).all()
    for document_id, rows in groupby(found, key=lambda row: row.document_id):
        numbered = Numbered.of([Field(row.name, row.value, "", None, None, 0.0, row.accepted) for row in rows])
        if numbered is not None:
            yield {"document_id": document_id, **asdict(numbered)}
