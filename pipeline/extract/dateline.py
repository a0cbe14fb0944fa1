"""``issued_date`` and ``place``: the line under the motto (Decree 30/2020, Annex I, ô 4).

The day is often written by hand. A day that was not read leaves the date out: a guess would look like a reading.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from domain.dates import day_of
from domain.model import Field
from domain.vietnamese import same_text
from pipeline.extract.agency_names import nearest_province
from pipeline.extract.digits import digits_in, looks_printed
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

_DATE = re.compile(
    r"(?P<place>.{0,40}?)\W{0,3}\bn?g?a[yuv](?P<d>.{0,10}?)t?hang(?P<m>.{0,8}?)nam(?P<y>.{0,8})",
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_CITED_WITHIN = 3
_CITED_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_CITY = re.compile(r"^(?:thanh pho|tp\.?|t\.p\.?|tinh)\s{0,2}")


def date_fields(header: Header, territories: Collection[str], years: Collection[int]) -> Iterator[Field]:
    """The date when day, month and year were all read as digits, and the place before them.

    ``territories`` are the names of the head's agencies' territories, a second witness of the place; ``years`` are
    those that the text cites, a witness of the year: a document cites recent ones.
    """
    line = header.date
    match = _DATE.search(line.folded[:160]) if line is not None else None
    if line is None or match is None:
        return
    yield from _place(line, match, territories)
    day, month, year = (digits_in(line.text[slice(*match.span(group))]) for group in ("d", "m", "y"))
    if not (day and month and year) or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return
    parts = [line.part(*match.span(group)) for group in ("d", "m", "y")]
    words = tuple(word for part in parts[:2] if part for word in part.words)
    printed = looks_printed(words, line)
    # Of two written digits one is often lost: a lone one counts only in print.
    whole = len(day) == 2 or (len(day) == 1 and printed)
    date = day_of(int(year), int(month), int(day)) if whole and len(month) <= 2 else None
    if date is None:
        return
    yield field(
        "issued_date",
        date.isoformat(),
        [part for part in (line.part(match.start("d"), match.end("y")),) if part] or [line],
        rules=(
            Rule("day_and_month_printed", printed, required=True, weight=0.3),
            Rule("digits_as_read", _as_read(line, match), required=True, weight=0.1),
            Rule("year_near_cited_years", not years or abs(int(year) - max(years)) <= _CITED_WITHIN, required=True),
        ),
    )


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


def cited_years(lines: Iterable[Line]) -> frozenset[int]:
    """The years in a text, as digits."""
    return frozenset(int(year) for line in lines for year in _CITED_YEAR.findall(line.text))
