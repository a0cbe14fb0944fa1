"""Keys in PKCS#12 files: ``p12:/path/to/file.p12``. Opened once; the private key then stays in memory."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from domain.errors import BadSettings, CertificateUnfit, KeyUnavailable, WrongSecret
from signing.keys.key import Padding, SigningKey
from signing.keys.secrets import Secrets
from signing.keys.uri import KeyUri

_log = structlog.get_logger(__name__)

_LEAST_RSA_BITS = 2048
_CURVES: dict[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class _Operation:
    """What a private key of one kind does, with the fields of ``SigningKey`` that follow from it."""

    padding: Padding | None
    digest: str
    signature_bytes: int
    sign_message: Callable[[bytes], bytes]


def open_pkcs12(uri: KeyUri, secrets: Secrets) -> SigningKey:
    """Load the key and its chain. See ``signing.keys.open_key`` for the errors.

    A file that others may read is taken, with a warning in the log, because container secrets are mounted that way;
    ``readable_by_others`` lets a check-up report it.
    """
    chosen = _padding(uri)
    path = Path(uri.place)
    content = _read(path)
    if readable_by_others(path):
        _log.warning("key_file_readable_by_others", key=uri.name)
    loaded = _open(content, secrets(uri.name))
    if loaded.key is None or loaded.cert is None:
        raise KeyUnavailable(f"no private key with its certificate in the file of key {uri.name}")
    certificate = loaded.cert.certificate
    operation = _operation(loaded.key, chosen)
    return SigningKey(
        name=uri.name,
        certificate=certificate.public_bytes(Encoding.DER),
        chain=_ordered_chain(certificate, [other.certificate for other in loaded.additional_certs]),
        padding=operation.padding,
        digest=operation.digest,
        signature_bytes=operation.signature_bytes,
        sign_message=operation.sign_message,
    )


def readable_by_others(path: Path) -> bool:
    """Whether the group or everybody may read or change a file."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _padding(uri: KeyUri) -> Padding:
    if unknown := uri.parameters.keys() - {"padding"}:
        raise BadSettings(f"unknown parameters {sorted(unknown)}", setting=f"{uri.scheme}: {min(unknown)}")
    try:
        return Padding(uri.parameters.get("padding", Padding.PSS))
    except ValueError as error:
        raise BadSettings(f"padding {uri.parameters['padding']!r}", setting=f"{uri.scheme}: padding") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyUnavailable(f"{type(error).__name__} on the key file") from error


def _open(content: bytes, secret: bytes | None) -> PKCS12KeyAndCertificates:
    try:
        # The loader answers a wrong password and a file of another kind alike, so the kind is looked at first.
        Pfx.load(content, strict=True)["auth_safe"]["content_type"].native  # noqa: B018
    except (ValueError, TypeError) as error:
        raise KeyUnavailable("the key file is no PKCS#12 file") from error
    try:
        return load_pkcs12(content, secret)
    except ValueError:
        # Not chained: what the library says about the secret is nobody's business.
        raise WrongSecret("no secret was found" if secret is None else "the secret does not open the key") from None


def _operation(key: object, chosen: Padding) -> _Operation:
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < _LEAST_RSA_BITS:
            raise CertificateUnfit(f"RSA key of {key.key_size} bits")
        return _rsa_operation(key, chosen)
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _ecdsa_operation(key)
    raise CertificateUnfit(f"key of kind {type(key).__name__}")


def _rsa_operation(key: rsa.RSAPrivateKey, chosen: Padding) -> _Operation:
    digest = hashes.SHA256()
    scheme: padding.PSS | padding.PKCS1v15 = padding.PKCS1v15()
    if chosen is Padding.PSS:
        scheme = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
    return _Operation(chosen, digest.name, (key.key_size + 7) // 8, lambda message: key.sign(message, scheme, digest))


def _ecdsa_operation(key: ec.EllipticCurvePrivateKey) -> _Operation:
    digest = _CURVES[key.curve.name]
    # Two integers of the curve's size with their DER headers.
    size = 2 * ((key.curve.key_size + 7) // 8) + 12
    return _Operation(None, digest.name, size, lambda message: key.sign(message, ec.ECDSA(digest)))


def _ordered_chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[bytes, ...]:
    by_subject = {other.subject: other for other in others}
    chain: list[bytes] = []
    current = certificate
    while current.issuer != current.subject and (issuer := by_subject.pop(current.issuer, None)):
        chain.append(issuer.public_bytes(Encoding.DER))
        current = issuer
    return tuple(chain)
