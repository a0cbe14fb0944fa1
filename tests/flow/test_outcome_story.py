"""A draft result is issued once, signed by the officer and sealed by the organisation."""

import pytest

from domain.errors import AlreadyIssued, BadDossierCode, InputError, NotConvertible
from domain.model import OutcomeState, RepresentationKind
from signing.verify import verify_pdf
from sohoa.keys import open_signer

DOSSIER = "H27.10-261103-0001"


def test_a_draft_is_converted_signed_sealed_and_issued(desk, work, content, draft, settings, tmp_path):
    submitted = desk.submit_outcome(draft, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    assert submitted.entry is None

    work()

    [view] = desk.outcomes_of(DOSSIER)
    assert view.outcome.state is OutcomeState.ISSUED
    assert view.entry is not None
    forms = {form.kind: form for form in view.representations}
    assert view.entry.digest == forms[RepresentationKind.SEALED].digest
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(content(view.outcome.id, RepresentationKind.SEALED))
    report = verify_pdf(sealed, open_signer(settings).trust)
    assert len(report.signatures) == 2
    assert all(one.valid for one in report.signatures)
    archival = content(view.outcome.id, RepresentationKind.ARCHIVAL)
    assert sealed.read_bytes().startswith(archival)

    assert any(found.record.id == view.outcome.id for found in desk.search(DOSSIER).found)


def test_the_same_draft_again_is_the_same_outcome_and_issued_once(desk, work, draft):
    first = desk.submit_outcome(draft, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    work()
    again = desk.submit_outcome(draft, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    work()
    assert again.outcome.id == first.outcome.id
    assert again.outcome.state is OutcomeState.ISSUED
    assert len(desk.outcomes_of(DOSSIER)) == 1


def test_other_bytes_for_the_same_edition_are_refused(desk, draft, other_draft):
    desk.submit_outcome(draft, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    with pytest.raises(AlreadyIssued):
        desk.submit_outcome(other_draft, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    replacement = desk.submit_outcome(other_draft, actor="test", dossier_code=DOSSIER, kind="Quyết định", edition=2)
    assert replacement.outcome.edition == 2


def test_a_draft_that_is_no_pdf_is_refused_at_the_door(desk, tmp_path):
    notes = tmp_path / "draft.pdf"
    notes.write_bytes(b"dear citizen")
    with pytest.raises(InputError):
        desk.submit_outcome(notes, actor="test", dossier_code=DOSSIER, kind="Quyết định")


def test_a_draft_that_is_a_picture_is_refused_at_the_door(desk, scan):
    assert scan.suffix == ".png"
    with pytest.raises(NotConvertible):
        desk.submit_outcome(scan, actor="test", dossier_code=DOSSIER, kind="Quyết định")
    assert desk.outcomes_of(DOSSIER) == []


def test_a_dossier_code_that_is_none_is_refused(desk, draft):
    with pytest.raises(BadDossierCode):
        desk.submit_outcome(draft, actor="test", dossier_code="dossier 7", kind="Quyết định")
