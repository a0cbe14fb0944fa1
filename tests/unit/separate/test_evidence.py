"""Fields that codes fill."""

from dataclasses import replace

from domain.model import PageFrame, PageReading
from pipeline.describe import describe
from pipeline.separate.evidence import dossier_marks, fields_of
from pipeline.separate.signals import PageSignals
from tests.unit.separate.pages import CODES, WRITTEN, saying

EMPTY = PageReading(1, PageFrame(1654, 2339, 200.0), (), "engine")


def page(number: int, signals: PageSignals) -> PageReading:
    return replace(EMPTY, number=number, marks=dossier_marks(signals.codes))


def test_the_code_of_a_one_stop_system_fills_its_fields_with_their_place() -> None:
    said = page(5, saying(f"{CODES[0]}|1.013978|001085012345|Giấy tiếp nhận"))
    dossier, procedure = fields_of([page(4, WRITTEN), said])
    assert (dossier.name, dossier.value, dossier.page, dossier.source) == ("dossier_code", CODES[0], 5, "qr")
    assert (procedure.name, procedure.value, procedure.accepted) == ("procedure_code", "1.013978", True)
    assert dossier.accepted
    assert dossier.box is not None
    assert "001085012345" not in repr(said)


def test_two_names_of_one_dossier_in_one_code_are_no_doubt() -> None:
    (field,) = fields_of([page(1, saying(f"{CODES[0]};{CODES[2]}")), page(2, saying(CODES[2]))])
    assert (field.value, field.alternatives, field.accepted) == (CODES[0], (CODES[2],), True)


def test_pages_of_two_dossiers_leave_it_to_a_person() -> None:
    (field,) = fields_of([page(1, saying(CODES[0])), page(2, saying(CODES[1]))])
    assert (field.value, field.alternatives, field.accepted) == (CODES[0], (CODES[1],), False)


def test_pages_without_codes_fill_nothing() -> None:
    assert fields_of([page(1, WRITTEN), page(2, saying("https://example.vn"))]) == ()


def test_what_a_code_says_goes_before_what_was_read() -> None:
    (field,) = describe([page(1, saying(CODES[0]))])
    assert (field.source, field.value) == ("qr", CODES[0])
