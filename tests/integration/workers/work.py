"""The smallest real step: a document without pages sent round again is looked into, and set aside once more."""

from datetime import timedelta
from pathlib import Path

from domain.model import DocumentId, DocumentState, JobId
from workers.desk import Desk
from workers.stores import Stores

NEVER = timedelta(days=1)


def refused(desk: Desk, folder: Path, number: int = 0) -> DocumentId:
    """A document in quarantine."""
    path = folder / f"{number}.pdf"
    path.write_bytes(b"no pages here, %d" % number)
    return desk.ingest(path, actor="test").document.id


def due(desk: Desk, stores: Stores, document_id: DocumentId) -> JobId:
    """Send the document round again; the job that follows, as if its bell was rung now."""
    desk.retry(document_id, actor="test")
    with stores.records.transaction() as tx:
        [job] = tx.jobs.to_ring(again_after=NEVER)
    return job.id


def rounds(desk: Desk, document_id: DocumentId) -> int:
    """How often the document was set aside."""
    history = desk.document(document_id).history
    return [entry.action for entry in history].count(DocumentState.QUARANTINED.value)
