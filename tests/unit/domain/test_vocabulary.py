"""The vocabularies are complete and agree with themselves."""

import tomllib
from datetime import date
from importlib import resources

import pytest

from domain.vietnamese import fold, nfc
from domain.vocabulary import (
    agencies,
    capacities,
    document_types,
    family_names,
    positions,
    province_of_personal_code,
    provinces,
)

FILES = sorted(
    entry.name for entry in (resources.files("domain") / "vocabularies").iterdir() if entry.name.endswith(".toml")
)


@pytest.mark.parametrize("name", FILES)
def test_every_vocabulary_names_its_legal_source_in_composed_text(name: str) -> None:
    text = (resources.files("domain") / "vocabularies" / name).read_text(encoding="utf-8")

    assert tomllib.loads(text)["legal_source"]
    assert text == nfc(text)


def test_thirty_four_of_sixty_three_provinces_remain() -> None:
    remaining = {province.name for province in provinces() if province.valid_to is None}

    assert len(provinces()) == 63
    assert len(remaining) == 34
    ended = [province for province in provinces() if province.name not in remaining]
    assert all(province.merged_into in remaining and province.valid_to == date(2025, 7, 1) for province in ended)


def test_a_personal_code_names_its_province() -> None:
    province = province_of_personal_code("002")

    assert province is not None
    assert (province.name, province.merged_into) == ("Hà Giang", "Tuyên Quang")
    assert province_of_personal_code("003") is None


def test_provinces_and_types_can_be_told_apart_without_marks() -> None:
    for names in ([p.name for p in provinces()], [kind.name for kind in document_types()]):
        assert len({fold(name) for name in names}) == len(names)


def test_the_archive_list_of_types_is_whole() -> None:
    codes = [kind.code for kind in document_types() if kind.code != "32"]

    assert codes == [f"{number:02d}" for number in range(1, 32)]


def test_no_abbreviation_of_a_type_means_two_types() -> None:
    abbreviations = [kind.abbreviation for kind in document_types() if kind.abbreviation]

    assert len(set(abbreviations)) == len(abbreviations)


def test_the_other_lists_hold_what_papers_bear() -> None:
    assert {"TM.", "KT.", "TL.", "TUQ."} <= set(capacities())
    assert {"Chủ tịch", "Phó Giám đốc"} <= set(positions())
    assert {"UBND", "SYT", "VPCP"} <= {agency.abbreviation for agency in agencies()}
    assert family_names()[0] == "Nguyễn"
