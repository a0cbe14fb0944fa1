"""Addresses of keys: ``scheme:place?parameter=value``. They are settings, so no secret may stand in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from urllib.parse import parse_qsl, unquote

from domain.errors import BadKeyUri, BadSettings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SECRET_PARAMETERS = frozenset({"pin", "pin-value", "password", "passphrase", "secret"})


@dataclass(frozen=True, slots=True)
class KeyUri:
    """A parsed address.

    ``place`` is what the scheme makes of it (for ``p12`` a path); ``name`` is what the key's secret is asked for by:
    the parameter ``name``, or else the file name without its ending.
    """

    scheme: str
    place: str
    name: str
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, address: str) -> Self:
        """Split an address into its parts.

        Raises:
            BadKeyUri: there is no scheme or no place.
            BadSettings: a secret stands in the address, or the key's name has characters that a file name may not.
        """
        scheme, colon, rest = address.partition(":")
        place, _, query = rest.partition("?")
        if not colon or not place:
            raise BadKeyUri(scheme=scheme[:20] if colon else "?")
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        if _SECRET_PARAMETERS & parameters.keys():
            raise BadSettings("a secret stands in a key address", setting=f"{scheme}:")
        place = unquote(place)
        name = parameters.pop("name", place.rstrip("/").rpartition("/")[2].rpartition(".")[0] or place)
        if not _NAME.fullmatch(name):
            raise BadSettings("the key's name has unusual characters; give one with ?name=", setting=f"{scheme}: name")
        return cls(scheme, place, name, MappingProxyType(parameters))
