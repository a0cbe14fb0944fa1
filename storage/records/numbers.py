"""The numbers of documents by agency, symbol and year: who else bears one, and what stands beside it in its series."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, and_, delete, or_, select, true
from typing_extensions import override

from domain.model import DocumentId, Field
from domain.numbering import NEIGHBOURS, Entry, Numbered, Series
from storage.records.port import Numbers
from storage.records.schema import numbers as t
from storage.records.work import Work


class SqlNumbers(Numbers):
    """The numbers of one transaction."""

    def __init__(self, work: Work) -> None:
        self._connection = work.connection

    @override
    def bearing(self, numbered: Numbered, *, but_for: DocumentId, limit: int = 10) -> Sequence[DocumentId]:
        same = and_(_in_series_of(numbered), t.c.number == numbered.number, t.c.document_id != but_for)
        query = select(t.c.document_id).where(same).order_by(t.c.document_id).limit(limit)
        return [DocumentId(found) for found in self._connection.scalars(query)]

    @override
    def series(self, numbered: Numbered, *, but_for: DocumentId) -> Series:
        day = numbered.issued_on
        if day is None:
            return Series()
        sure = and_(_in_series_of(numbered), t.c.sure, t.c.document_id != but_for)
        earlier = select(t.c.number, t.c.issued_on).where(sure, t.c.issued_on < day)
        later = select(t.c.number, t.c.issued_on).where(sure, t.c.issued_on > day)
        before = earlier.order_by(t.c.issued_on.desc(), t.c.number.desc()).limit(NEIGHBOURS)
        after = later.order_by(t.c.issued_on, t.c.number).limit(NEIGHBOURS)
        return Series(
            before=tuple(Entry(*row) for row in self._connection.execute(before)),
            after=tuple(Entry(*row) for row in self._connection.execute(after)),
        )


def write_number(work: Work, document_id: DocumentId, fields: Sequence[Field]) -> None:
    """Keep what a document's fields say of its number, in the place of what they said before."""
    work.connection.execute(delete(t).where(t.c.document_id == document_id))
    numbered = Numbered.of(fields)
    if numbered is not None:
        work.connection.execute(work.insert(t).values(document_id=document_id, **asdict(numbered)))


def _in_series_of(numbered: Numbered) -> ColumnElement[bool]:
    """Communes of one name lie in several districts: the agency above tells them apart where it was read."""
    parent = true() if numbered.parent is None else or_(t.c.parent.is_(None), t.c.parent == numbered.parent)
    series = and_(t.c.agency == numbered.agency, t.c.symbol == numbered.symbol, t.c.year == numbered.year)
    return and_(series, parent)
