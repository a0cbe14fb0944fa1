"""Documents, pages, fields and representations, kept alike by SQLite and PostgreSQL."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import BadRequest, RecordsUnavailable, StaleRecord, UnknownRecord, WrongState
from domain.model import (
    BatchId,
    Box,
    Digest,
    Document,
    DocumentId,
    DocumentState,
    Field,
    Page,
    Representation,
    RepresentationKind,
    RuleVerdict,
)
from storage.records import open_records
from storage.records.port import Records, UnitOfWork
from tests.contract.adapters import Clock, run_at_once

A, B, C = (Digest(letter * 64) for letter in "abc")

examples = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

storable_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
number = st.floats(allow_nan=False, allow_infinity=False, width=64)
boxes = st.builds(Box, number, number, number, number)
fields = st.builds(
    Field,
    name=st.sampled_from(["code", "subject", "issued_date"]),
    value=storable_text,
    raw=storable_text,
    page=st.none() | st.integers(1, 5000),
    box=st.none() | boxes,
    confidence=st.floats(0, 1),
    accepted=st.booleans(),
    rules=st.lists(st.builds(RuleVerdict, storable_text, st.booleans()), max_size=3).map(tuple),
    source=st.sampled_from(["ocr", "text", "qr", "database", "person"]),
    alternatives=st.lists(storable_text, max_size=3).map(tuple),
)
facts = st.dictionaries(
    storable_text,
    st.recursive(
        st.none() | st.booleans() | number | st.integers(-(2**60), 2**60) | storable_text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(storable_text, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=4,
)


def receive(tx: UnitOfWork, original: Digest = A, dossier_code: str | None = "H27.10-261122-0001") -> Document:
    batch = tx.documents.open_batch("2026-03-01", "hot folder")
    document, _ = tx.documents.add(
        batch_id=batch.id, name="Tờ trình.pdf", original=original, size_bytes=4096, dossier_code=dossier_code
    )
    return document


def test_a_document_comes_back_as_it_was_received(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        received = receive(tx)

    with records.transaction() as tx:
        assert tx.documents.get(received.id) == received
    assert received.state is DocumentState.RECEIVED
    assert received.created_at == received.updated_at == clock.now
    assert received.created_at.tzinfo is not None
    assert received.version == 1


def test_a_batch_and_a_dossier_are_made_once(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        batch, dossier = tx.documents.open_batch("tháng 3", "scanner"), tx.documents.dossier("H1")
    clock.forward(timedelta(days=1))

    with records.transaction() as tx:
        assert tx.documents.open_batch("tháng 3", "elsewhere") == batch
        assert tx.documents.dossier("H1") == dossier
        assert dossier.created_at == clock.now - timedelta(days=1)


@pytest.mark.parametrize("dossier_code", [None, "H27.10-261122-0001"])
def test_the_same_bytes_are_filed_to_a_dossier_once(records: Records, dossier_code: str | None) -> None:
    with records.transaction() as tx:
        first = receive(tx, A, dossier_code)

    with records.transaction() as tx:
        batch = tx.documents.open_batch("another", "upload")
        again = tx.documents.add(
            batch_id=batch.id, name="copy.pdf", original=A, size_bytes=4096, dossier_code=dossier_code
        )
        elsewhere = tx.documents.add(batch_id=batch.id, name="c.pdf", original=A, size_bytes=4096, dossier_code="H2")
    assert again == (first, False)
    assert elsewhere[1]
    assert elsewhere[0].id != first.id


def test_a_document_of_an_unknown_batch_is_refused(records: Records) -> None:
    with pytest.raises(UnknownRecord), records.transaction() as tx:
        tx.documents.add(batch_id=BatchId("nowhere"), name="a", original=A, size_bytes=1, dossier_code=None)


def test_a_saved_document_has_the_next_version(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        received = receive(tx, dossier_code=None)
    clock.forward(timedelta(minutes=5))
    changed = replace(
        received,
        state=DocumentState.QUARANTINED,
        dossier_code="H3",
        media_type="application/pdf",
        page_count=3,
        reason="page_too_large",
        reason_params={"page": 2, "limit_px": 40_000},
    )

    with records.transaction() as tx:
        saved = tx.documents.save(changed)

    assert saved == replace(changed, version=2, updated_at=clock.now)
    with records.transaction() as tx:
        assert tx.documents.get(received.id) == saved


def test_the_second_of_two_savers_is_told_that_it_is_late(records: Records) -> None:
    with records.transaction() as tx:
        read_by_both = receive(tx)
    with records.transaction() as tx:
        tx.documents.save(replace(read_by_both, state=DocumentState.SEPARATED))

    with pytest.raises(StaleRecord), records.transaction() as tx:
        tx.documents.save(replace(read_by_both, name="other"))


def test_a_saver_that_read_before_another_committed_is_late(
    open_again: Callable[[], Records], records: Records
) -> None:
    with records.transaction() as tx:
        document = receive(tx)
    late: list[StaleRecord] = []

    def save_too(own: Records) -> None:
        try:
            with own.transaction() as tx:
                tx.documents.save(replace(document, name="late"))
        except StaleRecord as error:
            late.append(error)

    second = threading.Thread(target=save_too, args=(open_again(),))
    with records.transaction() as tx:
        tx.documents.save(replace(document, name="first"))
        second.start()
        # Time enough to read the version that still stands, and to wait for this transaction to write the next.
        time.sleep(0.3)
    second.join()

    assert len(late) == 1
    with records.transaction() as tx:
        assert tx.documents.get(document.id).name == "first"


def test_a_step_that_the_lifecycle_does_not_know_is_refused(records: Records) -> None:
    with records.transaction() as tx:
        document = receive(tx)

    with pytest.raises(WrongState), records.transaction() as tx:
        tx.documents.save(replace(document, state=DocumentState.PUBLISHED))
    with records.transaction() as tx:
        assert tx.documents.get(document.id) == document


def test_an_unknown_document_is_said_to_be_unknown(records: Records) -> None:
    absent = DocumentId("01a204ab-324e-7000-9108-eb44eb96f6cf")
    with records.transaction() as tx:
        stray = replace(receive(tx), id=absent)
        for call in (tx.documents.get, tx.documents.lock):
            with pytest.raises(UnknownRecord):
                call(absent)
        with pytest.raises(UnknownRecord):
            tx.documents.save(stray)
        with pytest.raises(UnknownRecord):
            tx.documents.set_page_count(absent, 2)


def test_documents_are_listed_newest_first_and_filtered(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        older = [receive(tx, A, "H1"), receive(tx, B, "H1")]
    clock.forward(timedelta(seconds=1))
    with records.transaction() as tx:
        newer = tx.documents.save(replace(receive(tx, C, "H2"), state=DocumentState.SEPARATED))

    with records.transaction() as tx:
        assert tx.documents.list() == [newer, older[1], older[0]]
        assert tx.documents.list(limit=2) == [newer, older[1]]
        assert tx.documents.list(dossier_code="H1") == [older[1], older[0]]
        assert tx.documents.list(state=DocumentState.SEPARATED, batch_id=newer.batch_id) == [newer]
        counts = tx.documents.counts()
    assert counts[DocumentState.RECEIVED] == 2
    assert counts[DocumentState.SEPARATED] == 1
    assert counts[DocumentState.PUBLISHED] == 0


def test_pages_are_made_where_they_are_missing(records: Records) -> None:
    with records.transaction() as tx:
        document = receive(tx)
        tx.documents.set_page_count(document.id, 2)
        read = Page(document.id, 2, reading=B, preview=C, seconds=1.25)
        tx.documents.save_page(read)

    with records.transaction() as tx:
        tx.documents.set_page_count(document.id, 3)
        assert tx.documents.pages(document.id) == [Page(document.id, 1), read, Page(document.id, 3)]
        assert tx.documents.get(document.id).page_count == 3


def test_the_last_reading_of_a_page_stands(records: Records) -> None:
    with records.transaction() as tx:
        document = receive(tx)
        for reading in (A, B):
            tx.documents.save_page(Page(document.id, 1, reading=reading))

        assert tx.documents.pages(document.id) == [Page(document.id, 1, reading=B)]


def test_of_two_last_pages_exactly_one_sees_all(open_again: Callable[[], Records], records: Records) -> None:
    rounds = 5
    for turn in range(rounds):
        with records.transaction() as tx:
            document = receive(tx, Digest(f"{turn:064x}"))
            tx.documents.set_page_count(document.id, 2)
        start = threading.Barrier(2)
        complete: list[bool] = []

        def finish_page(
            numbered: tuple[Records, int],
            document: Document = document,
            start: threading.Barrier = start,
            complete: list[bool] = complete,
        ) -> None:
            own, number = numbered
            start.wait()
            with own.transaction() as tx:
                tx.documents.lock(document.id)
                tx.documents.save_page(Page(document.id, number, reading=B))
                complete.append(all(page.reading for page in tx.documents.pages(document.id)))

        run_at_once(finish_page, [(open_again(), 1), (open_again(), 2)])

        assert sorted(complete) == [False, True]


@examples
@given(st.lists(fields, max_size=4))
def test_fields_come_back_with_their_evidence(records: Records, found: list[Field]) -> None:
    with records.transaction() as tx:
        document = receive(tx)
        tx.documents.set_fields(document.id, found)

    with records.transaction() as tx:
        assert tx.documents.fields(document.id) == found


@examples
@given(st.permutations(list(RepresentationKind)), facts)
def test_representations_come_back_in_their_order(
    records: Records, kinds: list[RepresentationKind], proved: dict[str, object]
) -> None:
    stored = {kind: Representation(kind, A, 2**40, "application/pdf", proved) for kind in kinds}
    with records.transaction() as tx:
        document = receive(tx)
        for kind in kinds:
            tx.documents.add_representation(document.id, replace(stored[kind], digest=C, facts={"older": True}))
            tx.documents.add_representation(document.id, stored[kind])

    with records.transaction() as tx:
        assert tx.documents.representations(document.id) == [stored[kind] for kind in RepresentationKind]


def test_every_object_that_a_record_names_is_listed(records: Records) -> None:
    names = [Digest(f"{number:064x}") for number in range(7)]
    with records.transaction() as tx:
        document = receive(tx, names[0])
        tx.documents.save_page(Page(document.id, 1, reading=names[1], preview=names[2]))
        tx.documents.add_representation(
            document.id, Representation(RepresentationKind.ARCHIVAL, names[3], 1, "application/pdf")
        )
        outcome, _ = tx.outcomes.add(dossier_code="H1", kind="decision", edition=1, name="qd", draft=names[4])
        tx.documents.add_representation(
            outcome.id, Representation(RepresentationKind.SEALED, names[5], 1, "application/pdf")
        )
        tx.outcomes.issue(outcome, names[6])

    with records.transaction() as tx:
        assert tx.documents.digests() == frozenset(names)


def test_a_transaction_that_fails_leaves_nothing(records: Records) -> None:
    with pytest.raises(KeyError), records.transaction() as tx:
        receive(tx)
        tx.audit.append("worker", "document_received", "x")
        raise KeyError

    with records.transaction() as tx:
        assert tx.documents.list() == []
        assert tx.audit.of("x") == []


def test_a_moment_is_kept_to_the_microsecond_whatever_its_zone(records: Records, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-03-01T15:00:00.000001+07:00")
    with records.transaction() as tx:
        document = receive(tx)

    with records.transaction() as tx:
        found = tx.documents.get(document.id).created_at
    assert found == clock.now
    assert found.tzinfo is UTC


def test_audit_entries_come_back_in_order(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        tx.audit.append("worker", "document_received", "d1", pages=3)
        tx.audit.append("worker", "document_received", "d2")
        tx.audit.append("officer", "field_corrected", "d1", field="code")

    with records.transaction() as tx:
        entries = tx.audit.of("d1")
    assert [(each.actor, each.action, each.facts) for each in entries] == [
        ("worker", "document_received", {"pages": 3}),
        ("officer", "field_corrected", {"field": "code"}),
    ]
    assert entries[0].sequence < entries[1].sequence
    assert entries[0].at == clock.now


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_one_database_cannot_hold_is_refused_by_both(records: Records, text: str) -> None:
    field = Field("subject", "", "", None, None, 0.5, False)
    with records.transaction() as tx:
        document = receive(tx)

    for hostile in (replace(field, value=text), replace(field, alternatives=(text.replace("\x00", "\ud800"),))):
        with pytest.raises(BadRequest), records.transaction() as tx:
            tx.documents.set_fields(document.id, [hostile])


def test_what_json_does_not_know_is_kept_as_text(records: Records, clock: Clock) -> None:
    with records.transaction() as tx:
        document = replace(
            receive(tx),
            state=DocumentState.QUARANTINED,
            reason="certificate_expired",
            reason_params={"not_after": clock.now},
        )
        tx.documents.save(document)

    with records.transaction() as tx:
        assert tx.documents.get(document.id).reason_params == {"not_after": str(clock.now)}


def test_a_database_that_was_not_migrated_is_unavailable(open_again: Callable[[], Records]) -> None:
    with pytest.raises(RecordsUnavailable), open_again().transaction() as tx:
        tx.documents.counts()


def test_ids_sort_by_the_order_in_which_they_were_given(records: Records) -> None:
    with records.transaction() as tx:
        ids = [receive(tx, Digest(f"{number:064x}")).id for number in range(50)]

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_a_server_that_does_not_answer_is_unavailable_and_shows_no_secret() -> None:
    records = open_records("postgresql://worker:do-not-show@127.0.0.1:9/records")

    with pytest.raises(RecordsUnavailable) as failure:
        records.migrate()
    assert "do-not-show" not in str(failure.value) + str(failure.value.__cause__) + repr(records)
