"""A value of a form brought into the normal form of its kind, with the rules that speak for and against it.

A reading that cannot be of the kind at all gives nothing; one that may be, but breaks a rule, is kept and marked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from domain.dates import find_date, find_date_in_words
from domain.errors import BadIdentifier
from domain.identifiers import LandSerial, PersonalNumber, TaxCode
from domain.templates import TemplateField, ValueKind
from domain.vietnamese import capital_share, fold, is_syllable, nfc, squeeze
from domain.vocabulary import family_names, listed_names
from pipeline.extract.evidence import Rule

_EDGES = " .,;:_'`\"|~*-–—“”‘’…·()[]{}"
_LONGEST = 400
_MOST_ALTERNATIVES = 3

_TITLES = re.compile(r"^(?:(?:ong|ba|anh|chi|chau)\b[\s/,.:()]{0,3}){1,3}")
_YEAR = re.compile(r"(?<![0-9/.])(?:(?P<month>0?[1-9]|1[0-2])\s?[/.]\s?)?(?P<year>(?:19|20)[0-9]{2})(?![0-9/])")
_MEANT = str.maketrans("OoQDlI|!SBZ", "00001111582")
_DIGITS = re.compile(r"(?<![^\W_])[0-9OoQDlI|!SBZ](?:[ .]?[0-9OoQDlI|!SBZ]){8,13}(?![^\W_]|[\s.,_–-][0-9])")
_NUMBER = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:[. ][0-9]{3}){1,4}(?:,[0-9]{1,3})?|[0-9]{1,12}(?:[.,][0-9]{1,3})?)(?![0-9])"
)
_TORN_NUMBER = re.compile(r"[.,]?[0-9]|[OoQDlI|!SBZ]")
"""Goes on from a number that was read in part: ``1.761`` of ``1.761.2`` is another one."""
_SERIAL = re.compile(r"(?<![A-ZĐ])(?P<series>[A-ZĐ]{1,2})\s{0,2}(?P<number>[0-9]{8}|[0-9]{6})(?![^\W_]|\s?[0-9])")
_TAX = re.compile(r"(?<![0-9])[0-9]{10}(?:\s?-\s?[0-9]{3})?(?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(?:\+84|0)(?:[ .-]?[0-9]){8,10}(?![0-9])")
_CODE = re.compile(r"[^\W_]+(?:\s?[/.\-]\s?[^\W_]+)*")
# Dots of a leader are read into the commas of an address.
_COMMA = re.compile(r"\s{0,3},[\s.,]{0,5}(?=[^\W\d_])")
_SURE_CHOICE = 80.0
_NEXT_CHOICE = 4.0


@dataclass(frozen=True, slots=True)
class Normal:
    """A value in the normal form of its kind. ``confirmed``: a list or a check vouches for it."""

    value: str
    rules: tuple[Rule, ...] = ()
    confirmed: bool = False
    alternatives: tuple[str, ...] = ()


def normalised(field: TemplateField, text: str) -> Normal | None:
    """The value behind a reading; None when nothing in it can be one of the field's kind."""
    plain = squeeze(nfc(text[:_LONGEST])).strip(_EDGES)
    if not any(character.isalnum() for character in plain):
        return None
    return _choice(field, plain) if field.kind is ValueKind.CHOICE else _NORMAL_FORMS[field.kind](plain)


def _text(text: str) -> Normal | None:
    text = _COMMA.sub(", ", text)
    letters = sum(character.isalnum() for character in text)
    return Normal(text) if letters > 1 or text.isdigit() else None


def _code(text: str) -> Normal | None:
    found = _CODE.search(text)
    if found is None:
        return None
    value = re.sub(r"\s", "", found[0])
    return Normal(value, (Rule("code_holds_digits", any(c.isdigit() for c in value), required=True),))


def _date(text: str) -> Normal | None:
    """A whole day, a month of a year, or a year alone: old papers often know no more of a birth."""
    # The caption may hold the word that begins a date.
    day = find_date(text) or find_date(f"ngày {text}")
    if day is not None:
        return Normal(day.isoformat(), (Rule("date_exists", True, required=True),))
    part = _YEAR.search(text)
    if part is not None:
        month = f"-{int(part['month']):02d}" if part["month"] else ""
        whole = re.fullmatch(r"(?:nam\s)?[0-9/. ]{4,9}", fold(text)) is not None
        return Normal(part["year"] + month, (Rule("date_whole_or_year", whole, required=True),))
    digits = sum(character.isdigit() for character in text)
    return Normal(text, (Rule("date_exists", False, required=True, weight=0.5),)) if digits >= 4 else None


def _date_in_words(text: str) -> Normal | None:
    day = find_date_in_words(text)
    if day is None:
        return Normal(text, (Rule("date_in_words_read", False, required=True, weight=0.5),))
    return Normal(day.isoformat(), (Rule("date_in_words_read", True, required=True),), confirmed=True)


