"""Where passphrases and PINs come from. A source is asked by a key's name; it answers bytes, or None for "not here"."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

Secrets = Callable[[str], bytes | None]
"""Takes a key's name. A source never logs, caches or raises the secret itself."""


def from_environment(prefix: str = "SOHOA_SECRET_", environment: Mapping[str, str] = os.environ) -> Secrets:
    """Secrets in variables: the key ``officer-2`` is asked for as ``SOHOA_SECRET_OFFICER_2``."""

    def secret(name: str) -> bytes | None:
        value = environment.get(prefix + re.sub(r"[^A-Za-z0-9]", "_", name).upper())
        return None if value is None else value.encode()

    return secret


def from_folder(folder: Path, suffix: str = ".pass") -> Secrets:
    """Secrets in files ``<name>.pass``. One line end at the end of the file is not part of the secret."""

    def secret(name: str) -> bytes | None:
        try:
            content = (folder / f"{name}{suffix}").read_bytes()
        except OSError:
            return None
        return content.removesuffix(b"\n").removesuffix(b"\r")

    return secret


def from_systemd_credentials(environment: Mapping[str, str] = os.environ) -> Secrets:
    """Secrets that systemd hands to the unit (``LoadCredential=officer:…``); none outside such a unit."""
    folder = environment.get("CREDENTIALS_DIRECTORY")
    return from_folder(Path(folder), suffix="") if folder else lambda _name: None


def first_of(*sources: Secrets) -> Secrets:
    """Ask several sources in order; the first answer counts."""

    def secret(name: str) -> bytes | None:
        answers = (source(name) for source in sources)
        return next((answer for answer in answers if answer is not None), None)

    return secret
