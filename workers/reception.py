"""Taking in: a file's bytes are kept first, then looked into, then recorded, with the reason where it is refused."""

from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import EmptyFile, FileTooLarge, InputError, NotConvertible, SohoaError, UnsafeName, error_of
from domain.identifiers import DossierCode
from domain.model import Document, DocumentState, Outcome, OutcomeState, Representation, RepresentationKind
from pipeline.intake import Source, SourceKind, inspect
from pipeline.limits import Limits
from pipeline.names import check_name, safe_stem
from workers.moves import set_aside
from workers.route import enqueue_document, enqueue_outcome
from workers.standing import standing_still
from workers.stores import Stores

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a delivered file.

    ``new`` is false when the same bytes were filed to the same dossier before; ``refusal`` says why it was set aside,
    its bytes kept.
    """

    document: Document
    new: bool
    refusal: SohoaError | None = None


def receive(
    stores: Stores, limits: Limits, path: Path, *, actor: str, name: str | None, dossier_code: str | None, batch: str
) -> Received:
    """Keep, inspect and record a scanned document. Errors as ``Desk.ingest``."""
    if dossier_code is not None:
        dossier_code = str(DossierCode.parse(dossier_code))
    name = path.name if name is None else name
    with standing_still(path) as look:
        refusal = _refusal_at_sight(look.size_bytes, name, limits)
        # Objects before records: a crash here leaves an orphan object, never a record that names nothing.
        digest = stores.objects.put_file(path)
        source, refusal = (None, refusal) if refusal else _look_into(path, name, limits)
    with stores.records.transaction() as tx:
        document, new = tx.documents.add(
            batch_id=tx.documents.open_batch(batch, actor).id,
            name=name if not isinstance(refusal, UnsafeName) else safe_stem(name),
            original=digest,
            size_bytes=look.size_bytes,
            dossier_code=dossier_code,
        )
        if not new:
            return Received(document, False, _standing_refusal(document))
        media_type = source.media_type if source else document.media_type
        form = Representation(RepresentationKind.ORIGINAL, digest, document.size_bytes, media_type)
        tx.documents.add_representation(document.id, form)
        tx.audit.append(actor, "received", document.id, batch=batch, digest=digest)
        document = tx.documents.save(replace(document, media_type=media_type))
        if refusal is not None:
            set_aside(tx, actor, document, refusal)
            document = tx.documents.get(document.id)
        else:
            enqueue_document(tx, document)
    return Received(document, True, refusal)


def receive_draft(
    stores: Stores, limits: Limits, path: Path, *, actor: str, dossier_code: str, kind: str, edition: int
) -> Outcome:
    """Inspect, keep and record the draft of an electronic result. Errors as ``Desk.submit_outcome``."""
    dossier_code = str(DossierCode.parse(dossier_code))
    with standing_still(path) as look:
        if (refusal := _refusal_at_sight(look.size_bytes, path.name, limits)) is not None:
            raise refusal
        source = inspect(path, path.name, limits)
        if source.kind is not SourceKind.PDF:
            raise NotConvertible(f"a draft of the type {source.media_type}")
        digest = stores.objects.put_file(path, media_type=PDF)
    with stores.records.transaction() as tx:
        tx.documents.dossier(dossier_code)
        outcome, new = tx.outcomes.add(
            dossier_code=dossier_code, kind=kind, edition=edition, name=path.name, draft=digest
        )
        if new:
            form = Representation(RepresentationKind.ORIGINAL, digest, look.size_bytes, PDF)
            tx.documents.add_representation(outcome.id, form)
            tx.audit.append(actor, OutcomeState.DRAFTED.value, outcome.id, digest=digest)
            enqueue_outcome(tx, outcome)
    return outcome


def _refusal_at_sight(size_bytes: int, name: str, limits: Limits) -> InputError | None:
    try:
        check_name(name)
    except InputError as error:
        return error
    if size_bytes == 0:
        return EmptyFile()
    if size_bytes > limits.max_file_mb << 20:
        return FileTooLarge(size_mb=size_bytes >> 20, limit_mb=limits.max_file_mb)
    return None


def _look_into(path: Path, name: str, limits: Limits) -> tuple[Source | None, InputError | None]:
    try:
        return inspect(path, name, limits), None
    except InputError as error:
        return None, error


def _standing_refusal(document: Document) -> SohoaError | None:
    if document.state is not DocumentState.QUARANTINED or document.reason is None:
        return None
    return error_of(document.reason, document.reason_params)
