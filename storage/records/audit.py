"""The audit trail in SQL. Triggers of the database keep its rows as they were written."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from typing_extensions import override

from domain.model import AuditEntry
from storage.records.port import Audit
from storage.records.schema import audit as t
from storage.records.work import Work


class SqlAudit(Audit):
    """The audit trail as one transaction sees it."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @override
    def append(self, actor: str, action: str, subject: str, **facts: object) -> None:
        entry = {"at": self._work.now, "actor": actor, "action": action, "subject": subject, "facts": facts}
        self._work.connection.execute(insert(t).values(**entry))

    @override
    def of(self, subject: str) -> Sequence[AuditEntry]:
        query = select(t).where(t.c.subject == subject).order_by(t.c.sequence)
        return [AuditEntry(**row._mapping) for row in self._work.connection.execute(query)]
