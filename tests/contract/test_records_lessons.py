"""What officers taught, kept alike by SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.errors import UnknownRecord
from domain.learned import Lesson, LessonId, LessonKind, Taught
from domain.model import Digest, DocumentId
from storage.records.engine import engine_for
from storage.records.port import Records, UnitOfWork
from tests.contract.adapters import Clock

UNIT, OTHER_UNIT = "H27.10", "H27.11"
AGENCY = "Sở Y tế tỉnh Kiên Giang"


def received(records: Records, letter: str = "a") -> DocumentId:
    with records.transaction() as tx:
        batch = tx.documents.open_batch("b", "s")
        document, _ = tx.documents.add(
            batch_id=batch.id, name="n", original=Digest(letter * 64), size_bytes=1, dossier_code=None
        )
    return document.id


def taught(
    tx: UnitOfWork,
    document_id: DocumentId,
    read: str,
    confirmed: str,
    *,
    organisation: str = UNIT,
    field: str = "signer",
    actor: str = "officer",
) -> tuple[Lesson, Lesson | None]:
    return tx.lessons.learn(
        organisation=organisation,
        kind=LessonKind.SIGNER,
        agency=AGENCY,
        read=read,
        confirmed=confirmed,
        document_id=document_id,
        field=field,
        actor=actor,
    )


def test_a_lesson_comes_back_as_it_was_learned(records: Records, clock: Clock) -> None:
    document = received(records)
    with records.transaction() as tx:
        lesson, former = taught(tx, document, "Nguyễn Trúc Giong", "Nguyễn Trúc Giang")

    with records.transaction() as tx:
        assert tx.lessons.of(document) == [lesson]
    assert former is None
    assert (lesson.kind, lesson.learned_by, lesson.learned_at) == (LessonKind.SIGNER, "officer", clock.now)
    assert lesson.revoked_at is None


def test_what_is_known_counts_the_documents_of_one_organisation(records: Records) -> None:
    first, second, third = (received(records, letter) for letter in "abc")
    with records.transaction() as tx:
        taught(tx, first, "Giong", "Giang")
        taught(tx, second, "Giong", "Giang")
        taught(tx, third, "Giong", "Giàng", organisation=OTHER_UNIT)

    with records.transaction() as tx:
        assert tx.lessons.known(UNIT).taught == (Taught(LessonKind.SIGNER, AGENCY, "Giong", "Giang", 2),)
        assert tx.lessons.known(OTHER_UNIT).taught == (Taught(LessonKind.SIGNER, AGENCY, "Giong", "Giàng", 1),)
        assert tx.lessons.known("H27.12").taught == ()


def test_a_field_of_a_document_teaches_the_last_thing_it_was_made(records: Records, clock: Clock) -> None:
    document = received(records)
    with records.transaction() as tx:
        first, _ = taught(tx, document, "Giong", "Giang")
    clock.forward(timedelta(hours=1))
    with records.transaction() as tx:
        second, former = taught(tx, document, "Giong", "Giàng", actor="another")

    assert former is not None
    assert (former.id, former.revoked_by, former.revoked_at) == (first.id, None, None)
    with records.transaction() as tx:
        kept, standing = tx.lessons.of(document)
        assert (kept.id, kept.revoked_by, kept.revoked_at) == (first.id, "another", clock.now)
        assert standing == second
        assert [one.confirmed for one in tx.lessons.known(UNIT).taught] == ["Giàng"]


def test_the_same_lesson_again_is_the_same_lesson(records: Records, clock: Clock) -> None:
    document = received(records)
    with records.transaction() as tx:
        first, _ = taught(tx, document, "Giong", "Giang")
    clock.forward(timedelta(hours=1))
    with records.transaction() as tx:
        assert taught(tx, document, "Giong", "Giang", actor="another") == (first, None)
        assert tx.lessons.of(document) == [first]


def test_forgetting_revokes_all_that_say_the_same_and_nothing_else(records: Records, clock: Clock) -> None:
    first, second, third, fourth = (received(records, letter) for letter in "abcd")
    with records.transaction() as tx:
        lesson, _ = taught(tx, first, "Giong", "Giang")
        taught(tx, second, "Giong", "Giang")
        taught(tx, third, "Giong", "Giàng")
        taught(tx, fourth, "Giong", "Giang", organisation=OTHER_UNIT)
    clock.forward(timedelta(hours=1))

    with records.transaction() as tx:
        forgotten = tx.lessons.forget(lesson.id, actor="head")

    assert [each.document_id for each in forgotten] == [first, second]
    assert {(each.revoked_by, each.revoked_at) for each in forgotten} == {("head", clock.now)}
    with records.transaction() as tx:
        assert [one.confirmed for one in tx.lessons.known(UNIT).taught] == ["Giàng"]
        assert len(tx.lessons.known(OTHER_UNIT).taught) == 1
        assert tx.lessons.forget(lesson.id, actor="head") == []
        assert [each.id for each in tx.lessons.of(first)] == [lesson.id]


def test_what_was_forgotten_can_be_learned_anew(records: Records) -> None:
    document = received(records)
    with records.transaction() as tx:
        first, _ = taught(tx, document, "Giong", "Giang")
        tx.lessons.forget(first.id, actor="head")
    with records.transaction() as tx:
        second, former = taught(tx, document, "Giong", "Giang")

    assert second.id != first.id
    assert former is None
    with records.transaction() as tx:
        assert tx.lessons.known(UNIT).taught[0].times == 1


def test_an_unknown_lesson_cannot_be_forgotten(records: Records) -> None:
    with pytest.raises(UnknownRecord), records.transaction() as tx:
        tx.lessons.forget(LessonId("none"), actor="head")


def test_tallies_count_lessons_that_say_the_same_and_show_the_last_of_them(records: Records, clock: Clock) -> None:
    first, second, third = (received(records, letter) for letter in "abc")
    with records.transaction() as tx:
        taught(tx, first, "Giong", "Giang")
        taught(tx, second, "Giang", "Giang")
    clock.forward(timedelta(hours=1))
    with records.transaction() as tx:
        last, _ = taught(tx, third, "Giong", "Giang", actor="another")
        revoked, _ = taught(tx, third, "x", "y", field="code", organisation=OTHER_UNIT)
        tx.lessons.forget(revoked.id, actor="head")

    with records.transaction() as tx:
        changed, unchanged = tx.lessons.tallies()
        assert (changed.last, changed.times, changed.changed) == (last, 2, True)
        assert (unchanged.last.document_id, unchanged.times, unchanged.changed) == (second, 1, False)
        assert tx.lessons.tallies(changed=True) == [changed]
        assert tx.lessons.tallies(changed=False) == [unchanged]
        assert tx.lessons.tallies(limit=1) == [changed]
        assert tx.lessons.tallies(organisation=OTHER_UNIT) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE lessons SET kind = 'subject'",
        "UPDATE lessons SET revoked_by = 'somebody'",
        "INSERT INTO lessons SELECT 'another', organisation, kind, agency, read, confirmed, document_id, field, "
        "learned_by, learned_at, revoked_by, revoked_at FROM lessons",
    ],
)
def test_the_database_refuses_what_no_lesson_can_be(records: Records, records_url: str, change: str) -> None:
    document = received(records)
    with records.transaction() as tx:
        taught(tx, document, "Giong", "Giang")
    engine = engine_for(records_url)

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()


def test_a_lesson_of_no_document_is_refused(records: Records) -> None:
    with pytest.raises(UnknownRecord), records.transaction() as tx:
        taught(tx, DocumentId("none"), "Giong", "Giang")
