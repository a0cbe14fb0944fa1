"""``issued_date`` and ``place``: the line under the motto (Decree 30/2020, Annex I, ô 4).

The day is often written by hand, and the month at times. Their gaps are read by a recogniser of digits as well; a date
with a part that nobody read is left out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates import day_of
from domain.model import Field, HandwrittenKind, HandwrittenPart, Word
from domain.vietnamese import same_text
from pipeline.extract.agency_names import nearest_province
from pipeline.extract.digits import SettledDigits, digits_in, guesses_of, looks_printed, read_surely, settled, weight_of
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

_DATE = re.compile(
    r"(?P<place>.{0,40}?)\W{0,3}\bn?g?a[yuvw](?P<d>.{0,10}?)t?hang(?P<m>.{0,8}?)nam(?P<y>.{0,8})",
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_CITED_WITHIN = 3
_YEAR_READ = 0.5
_LAST_WITH_NOUGHT_DAY, _LAST_WITH_NOUGHT_MONTH = 9, 2
_WITHOUT_NOUGHT = 0.4
"""Decree 30/2020 writes days under ten and the months 1 and 2 with a nought: without one, a digit was lost."""
_MONTHS_ARE_PRINTED = 0.3
"""What the reading of a month counts more than that of a day, which is nearly always written."""
_AT_WEEKENDS, _CITES_YOUNGER, _FAR_FROM_CITED = 0.3, 0.3, 0.3
_FRIDAY = 5
_CITED_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# "Công văn số 12/SYT-NVY ngày 28/12/2017", with a slash or with "tháng" and "năm" between; of folded text.
_CITED_PAPER = re.compile(
    r"[0-9]/(?:[0-9]{4}/)?[a-z][a-z0-9&,.-]{1,30},?\s{0,3}ngay\s{0,3}"
    r"(?P<d>[0-9]{1,2})\s?(?:[/.-]|thang)\s?(?P<m>[0-9]{1,2})\s?(?:[/.-]|nam)\s?(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_CITY = re.compile(r"^(?:thanh pho|tp\.?|t\.p\.?|tinh)\s{0,2}")


@dataclass(frozen=True, slots=True)
class DateFrame:
    """Where a date's parts stand in its line's text: day and month between printed words, the year after them."""

    day: tuple[int, int]
    month: tuple[int, int]
    year: int


@dataclass(frozen=True, slots=True)
class _ReadPart:
    """What the page's recogniser made of a day or month, how much that counts, and whether it was print."""

    digits: str | None
    weight: float
    printed: bool


@dataclass(frozen=True, slots=True)
class _Issued:
    """A date with its certainty where writing had to be read; ``agreed`` as in ``SettledDigits``."""

    day: date
    certainty: float | None = None
    agreed: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citations:
    """What a text cites, witnesses of its own date: years, recent ones among them, and papers, none of them younger.

    ``latest`` is the date of the youngest paper.
    """

    years: frozenset[int] = frozenset()
    latest: date | None = None


def citations_in(lines: Iterable[Line]) -> Citations:
    """The years in a text, and the dates of the papers that it cites by number and date."""
    kept = list(lines)
    text = " ".join(line.folded for line in kept)
    dates = (day_of(int(cited["y"]), int(cited["m"]), int(cited["d"])) for cited in _CITED_PAPER.finditer(text))
    return Citations(
        years=frozenset(int(year) for line in kept for year in _CITED_YEAR.findall(line.text)),
        latest=max((day for day in dates if day is not None), default=None),
    )


def find_date_frame(line: Line) -> DateFrame | None:
    """Where day and month stand between the printed words of a date line; None when it is none."""
    match = _find_date(line)
    return DateFrame(match.span("d"), match.span("m"), match.start("y")) if match is not None else None


def date_fields(
    header: Header, territories: Collection[str], cited: Citations, written: Sequence[HandwrittenPart] = ()
) -> Iterator[Field]:
    """The date when day, month and year were all read, and the place before them.

    ``territories`` are the names of the head's agencies' territories, a second witness of the place; ``written`` is
    what a recogniser of digits made of the gaps on the header's page.
    """
    line = header.date
    match = _find_date(line) if line is not None else None
    if line is None or match is None:
        return
    yield from _place(line, match, territories)
    year = _settled_year(line, match, cited, written)
    if year is None:
        return
    day, month = _read_part(line, match, "d"), _read_part(line, match, "m")
    printed = day.printed and month.printed
    issued = _issued(year, day, month, cited, written)
    if issued is None:
        return
    yield field(
        "issued_date",
        issued.day.isoformat(),
        [part for part in (line.part(match.start("d"), match.end("y")),) if part] or [line],
        rules=(
            Rule(
                "day_and_month_printed",
                printed,
                required=not issued.agreed,
                weight=0.3 if issued.certainty is None else 0.0,
            ),
            Rule("digits_as_read", issued.agreed or _as_read(line, match), required=True, weight=0.1),
            Rule("year_read_surely", year.agreed, required=True, weight=0.1),
            Rule("year_near_cited_years", _is_near(issued.day.year, cited), required=True),
            Rule("cites_no_younger_paper", cited.latest is None or cited.latest <= issued.day, required=True),
        ),
        certainty=issued.certainty,
        alternatives=issued.others,
    )


def _find_date(line: Line) -> re.Match[str] | None:
    return _DATE.search(line.folded[:160])


