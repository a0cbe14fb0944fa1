"""Waiting for records to arrive, with a progress bar; on the embedded broker this process does the work itself."""

import time
from collections.abc import Sequence
from contextlib import ExitStack

from domain.model import DocumentId, DocumentState, OutcomeId, OutcomeState
from sohoa.bootstrap import opened_host
from sohoa.cli.output import progress_bar
from sohoa.settings import Settings
from workers.desk import Desk
from workers.stores import Stores

POLL_S = 0.2

_RESTING = {
    DocumentState.PUBLISHED,
    DocumentState.QUARANTINED,
    DocumentState.DESCRIBED,
    OutcomeState.ISSUED,
    OutcomeState.REJECTED,
}


def await_records(
    settings: Settings,
    stores: Stores,
    desk: Desk,
    *,
    documents: Sequence[DocumentId] = (),
    outcomes: Sequence[OutcomeId] = (),
) -> None:
    """Return when each record is published, issued, set aside, or waits for a person."""
    waiting: list[DocumentId | OutcomeId] = [*documents, *outcomes]
    wanted = set(outcomes)
    if all(_rests(desk, record_id, outcome=record_id in wanted) for record_id in waiting):
        return
    with ExitStack() as stack:
        bar = stack.enter_context(progress_bar())
        task = bar.add_task("Số hóa · digitising", total=len(waiting), note="")
        if settings.embedded_broker:
            stack.enter_context(stack.enter_context(opened_host(settings, stores)).running())
        while waiting:
            waiting = [record_id for record_id in waiting if not _rests(desk, record_id, outcome=record_id in wanted)]
            jobs = sum(desk.status().jobs.values())
            bar.update(task, completed=len(documents) + len(outcomes) - len(waiting), note=f"{jobs} bước đang chờ")
            time.sleep(POLL_S)


def _rests(desk: Desk, record_id: DocumentId | OutcomeId, *, outcome: bool) -> bool:
    if outcome:
        return desk.outcome(OutcomeId(record_id)).outcome.state in _RESTING
    return desk.document(DocumentId(record_id)).document.state in _RESTING
