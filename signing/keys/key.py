"""A key that is ready to sign: its certificates, how it pads, and the one operation it offers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from asn1crypto import algos, x509
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko_certvalidator.registry import CertificateRegistry

_SALT_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}


class Padding(StrEnum):
    """How an RSA key turns a digest into the number it signs. Keys of other kinds have none."""

    PSS = "pss"
    PKCS1V15 = "pkcs1v15"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A loaded key. Safe to share between threads: everything but the key itself is immutable bytes.

    ``certificate`` and ``chain`` are DER; the chain runs from the issuer upwards. ``signature_bytes`` is the most that
    one raw signature can take. ``sign_message`` gets the message and signs its ``digest``.
    """

    name: str
    certificate: bytes = field(repr=False)
    chain: tuple[bytes, ...] = field(repr=False)
    padding: Padding | None
    digest: str
    signature_bytes: int
    sign_message: Callable[[bytes], bytes] = field(repr=False)

    def cms_signer(self) -> "CmsKeySigner":
        """A fresh signer for one call: its parsed certificates fill in lazily, so threads may not share them."""
        return CmsKeySigner(self)


class CmsKeySigner(CmsSigner):
    """Gives a held key to pyHanko, whose own signer parses and checks the private key on every signature."""

    def __init__(self, key: SigningKey) -> None:
        chain = CertificateRegistry.build([x509.Certificate.load(der) for der in key.chain])
        super().__init__(
            signing_cert=x509.Certificate.load(key.certificate),
            cert_registry=chain,
            signature_mechanism=_mechanism(key),
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature; a dry run answers as many zero bytes and leaves the key alone."""
        if digest_algorithm != self._key.digest:
            raise ValueError(f"the key signs {self._key.digest}, not {digest_algorithm}")
        return bytes(self._key.signature_bytes) if dry_run else self._key.sign_message(data)


def _mechanism(key: SigningKey) -> algos.SignedDigestAlgorithm:
    if key.padding is None:
        return algos.SignedDigestAlgorithm({"algorithm": f"{key.digest}_ecdsa"})
    if key.padding is Padding.PKCS1V15:
        return algos.SignedDigestAlgorithm({"algorithm": f"{key.digest}_rsa"})
    digest = algos.DigestAlgorithm({"algorithm": key.digest})
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": digest,
            "mask_gen_algorithm": algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": digest}),
            "salt_length": _SALT_BYTES[key.digest],
        }
    )
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})
