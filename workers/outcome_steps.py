"""The steps of an electronic result: draft → PDF/A → officer's signature → organisation's seal → issued, once."""

from pathlib import Path

from domain.model import Digest, Outcome, OutcomeState, Representation, RepresentationKind
from pipeline.check import require_conformant
from pipeline.digital.convert import to_pdfa
from pipeline.preserve import ArchiveMetadata
from signing.signer import Role
from storage.records.port import UnitOfWork
from workers.advance import OutcomeAdvance
from workers.indexing import index_outcome
from workers.services import Services

PDF = "application/pdf"


def convert(services: Services, outcome: Outcome) -> OutcomeAdvance:
    """Turn the draft into proved PDF/A that shows the same pages."""
    stores = services.stores
    metadata = ArchiveMetadata(
        title=f"{outcome.kind} {outcome.dossier_code}",
        created=outcome.created_at,
        source=outcome.draft,
        dossier_code=outcome.dossier_code,
    )
    with stores.workspace.file(outcome.draft) as draft, stores.workspace.folder() as folder:
        target = folder / "outcome.pdf"
        conversion = to_pdfa(draft, target, metadata, services.validator, services.rules.limits)
        facts = {"pdfa": conversion.verdict.flavour, "conformant": True, "method": conversion.method.value}
        archival = _stored(services, target, RepresentationKind.ARCHIVAL, facts)

    def write(tx: UnitOfWork) -> None:
        tx.documents.add_representation(outcome.id, archival)

    return OutcomeAdvance(OutcomeState.CONVERTED, write, facts)


def sign(services: Services, outcome: Outcome) -> OutcomeAdvance:
    """The officer's signature."""
    return _signed(
        services,
        outcome,
        role=Role.OFFICER,
        source=RepresentationKind.ARCHIVAL,
        target=RepresentationKind.SIGNED,
        state=OutcomeState.SIGNED,
    )


def seal(services: Services, outcome: Outcome) -> OutcomeAdvance:
    """The organisation's seal over the officer's signature."""
    return _signed(
        services,
        outcome,
        role=Role.ORGANISATION,
        source=RepresentationKind.SIGNED,
        target=RepresentationKind.SEALED,
        state=OutcomeState.SEALED,
    )


def issue(services: Services, outcome: Outcome) -> OutcomeAdvance:
    """Make the result findable and write its ledger entry; the database refuses a second one."""
    sealed = _form(services, outcome, RepresentationKind.SEALED)
    index_outcome(services.stores, outcome, sealed.digest, services.rules.limits)

    def write(tx: UnitOfWork) -> None:
        tx.outcomes.issue(outcome, sealed.digest)

    return OutcomeAdvance(OutcomeState.ISSUED, write, {"digest": sealed.digest})


def _signed(
    services: Services,
    outcome: Outcome,
    *,
    role: Role,
    source: RepresentationKind,
    target: RepresentationKind,
    state: OutcomeState,
) -> OutcomeAdvance:
    stores = services.stores
    unsigned = _form(services, outcome, source)
    with stores.workspace.file(unsigned.digest) as path, stores.workspace.folder() as folder:
        signed = folder / "signed.pdf"
        signature = services.signer.sign(role, path, signed, step=role.value)
        verdict = require_conformant(services.validator, signed)
        facts = {"pdfa": verdict.flavour, "conformant": True, "signatures": [signature.as_facts()]}
        form = _stored(services, signed, target, facts)

    def write(tx: UnitOfWork) -> None:
        tx.documents.add_representation(outcome.id, form)

    return OutcomeAdvance(state, write, {"role": role.value})


def _stored(services: Services, path: Path, kind: RepresentationKind, facts: dict[str, object]) -> Representation:
    digest: Digest = services.stores.objects.put_file(path, media_type=PDF)
    return Representation(kind, digest, path.stat().st_size, PDF, facts)


def _form(services: Services, outcome: Outcome, kind: RepresentationKind) -> Representation:
    with services.stores.records.transaction() as tx:
        return next(form for form in tx.documents.representations(outcome.id) if form.kind is kind)
