"""Genuine signatures that strict programs reject."""

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko_certvalidator.util import get_pyca_cryptography_hash


def lacks_digest_parameters(signer_info: cms.SignerInfo, public_key: bytes) -> bool:
    """Whether an RSA key did sign the right digest, but without the NULL that RFC 8017, 9.2 puts beside its name.

    Seen in state documents signed through a mobile service in 2025. The value proves the key all the same; OpenSSL and
    NSS refuse it.
    """
    key = load_der_public_key(public_key)
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    name = signer_info["digest_algorithm"]["algorithm"]
    digest = hashes.Hash(get_pyca_cryptography_hash(name.native))
    digest.update(signer_info["signed_attrs"].untag().dump())
    try:
        recovered = key.recover_data_from_signature(signer_info["signature"].native, padding.PKCS1v15(), None)
    except InvalidSignature:
        return False
    return recovered == _digest_info(name.dump(), digest.finalize())


def _digest_info(algorithm: bytes, digest: bytes) -> bytes:
    parts = _tagged(0x30, algorithm) + _tagged(0x04, digest)
    return _tagged(0x30, parts)


def _tagged(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content
