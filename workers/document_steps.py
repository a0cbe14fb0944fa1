"""The steps of a scanned document, each from one state to the next. See ``workers.route`` for their order."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import InputError
from domain.learned import organisation_of
from domain.model import (
    Document,
    DocumentId,
    DocumentState,
    Field,
    Page,
    PageReading,
    Representation,
    RepresentationKind,
)
from domain.numbering import Numbered
from pipeline.archive import archive
from pipeline.check import PdfaVerdict, require_conformant
from pipeline.describe import describe as fields_of_pages
from pipeline.extract.bundles import with_beginnings_marked
from pipeline.extract.series import in_series
from pipeline.intake import inspect
from pipeline.page import read_page
from pipeline.preserve import ArchiveMetadata
from pipeline.quality import with_duplicates_marked
from pipeline.reading import reading_to_json
from pipeline.tools.child import in_child
from signing.signer import Mark, Role
from signing.verify import verify_pdf
from storage.records.port import UnitOfWork
from workers.advance import DocumentAdvance
from workers.indexing import index_document, readings_of
from workers.services import Services


@dataclass(frozen=True, slots=True)
class PageResult:
    """What recognising a page left in the object store."""

    page: Page


def separate(services: Services, document: Document) -> DocumentAdvance:
    """Look into the original and make its pages; what its signatures are worth is put on record."""
    with services.stores.workspace.file(document.original) as path:
        source = inspect(path, document.name, services.rules.limits)
        signatures = _signatures(services, path) if source.signed else {}

    def write(tx: UnitOfWork) -> None:
        tx.documents.set_page_count(document.id, source.page_count)

    return DocumentAdvance(
        DocumentState.SEPARATED,
        write,
        {
            "pages": source.page_count,
            "media_type": source.media_type,
            "warnings": list(source.warnings),
            **signatures,
        },
    )


def recognise(services: Services, document: Document, number: int) -> PageResult:
    """Read one page's words and store them with a preview of the page."""
    stores, rules = services.stores, services.rules
    started = time.monotonic()
    with stores.workspace.file(document.original) as path:
        read = in_child(
            read_page,
            path,
            document.media_type,
            number,
            rules.reading,
            rules.limits,
            timeout_s=rules.limits.page_timeout_s,
            memory_mb=rules.limits.child_memory_mb,
            warm=rules.reading.warm_engine,
        )
    reading = stores.objects.put(reading_to_json(read.reading), media_type="application/json")
    preview = stores.objects.put(read.preview, media_type="image/jpeg")
    return PageResult(Page(document.id, number, reading, preview, round(time.monotonic() - started, 3)))


def describe(services: Services, document: Document) -> DocumentAdvance:
    """Extract the fields; a document with doubtful ones waits for an officer where the house rule says so."""
    readings = readings_of(services.stores, document)
    fields, same_number = _described(services, document, readings)
    marked = with_beginnings_marked(with_duplicates_marked(readings), fields)
    stored = {
        after.number: services.stores.objects.put(reading_to_json(after), media_type="application/json")
        for before, after in zip(readings, marked, strict=True)
        if after != before
    }
    doubts = {str(reading.number): list(reading.warnings) for reading in marked if reading.warnings}
    doubtful = [field.name for field in fields if not field.accepted]
    waits = services.rules.review == "doubtful" and (doubtful or not fields)

    def write(tx: UnitOfWork) -> None:
        tx.documents.set_fields(document.id, fields)
        for page in tx.documents.pages(document.id):
            if page.number in stored:
                tx.documents.save_page(replace(page, reading=stored[page.number]))

    return DocumentAdvance(
        DocumentState.DESCRIBED if waits else DocumentState.VERIFIED,
        write,
        {
            "fields": [field.name for field in fields],
            "doubtful": doubtful,
            "page_warnings": doubts,
            **({"same_number": list(same_number)} if same_number else {}),
        },
    )


