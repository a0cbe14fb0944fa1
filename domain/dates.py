"""Days as papers write them: in digits, in Vietnamese words, and back. A day the calendar does not have is no day."""

import re
from datetime import date

from domain.vietnamese import fold, nfc, squeeze

_WRITTEN_OUT = re.compile(
    r"ngay\s{0,3}(?P<d>[0-9]{1,2})\s{0,3},?\s{0,3}thang\s{0,3}(?P<m>[0-9]{1,2})\s{0,3},?\s{0,3}"
    r"nam\s{0,3}(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_NUMERIC = re.compile(
    r"(?<![0-9/.-])(?P<d>[0-9]{1,2})\s{0,2}(?P<s>[/.-])\s{0,2}(?P<m>[0-9]{1,2})\s{0,2}(?P=s)\s{0,2}"
    r"(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Folded, so that a word whose marks were lost still counts. Some digits change their word after ten.
_DIGIT_OF = {fold(word): value for value, word in enumerate(_UNITS)} | {
    "mot": 1,
    "tu": 4,
    "lam": 5,
    "nham": 5,
    "bay": 7,
}
_LEAP = ("linh", "le")
_MAX_WORDS = 24


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_date(text: str) -> date | None:
    """The first day written in digits: ``ngày 05 tháng 6 năm 2025`` or ``05/6/2025``. Marks may be lost."""
    plain = fold(squeeze(text))
    matches = sorted((*_WRITTEN_OUT.finditer(plain), *_NUMERIC.finditer(plain)), key=lambda match: match.start())
    days = (day_of(int(match["y"]), int(match["m"]), int(match["d"])) for match in matches)
    return next((day for day in days if day is not None), None)


def print_date(day: date) -> str:
    """The day as Decree 30/2020 writes it: days under 10 and months 1 and 2 with a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def find_date_in_words(text: str) -> date | None:
    """The day written in words on civil-status papers: ``Ngày mười lăm, tháng chín, năm hai nghìn``."""
    words = re.findall(r"[^\W\d_]+", fold(nfc(text)))[:_MAX_WORDS]
    try:
        day_at = words.index("ngay")
        month_at = words.index("thang", day_at + 1)
        # "tháng năm năm …": the month itself may be the word for year.
        year_at = words.index("nam", month_at + 2)
    except ValueError:
        return None
    day, month, year = (
        number_from_words(part)
        for part in (words[day_at + 1 : month_at], words[month_at + 1 : year_at], words[year_at + 1 :])
    )
    return day_of(year, month, day) if day and month and year else None


def print_date_in_words(day: date) -> str:
    """The day in words, as ``find_date_in_words`` reads it."""
    parts = (("Ngày", day.day), ("tháng", day.month), ("năm", day.year))
    return ", ".join(f"{name} {number_in_words(value)}" for name, value in parts)


def number_from_words(words: list[str]) -> int | None:
    """The number that folded words spell, up to 9999; None when they spell none."""
    total = 0
    pending: int | None = None
    for word in words:
        if word in _LEAP:
            continue
        if word in ("nghin", "ngan", "tram") and pending is not None:
            total += pending * (100 if word == "tram" else 1000)
            pending = None
        elif word == "muoi":
            total += 10 * (1 if pending is None else pending)
            pending = None
        elif word in _DIGIT_OF and pending is None:
            pending = _DIGIT_OF[word]
        else:
            return None
    if not words:
        return None
    return total + (pending or 0)


def number_in_words(value: int) -> str:
    """A number from 0 to 9999 in words."""
    thousands, rest = divmod(value, 1000)
    hundreds, rest = divmod(rest, 100)
    words = []
    if thousands:
        words.append(f"{_UNITS[thousands]} nghìn")
    if hundreds or (thousands and rest):
        words.append(f"{_UNITS[hundreds]} trăm")
    words.append(_under_hundred(rest, after_hundreds=bool(words)))
    return squeeze(" ".join(words))


def _under_hundred(value: int, *, after_hundreds: bool) -> str:
    tens, units = divmod(value, 10)
    if tens == 0:
        if after_hundreds:
            return f"linh {_UNITS[units]}" if units else ""
        return _UNITS[units]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    special = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}
    return f"{head} {special.get(units, _UNITS[units])}"
