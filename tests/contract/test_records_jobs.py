"""The outbox: one holder at a time, attempts counted, nothing forgotten."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import JobTaken
from domain.model import JobId
from storage.records.port import Job, Records
from tests.contract.adapters import Clock, run_at_once

SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=60)
AGAIN = timedelta(seconds=30)


def add(records: Records, subject: str = "d1", delay: timedelta = timedelta(0)) -> JobId:
    with records.transaction() as tx:
        return tx.jobs.add("document", subject, "ocr", delay=delay)


def claim(records: Records, job_id: JobId, owner: str = "worker-1") -> Job:
    with records.transaction() as tx:
        return tx.jobs.claim(job_id, owner, LEASE)


def finish(records: Records, job_id: JobId, owner: str = "worker-1") -> None:
    with records.transaction() as tx:
        tx.jobs.finish(job_id, owner)


def release(records: Records, job_id: JobId, owner: str = "worker-1", delay: timedelta = timedelta(0)) -> None:
    with records.transaction() as tx:
        tx.jobs.release(job_id, owner, delay=delay, error="objects_unavailable")


def ring(records: Records, limit: int = 100) -> list[JobId]:
    with records.transaction() as tx:
        return [job.id for job in tx.jobs.to_ring(limit=limit, again_after=AGAIN)]


def waiting(records: Records) -> dict[str, int]:
    with records.transaction() as tx:
        return dict(tx.jobs.counts())


def test_a_job_is_claimed_done_and_gone(records: Records, clock: Clock) -> None:
    job_id = add(records)
    job = claim(records, job_id)

    assert job == Job(
        id=job_id,
        kind="document",
        subject="d1",
        queue="ocr",
        due_at=clock.now,
        attempts=1,
        owner="worker-1",
        leased_until=clock.now + LEASE,
    )
    assert waiting(records) == {"ocr": 1}
    finish(records, job_id)
    assert waiting(records) == {}
    with pytest.raises(JobTaken):
        claim(records, job_id)


def test_a_held_job_is_not_claimed_again(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id)

    for owner in ("worker-1", "worker-2"):
        with pytest.raises(JobTaken):
            claim(records, job_id, owner)


def test_a_job_is_not_claimed_before_it_is_due(records: Records, clock: Clock) -> None:
    job_id = add(records, delay=SECOND)

    assert waiting(records) == {}
    with pytest.raises(JobTaken):
        claim(records, job_id)
    clock.forward(SECOND)
    assert claim(records, job_id).attempts == 1


def test_of_many_claims_at_once_one_wins(open_again: Callable[[], Records], records: Records) -> None:
    for turn in range(5):
        job_id, start = add(records, f"d{turn}"), threading.Barrier(4)
        won: list[Job] = []
        lost: list[JobTaken] = []

        def try_to_claim(
            named: tuple[Records, str],
            job_id: JobId = job_id,
            start: threading.Barrier = start,
            won: list[Job] = won,
            lost: list[JobTaken] = lost,
        ) -> None:
            own, owner = named
            start.wait()
            try:
                won.append(claim(own, job_id, owner))
            except JobTaken as error:
                lost.append(error)

        run_at_once(try_to_claim, [(open_again(), f"worker-{number}") for number in range(4)])

        assert (len(won), len(lost)) == (1, 3)
        assert won[0].attempts == 1


def test_a_lease_that_ran_out_frees_the_job_and_counts_as_a_lapse(records: Records, clock: Clock) -> None:
    job_id = add(records)
    claim(records, job_id)
    clock.forward(LEASE)

    job = claim(records, job_id, "worker-2")

    assert (job.attempts, job.lapses, job.owner) == (2, 1, "worker-2")
    with pytest.raises(JobTaken):
        finish(records, job_id, "worker-1")
    finish(records, job_id, "worker-2")


def test_a_release_counts_no_lapse(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id)
    release(records, job_id)

    job = claim(records, job_id)

    assert (job.attempts, job.lapses, job.last_error) == (2, 0, "objects_unavailable")


def test_an_extended_lease_holds(records: Records, clock: Clock) -> None:
    held, other = add(records, "d1"), add(records, "d2")
    claim(records, held, "worker-1")
    claim(records, other, "worker-2")
    clock.forward(LEASE - SECOND)

    with records.transaction() as tx:
        assert tx.jobs.extend("worker-1", LEASE) == 1
        assert tx.jobs.extend("worker-3", LEASE) == 0
    clock.forward(SECOND)

    with pytest.raises(JobTaken):
        claim(records, held, "worker-3")
    assert claim(records, other, "worker-3").attempts == 2


def test_a_late_finish_is_accepted_while_nobody_took_over(records: Records, clock: Clock) -> None:
    job_id = add(records)
    claim(records, job_id)
    clock.forward(LEASE + SECOND)

    finish(records, job_id)

    assert waiting(records) == {}


def test_a_released_job_waits_and_then_rings(records: Records, clock: Clock) -> None:
    job_id = add(records)
    assert ring(records) == [job_id]
    claim(records, job_id)
    release(records, job_id, delay=10 * SECOND)

    assert ring(records) == []
    clock.forward(10 * SECOND)
    assert ring(records) == [job_id]


def test_a_release_by_another_changes_nothing(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id, "worker-1")

    release(records, job_id, "worker-2")

    with pytest.raises(JobTaken):
        claim(records, job_id, "worker-2")
    finish(records, job_id, "worker-1")


def test_a_job_rings_once_and_again_only_later(records: Records, clock: Clock) -> None:
    job_id = add(records)

    assert ring(records) == [job_id]
    assert ring(records) == []
    clock.forward(AGAIN)
    assert ring(records) == [job_id]


def test_a_held_job_is_silent_until_its_lease_runs_out(records: Records, clock: Clock) -> None:
    job_id = add(records)
    claim(records, job_id)

    clock.forward(LEASE - SECOND)
    assert ring(records) == []
    clock.forward(SECOND)
    assert ring(records) == [job_id]


def test_what_waits_longest_rings_first(records: Records, clock: Clock) -> None:
    late = add(records, "late", delay=2 * SECOND)
    early = add(records, "early")
    clock.forward(2 * SECOND)

    assert ring(records, limit=1) == [early]
    assert ring(records, limit=1) == [late]


def test_relays_at_once_never_ring_the_same_job(open_again: Callable[[], Records], records: Records) -> None:
    added = {add(records, f"d{number}") for number in range(40)}
    start = threading.Barrier(3)
    rung: list[JobId] = []

    def relay(own: Records) -> None:
        start.wait()
        for _ in range(8):
            rung.extend(ring(own, limit=5))

    run_at_once(relay, [open_again() for _ in range(3)])
    rung.extend(ring(records))

    assert len(rung) == len(added)
    assert set(rung) == added


def test_a_second_job_for_a_subject_is_the_same_due_anew(records: Records, clock: Clock) -> None:
    job_id = add(records, delay=LEASE)
    assert add(records) == job_id
    assert ring(records) == [job_id]

    assert add(records, delay=SECOND) == job_id

    assert ring(records) == []
    clock.forward(SECOND)
    assert ring(records) == [job_id]
    with records.transaction() as tx:
        assert tx.jobs.add("page", "d1", "ocr") != job_id


def test_adding_again_does_not_undo_the_count_of_attempts(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id)
    release(records, job_id)

    add(records)

    assert claim(records, job_id).attempts == 2


def test_a_job_added_while_it_is_held_stays_after_its_finish(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id)
    add(records)
    assert ring(records) == []

    finish(records, job_id)

    assert ring(records) == [job_id]
    job = claim(records, job_id)
    assert (job.attempts, job.lapses) == (1, 0)
    finish(records, job_id)
    assert waiting(records) == {}


def test_finishing_and_adding_in_one_transaction_leaves_the_next_job(records: Records) -> None:
    job_id = add(records)
    claim(records, job_id)

    with records.transaction() as tx:
        tx.jobs.finish(job_id, "worker-1")
        following = tx.jobs.add("document", "d1", "preserve")

    assert waiting(records) == {"preserve": 1}
    assert claim(records, following).attempts == 1
