"""What an officer corrects at the desk serves the next paper of that organisation, and can be taken back."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from domain.learned import LEARNED
from domain.model import Document, DocumentId, DocumentState, Field, Page
from pipeline.reading import reading_to_json
from tests.unit.extract.typeset import decision, foot, head, page
from workers.desk import Desk
from workers.document_steps import describe
from workers.moves import move_document
from workers.services import Rules, Services

UNIT, OTHER_UNIT = "H27.10", "H38.060"
MISREAD, MEANT = "Nguyễn Trúc Gianh", "Nguyễn Trúc Giang"


@dataclass
class House:
    """A house in which every doubtful paper waits for an officer. It files pages as recognition would leave them."""

    services: Services
    desk: Desk
    filed: int = 0

    def described(
        self,
        *,
        signer: str = f"{MISREAD}~60",
        number: str = "Số: 123/QĐ-SYT",
        date: str = "Kiên Giang, ngày 15 tháng 6 năm 2025",
        unit: str = UNIT,
    ) -> DocumentId:
        """A decision of the health department after its fields were extracted."""
        self.filed += 1
        rows = decision(heading=head(number=number, date=date), signature=foot(name=signer))
        reading = self.services.stores.objects.put(reading_to_json(page(*rows)))
        with self.services.stores.records.transaction() as tx:
            document, _ = tx.documents.add(
                batch_id=tx.documents.open_batch("b", "test").id,
                name=f"{self.filed}.pdf",
                original=self.services.stores.objects.put(f"scan {self.filed}".encode()),
                size_bytes=1,
                dossier_code=f"{unit}-261103-{self.filed:04}",
            )
            tx.documents.set_page_count(document.id, 1)
            tx.documents.save_page(Page(document.id, 1, reading))
            for state in (DocumentState.SEPARATED, DocumentState.RECOGNISED):
                document = tx.documents.save(replace(document, state=state))
        return self.described_again(document)

    def described_again(self, document: Document) -> DocumentId:
        """Take the step that extracts the fields."""
        advance = describe(self.services, document)
        with self.services.stores.records.transaction() as tx:
            move_document(tx, "worker", document, advance)
        return document.id

    def field(self, document_id: DocumentId, name: str) -> Field:
        return next(field for field in self.desk.document(document_id).fields if field.name == name)

    def history(self, document_id: DocumentId, action: str) -> list[dict[str, object]]:
        return [dict(entry.facts) for entry in self.desk.document(document_id).history if entry.action == action]


@pytest.fixture
def house(services: Services, desk: Desk) -> House:
    return House(replace(services, rules=Rules(review="doubtful")), desk)


@pytest.fixture
def corrected(house: House) -> Callable[..., DocumentId]:
    """A paper whose signer an officer corrected."""

    def correct(signer: str = MEANT, **options: str) -> DocumentId:
        document_id = house.described(**options)
        house.desk.confirm(document_id, {"signer": signer}, actor="officer")
        return document_id

    return correct


def passed(field: Field) -> dict[str, bool]:
    return {verdict.rule: verdict.passed for verdict in field.rules}


def test_a_corrected_signer_is_known_on_the_next_paper_of_the_agency_until_he_is_forgotten(house, corrected):
    assert house.field(house.described(), "signer").value == MISREAD
    corrected()

    signer = house.field(house.described(), "signer")
    assert (signer.value, signer.raw, signer.accepted) == (MEANT, MISREAD, False)
    assert signer.alternatives[0] == MISREAD
    assert passed(signer)[LEARNED] is True

    [tally] = house.desk.learned(changed=True)
    assert (tally.last.read, tally.last.confirmed, tally.times) == (MISREAD, MEANT, 1)
    assert house.desk.forget(tally.last.id, actor="head") == 1
    assert house.desk.learned(changed=True) == []
    assert house.field(house.described(), "signer").value == MISREAD


def test_what_was_corrected_on_two_papers_passes_on_the_third(house, corrected):
    corrected(number="Số: 120/QĐ-SYT")
    corrected(number="Số: 121/QĐ-SYT")

    signer = house.field(house.described(), "signer")

    assert (signer.value, signer.accepted) == (MEANT, True)


def test_an_officer_who_lets_the_learned_value_stand_teaches_it_of_the_machines_own_reading(house, corrected):
    corrected()
    house.desk.confirm(house.described(), {}, actor="officer")

    tally = next(tally for tally in house.desk.learned() if tally.last.field == "signer")

    assert (tally.last.read, tally.last.confirmed, tally.times) == (MISREAD, MEANT, 2)


def test_corrections_that_contradict_one_another_are_both_proposed(house, corrected):
    corrected()
    corrected("Nguyễn Trúc Giàng")

    signer = house.field(house.described(), "signer")

    assert signer.value == MISREAD
    assert set(signer.alternatives) == {MEANT, "Nguyễn Trúc Giàng"}
    assert not signer.accepted


def test_another_organisation_learns_for_itself(house, corrected):
    corrected()
    assert house.field(house.described(unit=OTHER_UNIT), "signer").value == MISREAD


def test_learning_and_forgetting_are_on_record_without_what_was_read(house, corrected):
    document_id = corrected()
    [learned] = house.history(document_id, "learned")
    assert set(learned["about"]) >= {"issuing_agency", "signer", "code"}
    assert len(learned["lessons"]) == len(learned["about"])

    [tally] = house.desk.learned(changed=True)
    house.desk.forget(tally.last.id, actor="head")

    entry = house.desk.document(document_id).history[-1]
    assert (entry.actor, entry.action) == ("head", "forgotten")
    assert entry.facts == {"about": ["signer"], "lesson": tally.last.id}
    assert MEANT not in str(entry) + str(learned)


def test_an_officer_who_changes_his_mind_takes_back_what_he_taught(house, corrected):
    document_id = corrected()
    records = house.services.stores.records
    with records.transaction() as tx:
        document = tx.documents.get(document_id)
        for state in (DocumentState.QUARANTINED, DocumentState.RECEIVED, DocumentState.SEPARATED):
            document = tx.documents.save(replace(document, state=state))
        document = tx.documents.save(replace(document, state=DocumentState.RECOGNISED))
    house.described_again(document)

    house.desk.confirm(document_id, {"signer": "Nguyễn Trúc Giàng"}, actor="another")

    [tally] = house.desk.learned(changed=True)
    assert (tally.last.read, tally.last.confirmed) == (MISREAD, "Nguyễn Trúc Giàng")
    [forgotten] = house.history(document_id, "forgotten")
    assert (forgotten["about"], forgotten["because"]) == (["signer"], "changed")


def test_the_command_line_lists_what_was_learned_and_takes_it_back(house, corrected, settings):
    document_id = corrected()

    def sohoa(*arguments):
        return subprocess.run(
            [sys.executable, "-c", "from sohoa.cli import main; main()", *arguments, "--json"],
            env=os.environ | {"SOHOA_HOME": str(settings.home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    [told] = json.loads(sohoa("learned", "list", "--changed", "--unit", UNIT).stdout)
    assert (told["kind"], told["read"], told["confirmed"], told["documents"]) == ("signer", MISREAD, MEANT, 1)
    assert (told["last"]["document"], told["last"]["by"]) == (document_id, "officer")
    assert json.loads(sohoa("learned", "list", "--unit", OTHER_UNIT).stdout) == []

    assert json.loads(sohoa("learned", "forget", told["id"]).stdout) == {"forgotten": 1}
    assert house.desk.learned(changed=True) == []
    assert "unknown_record" in sohoa("learned", "forget", document_id).stderr


def test_a_paper_that_bears_a_known_number_is_taken_and_both_tell_of_the_other(house):
    first, second = house.described(), house.described()
    other = house.described(number="Số: 124/QĐ-SYT")

    assert [document.id for document in house.desk.document(first).same_number] == [second]
    assert [document.id for document in house.desk.document(second).same_number] == [first]
    assert house.desk.document(other).same_number == []
    [described] = house.history(second, "described")
    assert described["same_number"] == [first]
    assert passed(house.field(second, "code")) == passed(house.field(first, "code"))

    house.desk.confirm(second, {"code": "125/QĐ-SYT"}, actor="officer")
    assert house.desk.document(first).same_number == []


def test_a_number_that_leaves_its_series_waits_for_an_officer(house):
    for number, day in ((118, "12"), (121, "13"), (130, "17")):
        document_id = house.described(number=f"Số: {number}/QĐ-SYT", date=f"Kiên Giang, ngày {day} tháng 6 năm 2025")
        house.desk.confirm(document_id, {}, actor="officer")

    inside = house.field(house.described(number="Số: 125/QĐ-SYT"), "code")
    outside = house.field(house.described(number="Số: 725/QĐ-SYT"), "code")

    assert passed(inside)["number_continues_series"] is True
    assert passed(outside)["number_continues_series"] is False
    assert not outside.accepted
