"""Fields that codes fill."""

from pipeline.separate.evidence import fields_of
from tests.unit.separate.pages import CODES, WRITTEN, saying


def test_the_code_of_a_one_stop_system_fills_its_fields_with_their_place() -> None:
    dossier, procedure = fields_of([(4, WRITTEN), (5, saying(f"{CODES[0]}|1.013978|001085012345|Giấy tiếp nhận"))])
    assert (dossier.name, dossier.value, dossier.page, dossier.source) == ("dossier_code", CODES[0], 5, "qr")
    assert (procedure.name, procedure.value, procedure.accepted) == ("procedure_code", "1.013978", True)
    assert dossier.accepted
    assert dossier.box is not None
    assert "001085012345" not in repr((dossier, procedure))


def test_two_names_of_one_dossier_in_one_code_are_no_doubt() -> None:
    (field,) = fields_of([(1, saying(f"{CODES[0]};{CODES[2]}")), (2, saying(CODES[2]))])
    assert (field.value, field.alternatives, field.accepted) == (CODES[0], (CODES[2],), True)


def test_pages_of_two_dossiers_leave_it_to_a_person() -> None:
    (field,) = fields_of([(1, saying(CODES[0])), (2, saying(CODES[1]))])
    assert (field.value, field.alternatives, field.accepted) == (CODES[0], (CODES[1],), False)


def test_pages_without_codes_fill_nothing() -> None:
    assert fields_of([(1, WRITTEN), (2, saying("https://example.vn"))]) == ()
