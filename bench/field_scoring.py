"""Whether an extracted value is right, and what spoilt a wrong one.

The rules of comparison are those of the public scorer of real scans, so that made documents are measured alike: case
and punctuation do not count, marks do; a subject is right within 3 % edit distance, an agency when it names the same
one (one name contains the other, or within 10 %); of several signers each is right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from domain.model import Field, PageReading
from domain.vietnamese import nfc

SUBJECT_ERRORS, AGENCY_ERRORS = 0.03, 0.1
_SHORTEST_AGENCY = 8
_AGENCIES = ("issuing_agency", "parent_agency")
_KIND = re.compile(r"^(?:thành phố|tỉnh) ")

Truth = Mapping[str, tuple[str, ...]]
"""What stands on a document by field, each reading of it that is right."""


class Verdict(StrEnum):
    """What became of a value that stands on the paper."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


class Cause(StrEnum):
    """What spoilt a value."""

    HANDWRITING = "handwriting"
    OCR = "OCR"
    LAYOUT = "layout"
    VOCABULARY = "vocabulary"


def verdict_on(name: str, wanted: Sequence[str], found: Field | None) -> Verdict:
    """Compare a field with what stands on the paper."""
    if found is None or not found.value:
        return Verdict.MISSING
    return Verdict.RIGHT if any(is_right(name, truth, found.value) for truth in wanted) else Verdict.WRONG


def is_right(name: str, truth: str, guess: str) -> bool:
    """Whether a value says what stands on the paper."""
    if name == "issued_date":
        return truth.strip() == guess.strip()
    if name == "code":
        return _code(truth) == _code(guess)
    wanted, given = plain(truth), plain(guess)
    if name == "place":
        wanted, given = (_KIND.sub("", text) for text in (wanted, given))
    if wanted == given:
        return True
    if name == "subject":
        return Levenshtein.distance(wanted, given) <= SUBJECT_ERRORS * len(wanted)
    if name in _AGENCIES:
        part_of_other = min(len(wanted), len(given)) >= _SHORTEST_AGENCY and (wanted in given or given in wanted)
        return bool(given) and (part_of_other or Levenshtein.distance(wanted, given) <= AGENCY_ERRORS * len(wanted))
    return False


def plain(text: str) -> str:
    """A text as it is compared."""
    text = re.sub(r"\bubnd\b", "ủy ban nhân dân", nfc(text).casefold().replace("uỷ ban", "ủy ban"))
    text = re.sub(r"\btp\b", "thành phố", re.sub(r"\btp\.? ?hcm\b", "thành phố hồ chí minh", text))
    return re.sub(r"[\s\W_]+", " ", re.sub(r"^v/v\s+", "", text)).strip()


def _code(text: str) -> str:
    return re.sub(r"\s+", "", nfc(text)).upper().lstrip("0")


def suffix_of(code: str) -> str:
    """The printed part of a code, after its first slash."""
    return "/" + code.partition("/")[2]


def cause_of(wanted: Sequence[str], found: Field | None, pages: Iterable[PageReading], *, by_hand: bool) -> Cause:
    """What spoilt a wrong or missing value.

    ``VOCABULARY``: it was read right and then corrected; ``LAYOUT``: its words were read, and others were chosen, or
    none; ``OCR``: its words were not read.
    """
    if by_hand:
        return Cause.HANDWRITING
    if found is not None and any(_contains(found.raw, truth) for truth in wanted):
        return Cause.VOCABULARY
    read = {part for page in pages for word in page.words for part in _parts(word.text)}
    return Cause.LAYOUT if any(read.issuperset(_parts(truth)) for truth in wanted) else Cause.OCR


def _contains(raw: str, truth: str) -> bool:
    return bool(plain(truth)) and f" {plain(truth)} " in f" {plain(raw)} "


def _parts(text: str) -> list[str]:
    """The words of a text; numbers are printed with a zero before them or without."""
    return [part.lstrip("0") or part for part in plain(text).split()]


def truth_of(document: Mapping[str, object]) -> Truth:
    """What a description of a document beside its scan says of its fields (``samples/truth``, public scans)."""
    signers = [signer for signer in _list(document.get("signers")) if isinstance(signer, dict)]
    titles = [str(signer.get("title") or "") for signer in signers]
    found: dict[str, list[object]] = {
        "code": [document.get("symbol")],
        "issued_date": [document.get("date")],
        "place": [document.get("place")],
        "issuing_agency": [document.get("issuing_agency")],
        "parent_agency": [document.get("parent_agency")],
        "type": [document.get("type")],
        "subject": [document.get("abstract")],
        "signer": [signer.get("name") for signer in signers],
        "signer_position": [position for title in titles if (position := _position(title))],
        "signer_capacity": [capacity for title in titles if (capacity := _capacity(title))],
    }
    told = {name: tuple(str(value) for value in values if value) for name, values in found.items()}
    return {name: values for name, values in told.items() if values}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


_CAPACITY = re.compile(r"^\s*(TUQ|TM|KT|TL|Q)\.", re.MULTILINE)


def _position(title: str) -> str:
    """The signer's own position: the last line of his title, without the agency's name after it."""
    lines = [line.strip() for line in title.splitlines() if line.strip()]
    return "" if not lines or re.match(r"(TM|KT|TL|TUQ)\.", lines[-1]) else _CAPACITY.sub("", lines[-1]).strip()


def _capacity(title: str) -> str:
    return " ".join(dict.fromkeys(f"{found}." for found in _CAPACITY.findall(title)))
