"""What the desk taught, looked up as extraction does."""

import pytest

from domain.learned import KNOWN_SIGNER, LEARNED, UNFILED, Known, LessonKind, Taught, organisation_of, own_reading
from domain.model import Field, RuleVerdict

AGENCY = "Sở Y tế tỉnh Kiên Giang"


def known(*taught: tuple[str, str, int]) -> Known:
    return Known(tuple(Taught(LessonKind.SIGNER, AGENCY, read, confirmed, times) for read, confirmed, times in taught))


@pytest.mark.parametrize(
    ("code", "organisation"),
    [
        ("H27.10-261122-0001", "H27.10"),
        ("000.00.12.H27-250101-0001", "000.00.12.H27"),
        ("no code", UNFILED),
        (None, UNFILED),
    ],
)
def test_the_unit_that_received_a_dossier_learns_from_its_papers(code, organisation):
    assert organisation_of(code) == organisation


def test_a_reading_is_looked_up_by_its_words_not_by_their_writing():
    desk = known(("Nguyễn Văn Hoà", "Nguyễn Văn Hòa", 1))
    assert desk.made_of(LessonKind.SIGNER, "SỞ Y TẾ TỈNH KIÊN GIANG", "NGUYỄN VĂN HÒA") == {"Nguyễn Văn Hòa": 1}
    assert desk.made_of(LessonKind.SIGNER, AGENCY, "Nguyễn Văn Hoa") == {}
    assert desk.made_of(LessonKind.SIGNER, "Sở Y tế tỉnh An Giang", "Nguyễn Văn Hòa") == {}
    assert desk.made_of(LessonKind.SYMBOL, AGENCY, "Nguyễn Văn Hòa") == {}


def test_readings_that_differ_in_marks_only_are_alike():
    desk = known(("Lê Bính", "Lê Bình", 2))
    assert desk.made_of_alike(LessonKind.SIGNER, AGENCY, "Lê Binh") == {"Lê Bình": 2}


def test_values_are_counted_over_all_their_readings_and_writings():
    desk = known(("Lê Bính", "Lê Hoà", 2), ("", "Lê Hòa", 1), ("Lê Hoà", "lê hòa", 1))
    assert desk.values(LessonKind.SIGNER, AGENCY) == {"Lê Hoà": 4}
    assert desk.times(LessonKind.SIGNER, AGENCY, "Lê Hòa") == 4
    assert desk.times(LessonKind.SIGNER, AGENCY, "Lê Hoa") == 0


def test_a_value_that_was_added_to_nothing_is_a_value_and_corrects_no_reading():
    desk = known(("", "Lê Bình", 1))
    assert desk.made_of(LessonKind.SIGNER, AGENCY, "") == {}
    assert desk.values(LessonKind.SIGNER, AGENCY) == {"Lê Bình": 1}


def test_the_machines_own_reading_is_told_from_what_was_put_in_its_place():
    field = Field("signer", "Lê Bình", "Lê Bính", 1, None, 0.9, False, alternatives=("Lê Bính",))
    assert own_reading(field) == "Lê Bình"
    for rule, passed, own in ((LEARNED, True, "Lê Bính"), (LEARNED, False, "Lê Bình"), (KNOWN_SIGNER, True, "Lê Bình")):
        judged = Field(
            "signer",
            "Lê Bình",
            "Lê Bính",
            1,
            None,
            0.9,
            False,
            rules=(RuleVerdict(rule, passed),),
            alternatives=("Lê Bính",),
        )
        assert own_reading(judged) == own
