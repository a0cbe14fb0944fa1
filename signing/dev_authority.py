"""A certificate authority of our own making, for development and tests only. Every name it writes says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TEST_ONLY = "CHỈ DÙNG THỬ NGHIỆM / TEST ONLY"

_KEY_BITS = 2048
_EXPONENT = 65537
_HASH = hashes.SHA256()
# Certificates begin a little in the past, so that machines whose clocks differ accept them at once.
_CLOCK_SKEW = timedelta(hours=1)


class Use(StrEnum):
    """What a certificate is for."""

    SIGNING = "signing"
    TIMESTAMPS = "timestamps"
    ENCIPHERMENT = "encipherment"


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key, its certificate, and the authorities above it, issuer first."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a certificate holds. Aware UTC."""

    start: datetime
    end: datetime

    @classmethod
    def years(cls, years: int) -> Self:
        """From now on."""
        start = datetime.now(UTC).replace(microsecond=0) - _CLOCK_SKEW
        return cls(start, start + timedelta(days=365 * years))


def make_root(common_name: str, validity: Validity) -> Identity:
    """A self-signed authority."""
    key = _new_key()
    name = _name(common_name)
    builder = _builder(name, name, key, validity, authority_key=key)
    return Identity(key, _as_authority(builder, path_length=1).sign(key, _HASH))


def issue_authority(issuer: Identity, common_name: str, validity: Validity) -> Identity:
    """An authority under another."""
    key = _new_key()
    builder = _builder(_name(common_name), issuer.certificate.subject, key, validity, authority_key=issuer.key)
    certificate = _as_authority(builder, path_length=0).sign(issuer.key, _HASH)
    return Identity(key, certificate, (issuer.certificate, *issuer.chain))


def issue(issuer: Identity, common_name: str, validity: Validity, use: Use = Use.SIGNING) -> Identity:
    """A certificate for a person, an organisation or a service."""
    key = _new_key()
    builder = _builder(_name(common_name), issuer.certificate.subject, key, validity, authority_key=issuer.key)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(use), critical=True)
    if use is Use.SIGNING:
        purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    if use is Use.TIMESTAMPS:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Identity(key, builder.sign(issuer.key, _HASH), (issuer.certificate, *issuer.chain))


def make_crl(
    issuer: Identity, revoked: Iterable[x509.RevokedCertificate], lifetime: timedelta
) -> x509.CertificateRevocationList:
    """The list of an authority's revoked certificates, valid from now on."""
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now - _CLOCK_SKEW)
        .next_update(now + lifetime)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, _HASH)


def revocation(certificate: x509.Certificate, at: datetime) -> x509.RevokedCertificate:
    """The entry that revokes a certificate from a moment on."""
    builder = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(at)
    return builder.add_extension(x509.CRLReason(x509.ReasonFlags.cessation_of_operation), critical=False).build()


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(_EXPONENT, _KEY_BITS)


def _name(common_name: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, TEST_ONLY), (NameOID.COMMON_NAME, common_name))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    validity: Validity,
    *,
    authority_key: rsa.RSAPrivateKey,
) -> x509.CertificateBuilder:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
    )


def _as_authority(builder: x509.CertificateBuilder, path_length: int) -> x509.CertificateBuilder:
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    return builder.add_extension(usage, critical=True)


def _key_usage(use: Use) -> x509.KeyUsage:
    match use:
        case Use.SIGNING:
            return _usage(digital_signature=True, content_commitment=True)
        case Use.TIMESTAMPS:
            return _usage(digital_signature=True)
        case Use.ENCIPHERMENT:
            return _usage(key_encipherment=True)


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=key_encipherment,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
