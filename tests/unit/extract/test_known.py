"""What the desk taught, weighed with what the next paper says."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.learned import (
    KNOWN_SIGNER,
    KNOWN_SYMBOL,
    LEARNED,
    NEAR_KNOWN_SIGNER,
    TEACHING_FIELDS,
    Known,
    LessonKind,
    Taught,
)
from domain.model import Field, RuleVerdict
from domain.numbering import CONTINUES, Entry, Series
from pipeline import extract
from pipeline.describe import describe
from pipeline.extract.known import _ANSWERED, weighed
from pipeline.extract.series import in_series
from tests.unit.extract.typeset import decision, failed, head, page

AGENCY = "Sở Y tế tỉnh Kiên Giang"


def taught(kind: LessonKind, *lessons: tuple[str, str, int], agency: str = AGENCY) -> Known:
    scope = "" if kind is LessonKind.AGENCY else agency
    return Known(tuple(Taught(kind, scope, read, confirmed, times) for read, confirmed, times in lessons))


def doubtful(name: str, value: str, *failing: str, **changes: object) -> Field:
    rules = tuple(RuleVerdict(rule, passed=False) for rule in failing)
    return replace(Field(name, value, f"raw {value}", 1, None, 0.8, accepted=False, rules=rules), **changes)


def sure(name: str, value: str) -> Field:
    return Field(name, value, value, 1, None, 0.99, accepted=True)


ISSUER = sure("issuing_agency", AGENCY)
UNLISTED_SYMBOL = ("symbol_in_vocabulary", "symbol_fits_agency")


def signer(found: Field, known: Known) -> Field:
    return weighed([ISSUER, found], known)[1]


def code(found: Field, known: Known) -> Field:
    return weighed([ISSUER, found], known)[1]


def verdicts(field: Field) -> dict[str, bool]:
    return {verdict.rule: verdict.passed for verdict in field.rules}


def test_where_nothing_was_taught_nothing_changes():
    fields = (ISSUER, doubtful("signer", "Lê Bính"))
    assert weighed(fields, Known.nothing()) == fields


def test_a_reading_becomes_what_the_desk_made_of_it_and_says_so():
    known = taught(LessonKind.SIGNER, ("Nguyễn Trúc Giong", "Nguyễn Trúc Giang", 1))
    found = signer(doubtful("signer", "Nguyễn Trúc Giong", alternatives=("Nguyễn Trúc Giòng",)), known)
    assert found.value == "Nguyễn Trúc Giang"
    assert found.raw == "raw Nguyễn Trúc Giong"
    assert found.alternatives == ("Nguyễn Trúc Giong", "Nguyễn Trúc Giòng")
    assert verdicts(found)[LEARNED] is True
    assert not found.accepted


def test_one_correction_is_proposed_and_two_may_pass():
    reading = doubtful("signer", "Nguyễn Trúc Giong", "name_spelled_as_vietnamese")
    once = taught(LessonKind.SIGNER, ("Nguyễn Trúc Giong", "Nguyễn Trúc Giang", 1), ("", "Nguyễn Trúc Giang", 5))
    twice = taught(LessonKind.SIGNER, ("Nguyễn Trúc Giong", "Nguyễn Trúc Giang", 2))
    assert not signer(reading, once).accepted
    assert signer(reading, twice).accepted
    assert signer(reading, twice).confidence > reading.confidence


def test_a_value_that_passed_unseen_and_was_corrected_waits_next_time():
    known = taught(LessonKind.SIGNER, ("Nguyễn Văn An", "Nguyễn Văn Ân", 5))
    found = signer(sure("signer", "Nguyễn Văn An"), known)
    assert (found.value, found.alternatives) == ("Nguyễn Văn Ân", ("Nguyễn Văn An",))
    assert not found.accepted


@pytest.mark.parametrize("second", ["Nguyễn Trúc Giàng", "Nguyễn Trúc Giong"])
def test_corrections_that_contradict_one_another_are_proposed_and_settle_nothing(second):
    known = taught(LessonKind.SIGNER, ("Nguyễn Trúc Giong", "Nguyễn Trúc Giang", 3), ("Nguyễn Trúc Giong", second, 2))
    found = signer(sure("signer", "Nguyễn Trúc Giong"), known)
    assert found.value == "Nguyễn Trúc Giong"
    assert "Nguyễn Trúc Giang" in found.alternatives
    assert verdicts(found)[LEARNED] is False
    assert not found.accepted
    assert found.confidence <= 0.5


def test_what_was_learned_of_one_agency_says_nothing_of_another():
    known = taught(LessonKind.SIGNER, ("Lê Bính", "Lê Bình", 5), agency="Sở Y tế tỉnh An Giang")
    assert signer(doubtful("signer", "Lê Bính"), known) == doubtful("signer", "Lê Bính")


def test_without_an_agency_nobody_knows_whose_signers_are_meant():
    known = taught(LessonKind.SIGNER, ("Lê Bính", "Lê Bình", 5))
    found = doubtful("signer", "Lê Bính")
    assert weighed([found], known) == (found,)


def test_a_known_signer_answers_the_want_of_a_list_and_nothing_else():
    known = taught(LessonKind.SIGNER, ("", "Y Bih Êban", 2))
    wanting = signer(doubtful("signer", "Y Bih Êban", "family_name_as_read"), known)
    assert verdicts(wanting)[KNOWN_SIGNER] is True
    assert wanting.accepted
    misplaced = signer(doubtful("signer", "Y Bih Êban", "family_name_as_read", "only_name_in_place"), known)
    assert not misplaced.accepted
    assert not signer(doubtful("signer", "Y Bih Êban", confidence=0.3), known).accepted


def test_one_document_makes_no_list():
    known = taught(LessonKind.SIGNER, ("", "Y Bih Êban", 1))
    found = signer(doubtful("signer", "Y Bih Êban", "family_name_as_read"), known)
    assert verdicts(found)[KNOWN_SIGNER] is True
    assert not found.accepted


def test_a_doubtful_name_a_letter_away_from_one_signer_becomes_him_and_waits():
    known = taught(LessonKind.SIGNER, ("", "Nguyễn Trúc Giang", 9), ("", "Trần Văn Bảo", 9))
    found = signer(doubtful("signer", "Nguyên Trúc Glang"), known)
    assert (found.value, found.alternatives) == ("Nguyễn Trúc Giang", ("Nguyên Trúc Glang",))
    assert verdicts(found)[NEAR_KNOWN_SIGNER] is True
    assert not found.accepted


@pytest.mark.parametrize(
    "found",
    [
        sure("signer", "Nguyễn Trúc Giong"),
        doubtful("signer", "Lê Văn Ba"),
        doubtful("signer", "Nguyễn Trọng Quang"),
    ],
    ids=["sure", "of nobody", "too far"],
)
def test_other_names_are_left_alone(found):
    known = taught(LessonKind.SIGNER, ("", "Nguyễn Trúc Giang", 9), ("", "Lê An", 9))
    assert signer(found, known) == found


def test_a_name_as_near_to_two_signers_is_proposed_as_both():
    known = taught(LessonKind.SIGNER, ("", "Nguyễn Văn An", 9), ("", "Nguyễn Văn Ân", 9))
    found = signer(doubtful("signer", "Nguyễn Văn Am"), known)
    assert found.value == "Nguyễn Văn Am"
    assert found.alternatives == ("Nguyễn Văn An", "Nguyễn Văn Ân")


def test_readings_that_lost_their_marks_are_corrected_where_they_are_doubtful():
    known = taught(LessonKind.AGENCY, ("Trạm Y tế xã Bính An", "Trạm Y tế xã Bình An", 4))
    reading = doubtful("issuing_agency", "Trạm Y tế xã Binh An", "agency_in_vocabulary")
    [found] = weighed([reading], known)
    assert found.value == "Trạm Y tế xã Bình An"
    assert not found.accepted
    certain = sure("issuing_agency", "Trạm Y tế xã Binh An")
    assert weighed([certain], known) == (certain,)


def test_the_signers_are_those_of_the_agency_as_the_desk_spells_it():
    known = Known(
        (
            Taught(LessonKind.AGENCY, "", "Trạm Y tế xã Binh An", "Trạm Y tế xã Bình An", 2),
            Taught(LessonKind.SIGNER, "Trạm Y tế xã Bình An", "", "Y Bih Êban", 2),
        )
    )
    fields = [
        doubtful("signer", "Y Bih Êban", "family_name_as_read"),
        doubtful("issuing_agency", "Trạm Y tế xã Binh An", "agency_in_vocabulary"),
    ]
    name, agency = weighed(fields, known)
    assert agency.accepted
    assert name.accepted


def test_half_a_name_is_not_made_whole_by_having_been_confirmed():
    known = taught(LessonKind.AGENCY, ("Sở Y tế", "Sở Y tế", 9))
    assert not weighed([doubtful("issuing_agency", "Sở Y tế", "agency_has_territory")], known)[0].accepted


def test_a_symbol_is_corrected_under_its_number():
    known = taught(LessonKind.SYMBOL, ("QĐ-SYTT", "QĐ-SYT", 2))
    found = code(doubtful("code", "123/QĐ-SYTT", *UNLISTED_SYMBOL), known)
    assert (found.value, found.alternatives) == ("123/QĐ-SYT", ("123/QĐ-SYTT",))
    assert verdicts(found) == {**dict.fromkeys(UNLISTED_SYMBOL, False), LEARNED: True, KNOWN_SYMBOL: True}
    assert found.accepted


def test_a_known_symbol_says_nothing_of_the_number_before_it():
    known = taught(LessonKind.SYMBOL, ("CV-TTYT", "CV-TTYT", 7))
    found = code(doubtful("code", "88/CV-TTYT", *UNLISTED_SYMBOL, "number_printed"), known)
    assert verdicts(found)[KNOWN_SYMBOL] is True
    assert not found.accepted
    assert code(doubtful("code", "88/CV-TTYT", *UNLISTED_SYMBOL), known).accepted
    assert not code(doubtful("code", "88/CV-TTYT"), known).accepted
    assert not code(doubtful("code", "88/CV-TTYT", *UNLISTED_SYMBOL, confidence=0.3), known).accepted


def test_what_no_recogniser_read_is_left_alone():
    known = taught(LessonKind.SYMBOL, ("QĐ-SYTT", "QĐ-SYT", 2))
    found = replace(sure("code", "123/QĐ-SYTT"), source="qr")
    assert code(found, known) == found


def test_each_answered_rule_is_one_that_extraction_asks():
    folder = Path(extract.__file__).parent
    asked = {
        name
        for file in folder.glob("*.py")
        if file.name != "known.py"
        for name in re.findall(r'Rule\(\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert set().union(*_ANSWERED.values()) <= asked


def test_a_page_is_described_with_what_is_known():
    reading = page(*decision(heading=head(agencies=("SỞ Y TẾ KIÊN GIANG", "TRUNG TÂM PHÁP Y"))))
    before = {field.name: field for field in describe([reading])}["signer"]
    agency = {field.name: field for field in describe([reading])}["issuing_agency"].value
    known = taught(LessonKind.SIGNER, (before.value, "Nguyễn Trúc Giàng", 1), agency=agency)
    after = {field.name: field for field in describe([reading], known)}["signer"]
    assert (after.value, after.raw) == ("Nguyễn Trúc Giàng", before.raw)
    assert LEARNED not in failed(after)


names = st.sampled_from(["Lê An", "Lê Ân", "Le An", "Nguyễn Văn Hòa", "Nguyễn Văn Hoà", "12/QĐ-SYT", "QĐ-SYT", ""])
texts = names | st.text(max_size=12)
readings = st.builds(
    Field,
    name=st.sampled_from([*TEACHING_FIELDS, "subject"]),
    value=texts,
    raw=texts,
    page=st.none(),
    box=st.none(),
    confidence=st.floats(0, 1),
    accepted=st.booleans(),
    rules=st.lists(st.builds(RuleVerdict, st.sampled_from(["every_word_read_surely", "x"]), st.booleans())).map(tuple),
    source=st.sampled_from(["ocr", "qr"]),
    alternatives=st.lists(texts, max_size=3).map(tuple),
)
lessons = st.lists(st.builds(Taught, st.sampled_from(LessonKind), texts, texts, texts, st.integers(1, 3)), max_size=6)


@given(st.lists(readings, max_size=5, unique_by=lambda field: field.name), lessons)
def test_whatever_was_taught_nothing_changes_silently(fields, taught):
    for before, after in zip(fields, weighed(fields, Known(tuple(taught))), strict=True):
        assert (after.name, after.raw, after.source) == (before.name, before.raw, before.source)
        assert 0.0 <= after.confidence <= 1.0
        assert len(after.alternatives) <= max(3, len(before.alternatives))
        if after.value != before.value:
            assert before.value in after.alternatives
            assert {LEARNED, NEAR_KNOWN_SIGNER} & set(verdicts(after))
        if before.source == "qr":
            assert after == before


# --- series ---------------------------------------------------------------------------------------------------------

DATED = sure("issued_date", "2025-06-15")
SERIES = Series(before=(Entry(120, date(2025, 6, 13)),), after=(Entry(130, date(2025, 6, 17)),))


def in_line(found: Field, series: Series = SERIES, dated: Field = DATED) -> Field:
    return in_series([ISSUER, found, dated], series)[1]


def test_a_number_in_line_with_its_neighbours_says_so_and_stays_what_it_is():
    found = in_line(sure("code", "125/QĐ-SYT"))
    assert verdicts(found) == {CONTINUES: True}
    assert found.accepted
    assert not in_line(doubtful("code", "125/QĐ-SYT")).accepted


def test_a_number_out_of_line_waits():
    found = in_line(sure("code", "725/QĐ-SYT"))
    assert (found.value, found.accepted, verdicts(found)) == ("725/QĐ-SYT", False, {CONTINUES: False})


def test_the_alternative_that_is_in_line_is_proposed_first():
    found = in_line(replace(sure("code", "725/QĐ-SYT"), alternatives=("425/QĐ-SYT", "124/QĐ-BYT", "125/QĐ-SYT")))
    assert found.value == "125/QĐ-SYT"
    assert found.alternatives == ("725/QĐ-SYT", "425/QĐ-SYT", "124/QĐ-BYT")
    assert verdicts(found) == {CONTINUES: True}
    assert not found.accepted


@pytest.mark.parametrize(
    ("found", "series", "dated"),
    [
        (sure("code", "725/QĐ-SYT"), Series(), DATED),
        (sure("code", "/QĐ-SYT"), SERIES, DATED),
        (sure("code", "725/QĐ-SYT"), SERIES, sure("issued_date", "2025")),
    ],
    ids=["no neighbours", "no number", "no day"],
)
def test_where_nothing_can_be_compared_nothing_is_said(found, series, dated):
    assert in_line(found, series, dated) == found
