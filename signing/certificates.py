"""What a certificate says, and whether it may sign at this moment."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)

from domain.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUnfit,
    RevocationUnknown,
)
from signing.validation import Validation

SIGNING_USES = frozenset({"non_repudiation", "digital_signature"})
"""One of these key usages must stand in a signer's certificate."""

# The purposes found in certificates that sign documents: those of the government's authority name client
# authentication and e-mail, others one of the purposes made for documents.
_SIGNING_PURPOSES = frozenset(
    {
        "email_protection",
        "client_auth",
        "pdf_signing",
        "adobe_authentic_documents_trust",
        "microsoft_document_signing",
        "1.3.6.1.5.5.7.3.36",
    }
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The parts of a certificate that people are shown. Times are aware UTC; ``serial`` is hexadecimal."""

    subject: str
    organisation: str | None
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str

    @classmethod
    def of(cls, certificate: x509.Certificate) -> "CertificateFacts":
        """Read a parsed certificate.

        Raises:
            ValueError: some of it is not ASN.1 as the standard has it.
        """
        return cls(
            subject=_part(certificate.subject, "common_name") or certificate.subject.human_friendly,
            organisation=_part(certificate.subject, "organization_name"),
            issuer=_part(certificate.issuer, "common_name") or certificate.issuer.human_friendly,
            serial=f"{certificate.serial_number:x}",
            not_before=certificate.not_valid_before,
            not_after=certificate.not_valid_after,
            key=f"{certificate.public_key.algorithm}-{certificate.public_key.bit_size}",
        )


async def check_may_sign(certificate: bytes, chain: tuple[bytes, ...], validation: Validation) -> None:
    """Refuse a certificate that may not sign a document at this moment.

    Checked in order: its purpose, a chain to a trusted root, validity now and no revocation of any certificate in it
    (Decree 68/2024, articles 29, 31 and 32).

    Raises:
        CertificateUnfit: it is not meant to sign documents, or leads to no trusted root.
        CertificateExpired, CertificateNotYetValid: it, or an authority above it, is not valid now.
        CertificateRevoked: it, or an authority above it, was revoked.
        RevocationUnknown: neither a list nor a responder could tell.
    """
    parsed = x509.Certificate.load(certificate)
    validator = CertificateValidator(
        parsed,
        intermediate_certs=[x509.Certificate.load(der) for der in chain],
        validation_context=validation.now,
    )
    try:
        _check_purpose(parsed)
        await validator.async_validate_path()
    # The library's sentences hold the names of persons; the type says enough for the log.
    except ExpiredError as error:
        raise CertificateExpired(not_after=error.expired_dt.date().isoformat()) from error
    except NotYetValidError as error:
        raise CertificateNotYetValid(not_before=error.valid_from.date().isoformat()) from error
    except RevokedError as error:
        raise CertificateRevoked(type(error).__name__) from error
    except InsufficientRevinfoError as error:
        raise RevocationUnknown(type(error).__name__) from error
    except (InvalidCertificateError, PathBuildingError, ValidationError) as error:
        raise CertificateUnfit(type(error).__name__) from error


def _check_purpose(certificate: x509.Certificate) -> None:
    if certificate.ca:
        raise CertificateUnfit("a certificate authority's certificate signs no documents")
    constraints = KeyUsageConstraints(
        key_usage=SIGNING_USES, extd_key_usage=_SIGNING_PURPOSES, explicit_extd_key_usage_required=False
    )
    constraints.validate(certificate)


def _part(name: x509.Name, part: str) -> str | None:
    value = name.native.get(part)
    if isinstance(value, list):
        value = value[0]
    return str(value) if value else None
