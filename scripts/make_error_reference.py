"""Write docs/reference/errors.md from the error tree and catalogues: ``python -m scripts.make_error_reference``."""

import sys
from collections.abc import Iterator
from pathlib import Path

from domain.errors import (
    ConflictError,
    InputError,
    IntegrityError,
    RuleError,
    SohoaError,
    UnavailableError,
    catalogue,
    leaves,
)

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "errors.md"

_HEAD = """# Errors · Lỗi

Each error has one code. People read its sentence, in Vietnamese or English; programs read the code and the exit code of
the command, or the HTTP status. Words in braces are filled in when it happens.

Mỗi lỗi có một mã. Câu thông báo nói điều gì đã xảy ra và cần làm gì.

This page is made from `domain/errors.py` and `domain/messages/` by `python -m scripts.make_error_reference`.
"""

_GROUPS: tuple[tuple[type[SohoaError], str, str], ...] = (
    (InputError, "somebody must change the file or the request", "cần sửa tệp hoặc yêu cầu"),
    (RuleError, "a rule forbids it now", "chưa được phép làm bước này"),
    (ConflictError, "somebody else was first; it is tried again", "người khác đã làm trước"),
    (IntegrityError, "bytes or a signature are not as they must be", "dữ liệu hoặc chữ ký không đúng"),
    (UnavailableError, "a service or a program did not answer; it is tried again", "dịch vụ chưa trả lời"),
)


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_section(*group) for group in _GROUPS)


def _section(group: type[SohoaError], english: str, vietnamese: str) -> str:
    lines = (
        "",
        f"## {group.group}: {english} · {vietnamese}",
        "",
        f"Exit code {group.exit_code}.",
        "",
        "| code | HTTP | tiếng Việt | English |",
        "|---|---|---|---|",
        *_rows(group),
    )
    return "\n".join(lines) + "\n"


def _rows(group: type[SohoaError]) -> Iterator[str]:
    vietnamese, english = catalogue("vi"), catalogue("en")
    for leaf in leaves():
        if issubclass(leaf, group):
            yield f"| `{leaf.code}` | {leaf.http_status} | {vietnamese[leaf.code]} | {english[leaf.code]} |"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{TARGET.name} written\n")
