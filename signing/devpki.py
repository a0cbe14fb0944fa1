"""A whole public-key infrastructure in a folder, so that a newcomer can sign at once. For development and tests only.

::

    roots/root.pem, root.txt      the trusted root and where it comes from
    lists/root.crl, issuing.crl   revocation lists, renewed when they near their end
    keys/<role>.p12, <role>.pass  keys of the officer, the organisation, the digitiser and the timestamp authority
    authorities/…                 the keys that issue all of these
"""

import fcntl
import os
import secrets as random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates

from domain.errors import BadSettings
from signing.dev_authority import (
    TEST_ONLY,
    Identity,
    Use,
    Validity,
    issue,
    issue_authority,
    make_crl,
    make_root,
    revocation,
)
from signing.keys.secrets import Secrets, from_folder
from signing.signer import Signer
from signing.timestamps import Timestamps
from signing.trust import Trust

_AUTHORITY_YEARS = 10
_CERTIFICATE_YEARS = 3
_LIST_LIFETIME = timedelta(days=365)
_RENEW_LISTS_BEFORE = timedelta(days=60)

_ROOT_NAME = "CA GỐC THỬ NGHIỆM (TEST ONLY)"
_ISSUING_NAME = "CA CẤP PHÁT THỬ NGHIỆM (TEST ONLY)"
_HOLDERS: Mapping[str, tuple[str, Use]] = MappingProxyType(
    {
        "officer": ("CÁN BỘ KÝ THỬ NGHIỆM (TEST ONLY)", Use.SIGNING),
        "organisation": ("CƠ QUAN THỬ NGHIỆM (TEST ONLY)", Use.SIGNING),
        "digitiser": ("DỊCH VỤ SỐ HÓA THỬ NGHIỆM (TEST ONLY)", Use.SIGNING),
        "tsa": ("DẤU THỜI GIAN THỬ NGHIỆM (TEST ONLY)", Use.TIMESTAMPS),
    }
)
_PROVENANCE = f"{TEST_ONLY}. Made by this program on {{date}}. Signatures under this root have no legal value.\n"


@dataclass(frozen=True, slots=True)
class DevelopmentPki:
    """Where the parts lie, in the form that settings have."""

    folder: Path

    @property
    def roots(self) -> Path:
        """Folder of the trusted root."""
        return self.folder / "roots"

    @property
    def revocation_lists(self) -> Path:
        """Folder of the revocation lists."""
        return self.folder / "lists"

    @property
    def keys(self) -> Mapping[str, str]:
        """Key address by role: officer, organisation, digitiser."""
        return {role: self.address(role) for role in _HOLDERS if role != "tsa"}

    @property
    def timestamp_address(self) -> str:
        """Address of the local timestamp key."""
        return self.address("tsa", scheme="devtsa") + "?padding=pkcs1v15"

    @property
    def secrets(self) -> Secrets:
        """The passphrases, from the files beside the keys."""
        return from_folder(self.folder / "keys")

    def address(self, name: str, *, scheme: str = "p12") -> str:
        """The address of a key in the folder."""
        return f"{scheme}:{quote(str(self.folder / 'keys' / name))}.p12"

    def trust(self) -> Trust:
        """The root and the lists; nothing is asked over the network."""
        return Trust.from_folder(self.roots, revocation_lists=self.revocation_lists, online=False)

    def signer(self, *, organisation: str | None = None) -> Signer:
        """A signer with these keys. They are opened when they are first used."""
        return Signer(
            keys=self.keys,
            secrets=self.secrets,
            trust=self.trust(),
            timestamps=Timestamps.from_addresses([self.timestamp_address], self.secrets),
            organisation=organisation,
        )


def make_development_pki(folder: Path) -> DevelopmentPki:
    """Make the folder, or keep the one that is there; renew its revocation lists when they near their end.

    May be interrupted and repeated at any time, also by several processes at once: the folder appears whole.

    Raises:
        BadSettings: the folder holds something else.
    """
    pki = DevelopmentPki(folder)
    with _alone(folder):
        if not (folder / "keys").is_dir():
            _build(folder)
        for name in ("root", "issuing"):
            _renew_list(pki, name)
    return pki


