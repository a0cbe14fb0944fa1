"""How dates, times, sizes and numbers are written in Vietnam. Times are shown at UTC+7, which has no summer time."""

import re
from datetime import datetime, timedelta, timezone

VIETNAM_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
_SHOWN_DATE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")


def shown_date(value: str) -> str:
    """An ISO date, also a partial one, as dd/MM/yyyy; anything else as it is."""
    match = _ISO_DATE.fullmatch(value)
    if match is None:
        return value
    return "/".join(part for part in (match["day"], match["month"], match["year"]) if part)


def iso_date(shown: str) -> str:
    """A date typed as dd/MM/yyyy as ISO 8601; anything else as it is.

    Raises:
        ValueError: there is no such day.
    """
    match = _SHOWN_DATE.fullmatch(shown.strip())
    if match is None:
        return shown
    return datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=VIETNAM_TIME).date().isoformat()


def shown_moment(moment: datetime) -> str:
    """An aware moment as dd/MM/yyyy HH:mm:ss in Vietnam."""
    return moment.astimezone(VIETNAM_TIME).strftime("%d/%m/%Y %H:%M:%S")


def shown_count(number: int) -> str:
    """A whole number with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def shown_size(size_bytes: int) -> str:
    """A size in the unit that keeps it short, with a decimal comma."""
    size = float(size_bytes)
    for unit in ("byte", "KB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}".replace(".", ",")
        size /= 1024
    return f"{size:.3g} GB".replace(".", ",")


def shown_share(share: float) -> str:
    """A share in [0, 1] as a whole percentage. Never 100% for less than all."""
    return f"{int(share * 100)}%"