def _described(
    services: Services, document: Document, readings: Sequence[PageReading]
) -> tuple[tuple[Field, ...], Sequence[DocumentId]]:
    """The fields, weighed by what is on record, and the other documents that bear the number they give."""
    records = services.stores.records
    with records.transaction() as tx:
        known = tx.lessons.known(organisation_of(document.dossier_code))
    read = fields_of_pages(readings, known)
    # Asked for one agency and day, which extraction alone can tell: an archive's series are too long to hand over.
    numbered = Numbered.of(read)
    if numbered is None:
        return read, ()
    with records.transaction() as tx:
        series = tx.numbers.series(numbered, but_for=document.id)
    fields = in_series(read, series)
    settled = Numbered.of(fields)
    with records.transaction() as tx:
        return fields, tx.numbers.bearing(settled, but_for=document.id) if settled else ()


def preserve(services: Services, document: Document) -> DocumentAdvance:
    """Build the archival PDF/A, prove it, and store it."""
    stores = services.stores
    readings = readings_of(stores, document)
    with stores.records.transaction() as tx:
        fields = tx.documents.fields(document.id)
    described = ArchiveMetadata.of_fields(fields, source=document.original, created=document.created_at)
    metadata = replace(described, dossier_code=document.dossier_code or described.dossier_code)
    with stores.workspace.file(document.original) as source, stores.workspace.folder() as folder:
        target = folder / "archival.pdf"
        verdict = archive(
            source,
            document.media_type,
            readings,
            metadata,
            target,
            validator=services.validator,
            profile=services.rules.profile,
            limits=services.rules.limits,
        )
        representation = Representation(
            RepresentationKind.ARCHIVAL,
            stores.objects.put_file(target, media_type="application/pdf"),
            target.stat().st_size,
            "application/pdf",
            _pdfa_facts(verdict),
        )
    return DocumentAdvance(DocumentState.PRESERVED, _adds(document, representation), _pdfa_facts(verdict))


def sign(services: Services, document: Document) -> DocumentAdvance:
    """Apply the digitiser's signature and the organisation's to the archival copy, and prove both."""
    stores = services.stores
    with stores.records.transaction() as tx:
        forms = {form.kind: form for form in tx.documents.representations(document.id)}
    archival = forms[RepresentationKind.ARCHIVAL]
    with stores.workspace.file(archival.digest) as source, stores.workspace.folder() as folder:
        digitised = folder / "digitiser.pdf"
        signed = folder / "signed.pdf"
        signatures = [
            services.signer.sign(Role.DIGITISER, source, digitised, step="digitiser"),
            # The law wants name and time of the organisation to be seen on copies, and of the digitiser only recorded.
            services.signer.sign(Role.ORGANISATION, digitised, signed, step="organisation", mark=Mark.COPY),
        ]
        verdict = require_conformant(services.validator, signed)
        facts = {**_pdfa_facts(verdict), "signatures": [signature.as_facts() for signature in signatures]}
        representation = Representation(
            RepresentationKind.SIGNED,
            stores.objects.put_file(signed, media_type="application/pdf"),
            signed.stat().st_size,
            "application/pdf",
            facts,
        )
    return DocumentAdvance(DocumentState.SIGNED, _adds(document, representation), {"signatures": len(signatures)})


def publish(services: Services, document: Document) -> DocumentAdvance:
    """Make the record findable by its words and fields."""
    pages = index_document(services.stores, document, readings_of(services.stores, document))
    return DocumentAdvance(DocumentState.PUBLISHED, facts={"pages": pages})


def _signatures(services: Services, path: Path) -> dict[str, object]:
    """How many signatures a source came with, and the verdict on them; no names, which the source itself tells."""
    limits = services.rules.limits
    try:
        report = in_child(
            verify_pdf,
            path,
            services.signer.trust,
            timeout_s=limits.page_timeout_s,
            memory_mb=limits.child_memory_mb,
        )
    except InputError as error:
        return {"signatures_error": error.code}
    return {"signatures": len(report.signatures), "signatures_verdict": report.verdict and report.verdict.value}


def _adds(document: Document, representation: Representation) -> Callable[[UnitOfWork], None]:
    def write(tx: UnitOfWork) -> None:
        tx.documents.add_representation(document.id, representation)

    return write


def _pdfa_facts(verdict: PdfaVerdict) -> dict[str, object]:
    return {"pdfa": verdict.flavour, "conformant": verdict.compliant}
