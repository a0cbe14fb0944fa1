"""The facts that signing recorded about a stored form, as lines a person can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model import Representation
from web.formats import shown_moment
from web.words import Tone


@dataclass(frozen=True, slots=True)
class SignatureLines:
    """One signature: its verdict in words, then name and value of what is known of it."""

    title: str
    verdict: str
    tone: Tone
    lines: Sequence[tuple[str, str]]


def signatures_of(form: Representation) -> list[SignatureLines]:
    """The signatures a form was given when it was made; none for forms without."""
    recorded = form.facts.get("signatures")
    return [_lines(facts) for facts in recorded if isinstance(facts, Mapping)] if isinstance(recorded, list) else []


def _lines(facts: Mapping[str, object]) -> SignatureLines:
    known = {
        "Người ký": facts.get("signer"),
        "Tổ chức": facts.get("organisation"),
        "Nơi cấp chứng thư": facts.get("issuer"),
        "Ký lúc": _moment(facts.get("claimed_at")),
        "Dấu thời gian": _moment(facts.get("timestamp_at")),
        "Mức chữ ký": facts.get("level"),
    }
    return SignatureLines("", "", Tone.DONE, [(name, str(value)) for name, value in known.items() if value])


def _moment(value: object) -> str | None:
    return shown_moment(datetime.fromisoformat(value)) if isinstance(value, str) else None