def _person_name(text: str) -> Normal | None:
    title = _TITLES.match(fold(text))
    bare = text[title.end() :] if title else text
    words = [word.strip(_EDGES) for word in re.split(r"[,;(]", bare)[0].split()]
    words = [word for word in words if word and not word.isdigit()]
    if not words:
        return None
    if capital_share(" ".join(words)) > 0.8:
        words = [word.capitalize() for word in words]
    return Normal(
        " ".join(words),
        (
            Rule("name_of_two_to_six_words", 2 <= len(words) <= 6, required=True, weight=0.3),
            Rule("family_name_listed", words[0] in family_names(), required=True),
            Rule("name_spelled_as_vietnamese", all(is_syllable(word) for word in words), required=True),
            Rule("name_in_capital_initials", all(word[:1].isupper() for word in words), required=True),
        ),
    )


def _personal_id(text: str) -> Normal | None:
    """A personal number of twelve digits, or an old one of nine; other papers of identity keep their reading."""
    runs = [re.sub(r"[ .]", "", found[0]).translate(_MEANT) for found in _DIGITS.finditer(text)]
    number = next((run for run in runs if len(run) == 12), None) or next((run for run in runs if len(run) == 9), None)
    if number is None:
        wrong = next((run for run in runs if 9 <= len(run) <= 13), None)
        return (
            Normal(wrong, (Rule("personal_number_has_its_length", False, required=True, weight=0.4),))
            if wrong
            else None
        )
    plain = number in re.sub(r"[ .]", "", text)
    return Normal(
        number,
        (
            Rule("personal_number_plausible", len(number) == 9 or _parses(PersonalNumber.parse, number), required=True),
            Rule("digits_as_read", plain, required=True, weight=0.1),
        ),
    )


def _tax_code(text: str) -> Normal | None:
    found = _TAX.search(text)
    if found is None:
        # Since 1 July 2025 the tax code of a person and a household business is the personal number.
        return _personal_id(text)
    value = re.sub(r"\s", "", found[0])
    holds = _parses(TaxCode.parse, value)
    return Normal(value, (Rule("tax_code_check_digit", holds, required=True, weight=0.4),), confirmed=holds)


def _number(text: str) -> Normal | None:
    """Digits with a decimal point, without the dots between thousands: ``1.761,2`` is ``1761.2``."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    value = re.sub(r"[ .](?=[0-9]{3}(?![0-9]))", "", found[0]).replace(",", ".")
    only = len(_NUMBER.findall(re.sub(r"m\s?[23²³]|\(.*", "", text))) == 1
    whole = not text[: found.start()][-1:].isalnum() and _TORN_NUMBER.match(text, found.end()) is None
    return Normal(
        value,
        (Rule("only_number_in_place", only, required=True), Rule("number_whole", whole, required=True)),
    )


def _land_serial(text: str) -> Normal | None:
    found = _SERIAL.search(text)
    if found is None:
        return None
    value = f"{found['series']} {found['number']}"
    return Normal(
        value,
        (
            Rule("land_serial_form", _parses(LandSerial.parse, value), required=True),
            Rule("serial_of_two_letters", len(found["series"]) == 2, required=True),
        ),
    )


def _phone(text: str) -> Normal | None:
    found = _PHONE.search(text)
    return Normal(re.sub(r"[ .-]", "", found[0])) if found else None


def _choice(field: TemplateField, text: str) -> Normal | None:
    """The entry of the list that the reading is likest; a reading like none stays as it is."""
    entries = field.choices or listed_names(field.vocabulary or "")
    folded = {fold(entry): entry for entry in entries}
    best = process.extract(
        fold(text), folded.keys(), scorer=fuzz.ratio, limit=_MOST_ALTERNATIVES, score_cutoff=_SURE_CHOICE
    )
    if not best:
        return Normal(text, (Rule("choice_in_list", False, required=True, weight=0.3),))
    (first, score, _), *others = best
    clear = score == 100.0 or not others or score - others[0][1] >= _NEXT_CHOICE
    return Normal(
        folded[first],
        (
            Rule("choice_in_list", True, required=True),
            Rule("choice_read_exactly", score == 100.0, weight=0.05),
            Rule("choice_clear_of_others", clear, required=True),
        ),
        confirmed=score == 100.0,
        alternatives=() if score == 100.0 else tuple(folded[other] for other, _, _ in others),
    )


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except BadIdentifier:
        return False
    return True


_NORMAL_FORMS: Mapping[ValueKind, Callable[[str], Normal | None]] = {
    ValueKind.TEXT: _text,
    ValueKind.CODE: _code,
    ValueKind.DATE: _date,
    ValueKind.DATE_IN_WORDS: _date_in_words,
    ValueKind.PERSON_NAME: _person_name,
    ValueKind.PERSONAL_ID: _personal_id,
    ValueKind.TAX_CODE: _tax_code,
    ValueKind.NUMBER: _number,
    ValueKind.AREA: _number,
    ValueKind.MONEY: _number,
    ValueKind.LAND_SERIAL: _land_serial,
    ValueKind.PHONE: _phone,
}
