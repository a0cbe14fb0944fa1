"""What officers taught, in SQL. A lesson is written once; forgetting it only says who took it back, and when."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, update
from typing_extensions import override

from domain.errors import UnknownRecord
from domain.learned import Known, Lesson, LessonId, LessonKind, Tally, Taught
from domain.model import DocumentId
from storage.records.port import Lessons
from storage.records.schema import lessons as t
from storage.records.work import Work

_SAYING = (t.c.organisation, t.c.kind, t.c.agency, t.c.read, t.c.confirmed)
"""Lessons that agree in these say the same."""

_STANDING: ColumnElement[bool] = t.c.revoked_at.is_(None)


class SqlLessons(Lessons):
    """The lessons of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._connection = work.connection

    @override
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
        lesson = Lesson(
            id=LessonId(self._work.new_id()),
            organisation=organisation,
            kind=kind,
            agency=agency,
            read=read,
            confirmed=confirmed,
            document_id=document_id,
            field=field,
            learned_by=actor,
            learned_at=self._work.now,
        )
        standing = self._of_field(document_id, field)
        if standing is not None and _says_the_same(standing, lesson):
            return standing, None
        if standing is not None:
            self._revoke(t.c.id == standing.id, actor)
        self._connection.execute(self._work.insert(t).values(**asdict(lesson)))
        return lesson, standing

    @override
    def forget(self, lesson_id: LessonId, *, actor: str) -> Sequence[Lesson]:
        row = self._connection.execute(select(t).where(t.c.id == lesson_id)).first()
        if row is None:
            raise UnknownRecord(id=lesson_id)
        return self._revoke(and_(*(column == row._mapping[column.name] for column in _SAYING)), actor)

    @override
    def known(self, organisation: str) -> Known:
        said = (t.c.kind, t.c.agency, t.c.read, t.c.confirmed)
        times = func.count(t.c.document_id.distinct())
        query = (
            select(*said, times.label("times"))
            .where(_STANDING, t.c.organisation == organisation)
            .group_by(*said)
            .order_by(times.desc(), *said)
        )
        rows = self._connection.execute(query)
        return Known(
            tuple(Taught(LessonKind(row.kind), row.agency, row.read, row.confirmed, row.times) for row in rows)
        )

    @override
    def tallies(
        self, *, organisation: str | None = None, changed: bool | None = None, limit: int = 100
    ) -> Sequence[Tally]:
        wanted = [_STANDING]
        if organisation is not None:
            wanted.append(t.c.organisation == organisation)
        if changed is not None:
            wanted.append((t.c.read != t.c.confirmed) if changed else (t.c.read == t.c.confirmed))
        newest_first = (t.c.learned_at.desc(), t.c.id.desc())
        numbered = (
            select(
                *t.c,
                func.row_number().over(partition_by=_SAYING, order_by=newest_first).label("place"),
                func.count().over(partition_by=_SAYING).label("times"),
            )
            .where(*wanted)
            .subquery()
        )
        last_first = (numbered.c.learned_at.desc(), numbered.c.id.desc())
        query = select(numbered).where(numbered.c.place == 1).order_by(*last_first).limit(limit)
        return [Tally(_lesson(row), row.times) for row in self._connection.execute(query)]

    @override
    def of(self, document_id: DocumentId) -> Sequence[Lesson]:
        query = select(t).where(t.c.document_id == document_id).order_by(t.c.learned_at, t.c.id)
        return [_lesson(row) for row in self._connection.execute(query)]

    def _of_field(self, document_id: DocumentId, field: str) -> Lesson | None:
        same = and_(t.c.document_id == document_id, t.c.field == field, _STANDING)
        row = self._connection.execute(select(t).where(same)).first()
        return None if row is None else _lesson(row)

    def _revoke(self, which: ColumnElement[bool], actor: str) -> Sequence[Lesson]:
        revoked = update(t).where(which, _STANDING).values(revoked_by=actor, revoked_at=self._work.now).returning(t)
        found = [_lesson(row) for row in self._connection.execute(revoked)]
        return sorted(found, key=lambda lesson: (lesson.learned_at, lesson.id))


def _says_the_same(one: Lesson, other: Lesson) -> bool:
    return all(getattr(one, column.name) == getattr(other, column.name) for column in _SAYING)


def _lesson(row: Row[Any]) -> Lesson:
    values = {column.name: row._mapping[column.name] for column in t.c}
    lesson = Lesson(**values)
    return replace(lesson, kind=LessonKind(lesson.kind))
