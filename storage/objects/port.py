"""The objects port: bytes named by their SHA-256, written once, verified whenever they are read."""

from pathlib import Path
from typing import BinaryIO, Protocol

from domain.model import Digest


class Objects(Protocol):
    """A content-addressed store. Putting the same bytes twice is one object; nothing is ever overwritten.

    Every method raises ``ObjectsUnavailable`` when the store does not answer.
    """

    def put(self, content: bytes, *, media_type: str = "application/octet-stream") -> Digest:
        """Store bytes and return their name. The bytes are durable when this returns."""
        ...

    def put_file(self, path: Path, *, media_type: str = "application/octet-stream") -> Digest:
        """Store a file's bytes by streaming; memory stays small for any size."""
        ...

    def get(self, digest: Digest) -> bytes:
        """The bytes under a name.

        Raises:
            MissingObject: the store holds nothing of that name.
            DigestMismatch: the stored bytes are not those the name stands for.
        """
        ...

    def fetch(self, digest: Digest, target: Path) -> None:
        """Write the bytes under a name to a file by streaming; ``target`` appears only after they are verified.

        Raises:
            MissingObject: the store holds nothing of that name.
            DigestMismatch: the stored bytes are not those the name stands for; ``target`` is not written.
        """
        ...

    def open(self, digest: Digest) -> BinaryIO:
        """A verified, seekable reader. Raises as ``get`` does."""
        ...

    def holds(self, digest: Digest) -> bool:
        """Whether the store has an object of that name (not verified)."""
        ...

    def names(self) -> "list[Digest]":
        """Every object's name, sorted: for reconciliation and rebuild."""
        ...

    def check(self) -> None:
        """Prove that the store answers and can be written. Raises ``ObjectsUnavailable``."""
        ...
