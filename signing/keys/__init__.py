"""Signing keys, opened by address: the scheme says where the key lives, a callback gives its secret."""

from collections.abc import Callable, Mapping

from domain.errors import BadKeyUri
from signing.keys.key import Padding, SigningKey
from signing.keys.pkcs12 import open_pkcs12
from signing.keys.secrets import Secrets
from signing.keys.uri import KeyUri

__all__ = ["KeyUri", "Padding", "Secrets", "SigningKey", "open_key"]

_OPENERS: Mapping[str, Callable[[KeyUri, Secrets], SigningKey]] = {"p12": open_pkcs12}


def open_key(address: str, secrets: Secrets) -> SigningKey:
    """Load the key that an address names, such as ``p12:/etc/sohoa/officer.p12?padding=pss``.

    Raises:
        BadKeyUri: nothing is known about the scheme.
        BadSettings: a parameter of the address is unknown, or a secret stands in it.
        KeyUnavailable: the file is missing, unreadable, or holds no usable key.
        WrongSecret: no secret was found, or it does not open the key.
    """
    uri = KeyUri.parse(address)
    opener = _OPENERS.get(uri.scheme)
    if opener is None:
        raise BadKeyUri(scheme=uri.scheme)
    return opener(uri, secrets)
