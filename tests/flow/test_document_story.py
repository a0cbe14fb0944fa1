"""A scan goes the whole way; what cannot go is set aside with its bytes."""

import hashlib

import pikepdf
import pytest
from PIL import Image

from domain.errors import WrongState
from domain.model import DocumentState, RepresentationKind
from signing.signer import Role
from signing.verify import verify_pdf
from sohoa.bootstrap import opened_host
from sohoa.keys import open_signer
from sohoa.settings import load_settings
from sohoa.stores import opened_stores
from tests.unit.pipeline.drawn import TEXT, written_page
from tests.waiting import until
from workers.desk import Desk


def test_a_scan_becomes_a_proved_signed_and_findable_record(desk, work, content, scan, settings, tmp_path):
    received = desk.ingest(scan, actor="test", dossier_code="H27.10-261103-0001")
    assert received.new
    assert received.refusal is None

    work()

    view = desk.document(received.document.id)
    assert view.document.state is DocumentState.PUBLISHED
    assert view.document.page_count == len(view.pages) > 0
    forms = {form.kind: form for form in view.representations}
    assert set(forms) == {RepresentationKind.ORIGINAL, RepresentationKind.ARCHIVAL, RepresentationKind.SIGNED}
    assert forms[RepresentationKind.ORIGINAL].digest == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert forms[RepresentationKind.SIGNED].facts["conformant"] is True

    signed = tmp_path / "signed.pdf"
    signed.write_bytes(content(received.document.id, RepresentationKind.SIGNED))
    report = verify_pdf(signed, open_signer(settings).trust)
    assert len(report.signatures) == 2
    assert all(one.valid for one in report.signatures)

    word = max((w.text for w in desk.reading(received.document.id, 1).words if w.text.isalpha()), key=len)
    answer = desk.search(word)
    hit = next(found for found in answer.found if found.record.id == received.document.id)
    assert hit.boxes
    assert any(matched for _, matched in hit.excerpt)

    states = [entry.action for entry in view.history]
    assert states == ["received", "separated", "recognised", "verified", "preserved", "signed", "published"]


def test_a_digital_signed_paper_keeps_its_bytes_and_text_and_its_signature_is_on_record(
    desk, work, content, draft, settings, tmp_path
):
    signed = tmp_path / "quyet-dinh.pdf"
    open_signer(settings).sign(Role.OFFICER, draft, signed, step="officer")
    received = desk.ingest(signed, actor="test").document

    work()

    view = desk.document(received.id)
    assert view.document.state is DocumentState.PUBLISHED
    assert content(received.id, RepresentationKind.ORIGINAL) == signed.read_bytes()
    separated = next(entry for entry in view.history if entry.action == "separated")
    assert (separated.facts["signatures"], separated.facts["signatures_verdict"]) == (1, "valid")
    assert desk.reading(received.id, 1).engine == "pdf text"
    archival = tmp_path / "archival.pdf"
    archival.write_bytes(content(received.id, RepresentationKind.ARCHIVAL))
    with pikepdf.open(archival) as pdf:
        assert all(not page.get_images() for page in pdf.pages)


def test_a_sheet_that_was_scanned_twice_is_told_on_its_page(desk, work, tmp_path):
    sheet = Image.fromarray(written_page(TEXT, dpi=150))
    twice = tmp_path / "a.tif"
    sheet.save(twice, save_all=True, append_images=[sheet], dpi=(150, 150))
    received = desk.ingest(twice, actor="test").document
    work()
    warned = ["duplicate_page" in desk.reading(received.id, number).warnings for number in (1, 2)]
    assert warned == [False, True]


def test_sending_the_same_bytes_again_changes_nothing(desk, scan):
    first = desk.ingest(scan, actor="test", dossier_code="H27.10-261103-0001")
    again = desk.ingest(scan, actor="test", dossier_code="H27.10-261103-0001")
    assert not again.new
    assert again.document.id == first.document.id
    assert len(desk.document(first.document.id).history) == 1


def test_a_bad_file_is_set_aside_with_its_bytes_and_the_next_goes_on(desk, work, content, scan, tmp_path):
    bad = tmp_path / "notes.pdf"
    bad.write_bytes(b"these are no pages")
    refused = desk.ingest(bad, actor="test")
    good = desk.ingest(scan, actor="test")

    work()

    assert refused.refusal is not None
    assert refused.refusal.group == "input"
    kept = desk.document(refused.document.id)
    assert kept.document.state is DocumentState.QUARANTINED
    assert kept.document.reason == refused.refusal.code
    assert content(refused.document.id, RepresentationKind.ORIGINAL) == b"these are no pages"
    assert desk.document(good.document.id).document.state is DocumentState.PUBLISHED


@pytest.mark.parametrize("name", ["../../etc/passwd", "bel\x07l.pdf", "a/b.pdf"])
def test_a_name_with_a_path_or_a_control_character_is_refused_and_its_bytes_kept(desk, content, scan, name):
    refused = desk.ingest(scan, actor="test", name=name)
    assert refused.refusal is not None
    assert refused.refusal.code == "unsafe_name"
    assert "/" not in refused.document.name
    assert "\x07" not in refused.document.name
    assert content(refused.document.id, RepresentationKind.ORIGINAL) == scan.read_bytes()


def test_a_quarantined_document_can_be_sent_round_again(desk, work, tmp_path):
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    refused = desk.ingest(bad, actor="test")
    desk.retry(refused.document.id, actor="test")
    work()
    view = desk.document(refused.document.id)
    assert view.document.state is DocumentState.QUARANTINED
    assert [entry.action for entry in view.history].count("quarantined") == 2


def test_a_doubtful_document_waits_for_an_officer_where_the_house_says_so(scan, tmp_path):
    settings = load_settings(home=tmp_path / "home", review="doubtful")
    with opened_stores(settings) as stores:
        desk = Desk(stores, settings.limits)
        document_id = desk.ingest(scan, actor="test").document.id
        with opened_host(settings, stores) as host, host.running():
            until(lambda: desk.document(document_id).document.state is DocumentState.DESCRIBED)
            assert not desk.status().busy
            desk.confirm(document_id, {"subject": "về việc thử nghiệm"}, actor="officer")
            until(lambda: desk.document(document_id).document.state is DocumentState.PUBLISHED)
        subject = next(field for field in desk.document(document_id).fields if field.name == "subject")
        assert (subject.value, subject.source, subject.accepted) == ("về việc thử nghiệm", "person", True)
        with pytest.raises(WrongState):
            desk.confirm(document_id, {}, actor="officer")
