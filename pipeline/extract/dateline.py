"""``issued_date`` and ``place``: the line under the motto (Decree 30/2020, Annex I, ô 4).

The day is often written by hand. A day that was not read leaves the date out: a guess would look like a reading.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.dates import day_of
from domain.model import Field, Word
from domain.vietnamese import same_text
from pipeline.extract.agency_names import nearest_province
from pipeline.extract.digits import digits_in, looks_printed, read_surely
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

_DATE = re.compile(
    r"(?P<place>.{0,40}?)\W{0,3}\bn?g?a[yuv](?P<d>.{0,10}?)t?hang(?P<m>.{0,8}?)nam(?P<y>.{0,8})",
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_CITED_WITHIN = 3
_CITED_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# "Công văn số 12/SYT-NVY ngày 28/12/2017", with a slash or with "tháng" and "năm" between; of folded text.
_CITED_PAPER = re.compile(
    r"[0-9]/(?:[0-9]{4}/)?[a-z][a-z0-9&,.-]{1,30},?\s{0,3}ngay\s{0,3}"
    r"(?P<d>[0-9]{1,2})\s?(?:[/.-]|thang)\s?(?P<m>[0-9]{1,2})\s?(?:[/.-]|nam)\s?(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_CITY = re.compile(r"^(?:thanh pho|tp\.?|t\.p\.?|tinh)\s{0,2}")


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


def date_fields(header: Header, territories: Collection[str], cited: Citations) -> Iterator[Field]:
    """The date when day, month and year were all read as digits, and the place before them.

    ``territories`` are the names of the head's agencies' territories, a second witness of the place.
    """
    line = header.date
    match = _DATE.search(line.folded[:160]) if line is not None else None
    if line is None or match is None:
        return
    yield from _place(line, match, territories)
    day, month, year = (digits_in(line.text[slice(*match.span(group))]) for group in ("d", "m", "y"))
    if not (day and month and year) or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return
    written = tuple(word for group in ("d", "m") for word in _words_of(line, match, group))
    printed = looks_printed(written, line)
    # Of two written digits one is often lost: a lone one counts only in print.
    whole = len(day) == 2 or (len(day) == 1 and printed)
    issued = day_of(int(year), int(month), int(day)) if whole and len(month) <= 2 else None
    if issued is None:
        return
    near = not cited.years or abs(int(year) - max(cited.years)) <= _CITED_WITHIN
    yield field(
        "issued_date",
        issued.isoformat(),
        [part for part in (line.part(match.start("d"), match.end("y")),) if part] or [line],
        rules=(
            Rule("day_and_month_printed", printed, required=True, weight=0.3),
            Rule("digits_as_read", _as_read(line, match), required=True, weight=0.1),
            Rule("year_read_surely", read_surely(_words_of(line, match, "y")), required=True, weight=0.1),
            Rule("year_near_cited_years", near, required=True),
            Rule("cites_no_younger_paper", cited.latest is None or cited.latest <= issued, required=True),
        ),
    )


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
