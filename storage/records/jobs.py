"""The outbox in SQL. Every change is one statement whose condition says who may make it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, null, or_, select, update
from typing_extensions import override

from domain.errors import JobTaken
from domain.model import JobId
from storage.records.port import Job, JobKind, Jobs
from storage.records.schema import jobs as t
from storage.records.work import Work

_FREED = {"owner": None, "leased_until": None, "rung_at": None, "again": False}


class SqlJobs(Jobs):
    """The jobs of one transaction.

    A job that is added again while somebody holds it stays after that one's ``finish``, due anew: what the addition
    told of may have come too late for the work under way. A lease that ran out ends a hold only when another claims.
    """

    def __init__(self, work: Work) -> None:
        self._now = work.now
        self._work = work
        self._connection = work.connection

    @override
    def add(self, kind: JobKind, subject: str, queue: str, *, delay: timedelta = timedelta(0)) -> JobId:
        insert = self._work.insert(t).values(
            id=self._work.new_id(),
            kind=kind,
            subject=subject,
            queue=queue,
            due_at=self._now + delay,
            attempts=0,
            lapses=0,
            again=False,
        )
        due_anew = {
            "queue": queue,
            "due_at": self._now + delay,
            "rung_at": null(),
            # Attempts go on counting: a sweeper that adds again and again must not undo the limit.
            "again": t.c.owner.is_not(None),
        }
        query = insert.on_conflict_do_update(index_elements=[t.c.kind, t.c.subject], set_=due_anew).returning(t.c.id)
        return JobId(self._connection.execute(query).scalar_one())

    @override
    def to_ring(self, *, limit: int = 100, again_after: timedelta) -> Sequence[Job]:
        silent = or_(t.c.rung_at.is_(None), t.c.rung_at <= self._now - again_after)
        chosen = (
            select(t.c.id)
            .where(self._free(), silent)
            .order_by(t.c.due_at, t.c.id)
            .limit(limit)
            # Rows that another relay is about to mark are passed over; SQLite queues whole transactions instead.
            .with_for_update(skip_locked=True)
        )
        ids = self._connection.scalars(chosen).all()
        rung = update(t).where(t.c.id.in_(ids)).values(rung_at=self._now).returning(t)
        found = [_job(row) for row in self._connection.execute(rung)] if ids else []
        return sorted(found, key=lambda job: (job.due_at, job.id))

    @override
    def claim(self, job_id: JobId, owner: str, lease: timedelta) -> Job:
        counted = {
            "attempts": t.c.attempts + 1,
            # A free job with an owner is one whose lease ran out; SET reads the row as it was.
            "lapses": t.c.lapses + case((t.c.owner.is_not(None), 1), else_=0),
        }
        held = {"owner": owner, "leased_until": self._now + lease, "again": False}
        taken = update(t).where(t.c.id == job_id, self._free()).values(**counted, **held).returning(t)
        row = self._connection.execute(taken).first()
        if row is None:
            raise JobTaken("gone, held or not due")
        return _job(row)

    @override
    def extend(self, owner: str, lease: timedelta) -> int:
        held = update(t).where(t.c.owner == owner).values(leased_until=self._now + lease)
        return self._connection.execute(held).rowcount

    @override
    def finish(self, job_id: JobId, owner: str) -> None:
        held = and_(t.c.id == job_id, t.c.owner == owner)
        if self._connection.execute(update(t).where(held, t.c.again).values(**_FREED, attempts=0, lapses=0)).rowcount:
            return
        if not self._connection.execute(delete(t).where(held)).rowcount:
            raise JobTaken("held by somebody else")

    @override
    def release(self, job_id: JobId, owner: str, *, delay: timedelta, error: str) -> None:
        held = and_(t.c.id == job_id, t.c.owner == owner)
        self._connection.execute(update(t).where(held).values(**_FREED, due_at=self._now + delay, last_error=error))

    @override
    def counts(self) -> Mapping[str, int]:
        waiting = or_(t.c.due_at <= self._now, t.c.owner.is_not(None))
        query = select(t.c.queue, func.count()).where(waiting).group_by(t.c.queue)
        return dict(self._connection.execute(query).all())

    def _free(self) -> ColumnElement[bool]:
        return and_(t.c.due_at <= self._now, or_(t.c.owner.is_(None), t.c.leased_until <= self._now))


def _job(row: Row[Any]) -> Job:
    values = dict(row._mapping)
    del values["again"]
    return Job(**values)
