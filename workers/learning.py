"""Learning at the desk: what an officer stood by becomes evidence for the next paper, and can be taken back.

Everything here is written in the transaction of the confirmation itself. The audit trail names fields and lessons,
never what was read.
"""

from collections.abc import Sequence

from domain.learned import TEACHING_FIELDS, Lesson, LessonId, LessonKind, organisation_of, own_reading
from domain.model import Document, Field
from domain.numbering import Code
from domain.vietnamese import nfc, squeeze
from storage.records.port import UnitOfWork


def learn(
    tx: UnitOfWork, document: Document, machine: Sequence[Field], confirmed: Sequence[Field], *, actor: str
) -> None:
    """Write what an officer's look at a document taught.

    Args:
        machine: the fields as they were laid before the officer.
        confirmed: the same after it; what he left alone he stood by.
    """
    read = {field.name: own_reading(field) for field in machine}
    stood_by = {field.name: field.value for field in confirmed}
    issuer = _plain(stood_by.get("issuing_agency", ""))
    taught: list[Lesson] = []
    for name, kind in TEACHING_FIELDS.items():
        value = _taught_part(kind, stood_by.get(name, ""))
        agency = "" if kind is LessonKind.AGENCY else issuer
        if not value or (kind is not LessonKind.AGENCY and not agency):
            continue
        lesson, former = tx.lessons.learn(
            organisation=organisation_of(document.dossier_code),
            kind=kind,
            agency=agency,
            read=_taught_part(kind, read.get(name, "")),
            confirmed=value,
            document_id=document.id,
            field=name,
            actor=actor,
        )
        taught.append(lesson)
        if former is not None:
            tx.audit.append(actor, "forgotten", document.id, about=[name], lesson=former.id, because="changed")
    if taught:
        fields = [lesson.field for lesson in taught]
        tx.audit.append(actor, "learned", document.id, about=fields, lessons=[lesson.id for lesson in taught])


def forget(tx: UnitOfWork, lesson_id: LessonId, *, actor: str) -> Sequence[Lesson]:
    """Take back a lesson with all that say the same; each document that taught one is told in its history.

    Raises:
        UnknownRecord: there is no such lesson.
    """
    forgotten = tx.lessons.forget(lesson_id, actor=actor)
    for lesson in forgotten:
        tx.audit.append(actor, "forgotten", lesson.document_id, about=[lesson.field], lesson=lesson.id)
    return forgotten


def _taught_part(kind: LessonKind, value: str) -> str:
    """What of a field's value comes back on other papers."""
    return Code.of(value).symbol if kind is LessonKind.SYMBOL else _plain(value)


def _plain(value: str) -> str:
    return squeeze(nfc(value))