def _read_part(line: Line, match: re.Match[str], group: str) -> _ReadPart:
    text, words = line.text[slice(*match.span(group))], _words_of(line, match, group)
    # A 1 in italics is read as a bracket, which may as well stand there as dirt.
    digits = digits_in(text.replace("]", "1"))
    if digits is None or len(digits) > 2:
        digits = digits_in(text)
    weight = weight_of(words) + (_MONTHS_ARE_PRINTED if group == "m" else 0.0)
    return _ReadPart(digits, weight, digits is not None and looks_printed(words, line))


def _settled_year(
    line: Line, match: re.Match[str], cited: Citations, written: Sequence[HandwrittenPart]
) -> SettledDigits | None:
    """The year, which is printed: the other recogniser is asked only where it was not read surely."""
    read = digits_in(line.text[slice(*match.span("y"))])
    guesses = guesses_of(written, HandwrittenKind.YEAR)
    surely = read_surely(_words_of(line, match, "y"))
    if read is not None and (surely or not guesses):
        return SettledDigits(read, 1.0, agreed=surely, others=()) if _likely_year(read, cited) > 0.0 else None
    return settled(read, _YEAR_READ, guesses, lambda text: _likely_year(text, cited))


def _likely_year(text: str, cited: Citations) -> float:
    if len(text) != 4 or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return 0.0
    return 1.0 if _is_near(int(text), cited) else _FAR_FROM_CITED


def _is_near(year: int, cited: Citations) -> bool:
    return not cited.years or abs(year - max(cited.years)) <= _CITED_WITHIN


def _issued(
    year: SettledDigits, day: _ReadPart, month: _ReadPart, cited: Citations, written: Sequence[HandwrittenPart]
) -> _Issued | None:
    """The likeliest date of what the recognisers of pages and of digits made of its parts."""
    months = _settled_part(month, guesses_of(written, HandwrittenKind.MONTH), _LAST_WITH_NOUGHT_MONTH, _likely_month)
    if months is None:
        return None
    in_year, in_month = int(year.digits), int(months.digits)

    def likely_day(text: str) -> float:
        return _likely(day_of(in_year, in_month, int(text)) if len(text) <= 2 else None, cited)

    days = _settled_part(day, guesses_of(written, HandwrittenKind.DAY), _LAST_WITH_NOUGHT_DAY, likely_day)
    issued = day_of(in_year, in_month, int(days.digits)) if days is not None else None
    if days is None or issued is None:
        return None
    certainty = days.certainty * months.certainty * year.certainty
    return _Issued(
        issued,
        certainty=None if certainty == 1.0 else certainty,
        agreed=days.agreed and months.agreed,
        others=tuple(date(in_year, in_month, int(other)).isoformat() for other in days.others),
    )


def _settled_part(
    part: _ReadPart, guesses: Sequence[tuple[str, float]], last_with_nought: int, likely: Callable[[str], float]
) -> SettledDigits | None:
    """A day or month without the nought before it; what was printed is not asked about."""

    def spelled(text: str) -> float:
        return _WITHOUT_NOUGHT if len(text) == 1 and int(text) <= last_with_nought else 1.0

    digits = part.digits.removeprefix("0") or None if part.digits else None
    if part.printed and digits is not None:
        return SettledDigits(digits, 1.0, agreed=True, others=()) if likely(digits) > 0.0 else None
    values: dict[str, float] = {}
    for text, probability in guesses:
        value = text.removeprefix("0")
        values[value] = values.get(value, 0.0) + probability * (spelled(text) if text else 1.0)
    # Of two written digits one is often lost: a lone one counts only with a witness.
    alone = part.digits is not None and len(part.digits) == 1 and digits not in values
    return settled(None if alone else digits, part.weight, tuple(values.items()), likely)


def _likely_month(text: str) -> float:
    return 1.0 if len(text) <= 2 and 1 <= int(text) <= 12 else 0.0


def _likely(issued: date | None, cited: Citations) -> float:
    """How plausible a date is: offices seldom sign at weekends, and no paper cites a younger one."""
    if issued is None:
        return 0.0
    weekend = _AT_WEEKENDS if issued.isoweekday() > _FRIDAY else 1.0
    return weekend * (_CITES_YOUNGER if cited.latest is not None and cited.latest > issued else 1.0)


def _words_of(line: Line, match: re.Match[str], group: str) -> tuple[Word, ...]:
    part = line.part(*match.span(group))
    return part.words if part is not None else ()


def _as_read(line: Line, match: re.Match[str]) -> bool:
    return all(line.text[slice(*match.span(group))].strip(" .,;").isdigit() for group in ("d", "m", "y"))


def _place(line: Line, match: re.Match[str], territories: Collection[str]) -> Iterator[Field]:
    words = line.part(*match.span("place")) if match["place"].strip() else None
    if words is None:
        return
    read = line.text[slice(*match.span("place"))].strip(" .,;:-_'\"„“”")
    province, exact = nearest_province(_CITY.sub("", match["place"].strip(" .,;:-_'\"„“”")))
    if not any(character.isalpha() for character in read):
        return
    value = province.name if province else read
    agrees = any(same_text(value, territory) for territory in territories)
    yield field(
        "place",
        value,
        [words],
        raw=read,
        rules=(Rule("place_listed_or_in_agency", (province is not None and exact) or agrees, required=True),),
        confirmed=agrees or (province is not None and exact),
    )
