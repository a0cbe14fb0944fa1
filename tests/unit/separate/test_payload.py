"""What codes say: our sheets, dossiers of one-stop systems, citizens' cards, anything else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadDossierCode, BadIdentifier, InputError
from domain.vietnamese import nfc, squeeze
from pipeline.separate.payload import DamagedSheet, DossierReference, OtherText, PersonalCard, understood
from pipeline.separate.sheet import SheetCommand
from tests.unit.separate.pages import CODES, sheet, unhurried

CARD = "001085012345|012345678|Nguyễn Văn Mẫu|01021985|Nam|Số 1 phố Mẫu, Hà Nội|01012022"


def names(longest: int) -> st.SearchStrategy[str]:
    letters = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=longest)
    spaced = st.lists(letters, min_size=1, max_size=3).map(" ".join).map(nfc)
    return spaced.filter(lambda name: len(name) <= longest and name == squeeze(name).strip() and name.isprintable())


@st.composite
def commands(draw: st.DrawFn) -> SheetCommand:
    sheets = draw(st.integers(1, 999))
    return SheetCommand(
        draw(names(60)),
        draw(st.integers(1, sheets)),
        sheets,
        draw(st.sampled_from((None, *CODES))),
        draw(st.none() | st.integers(1, 999)),
        draw(st.none() | names(80)),
    )


@unhurried
@given(commands())
def test_a_sheet_says_in_plain_ascii_what_it_was_given(command: SheetCommand) -> None:
    assert command.text.isascii()
    assert understood(command.text) == command


@unhurried
@given(commands(), st.data())
def test_a_letter_read_wrong_is_noticed(command: SheetCommand, data: st.DataObject) -> None:
    text = command.text
    place = data.draw(st.integers(len("SOHOA"), len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda one: one != text[place]))
    assert not isinstance(understood(text[:place] + letter + text[place + 1 :]), SheetCommand)


@unhurried
@given(st.text(max_size=200))
def test_any_text_is_understood_somehow(text: str) -> None:
    assert understood(text) is not None
    assert understood("SOHOA1|" + text) is not None


def test_fields_of_later_versions_are_passed_over() -> None:
    assert understood("SOHOA1|B=x|N=1/1|Z=1|AC62") == SheetCommand("x", 1, 1)


@pytest.mark.parametrize("text", ["SOHOA1|B=x|N=1/1|0000", "SOHOA2|B=x|N=1/1|09F9", "SOHOA1|", "SOHOA1|N=1/1|C8B5"])
def test_other_versions_and_damaged_lines_are_sheets_all_the_same(text: str) -> None:
    assert understood(text) == DamagedSheet()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CODES[0], DossierReference(CODES[0])),
        (f"https://dvc.example.gov.vn/tracuu?mahoso={CODES[0]}&x=1", DossierReference(CODES[0])),
        (f"https://dvc.example.gov.vn/hs/{CODES[2]}", DossierReference(CODES[2])),
        ("https://dvc.example.gov.vn/?q=H27%2E10%2D261122%2D0001", DossierReference(CODES[0])),
        (f"{CODES[0]}|1.013978|001085012345|Giấy tiếp nhận", DossierReference(CODES[0], "1.013978")),
        (f"{CODES[2]}; {CODES[0]}", DossierReference(CODES[2], others=(CODES[0],))),
        ("000.17.22.H56-210531-0001", DossierReference("000.17.22.H56-210531-0001")),
        ("H27.10-261399-0001", OtherText("H27.10-261399-0001")),
        ("https://example.vn/", OtherText("https://example.vn/")),
        ("", OtherText("")),
    ],
)
def test_dossier_codes_are_found_alone_in_links_and_among_other_particulars(text: str, said: object) -> None:
    assert understood(text) == said


@pytest.mark.parametrize("text", [CARD, CARD.replace("012345678", ""), CARD + "|Nguyễn Văn A|Trần Thị B"])
def test_a_citizens_card_is_known_and_nothing_of_it_is_kept(text: str) -> None:
    assert understood(text) == PersonalCard()
    assert "Nguyễn" not in repr(understood(text))


def test_unknown_text_is_not_shown_in_logs() -> None:
    assert "Nguyễn" not in repr(understood("Nguyễn Văn Mẫu"))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"dossier_code": "H27"}, BadDossierCode),
        ({"dossier_code": "H27.10-261122–0001"}, BadDossierCode),
        ({"batch": ""}, BadIdentifier),
        ({"batch": "a\nb"}, BadIdentifier),
        ({"batch": "x" * 61}, BadIdentifier),
        ({"title": "x" * 81}, BadIdentifier),
        ({"pages": 0}, BadIdentifier),
        ({"sequence": 4}, BadIdentifier),
    ],
)
def test_a_sheet_that_could_not_be_read_again_is_refused(wrong: dict[str, Any], error: type[InputError]) -> None:
    with pytest.raises(error):
        sheet(**wrong)
