"""Timestamps after RFC 3161, from a list of authorities that are tried in order, or from a local development key."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Self
from urllib.parse import urlsplit

import aiohttp
import structlog
from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from domain.errors import BadSettings, TimestampUnavailable
from signing.keys import KeyUri, Secrets, SigningKey, open_key
from signing.validation import Validation

_log = structlog.get_logger(__name__)

_DEVELOPMENT_POLICY = "1.3.6.1.4.1.4146.2.2"

Client = Callable[[aiohttp.ClientSession], TimeStamper]


@dataclass(frozen=True, slots=True)
class Authority:
    """One source of timestamps. ``name`` is its host, or the local key's name; ``client`` binds it to a session."""

    name: str
    client: Client = field(repr=False)


@dataclass(frozen=True, slots=True)
class Timestamps:
    """The authorities, in the order they are tried, and how long each may take."""

    authorities: tuple[Authority, ...]
    timeout_s: float = 10.0

    @classmethod
    def from_addresses(cls, addresses: Sequence[str], secrets: Secrets, *, timeout_s: float = 10.0) -> Self:
        """Build the list from ``http:`` and ``https:`` addresses and key addresses.

        ``devtsa:/folder/tsa.p12`` (or ``p12:…``) stamps with a local key: for development only, as nobody else vouches
        for the clock. The key is opened when the first stamp is asked for.

        Raises:
            BadSettings: an address has no host, or a local key's address is not well formed.
        """
        return cls(tuple(_authority(address, secrets, timeout_s) for address in addresses), timeout_s)

    def stamper(self, validation: Validation) -> "FailoverStamper":
        """A stamper for one call."""
        return FailoverStamper(self, validation)


class FailoverStamper(TimeStamper):
    """Asks one authority after another until a token holds: right digest, sound signature, trusted and unrevoked."""

    def __init__(self, timestamps: Timestamps, validation: Validation) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in the library
        self._timestamps = timestamps
        self._validation = validation

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token for a digest.

        Raises:
            TimestampUnavailable: none of the authorities gave a token that holds.
            KeyUnavailable, WrongSecret: a local key cannot be opened.
        """
        for authority in self._timestamps.authorities:
            client = authority.client(self._validation.session)
            try:
                async with asyncio.timeout(self._timestamps.timeout_s):
                    token = await client.async_timestamp(message_digest, md_algorithm)
                await self._check(token, message_digest, md_algorithm)
            except Exception as error:
                # A wrong nonce, a refusal and an answer that is no ASN.1 raise anything from OSError to AttributeError
                # in the libraries, and all of them mean: not this authority.
                _log.warning("timestamp_authority_failed", authority=authority.name, error=type(error).__name__)
                continue
            return token
        raise TimestampUnavailable(f"tried {len(self._timestamps.authorities)} authorities")

    async def _check(self, token: cms.ContentInfo, digest: bytes, algorithm: str) -> None:
        def expected(used: str) -> bytes:
            if used != algorithm:
                raise ValueError(f"token over {used}")
            return digest

        facts = await validate_tst_signed_data(token["content"], self._validation.now, expected)
        status = TimestampSignatureStatus(**facts)
        if not (status.intact and status.valid and status.trusted):
            raise ValueError(f"token does not hold: {status.trust_problem_indic}")


class _LocalStamper(TimeStamper):
    """Acts as its own authority, with a key at hand."""

    def __init__(self, key: SigningKey) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in the library
        self._key = key

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        subject = x509.Certificate.load(self._key.certificate).subject
        token = await self._key.cms_signer().async_sign_general_data(
            _token_content(req, subject), self._key.digest, detached=False, use_cades=True
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def _token_content(request: tsp.TimeStampReq, subject: x509.Name) -> cms.EncapsulatedContentInfo:
    content = {
        "version": "v1",
        "policy": _DEVELOPMENT_POLICY,
        "message_imprint": request["message_imprint"],
        "serial_number": int.from_bytes(os.urandom(8), "big") >> 1,
        "gen_time": datetime.now(UTC),
        "tsa": x509.GeneralName(name="directory_name", value=subject),
    }
    if request["nonce"].native is not None:
        content["nonce"] = request["nonce"]
    return cms.EncapsulatedContentInfo(
        {"content_type": "tst_info", "content": core.ParsableOctetString(tsp.TSTInfo(content).dump())}
    )


def _authority(address: str, secrets: Secrets, timeout_s: float) -> Authority:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"}:
        if not parts.hostname:
            raise BadSettings("a timestamp address without a host", setting="timestamp_urls")
        return Authority(parts.hostname, lambda session: HTTPTimeStamper(address, timeout=timeout_s, session=session))
    address = address.replace("devtsa:", "p12:", 1)
    key = cache(lambda: open_key(address, secrets))
    return Authority(KeyUri.parse(address).name, lambda _session: _LocalStamper(key()))
