"""Outcomes, and the ledger that issues each of them once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import AlreadyIssued, StaleRecord, UnknownRecord, WrongState
from domain.model import Digest, LedgerEntry, Outcome, OutcomeId, OutcomeState
from storage.records.port import Records
from tests.contract.adapters import Clock, run_at_once

A, B = Digest("a" * 64), Digest("b" * 64)
CODE = "H27.10-261122-0001"


def draft(records: Records, content: Digest = A, edition: int = 1, code: str = CODE) -> tuple[Outcome, bool]:
    with records.transaction() as tx:
        return tx.outcomes.add(dossier_code=code, kind="decision", edition=edition, name="qd.pdf", draft=content)


def test_an_outcome_comes_back_as_it_was_drafted(records: Records, clock: Clock) -> None:
    drafted, new = draft(records)

    assert new
    assert (drafted.state, drafted.version, drafted.created_at) == (OutcomeState.DRAFTED, 1, clock.now)
    with records.transaction() as tx:
        assert tx.outcomes.get(drafted.id) == drafted


def test_the_same_draft_twice_is_one_outcome(records: Records) -> None:
    drafted, _ = draft(records)

    assert draft(records) == (drafted, False)


def test_other_bytes_for_the_same_edition_are_refused(records: Records) -> None:
    draft(records, A)

    with pytest.raises(AlreadyIssued) as refusal:
        draft(records, B)
    assert refusal.value.params == {"dossier_code": CODE}
    assert draft(records, B, edition=2)[1]


def test_outcomes_of_a_dossier_stand_oldest_first(records: Records, clock: Clock) -> None:
    first, _ = draft(records, edition=2)
    clock.forward(timedelta(seconds=1))
    second, _ = draft(records, edition=1)
    draft(records, code="H1")

    with records.transaction() as tx:
        assert tx.outcomes.of_dossier(CODE) == [first, second]
        assert tx.outcomes.of_dossier("unknown") == []
        assert tx.outcomes.counts()[OutcomeState.DRAFTED] == 3
        assert tx.outcomes.counts()[OutcomeState.ISSUED] == 0


def test_saving_guards_version_and_lifecycle(records: Records, clock: Clock) -> None:
    drafted, _ = draft(records)
    clock.forward(timedelta(seconds=1))
    rejected = replace(drafted, state=OutcomeState.REJECTED, reason="not_convertible", reason_params={"page": 1})

    with records.transaction() as tx:
        saved = tx.outcomes.save(rejected)

    assert saved == replace(rejected, version=2, updated_at=clock.now)
    with records.transaction() as tx:
        assert tx.outcomes.get(drafted.id) == saved
    with pytest.raises(StaleRecord), records.transaction() as tx:
        tx.outcomes.save(rejected)
    with pytest.raises(WrongState), records.transaction() as tx:
        tx.outcomes.save(replace(saved, state=OutcomeState.ISSUED))


def test_an_unknown_outcome_is_said_to_be_unknown(records: Records) -> None:
    with pytest.raises(UnknownRecord), records.transaction() as tx:
        tx.outcomes.get(OutcomeId("absent"))


def test_an_issue_is_written_to_the_ledger(records: Records, clock: Clock) -> None:
    drafted, _ = draft(records)

    with records.transaction() as tx:
        entry = tx.outcomes.issue(drafted, B)

    assert entry == LedgerEntry(entry.sequence, drafted.id, CODE, "decision", 1, B, clock.now)
    with records.transaction() as tx:
        assert tx.outcomes.ledger() == tx.outcomes.ledger(CODE) == [entry]
        assert tx.outcomes.ledger("H1") == []


def test_an_outcome_is_issued_once(records: Records) -> None:
    drafted, _ = draft(records)
    with records.transaction() as tx:
        entry = tx.outcomes.issue(drafted, A)

    with pytest.raises(AlreadyIssued), records.transaction() as tx:
        tx.outcomes.issue(drafted, A)
    with records.transaction() as tx:
        assert tx.outcomes.ledger() == [entry]


def test_of_issues_at_once_one_stands(open_again: Callable[[], Records], records: Records) -> None:
    drafted, _ = draft(records)
    start, refused = threading.Barrier(4), []

    def issue(own: Records) -> None:
        start.wait()
        try:
            with own.transaction() as tx:
                tx.outcomes.issue(drafted, A)
        except AlreadyIssued as error:
            refused.append(error)

    run_at_once(issue, [open_again() for _ in range(4)])

    assert len(refused) == 3
    with records.transaction() as tx:
        assert len(tx.outcomes.ledger()) == 1
