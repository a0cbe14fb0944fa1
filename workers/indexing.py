"""What is indexed of a record, and building the whole index anew from the stored records."""

from collections.abc import Callable, Mapping

from domain.model import Digest, Document, DocumentState, Outcome, PageReading
from pipeline.digital.readings import born_digital_readings
from pipeline.limits import Limits
from pipeline.reading import reading_from_json
from storage.search.port import PageEntry
from workers.stores import Stores

_EVERY = 1 << 31


def index_document(stores: Stores, document: Document, readings: tuple[PageReading, ...]) -> int:
    """Make a document findable by its words and fields; how many pages."""
    with stores.records.transaction() as tx:
        fields = {field.name: field.value for field in tx.documents.fields(document.id)}
    return _index(stores, document, readings, fields)


def index_outcome(stores: Stores, outcome: Outcome, sealed: Digest, limits: Limits) -> int:
    """Make an outcome findable by the text of its issued file; how many pages."""
    with stores.workspace.file(sealed) as path:
        readings = born_digital_readings(path, limits)
    return _index(stores, outcome, readings, {"type": outcome.kind})


def readings_of(stores: Stores, document: Document) -> tuple[PageReading, ...]:
    """The stored readings of a document in page order.

    Raises:
        MissingObject: the store lost one.
    """
    with stores.records.transaction() as tx:
        pages = tx.documents.pages(document.id)
    return tuple(reading_from_json(stores.objects.get(page.reading)) for page in pages if page.reading)


def rebuild(stores: Stores, limits: Limits, progress: Callable[[int, int], None]) -> int:
    """Empty the index and fill it from every published document and issued outcome; how many pages.

    Searches find less until this is through. ``progress`` gets records done and records in all.
    """
    with stores.records.transaction() as tx:
        documents = tx.documents.list(state=DocumentState.PUBLISHED, limit=_EVERY)
        issued = [(tx.outcomes.get(entry.outcome_id), entry.digest) for entry in tx.outcomes.ledger()]
    stores.search.clear()
    pages = 0
    total = len(documents) + len(issued)
    for done, document in enumerate(documents, start=1):
        pages += index_document(stores, document, readings_of(stores, document))
        progress(done, total)
    for done, (outcome, sealed) in enumerate(issued, start=len(documents) + 1):
        pages += index_outcome(stores, outcome, sealed, limits)
        progress(done, total)
    return pages


def _index(
    stores: Stores, record: Document | Outcome, readings: tuple[PageReading, ...], fields: Mapping[str, str]
) -> int:
    entries = [
        PageEntry(
            kind="document" if isinstance(record, Document) else "outcome",
            record_id=record.id,
            page=reading.number,
            words=tuple(word.text for word in reading.words),
            dossier_code=record.dossier_code,
            # The record's values stand on its first page, so that they give one hit.
            fields=fields if reading.number == 1 else {},
        )
        for reading in readings
    ]
    stores.search.put(record.id, entries)
    return len(entries)
