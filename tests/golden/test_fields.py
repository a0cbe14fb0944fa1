"""Fields of the made samples, from words as the product's recognition read them, against the generator's truth."""

import json
import re

import pytest
from rapidfuzz.distance import Levenshtein

from domain.model import Field
from domain.vietnamese import comparison_key
from pipeline.extract import extract
from pipeline.reading import reading_from_json
from tests.golden.read_samples import READINGS, ROOT

DOCUMENTS = sorted({file.name.split(".")[0] for file in READINGS.glob("*.p1.json")})
WRITTEN = {"code": "number", "issued_date": "day"}
"""Fields with the part of them that may be written by hand."""

Truth = dict[str, list[str]]


def _truth(document: str) -> tuple[Truth, set[str]]:
    told = json.loads((ROOT / "samples" / "truth" / f"{document}.json").read_text(encoding="utf-8"))
    values = {
        "code": [told["symbol"]],
        "issued_date": [told["date"]],
        "place": [told["place"]],
        "issuing_agency": [told["issuing_agency"]],
        "parent_agency": [told["parent_agency"]],
        "type": [told["type"]],
        "subject": [told["abstract"]],
        "signer": [signer["name"] for signer in told["signers"]],
        "dossier_code": [told["dossier_code"]],
    }
    known = {name: [value for value in wanted if value] for name, wanted in values.items()}
    return {name: wanted for name, wanted in known.items() if wanted}, set(told["handwritten"])


def _fields(document: str) -> dict[str, Field]:
    pages = sorted(READINGS.glob(f"{document}.p*.json"), key=lambda file: int(re.findall(r"\d+", file.name)[-1]))
    return {field.name: field for field in extract([reading_from_json(page.read_bytes()) for page in pages])}


def _same(name: str, value: str, wanted: list[str]) -> bool:
    keys = [comparison_key(re.sub(r"\bUBND\b", "Ủy ban nhân dân", truth)) for truth in wanted]
    # A mark read wrong in a long subject is a blemish, another subject is an error.
    allowed = 0.03 if name == "subject" else 0.0
    return any(Levenshtein.distance(comparison_key(value), key) <= allowed * len(key) for key in keys)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_accepted_value_is_wrong(document: str) -> None:
    truth, _ = _truth(document)
    accepted = {name: field.value for name, field in _fields(document).items() if field.accepted and name in truth}

    assert {name: value for name, value in accepted.items() if not _same(name, value, truth[name])} == {}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_written_by_hand_is_never_accepted(document: str) -> None:
    _, by_hand = _truth(document)
    found = _fields(document)

    assert [name for name, part in WRITTEN.items() if part in by_hand and name in found and found[name].accepted] == []


@pytest.mark.parametrize(
    ("name", "least"),
    [("type", 9), ("issuing_agency", 8), ("subject", 9), ("parent_agency", 3), ("place", 7), ("signer", 5)],
)
def test_printed_values_are_found(name: str, least: int) -> None:
    right = 0
    for document in DOCUMENTS:
        truth, found = _truth(document)[0], _fields(document)
        right += name in truth and name in found and _same(name, found[name].value, truth[name])

    assert right >= least


def test_the_printed_part_of_every_code_is_found() -> None:
    for document in DOCUMENTS:
        truth, found = _truth(document)[0], _fields(document)
        if "code" in truth:
            assert found["code"].value.partition("/")[2] == truth["code"][0].partition("/")[2]


def test_every_sample_has_its_reading() -> None:
    assert set(DOCUMENTS) == {file.stem for file in (ROOT / "samples" / "truth").glob("*.json")}
