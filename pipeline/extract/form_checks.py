"""Values of a form against one another: what the words beside a date or an area spell, who a personal number fits.

Which values belong together, the template tells: those of one section, and the one in words by the id that goes on from
the id of the one in digits (``area``, ``area_in_words``).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.amounts import amount_from_words
from domain.dates import find_date_in_words
from domain.model import Field
from domain.templates import TemplateField, ValueKind
from domain.vietnamese import fold
from pipeline.extract.cross_checks import Check, person_checks

_BIRTH_LABELS = ("ngay sinh", "nam sinh", "sinh ngay")
_SEX_LABEL = "gioi tinh"
_WORDS_LABEL = "bang chu"


def form_checks(form: Sequence[TemplateField], found: Mapping[str, Field]) -> Iterator[Check]:
    """The checks of a form's values.

    Args:
        form: the fields of its template.
        found: those of its values that were read, by the template's ids.
    """
    yield from _words_and_digits(form, found)
    for section in dict.fromkeys(field.section for field in form):
        yield from _bearer([field for field in form if field.section == section], found)


def _words_and_digits(form: Sequence[TemplateField], found: Mapping[str, Field]) -> Iterator[Check]:
    for words in form:
        if words.id not in found or not _is_in_words(words):
            continue
        digits = max(
            (one for one in form if one.id != words.id and words.id.startswith(one.id) and one.id in found),
            key=lambda one: len(one.id),
            default=None,
        )
        agrees = _agree(digits.kind, found[digits.id].value, found[words.id].value) if digits is not None else None
        if digits is not None and agrees is not None:
            yield Check("words_agree_with_digits", agrees, (digits.id, words.id))


def _is_in_words(field: TemplateField) -> bool:
    return field.kind is ValueKind.DATE_IN_WORDS or _WORDS_LABEL in fold(field.label)


def _agree(kind: ValueKind, digits: str, words: str) -> bool | None:
    """Whether both say the same; None where one of them says nothing that can be compared."""
    if kind is ValueKind.DATE:
        day, spelled = _iso_day(digits), _iso_day(words) or find_date_in_words(_dated(words))
        return day == spelled if day is not None and spelled is not None else None
    if kind in (ValueKind.AREA, ValueKind.MONEY, ValueKind.NUMBER):
        amount, said = _amount(digits), amount_from_words(words)
        return amount == said if amount is not None and said is not None else None
    return None


def _dated(words: str) -> str:
    """Words of a date with the word that begins one, which the caption may hold."""
    return words if fold(words).lstrip().startswith("ngay") else f"ngày {words}"


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _bearer(section: Sequence[TemplateField], found: Mapping[str, Field]) -> Iterator[Check]:
    """The one personal number of a section against the one birthday and the one sex in it."""
    numbers = [field for field in section if field.kind is ValueKind.PERSONAL_ID]
    births = [field for field in section if _is_birthday(field)]
    sexes = [field for field in section if field.kind is ValueKind.CHOICE and _SEX_LABEL in fold(field.label)]
    if len(numbers) != 1 or numbers[0].id not in found:
        return
    number = found[numbers[0].id]
    for field, is_birth in (*((one, True) for one in births[:1]), *((one, False) for one in sexes[:1])):
        value = found.get(field.id)
        if value is None or len(births if is_birth else sexes) != 1:
            continue
        year = int(value.value[:4]) if is_birth and value.value[:4].isdecimal() else None
        yield from person_checks(number.value, year, None if is_birth else value.value, names=(number.name, value.name))


def _is_birthday(field: TemplateField) -> bool:
    dated = field.kind in (ValueKind.DATE, ValueKind.NUMBER)
    return dated and any(label in fold(field.label) for label in _BIRTH_LABELS)
