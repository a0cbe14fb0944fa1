"""What the archival copy says about itself, in the XMP packet and in the document information."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model import Field

PRODUCER = "sohoa"

_UNTITLED = "Tài liệu số hóa"
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class ArchiveMetadata:
    """What is known of a record; empty where nothing is.

    ``created`` is aware. ``source`` is the digest of the bytes the copy was made from. The other values are those of
    the fields of the same name.
    """

    title: str
    created: datetime
    source: str
    dossier_code: str | None = None
    code: str = ""
    issued_date: str = ""
    issuing_agency: str = ""
    type: str = ""
    subject: str = ""
    signer: str = ""

    @classmethod
    def of_fields(cls, fields: Sequence[Field], *, source: str, created: datetime) -> "ArchiveMetadata":
        """From a document's fields; a value that nobody and no rule confirmed stays out of the archive."""
        known = {field.name: _plain(field.value) for field in fields if field.accepted}
        wanted = ("code", "issued_date", "issuing_agency", "type", "subject", "signer")
        values = {name: known.get(name, "") for name in wanted}
        return cls(
            title=_title(values["type"], values["code"], values["subject"]),
            created=created,
            source=source,
            dossier_code=known.get("dossier_code"),
            **values,
        )


def _title(kind: str, code: str, subject: str) -> str:
    name = " ".join(part for part in (kind, code) if part)
    return ": ".join(part for part in (name, subject) if part)[:_LONGEST_TITLE] or _UNTITLED


def _plain(text: str) -> str:
    """On one line, without what XML 1.0 cannot hold."""
    return " ".join("".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in text).split())
