"""Whom we trust: root certificates with where they came from, intermediate authorities, and lists of the revoked.

Authorities are configuration, never constants: each lies as a PEM or DER file in a folder, and a text file of the same
name (``root.crt`` → ``root.txt``) says who fetched it, when and from where.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from domain.errors import BadSettings

_CERTIFICATE_FILES = frozenset({".pem", ".crt", ".cer", ".der"})
_LIST_FILES = frozenset({".crl", ".pem", ".der"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate authority from the folder. ``provenance`` is what the text file beside it says, or empty."""

    subject: str
    sha256: str
    der: bytes = field(repr=False)
    path: Path
    provenance: str
    is_root: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """What signatures and keys are judged by.

    Self-signed certificates are roots, others only help to build the chain to one. ``revocation_lists`` is a folder of
    CRLs that is read anew for every judgement, so that a renewed list counts at once. ``online`` also asks the OCSP
    responders and CRL addresses that certificates under a trusted root name; ``timeout_s`` bounds each such request.
    """

    anchors: tuple[Anchor, ...]
    revocation_lists: Path | None = None
    online: bool = True
    timeout_s: float = 10.0

    @classmethod
    def from_folder(
        cls, roots: Path, *, revocation_lists: Path | None = None, online: bool = True, timeout_s: float = 10.0
    ) -> Self:
        """Read the certificates of a folder.

        Raises:
            BadSettings: the folder cannot be read, holds a file that is no certificate, or no root at all.
        """
        try:
            files = sorted(path for path in roots.iterdir() if path.suffix.lower() in _CERTIFICATE_FILES)
        except OSError as error:
            raise BadSettings(f"{type(error).__name__} on the folder of roots", setting="trust_roots") from error
        anchors = tuple(anchor for path in files for anchor in _anchors(path))
        if not any(anchor.is_root for anchor in anchors):
            raise BadSettings("no self-signed certificate in the folder of roots", setting="trust_roots")
        return cls(anchors, revocation_lists, online, timeout_s)

    def crls(self) -> list[bytes]:
        """The revocation lists of the folder, DER.

        Raises:
            BadSettings: a file of the folder is no revocation list.
        """
        if self.revocation_lists is None:
            return []
        return [crl for path in sorted(self.revocation_lists.iterdir()) for crl in _crls(path)]


def _anchors(path: Path) -> Iterator[Anchor]:
    content = path.read_bytes()
    note = path.with_suffix(".txt")
    provenance = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    try:
        certificates = (
            x509.load_pem_x509_certificates(content)
            if b"-----BEGIN" in content
            else [x509.load_der_x509_certificate(content)]
        )
    except ValueError as error:
        raise BadSettings(f"{path.name} is no certificate", setting="trust_roots") from error
    for certificate in certificates:
        yield Anchor(
            subject=certificate.subject.rfc4514_string(),
            sha256=certificate.fingerprint(hashes.SHA256()).hex(),
            der=certificate.public_bytes(Encoding.DER),
            path=path,
            provenance=provenance,
            is_root=certificate.issuer == certificate.subject,
        )


def _crls(path: Path) -> Iterator[bytes]:
    if path.suffix.lower() not in _LIST_FILES:
        return
    content = path.read_bytes()
    try:
        revoked = x509.load_pem_x509_crl(content) if b"-----BEGIN" in content else x509.load_der_x509_crl(content)
    except ValueError as error:
        raise BadSettings(f"{path.name} is no revocation list", setting="revocation_lists") from error
    yield revoked.public_bytes(Encoding.DER)
