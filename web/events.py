"""The lines of a record's history in words: what happened, and the facts that matter to a reader."""

from collections.abc import Callable, Mapping

from domain.model import AuditEntry
from web.words import ACTIONS, VERDICTS, field_name, media_type_name


def event_name(entry: AuditEntry) -> str:
    """What happened; an action without a name by its own code."""
    return ACTIONS.get(entry.action, entry.action)


def event_detail(entry: AuditEntry) -> str:
    """The facts worth reading, in one line. All facts are in the API."""
    parts = (say(entry.facts[name]) for name, say in _SAID.items() if name in entry.facts)
    return "; ".join(part for part in parts if part)


def _fields(value: object) -> str:
    return ", ".join(field_name(str(name)) for name in value) if isinstance(value, list) else ""


def _doubtful(value: object) -> str:
    return f"cần kiểm tra: {_fields(value)}" if value else ""


def _corrected(value: object) -> str:
    return f"đã sửa: {_fields(value)}" if value else "không sửa gì"


def _failure(value: object) -> str:
    # The whole sentence stands with the record; its parameters are not in the history.
    return f"mã lỗi {value}"


_SAID: Mapping[str, Callable[[object], str]] = {
    "pages": lambda value: f"{value} trang",
    "media_type": lambda value: media_type_name(str(value)),
    "batch": lambda value: f"lô {value}",
    "doubtful": _doubtful,
    "corrected": _corrected,
    "about": _fields,
    "same_number": lambda value: f"trùng số với {len(value)} giấy tờ khác" if isinstance(value, list) else "",
    "pdfa": lambda value: f"PDF/A-{value}",
    "signatures": lambda value: f"{value} chữ ký",
    "signatures_verdict": lambda value: VERDICTS[str(value)][0] if value in VERDICTS else "",
    "page_warnings": lambda value: f"{len(value)} trang cần xem lại" if isinstance(value, dict) and value else "",
    "code": _failure,
    "after": _failure,
}
