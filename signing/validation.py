"""The setting in which one signing or one verification happens: trust, a clock that stands still, and one HTTP session.

Made anew for every call and bound to its event loop, so that threads share nothing.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from asn1crypto import cms, crl, ocsp, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers import Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.cert_fetch_client import AIOHttpCertificateFetcher
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.crl_client import AIOHttpCRLFetcher
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.ocsp_client import AIOHttpOCSPFetcher
from pyhanko_certvalidator.fetchers.api import FetchLimits
from pyhanko_certvalidator.fetchers.common_utils import FetchBudget
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import CertificateRegistry

from signing.trust import Trust

# Far above what the chains of a dozen signatures need, so that a hostile file cannot cause a flood.
_MOST_REQUESTS = 100


@dataclass(slots=True)
class Validation:
    """``now`` judges by the present moment; ``at`` gives a context for a moment that a timestamp proves."""

    trust: Trust
    session: aiohttp.ClientSession
    now: ValidationContext
    _crls: list[bytes] = field(repr=False)

    def at(self, moment: datetime) -> ValidationContext:
        """A context that stands at a past moment and knows only what has been gathered by now.

        A list or response issued later still tells whether the certificate had been revoked by then.
        """
        return ValidationContext(
            trust_roots=_roots(self.trust),
            certificate_registry=self.now.certificate_registry,
            moment=moment,
            crls=[*self._crls, *self.now.crls],
            ocsps=self.now.ocsps,
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
        )


@asynccontextmanager
async def open_validation(trust: Trust) -> AsyncIterator[Validation]:
    """Judge certificates by ``trust``; a certificate whose revocation cannot be told is never taken as good.

    Every certificate below the root needs a CRL or an OCSP answer: the milder "hard-fail" of the library lets pass
    whatever names no responder, and "soft-fail" whatever cannot be reached.
    """
    crls = trust.crls()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=trust.timeout_s)) as session:
        context = ValidationContext(
            trust_roots=_roots(trust),
            certificate_registry=_registry(trust),
            crls=crls,
            ocsps=(),
            allow_fetching=trust.online,
            fetchers=_fetchers(session, trust.timeout_s) if trust.online else None,
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        )
        yield Validation(trust, session, context, crls)


def _roots(trust: Trust) -> list[x509.Certificate]:
    return [x509.Certificate.load(anchor.der) for anchor in trust.anchors if anchor.is_root]


def _registry(trust: Trust) -> CertificateRegistry:
    # Without a fetcher: a chain is looked for before anything of it is trusted, so addresses of issuers in a foreign
    # file would let its author make this machine send requests. Responders are asked only under a trusted root.
    registry: CertificateRegistry = CertificateRegistry.build(
        x509.Certificate.load(anchor.der) for anchor in trust.anchors
    )
    return registry


class _CrlFetcher(AIOHttpCRLFetcher):
    """Reports a server that hangs as one that failed; the library lets the bare timeout escape."""

    async def fetch(
        self, cert: x509.Certificate | cms.AttributeCertificateV2, *, use_deltas: bool = True
    ) -> Iterable[crl.CertificateList]:
        try:
            lists: Iterable[crl.CertificateList] = await super().fetch(cert, use_deltas=use_deltas)
        except TimeoutError as error:
            raise CRLFetchError("CRL request timed out") from error
        return lists


class _OcspFetcher(AIOHttpOCSPFetcher):
    """Reports a server that hangs as one that failed, so that the CRL is tried next."""

    async def fetch(
        self, cert: x509.Certificate | cms.AttributeCertificateV2, authority: Authority
    ) -> ocsp.OCSPResponse:
        try:
            return await super().fetch(cert, authority)
        except TimeoutError as error:
            raise OCSPFetchError("OCSP request timed out") from error


def _fetchers(session: aiohttp.ClientSession, timeout_s: float) -> Fetchers:
    budget = FetchBudget(FetchLimits(max_requests=_MOST_REQUESTS))
    return Fetchers(
        ocsp_fetcher=_OcspFetcher(session, per_request_timeout=timeout_s, budget=budget),
        crl_fetcher=_CrlFetcher(session, per_request_timeout=timeout_s, budget=budget),
        cert_fetcher=AIOHttpCertificateFetcher(session, per_request_timeout=timeout_s, budget=budget),
    )
