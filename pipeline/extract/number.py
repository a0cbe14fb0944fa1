"""``code``: number and symbol of the document (Decree 30/2020, Annex I, ô 3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Field, HandwrittenKind, HandwrittenPart
from domain.vietnamese import nfc, unify_dashes
from pipeline.extract.digits import SettledDigits, digits_in, guesses_of, looks_printed, settled, weight_of
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line
from pipeline.extract.symbols import Symbol, judge_symbol

_LABEL = re.compile(r"^\W{0,4}[Ss5][^\W\d_]?[0-9]?\W{1,4}")
_PRINTED_LABEL = re.compile(r"^\W{0,4}[Ss5](?:[^\W\d_]|[0-9])?[:;.,]?")
_SYMBOL = r"[^\W\d_][^\W_]{0,11}(?:\s?[-.&,]\s?[^\W_]{1,12}){0,6}"
_WITH_SLASH = re.compile(rf"/(?:\s{{0,3}}(?P<year>(?:19|20)[0-9]{{2}})\s{{0,2}}/)?\s{{0,3}}(?P<symbol>{_SYMBOL})")
_WITHOUT_SLASH = re.compile(r"(?P<symbol>[A-ZĐ][A-Za-zĐ]{0,6}\s?-\s?[A-ZĐ][A-Za-zĐ&]{1,9}(?:-[A-ZĐ]{1,8}){0,2})")
_SLASHES = str.maketrans("⁄∕⧸", "///")
_LONGEST_NUMBER = 5
_MOST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class NumberFrame:
    """The printed frame of the number in a line's text: the label ends at ``label_end``, the slash begins at ``end``.

    ``label_end`` is None where no label was read.
    """

    label_end: int | None
    end: int


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What the number line says; ``number`` is None where no digits were read."""

    line: Line
    symbol: Symbol
    symbol_line: Line
    number: str | None
    number_line: Line | None
    year: str | None
    slash: bool
    guesses: tuple[tuple[str, float], ...] = ()


def find_number_frame(line: Line) -> NumberFrame | None:
    """Where print begins and ends about the number in a number line; None when it holds no symbol."""
    text = _plain(line)
    found = _find_symbol(text, None)
    if found is None:
        return None
    label = _PRINTED_LABEL.match(text)
    # Between slash and symbol may stand a sign that was a letter.
    slash = text.rfind("/", max(0, found.start() - _MOST_SIGNS), found.start())
    end = slash if slash >= 0 else found.start()
    return NumberFrame(label.end() if label and label.end() <= end else None, end)


def read_number(header: Header, agency: str | None, written: Sequence[HandwrittenPart] = ()) -> NumberReading | None:
    """The number line of the head taken apart; None without one, or when it holds no symbol."""
    line = header.number
    if line is None:
        return None
    text = _plain(line)
    found = _find_symbol(text, agency)
    if found is None:
        return None
    slash = found.re is _WITH_SLASH
    label = _LABEL.match(text)
    start, end = label.end() if label else 0, found.start()
    symbol_line = line.part(found.start("symbol"), found.end("symbol"))
    return NumberReading(
        line=line,
        symbol=judge_symbol(nfc(found["symbol"]), agency),
        symbol_line=symbol_line or line,
        number=_number(text[start:end]) if slash else None,
        number_line=line.part(start, end),
        year=found.groupdict().get("year"),
        slash=slash,
        guesses=guesses_of(written, HandwrittenKind.NUMBER),
    )


def _plain(line: Line) -> str:
    return unify_dashes(line.text).translate(_SLASHES)


def _find_symbol(text: str, agency: str | None) -> re.Match[str] | None:
    return _after_slash(text, agency) or _WITHOUT_SLASH.search(text)


def _after_slash(text: str, agency: str | None) -> re.Match[str] | None:
    """The first slash with a symbol that the vocabulary knows; a pen stroke before it is read as a slash as well."""
    found = list(_WITH_SLASH.finditer(text))
    return next((one for one in found if judge_symbol(nfc(one["symbol"]), agency).known), found[0] if found else None)


def _number(text: str) -> str | None:
    digits = digits_in(text.replace(" ", ""))
    return digits if digits and len(digits) <= _LONGEST_NUMBER else None


def number_field(reading: NumberReading, type_name: str | None) -> Field:
    """``code``: the number where digits were read, else the printed part after the slash alone (``/QĐ-UBND``)."""
    symbol = reading.symbol
    printed = _is_printed(reading)
    written = None if printed else _written(reading)
    number = reading.number if printed else written.digits if written else None
    agreed = written is not None and written.agreed
    agrees = symbol.type_name == type_name or (symbol.type_name is None and type_name == "Công văn")
    return field(
        "code",
        _whole(reading, number),
        [reading.line],
        rules=(
            Rule("number_read", number is not None, required=True, weight=0.3),
            Rule("number_printed", printed, required=not agreed, weight=0.0 if written else 0.3),
            Rule("slash_read", reading.slash, required=True),
            Rule("symbol_in_vocabulary", symbol.known, required=True),
            Rule("symbol_as_read", not symbol.corrected, required=True, weight=0.05),
            Rule("symbol_fits_agency", symbol.fits_agency, required=True),
            Rule("symbol_fits_type", agrees, required=True),
        ),
        confirmed=written is None and symbol.known and symbol.fits_agency,
        certainty=written.certainty if written else None,
        alternatives=[_whole(reading, other) for other in written.others] if written else (),
    )


def _whole(reading: NumberReading, number: str | None) -> str:
    return "/".join(part for part in (number or "", reading.year, reading.symbol.text) if part is not None)


def _is_printed(reading: NumberReading) -> bool:
    words = reading.number_line.words if reading.number_line and reading.number else ()
    glued = bool(words) and set(words) & set(reading.symbol_line.words)
    return bool(words) and (_one_print(reading) if glued else looks_printed(words, reading.symbol_line))


def _written(reading: NumberReading) -> SettledDigits | None:
    """The number as it was written by hand, if anybody could read it."""
    words = reading.number_line.words if reading.number_line else ()
    return settled(reading.number, weight_of(words), reading.guesses, _plausible)


def _plausible(number: str) -> float:
    """Numbers count from 1 each year; one under ten is written with one nought before it."""
    return 1.0 if number.strip("0") and not number.startswith("00") and len(number) <= _LONGEST_NUMBER else 0.0


def _one_print(reading: NumberReading) -> bool:
    """Number, slash and symbol read as one word without doubt: handwriting does not join print that neatly."""
    words = set(reading.symbol_line.words)
    return (
        all(word.confidence >= 90.0 for word in words) and reading.number is not None and not reading.symbol.corrected
    )
