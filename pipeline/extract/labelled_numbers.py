"""Numbers that papers bear behind a printed label: personal, tax, certificate and result numbers.

Twelve digits may be anything; ``Số định danh cá nhân: 042199001234`` is a personal number. A paper that bears several
of one kind is about several, and names none as its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.errors import BadIdentifier
from domain.identifiers import LandSerial, OldCardNumber, PersonalNumber, ResultTypeCode, TaxCode
from domain.model import Field
from domain.vietnamese import squeeze
from pipeline.extract.evidence import Rule, field
from pipeline.extract.lines import Line

_SURE_WORD = 90.0
_MOST_VALUES = 3
"""More numbers of one kind are a list of others' numbers."""

_LONGEST_LINE = 600
_WHOLE = r"(?![0-9A-Za-z]|[\s.,_–-][0-9])"
"""Nine digits of a number whose others were misread are the number of another card."""
NAMES_OLD_CARD = re.compile(r"cmnd|cmt(?![^\W_])|chung minh")
"""Of folded text: cards of nine digits are meant as well. After other labels nine are what was read of twelve."""

_AFTER_LABEL = r"\s?(?:\([^()]{0,40}\)\s?)?(?:so\s?)?[:;.,]{0,2}\s?"
_MEANT = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})

Printed = PersonalNumber | OldCardNumber | TaxCode | LandSerial | ResultTypeCode


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of number: ``label`` and ``shape`` are patterns of folded text and of the text after the label."""

    name: str
    label: re.Pattern[str]
    shape: re.Pattern[str]
    parse: Callable[[str], Printed]
    digits_only: bool


def parse_personal(text: str) -> PersonalNumber | OldCardNumber:
    """A personal number of twelve digits, or the number of an old card of nine.

    Raises:
        BadIdentifier: neither, or twelve digits that begin with no province's code.
    """
    compact = re.sub(r"\s", "", text)
    return OldCardNumber.parse(compact) if len(compact) == 9 else PersonalNumber.parse(compact)


def parse_taxpayer(text: str) -> TaxCode | PersonalNumber:
    """A tax code; since 1 July 2025 persons and household businesses bear their personal number as theirs.

    Raises:
        BadIdentifier: neither.
    """
    compact = re.sub(r"\s", "", text)
    return PersonalNumber.parse(compact) if len(compact) == 12 else TaxCode.parse(text)


def _labels(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)}){_AFTER_LABEL}(?=[^\W_]|\|)")


_KINDS = (
    _Kind(
        "personal_id",
        _labels(
            "(?:so )?dinh danh(?: ca nhan)?",
            "(?:so )?(?:the )?can cuoc(?: cong dan)?",
            "(?:so )?cccd(?:/cmnd)?",
            "(?:so )?cmnd(?:/cccd)?",
            "(?:so )?(?:giay )?chung minh nhan dan",
        ),
        re.compile(rf"[0-9OoQlI|SBZ](?:[ .]?[0-9OoQlI|SBZ]){{8,11}}{_WHOLE}"),
        parse_personal,
        digits_only=True,
    ),
    _Kind(
        "tax_code",
        _labels("ma so thue", "mst", "ma so doanh nghiep", "ma so (?:dang ky )?ho kinh doanh", "ma so dn"),
        re.compile(rf"[0-9OoQlI|SBZ](?: ?[0-9OoQlI|SBZ]){{9,11}}(?:\s?[-–—]\s?[0-9OoQlI|SBZ]{{3}})?{_WHOLE}"),
        parse_taxpayer,
        digits_only=True,
    ),
    _Kind(
        "land_serial",
        _labels("so phat hanh(?: (?:gcn|giay chung nhan))?", "so seri(?:al)?", "so hieu (?:gcn|giay chung nhan)"),
        re.compile(rf"[A-ZĐ]{{1,2}}\s?[0-9]{{6,8}}{_WHOLE}"),
        LandSerial.parse,
        digits_only=False,
    ),
    _Kind(
        "result_type_code",
        _labels("ma (?:loai )?ket qua", "ma kq", "ma so ket qua"),
        re.compile(r"KQ\.[A-Z][0-9]{2}\.[0-9]{6}(?![0-9])"),
        ResultTypeCode.parse,
        digits_only=False,
    ),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One number: as read, and parsed where its own rules hold."""

    line: Line
    read: str
    digits: str
    value: Printed | None

    def __str__(self) -> str:
        return str(self.value) if self.value is not None else self.digits


def number_fields(lines: Sequence[Line]) -> Iterator[Field]:
    """``personal_id``, ``tax_code``, ``land_serial`` and ``result_type_code``, each where its label stands.

    Of several of a kind the first is proposed, with the others as alternatives.
    """
    for kind in _KINDS:
        found = [one for line in lines for one in _numbers_in(line, kind)]
        values = tuple(dict.fromkeys(str(one) for one in found))
        if found and len(values) <= _MOST_VALUES:
            yield _field(kind.name, found[0], values[1:])


def _field(name: str, found: _Found, others: tuple[str, ...]) -> Field:
    value = found.value
    surely = all(word.confidence >= _SURE_WORD for word in found.line.words)
    proves_itself = not isinstance(value, TaxCode) or value.proved
    return field(
        name,
        str(found),
        [found.line],
        raw=found.read,
        rules=(
            Rule(f"{name}_holds", value is not None, required=True, weight=0.4),
            Rule("check_digit_tells", proves_itself, required=True),
            Rule("digits_as_read", found.read == found.digits, required=True, weight=0.1),
            Rule("every_word_read_surely", surely, required=True, weight=0.05),
            Rule("only_one_on_paper", not others, required=True),
        ),
        confirmed=isinstance(value, TaxCode) and value.proved,
        alternatives=others,
    )


def _numbers_in(line: Line, kind: _Kind) -> Iterator[_Found]:
    text = line.text[:_LONGEST_LINE]
    for label in kind.label.finditer(line.folded[:_LONGEST_LINE]):
        match = kind.shape.match(text, label.end())
        if match is None:
            continue
        read = squeeze(match[0])
        digits = read.translate(_MEANT) if kind.digits_only else read
        part = line.part(match.start(), match.end())
        if part is not None and sum(character.isdigit() for character in read) >= len(read) / 2:
            value = _parsed(kind, digits)
            old_card_meant = NAMES_OLD_CARD.search(label[0]) is not None
            yield _Found(part, read, digits, value if old_card_meant or not isinstance(value, OldCardNumber) else None)


def _parsed(kind: _Kind, text: str) -> Printed | None:
    try:
        return kind.parse(text)
    except BadIdentifier:
        return None
