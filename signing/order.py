"""What is asked for when a file is to be signed, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from signing.appearance import CopyMark
from signing.keys import SigningKey
from signing.report import Verdict
from signing.timestamps import Timestamps
from signing.trust import Trust


class Level(StrEnum):
    """How long a signature proves something: B-B as long as its certificate holds, B-T also when it was made."""

    B_B = "B-B"
    B_T = "B-T"


@dataclass(frozen=True, slots=True)
class Order:
    """A signature to be made. ``field`` is the name of its field; ``appearance`` None means invisible."""

    source: Path
    target: Path
    key: SigningKey
    field: str
    trust: Trust
    timestamps: Timestamps
    level: Level
    reason: str | None
    location: str | None
    appearance: CopyMark | None


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A finished signature. ``signed_at`` is our clock, ``timestamp_at`` an authority's; both aware UTC.

    ``already_signed`` says that the signature was found finished and none was added; its ``verdict`` is then the one of
    now, which may be less than valid when its certificate has ended since.
    """

    path: Path
    field: str
    signer: str
    organisation: str | None
    signed_at: datetime | None
    timestamp_at: datetime | None
    level: Level
    verdict: Verdict
    sha256: str
    already_signed: bool

    def as_facts(self) -> Mapping[str, object]:
        """For a record: plain values, times in ISO 8601, without the path."""
        return {
            "field": self.field,
            "signer": self.signer,
            "organisation": self.organisation,
            "signed_at": self.signed_at and self.signed_at.isoformat(),
            "timestamp_at": self.timestamp_at and self.timestamp_at.isoformat(),
            "level": self.level.value,
            "verdict": self.verdict.value,
        }
