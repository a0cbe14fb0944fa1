"""A lease is kept while the work goes on, and for that work only."""

import time
from datetime import timedelta

import pytest

from domain.errors import JobTaken
from storage.records import open_records
from tests.waiting import until
from workers import lease

SHORT = timedelta(seconds=0.4)


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.setattr(lease, "LEASE", SHORT)
    opened = open_records(f"sqlite:///{tmp_path / 'records.db'}")
    opened.migrate()
    yield opened
    opened.close()


def held(records, subject, owner):
    with records.transaction() as tx:
        job = tx.jobs.add("document", subject, "intake")
        tx.jobs.claim(job, owner, SHORT)
    return job


def is_free(records, job):
    try:
        with records.transaction() as tx:
            tx.jobs.claim(job, "somebody", SHORT)
    except JobTaken:
        return False
    return True


def test_a_lease_is_lengthened_while_the_block_runs_and_not_after(records):
    job = held(records, "d1", "host:1/a")
    with lease.kept(records, "host:1/a"):
        time.sleep(3 * SHORT.total_seconds())
        assert not is_free(records, job)
    until(lambda: is_free(records, job), 3)


def test_what_another_try_of_the_same_process_left_behind_is_not_lengthened(records):
    left = held(records, "d1", "host:1/a")
    with lease.kept(records, "host:1/b"):
        until(lambda: is_free(records, left), 3)


def test_a_step_that_hangs_loses_its_lease(records, monkeypatch):
    monkeypatch.setattr(lease, "LONGEST_STEP", timedelta(seconds=0.5))
    job = held(records, "d1", "host:1/a")
    with lease.kept(records, "host:1/a"):
        until(lambda: is_free(records, job), 3)
