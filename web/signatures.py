"""The facts that signing recorded about a stored form, as lines a person can read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model import Representation
from web.formats import shown_moment
from web.words import SIGNERS, VERDICTS, Tone


@dataclass(frozen=True, slots=True)
class SignatureLines:
    """One signature: whose it is, its verdict in words, then name and value of what else is known of it."""

    title: str
    verdict: str
    tone: Tone
    lines: Sequence[tuple[str, str]]


def signatures_of(forms: Sequence[Representation]) -> list[SignatureLines]:
    """The signatures that were made on the forms of a record, in their order; none for forms without."""
    return [_lines(facts) for form in forms for facts in _recorded(form)]


def _recorded(form: Representation) -> Iterator[Mapping[str, object]]:
    recorded = form.facts.get("signatures")
    if isinstance(recorded, Sequence):
        yield from (facts for facts in recorded if isinstance(facts, Mapping))


def _lines(facts: Mapping[str, object]) -> SignatureLines:
    verdict, tone = VERDICTS.get(str(facts.get("verdict")), VERDICTS["indeterminate"])
    signer, organisation = facts.get("signer"), facts.get("organisation")
    known = {
        "Người ký": signer,
        "Tổ chức": organisation if organisation != signer else None,
        "Ký lúc": _moment(facts.get("timestamp_at") or facts.get("signed_at")),
        "Thời điểm do": "máy chủ cấp dấu thời gian chứng nhận" if facts.get("timestamp_at") else "máy ký ghi nhận",
        "Mức chữ ký": f"PAdES {facts['level']}" if facts.get("level") else None,
    }
    title = SIGNERS.get(str(facts.get("field")).rpartition("-")[2], "Chữ ký số")
    return SignatureLines(title, verdict, tone, [(name, str(value)) for name, value in known.items() if value])


def _moment(value: object) -> str | None:
    return shown_moment(datetime.fromisoformat(value)) if isinstance(value, str) else None
