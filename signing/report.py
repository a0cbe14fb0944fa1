"""What verifying a file found out: one report per signature, and a sentence for a person in Vietnamese and English."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from domain.errors import Language

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Verdict(StrEnum):
    """``indeterminate``: neither proved nor refuted, such as a certificate under an authority we do not know."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


class Reason(StrEnum):
    """Why a verdict was reached. The sentence under each code stands in ``messages.toml``."""

    SOUND = "sound"
    SOUND_WHEN_SIGNED = "sound_when_signed"

    CONTENT_CHANGED = "content_changed"
    SIGNATURE_MISMATCH = "signature_mismatch"
    CHANGED_AFTER = "changed_after"
    NOT_COVERED = "not_covered"
    REVOKED = "revoked"
    UNFINISHED = "unfinished"

    CHANGED_BEFORE_LATER_SIGNATURE = "changed_before_later_signature"
    UNTRUSTED = "untrusted"
    CHAIN_BROKEN = "chain_broken"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED_WITHOUT_PROOF = "revoked_without_proof"
    REVOCATION_UNKNOWN = "revocation_unknown"
    UNFIT_CERTIFICATE = "unfit_certificate"
    CERTIFICATE_MISMATCH = "certificate_mismatch"
    WEAK_ALGORITHM = "weak_algorithm"
    TIMESTAMP_UNSOUND = "timestamp_unsound"
    FIELD_RULES = "field_rules"
    ODD_ENCODING = "odd_encoding"
    UNKNOWN_KIND = "unknown_kind"
    UNREADABLE = "unreadable"

    @property
    def verdict(self) -> Verdict:
        """The verdict that this reason stands for."""
        if self in _VALID:
            return Verdict.VALID
        return Verdict.INVALID if self in _INVALID else Verdict.INDETERMINATE


_VALID = frozenset({Reason.SOUND, Reason.SOUND_WHEN_SIGNED})
_INVALID = frozenset(
    {
        Reason.CONTENT_CHANGED,
        Reason.SIGNATURE_MISMATCH,
        Reason.CHANGED_AFTER,
        Reason.NOT_COVERED,
        Reason.REVOKED,
        Reason.UNFINISHED,
    }
)


class Changes(StrEnum):
    """What happened to the file after a signature: nothing, further signing and maintenance, or anything else."""

    NONE = "none"
    ALLOWED = "allowed"
    OTHER = "other"


class Kind(StrEnum):
    """A person's or an organisation's signature, or a timestamp over the whole document."""

    SIGNATURE = "signature"
    DOCUMENT_TIMESTAMP = "document_timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """One signature field. What could not be read is None; times are aware UTC.

    ``claimed_at`` is the signer's own clock, ``timestamp_at`` an authority's. ``revocation_checked`` says that every
    certificate of the chain was found unrevoked. ``detail`` is for the log.
    """

    field: str
    reason: Reason
    kind: Kind = Kind.SIGNATURE
    signer: str | None = None
    organisation: str | None = None
    issuer: str | None = None
    certificate_sha256: str | None = None
    certificate_not_after: datetime | None = None
    level: str | None = None
    claimed_at: datetime | None = None
    timestamp_at: datetime | None = None
    timestamp_authority: str | None = None
    intact: bool | None = None
    covers_whole_file: bool | None = None
    changes: Changes | None = None
    trusted: bool = False
    revocation_checked: bool = False
    detail: str = ""

    @property
    def verdict(self) -> Verdict:
        """Valid, invalid or indeterminate."""
        return self.reason.verdict

    @property
    def valid(self) -> bool:
        """Whether the verdict is valid."""
        return self.verdict is Verdict.VALID

    def sentence(self, language: Language = "vi") -> str:
        """The verdict in words, with what to do."""
        time = self.timestamp_at or self.claimed_at
        return catalogue(language)[self.reason].format(
            signer=self.signer or "?",
            time=time.astimezone(VIETNAM).isoformat(timespec="seconds") if time else "?",
        )

    def as_dict(self) -> dict[str, object]:
        """For JSON: every field, times in ISO 8601, the verdict, and its sentence in both languages."""
        values = {item.name: _plain(getattr(self, item.name)) for item in fields(self)}
        sentences = {"vi": self.sentence("vi"), "en": self.sentence("en")}
        return {**values, "verdict": self.verdict.value, "sentence": sentences}


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Every signature of a file, oldest first. A file without signatures has an empty report and no verdict."""

    verified_at: datetime
    signatures: tuple[SignatureReport, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Invalid when any signature is, else indeterminate when any is, else valid; None without signatures."""
        verdicts = {signature.verdict for signature in self.signatures}
        order = (Verdict.INVALID, Verdict.INDETERMINATE, Verdict.VALID)
        return next((verdict for verdict in order if verdict in verdicts), None)

    def find(self, field: str) -> SignatureReport | None:
        """The signature in the field of that name."""
        return next((signature for signature in self.signatures if signature.field == field), None)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "verified_at": self.verified_at.isoformat(),
            "verdict": self.verdict and self.verdict.value,
            "signatures": [signature.as_dict() for signature in self.signatures],
        }


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Reason code to sentence."""
    text = resources.files("signing").joinpath("messages.toml").read_text(encoding="utf-8")
    return {code: str(sentences[language]) for code, sentences in tomllib.loads(text).items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
