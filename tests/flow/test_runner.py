"""Jobs that come twice, late, or after a crash do no harm."""

from datetime import timedelta

from domain.model import DocumentState
from pipeline.check import VeraPdf
from sohoa.bootstrap import rules_of
from sohoa.keys import open_signer
from workers.runner import MAX_LAPSES, run_job
from workers.services import Services


def _services(settings, stores, name):
    return Services(name, stores, rules_of(settings), VeraPdf(), open_signer(settings))


def _only_job(stores):
    with stores.records.transaction() as tx:
        [job] = tx.jobs.to_ring(again_after=timedelta(0))
    return job


def test_a_message_delivered_twice_takes_the_step_once(settings, stores, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = _only_job(stores)
    services = _services(settings, stores, "one")
    run_job(services, job.id)
    run_job(services, job.id)
    actions = [entry.action for entry in desk.document(document_id).history]
    assert actions == ["received", "separated"]


def test_a_job_held_by_a_living_worker_is_left_alone(settings, stores, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = _only_job(stores)
    with stores.records.transaction() as tx:
        tx.jobs.claim(job.id, "another", timedelta(minutes=1))
    run_job(_services(settings, stores, "one"), job.id)
    assert desk.document(document_id).document.state is DocumentState.RECEIVED


def test_a_job_that_took_its_workers_down_is_set_aside_with_the_reason(settings, stores, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = _only_job(stores)
    for number in range(MAX_LAPSES):
        with stores.records.transaction() as tx:
            # A lease that is over at once is what a killed worker leaves behind.
            tx.jobs.claim(job.id, f"killed {number}", timedelta(0))
    run_job(_services(settings, stores, "survivor"), job.id)
    document = desk.document(document_id).document
    assert document.state is DocumentState.QUARANTINED
    assert document.reason == "too_many_attempts"


def test_a_job_whose_document_is_gone_on_is_dropped(settings, stores, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = _only_job(stores)
    run_job(_services(settings, stores, "one"), job.id)
    with stores.records.transaction() as tx:
        late = tx.jobs.add("document", document_id, "intake")
    run_job(_services(settings, stores, "one"), late)
    assert desk.document(document_id).document.state is DocumentState.SEPARATED
    assert "intake" not in {queue for queue, count in desk.status().jobs.items() if count}


def test_a_validator_that_is_missing_postpones_the_document_and_never_archives_unproved(
    settings, stores, desk, scan, monkeypatch, tmp_path
):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    document_id = desk.ingest(scan, actor="test").document.id
    services = _services(settings, stores, "one")
    for _ in range(20):
        with stores.records.transaction() as tx:
            due = tx.jobs.to_ring(again_after=timedelta(0))
        for job in due:
            run_job(services, job.id)
    view = desk.document(document_id)
    assert view.document.state is DocumentState.VERIFIED
    assert [form.kind for form in view.representations] == ["original"]
    assert desk.status().busy