def add_holder(
    pki: DevelopmentPki, name: str, *, validity: Validity | None = None, use: Use = Use.SIGNING
) -> x509.Certificate:
    """Issue one more certificate, such as an expired or unfit one for a test; its key is found at ``address(name)``."""
    issuing = _load(pki.folder / "authorities", "issuing")
    common_name = f"{name.upper()} (TEST ONLY)"
    identity = issue(issuing, common_name, validity or Validity.years(_CERTIFICATE_YEARS), use)
    _store(pki.folder / "keys", name, identity)
    return identity.certificate


def revoke(pki: DevelopmentPki, name: str, *, at: datetime | None = None) -> None:
    """Put a holder's certificate on the list, as revoked from ``at`` (by default now) on."""
    certificate = _load(pki.folder / "keys", name).certificate
    issuing = _load(pki.folder / "authorities", "issuing")
    listed = [*_read_list(pki, "issuing"), revocation(certificate, at or datetime.now(UTC).replace(microsecond=0))]
    crl = make_crl(issuing, listed, _LIST_LIFETIME)
    _write(pki.revocation_lists / "issuing.crl", crl.public_bytes(Encoding.DER))


def _build(folder: Path) -> None:
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("roots", "lists", "keys", "authorities"):
        (fresh / part).mkdir(parents=True)
    for part in ("keys", "authorities"):
        (fresh / part).chmod(0o700)
    authority, leaf = Validity.years(_AUTHORITY_YEARS), Validity.years(_CERTIFICATE_YEARS)
    root = make_root(_ROOT_NAME, authority)
    issuing = issue_authority(root, _ISSUING_NAME, authority)
    for name, identity in (("root", root), ("issuing", issuing)):
        _store(fresh / "authorities", name, identity)
        crl = make_crl(identity, (), _LIST_LIFETIME)
        _write(fresh / "lists" / f"{name}.crl", crl.public_bytes(Encoding.DER))
    for name, (common_name, use) in _HOLDERS.items():
        _store(fresh / "keys", name, issue(issuing, common_name, leaf, use))
    _write(fresh / "roots" / "root.pem", root.certificate.public_bytes(Encoding.PEM))
    _write(fresh / "roots" / "root.txt", _PROVENANCE.format(date=datetime.now(UTC).date()).encode())
    try:
        # Takes the place of an empty folder, and of nothing else.
        fresh.rename(folder)
    except OSError as error:
        raise BadSettings(f"{type(error).__name__} on the folder of development keys", setting="home") from error


def _renew_list(pki: DevelopmentPki, name: str) -> None:
    path = pki.revocation_lists / f"{name}.crl"
    end = x509.load_der_x509_crl(path.read_bytes()).next_update_utc
    if end is None or end - datetime.now(UTC) > _RENEW_LISTS_BEFORE:
        return
    crl = make_crl(_load(pki.folder / "authorities", name), _read_list(pki, name), _LIST_LIFETIME)
    _write(path, crl.public_bytes(Encoding.DER))


def _read_list(pki: DevelopmentPki, name: str) -> list[x509.RevokedCertificate]:
    return list(x509.load_der_x509_crl((pki.revocation_lists / f"{name}.crl").read_bytes()))


def _store(folder: Path, name: str, identity: Identity) -> None:
    passphrase = random.token_urlsafe(24).encode()
    protected = serialize_key_and_certificates(
        name.encode(), identity.key, identity.certificate, identity.chain, BestAvailableEncryption(passphrase)
    )
    _write(folder / f"{name}.pass", passphrase, mode=0o600)
    _write(folder / f"{name}.p12", protected, mode=0o600)


def _load(folder: Path, name: str) -> Identity:
    loaded = load_pkcs12((folder / f"{name}.p12").read_bytes(), (folder / f"{name}.pass").read_bytes())
    if not isinstance(loaded.key, rsa.RSAPrivateKey) or loaded.cert is None:
        raise BadSettings(f"{name}.p12 is not of our making", setting="home")
    return Identity(loaded.key, loaded.cert.certificate, tuple(one.certificate for one in loaded.additional_certs))


def _write(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file that is never seen half-written; a secret is not readable by others even for a moment."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_name(f".{folder.name}.lock")
    with os.fdopen(os.open(lock, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
