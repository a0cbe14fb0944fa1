"""The signer of a running system: its keys by role, its trust, its timestamp authorities."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from asn1crypto import x509

from domain.errors import BadSettings, SohoaError, WrongSecret
from signing.appearance import CopyMark
from signing.certificates import CertificateFacts, check_may_sign
from signing.keys import KeyUri, Padding, Secrets, SigningKey, open_key
from signing.keys.pkcs12 import readable_by_others
from signing.order import Level, SignedFile
from signing.report import VerificationReport
from signing.sign import sign_pdf
from signing.timestamps import Timestamps
from signing.trust import Trust
from signing.validation import open_validation
from signing.verify import verify_pdf

_PROBE_DIGEST = bytes(32)


class Role(StrEnum):
    """Who signs: the service that scans, the organisation with its seal, the officer who approves."""

    DIGITISER = "digitiser"
    ORGANISATION = "organisation"
    OFFICER = "officer"


class Mark(StrEnum):
    """What a signature shows on the page: nothing, or the text block that the law wants on copies."""

    NONE = "none"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """The state of one role's key. ``problem`` is what would stop it from signing now."""

    role: str
    subject: str | None
    issuer: str | None
    not_after: datetime | None
    days_left: int | None
    key: str | None
    padding: Padding | None
    level: Level
    file_readable_by_others: bool
    problem: SohoaError | None


@dataclass(frozen=True, slots=True)
class TimestampCheck:
    """Whether one timestamp authority gives a token that holds."""

    authority: str
    problem: SohoaError | None


class Signer:
    """Signs by role. Safe to share between threads; a key is opened when it is first needed, then kept."""

    def __init__(
        self,
        *,
        keys: Mapping[str, str],
        secrets: Secrets,
        trust: Trust,
        timestamps: Timestamps,
        organisation: str | None = None,
        level: Level = Level.B_T,
    ) -> None:
        """Take ``keys`` as address by role, and ``organisation`` as the name in visible signatures (by default the
        one in the organisation's certificate)."""
        self.trust = trust
        self.timestamps = timestamps
        self.level = level
        self._addresses = dict(keys)
        self._secrets = secrets
        self._organisation = organisation
        self._opened: dict[str, SigningKey] = {}
        self._refused: set[str] = set()
        self._opening = threading.Lock()

    def sign(
        self,
        role: str,
        source: Path,
        target: Path,
        *,
        step: str,
        mark: Mark = Mark.NONE,
        reason: str | None = None,
        location: str | None = None,
    ) -> SignedFile:
        """Write a signed copy of ``source`` to ``target``. See ``signing.sign.sign_pdf`` for what is promised.

        Raises:
            BadSettings: the role has no key.
            BadKeyUri, KeyUnavailable, WrongSecret: its key cannot be opened.
            and what ``sign_pdf`` raises.
        """
        return sign_pdf(
            source,
            target,
            key=self.key(role),
            step=step,
            trust=self.trust,
            timestamps=self.timestamps,
            level=self.level,
            reason=reason,
            location=location,
            appearance=CopyMark(self.organisation()) if mark is Mark.COPY else None,
        )

    def verify(self, path: Path) -> VerificationReport:
        """Verify every signature of a file, by the trust that this signer signs under."""
        return verify_pdf(path, self.trust)

    def organisation(self) -> str:
        """The name that visible signatures show."""
        return self._organisation or _facts(self.key(Role.ORGANISATION)).subject

    def key(self, role: str) -> SigningKey:
        """The key of a role. A secret that was wrong once is not tried again: tokens lock after a few attempts."""
        with self._opening:
            if role in self._refused:
                raise WrongSecret("refused before")
            if role not in self._opened:
                try:
                    self._opened[role] = open_key(self._address(role), self._secrets)
                except WrongSecret:
                    self._refused.add(role)
                    raise
            return self._opened[role]

    def check(self) -> tuple[KeyCheck, ...]:
        """The state of every role's key, with its certificate checked as before a signature."""
        return tuple(self._check_key(role) for role in Role)

    def check_timestamps(self) -> tuple[TimestampCheck, ...]:
        """Ask every timestamp authority for one token."""
        return asyncio.run(self._check_timestamps())

    def _address(self, role: str) -> str:
        if role not in self._addresses:
            raise BadSettings(f"no key for the role {role}", setting=f"key_{role}")
        return self._addresses[role]

    def _check_key(self, role: str) -> KeyCheck:
        try:
            key = self.key(role)
        except SohoaError as error:
            return KeyCheck(role, None, None, None, None, None, None, self.level, False, error)
        facts = _facts(key)
        return KeyCheck(
            role=role,
            subject=facts.subject,
            issuer=facts.issuer,
            not_after=facts.not_after,
            days_left=(facts.not_after - datetime.now(UTC)).days,
            key=facts.key,
            padding=key.padding,
            level=self.level,
            file_readable_by_others=readable_by_others(Path(KeyUri.parse(self._address(role)).place)),
            problem=asyncio.run(self._problem_with(key)),
        )

    async def _problem_with(self, key: SigningKey) -> SohoaError | None:
        try:
            async with open_validation(self.trust) as validation:
                await check_may_sign(key.certificate, key.chain, validation)
        except SohoaError as error:
            return error
        return None

    async def _check_timestamps(self) -> tuple[TimestampCheck, ...]:
        async with open_validation(self.trust) as validation:
            checks = []
            for authority in self.timestamps.authorities:
                alone = Timestamps((authority,), self.timestamps.timeout_s)
                try:
                    await alone.stamper(validation).async_timestamp(_PROBE_DIGEST, "sha256")
                except SohoaError as error:
                    checks.append(TimestampCheck(authority.name, error))
                else:
                    checks.append(TimestampCheck(authority.name, None))
            return tuple(checks)


def _facts(key: SigningKey) -> CertificateFacts:
    return CertificateFacts.of(x509.Certificate.load(key.certificate))
