"""Who bears a number, and what stands beside it in its series, told alike by SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, text

from domain.model import Digest, DocumentId, Field
from domain.numbering import Entry, Numbered, Series
from storage.records.engine import engine_for
from storage.records.migrating import config_for
from storage.records.port import Records

AGENCY, PARENT = "Ủy ban nhân dân xã Bình An", "Ủy ban nhân dân huyện Châu Thành"


def fields(
    code: str,
    issued_on: str | None = "2025-06-15",
    *,
    agency: str = AGENCY,
    parent: str | None = None,
    sure: bool = True,
) -> list[Field]:
    values = {"code": code, "issuing_agency": agency, "parent_agency": parent, "issued_date": issued_on}
    return [Field(name, value, value, 1, None, 0.9, sure) for name, value in values.items() if value is not None]


@pytest.fixture
def file(records: Records) -> Callable[..., DocumentId]:
    """Files a document with these fields."""
    taken = iter("0123456789abcdef")

    def one(*arguments: str, **options: Any) -> DocumentId:
        with records.transaction() as tx:
            batch = tx.documents.open_batch("b", "s")
            document, _ = tx.documents.add(
                batch_id=batch.id, name="n", original=Digest(next(taken) * 64), size_bytes=1, dossier_code=None
            )
            tx.documents.set_fields(document.id, fields(*arguments, **options))
        return document.id

    return one


def bearing(records: Records, document_id: DocumentId, *arguments: str, **options: Any) -> list[DocumentId]:
    numbered = Numbered.of(fields(*arguments, **options))
    assert numbered is not None
    with records.transaction() as tx:
        return list(tx.numbers.bearing(numbered, but_for=document_id))


def test_a_number_is_found_whatever_the_writing(records: Records, file: Callable[..., DocumentId]) -> None:
    first, second = file("05/QĐ-UBND"), file("5/QĐ–UBND", agency="Uỷ ban nhân dân xã Bình An")

    assert bearing(records, first, "5/QĐ-UBND") == [second]
    assert bearing(records, second, "5/QĐ-UBND") == [first]


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("6/QĐ-UBND", {}),
        ("5/TB-UBND", {}),
        ("5/QĐ-UBND", {"issued_on": "2024-06-15"}),
        ("5/QĐ-UBND", {"agency": "Ủy ban nhân dân xã Bình Án"}),
        ("5/QĐ-UBND", {"parent": "Ủy ban nhân dân huyện Gò Quao"}),
    ],
)
def test_another_number_symbol_year_or_agency_is_another_document(
    records: Records, file: Callable[..., DocumentId], code: str, options: dict[str, str]
) -> None:
    file("5/QĐ-UBND", parent=PARENT)

    assert bearing(records, DocumentId("new"), code, **{"parent": PARENT, **options}) == []


def test_an_agency_above_that_was_not_read_tells_nothing_apart(
    records: Records, file: Callable[..., DocumentId]
) -> None:
    with_parent, without = file("5/QĐ-UBND", parent=PARENT), file("5/QĐ-UBND")

    assert bearing(records, DocumentId("new"), "5/QĐ-UBND") == [with_parent, without]


def test_a_number_follows_the_fields_of_its_document(records: Records, file: Callable[..., DocumentId]) -> None:
    document = file("5/QĐ-UBND")
    with records.transaction() as tx:
        tx.documents.set_fields(document, fields("6/QĐ-UBND"))
    assert bearing(records, DocumentId("new"), "5/QĐ-UBND") == []
    assert bearing(records, DocumentId("new"), "6/QĐ-UBND") == [document]

    with records.transaction() as tx:
        tx.documents.set_fields(document, [])
    assert bearing(records, DocumentId("new"), "6/QĐ-UBND") == []


def test_a_series_holds_the_nearest_sure_numbers_of_other_days(
    records: Records, file: Callable[..., DocumentId]
) -> None:
    for day in range(1, 8):
        file(f"{day}/QĐ-UBND", f"2025-06-{day:02}")
    file("900/QĐ-UBND", "2025-06-06", sure=False)
    file("20/QĐ-UBND", "2025-06-20")
    file("3/TB-UBND", "2025-06-07")
    numbered = Numbered.of(fields("8/QĐ-UBND", "2025-06-07"))
    assert numbered is not None

    with records.transaction() as tx:
        series = tx.numbers.series(numbered, but_for=DocumentId("new"))
        assert tx.numbers.series(replace(numbered, issued_on=None), but_for=DocumentId("new")) == Series()

    assert series.before == tuple(Entry(day, date(2025, 6, day)) for day in (6, 5, 4, 3, 2))
    assert series.after == (Entry(20, date(2025, 6, 20)),)


def test_a_document_is_no_neighbour_of_itself(records: Records, file: Callable[..., DocumentId]) -> None:
    document = file("7/QĐ-UBND", "2025-06-07")
    numbered = Numbered.of(fields("7/QĐ-UBND", "2025-06-08"))
    assert numbered is not None

    with records.transaction() as tx:
        assert tx.numbers.series(numbered, but_for=document) == Series()


@pytest.fixture
def engine(records_url: str) -> Iterator[Engine]:
    engine = engine_for(records_url)
    yield engine
    engine.dispose()


def test_a_database_of_the_first_schema_keeps_its_rows_and_gets_its_numbers(
    open_again: Callable[[], Records], engine: Engine
) -> None:
    with engine.begin() as connection:
        command.upgrade(config_for(connection), "0001")
        connection.execute(text("INSERT INTO batches VALUES ('b', 'name', 'source', '2026-01-01 00:00:00')"))
        for document_id in ("one", "two"):
            connection.execute(
                text(
                    "INSERT INTO documents (id, batch_id, name, original, size_bytes, state, created_at, updated_at, "
                    "media_type, reason_params, version) VALUES (:id, 'b', 'n', :id, 1, 'described', "
                    "'2026-01-01 00:00:00', '2026-01-01 00:00:00', 'application/pdf', '{}', 1)"
                ),
                {"id": document_id},
            )
        for position, field in enumerate(fields("5/QĐ-UBND", parent=PARENT)):
            connection.execute(
                text(
                    "INSERT INTO fields VALUES ('one', :position, :name, :value, 'raw', 1, 0.9, true, 'ocr', :evidence)"
                ),
                {
                    "position": position,
                    "name": field.name,
                    "value": field.value,
                    "evidence": '{"box": null, "rules": [], "alternatives": []}',
                },
            )

    records = open_again()
    records.migrate()

    with records.transaction() as tx:
        assert [field.value for field in tx.documents.fields(DocumentId("one"))] == [
            field.value for field in fields("5/QĐ-UBND", parent=PARENT)
        ]
        assert tx.documents.get(DocumentId("two")).name == "n"
    assert bearing(records, DocumentId("new"), "5/QĐ-UBND", parent=PARENT) == ["one"]
