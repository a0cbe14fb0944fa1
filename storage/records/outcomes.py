"""Outcomes and the ledger of those issued, in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, func, select
from typing_extensions import override

from domain.errors import AlreadyIssued, UnknownRecord
from domain.lifecycle import OUTCOME
from domain.model import Digest, LedgerEntry, Outcome, OutcomeId, OutcomeState
from storage.records import schema as t
from storage.records.port import Outcomes
from storage.records.work import Work


class SqlOutcomes(Outcomes):
    """The outcomes of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._connection = work.connection

    @override
    def add(self, *, dossier_code: str, kind: str, edition: int, name: str, draft: Digest) -> tuple[Outcome, bool]:
        self._work.insert_missing(t.dossiers, {"code": dossier_code, "created_at": self._work.now})
        outcome = Outcome(
            id=OutcomeId(self._work.new_id()),
            dossier_code=dossier_code,
            kind=kind,
            edition=edition,
            name=name,
            draft=draft,
            state=OutcomeState.DRAFTED,
            created_at=self._work.now,
            updated_at=self._work.now,
        )
        if self._work.insert_missing(t.outcomes, asdict(outcome)):
            return outcome, True
        key = {"dossier_code": dossier_code, "kind": kind, "edition": edition}
        standing = _outcome(self._connection.execute(select(t.outcomes).filter_by(**key)).one())
        if standing.draft != draft:
            raise AlreadyIssued("drafted before with other bytes", dossier_code=dossier_code)
        return standing, False

    @override
    def get(self, outcome_id: OutcomeId) -> Outcome:
        row = self._connection.execute(select(t.outcomes).where(t.outcomes.c.id == outcome_id)).first()
        if row is None:
            raise UnknownRecord(id=outcome_id)
        return _outcome(row)

    @override
    def save(self, outcome: Outcome) -> Outcome:
        self._work.save_versioned(
            t.outcomes,
            outcome.id,
            outcome.version,
            OUTCOME,
            {
                "name": outcome.name,
                "state": outcome.state,
                "reason": outcome.reason,
                "reason_params": dict(outcome.reason_params),
            },
        )
        return replace(outcome, version=outcome.version + 1, updated_at=self._work.now)

    @override
    def of_dossier(self, dossier_code: str) -> Sequence[Outcome]:
        query = (
            select(t.outcomes)
            .where(t.outcomes.c.dossier_code == dossier_code)
            .order_by(t.outcomes.c.created_at, t.outcomes.c.id)
        )
        return [_outcome(row) for row in self._connection.execute(query)]

    @override
    def counts(self) -> Mapping[OutcomeState, int]:
        query = select(t.outcomes.c.state, func.count()).group_by(t.outcomes.c.state)
        found: dict[str, int] = dict(self._connection.execute(query).all())
        return {state: found.get(state, 0) for state in OutcomeState}

    @override
    def issue(self, outcome: Outcome, digest: Digest) -> LedgerEntry:
        values = {
            "outcome_id": outcome.id,
            "dossier_code": outcome.dossier_code,
            "kind": outcome.kind,
            "edition": outcome.edition,
            "digest": digest,
            "issued_at": self._work.now,
        }
        insert = self._work.insert(t.ledger).values(**values).on_conflict_do_nothing().returning(t.ledger)
        row = self._connection.execute(insert).first()
        if row is None:
            raise AlreadyIssued(dossier_code=outcome.dossier_code)
        return LedgerEntry(**row._mapping)

    @override
    def ledger(self, dossier_code: str | None = None) -> Sequence[LedgerEntry]:
        query = select(t.ledger).order_by(t.ledger.c.sequence)
        if dossier_code is not None:
            query = query.where(t.ledger.c.dossier_code == dossier_code)
        return [LedgerEntry(**row._mapping) for row in self._connection.execute(query)]


def _outcome(row: Row[Any]) -> Outcome:
    values = dict(row._mapping)
    values["state"] = OutcomeState(values["state"])
    return Outcome(**values)
