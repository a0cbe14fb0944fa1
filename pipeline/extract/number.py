"""``code``: number and symbol of the document (Decree 30/2020, Annex I, ô 3)."""

import re
from dataclasses import dataclass

from domain.model import Field
from domain.vietnamese import nfc, unify_dashes
from pipeline.extract.digits import digits_in, looks_printed
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line
from pipeline.extract.symbols import Symbol, judge_symbol

_LABEL = re.compile(r"^\W{0,4}[Ss5][^\W\d_]?[0-9]?\W{1,4}")
_SYMBOL = r"[^\W\d_][^\W_]{0,11}(?:\s?[-.&,]\s?[^\W_]{1,12}){0,6}"
_WITH_SLASH = re.compile(rf"/(?:\s{{0,3}}(?P<year>(?:19|20)[0-9]{{2}})\s{{0,2}}/)?\s{{0,3}}(?P<symbol>{_SYMBOL})")
_WITHOUT_SLASH = re.compile(r"(?P<symbol>[A-ZĐ][A-Za-zĐ]{0,6}\s?-\s?[A-ZĐ][A-Za-zĐ&]{1,9}(?:-[A-ZĐ]{1,8}){0,2})")
_SLASHES = str.maketrans("⁄∕⧸", "///")


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


def read_number(header: Header, agency: str | None) -> NumberReading | None:
    """The number line of the head taken apart; None without one, or when it holds no symbol."""
    line = header.number
    if line is None:
        return None
    text = unify_dashes(line.text).translate(_SLASHES)
    found = _after_slash(text, agency) or _WITHOUT_SLASH.search(text)
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
    )


def _after_slash(text: str, agency: str | None) -> re.Match[str] | None:
    """The first slash with a symbol that the vocabulary knows; a pen stroke before it is read as a slash as well."""
    found = list(_WITH_SLASH.finditer(text))
    return next((one for one in found if judge_symbol(nfc(one["symbol"]), agency).known), found[0] if found else None)


def _number(text: str) -> str | None:
    digits = digits_in(text.replace(" ", ""))
    return digits if digits and len(digits) <= 5 else None


def number_field(reading: NumberReading, type_name: str | None) -> Field:
    """``code``: the number where digits were read, else the printed part after the slash alone (``/QĐ-UBND``)."""
    symbol = reading.symbol
    number_words = reading.number_line.words if reading.number_line and reading.number else ()
    glued = bool(number_words) and set(number_words) & set(reading.symbol_line.words)
    printed = bool(number_words) and (
        _one_print(reading) if glued else looks_printed(number_words, reading.symbol_line)
    )
    agrees = symbol.type_name == type_name or (symbol.type_name is None and type_name == "Công văn")
    return field(
        "code",
        "/".join(part for part in (reading.number or "", reading.year, symbol.text) if part is not None),
        [reading.line],
        rules=(
            Rule("number_read", reading.number is not None, required=True, weight=0.3),
            Rule("number_printed", printed, required=True, weight=0.3),
            Rule("slash_read", reading.slash, required=True),
            Rule("symbol_in_vocabulary", symbol.known, required=True),
            Rule("symbol_as_read", not symbol.corrected, required=True, weight=0.05),
            Rule("symbol_fits_agency", symbol.fits_agency, required=True),
            Rule("symbol_fits_type", agrees, required=True),
        ),
        confirmed=symbol.known and symbol.fits_agency,
    )


def _one_print(reading: NumberReading) -> bool:
    """Number, slash and symbol read as one word without doubt: handwriting does not join print that neatly."""
    words = set(reading.symbol_line.words)
    return (
        all(word.confidence >= 90.0 for word in words) and reading.number is not None and not reading.symbol.corrected
    )
