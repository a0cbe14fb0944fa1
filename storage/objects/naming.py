"""Digests as names: how bytes get one, and how bytes are checked against one while they stream."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import DigestMismatch, MissingObject
from domain.model import Digest

CHUNK_BYTES = 1 << 20

_NAME = re.compile(r"[0-9a-f]{64}")


def is_name(text: str) -> bool:
    """Whether a text is a digest as this system writes it."""
    return _NAME.fullmatch(text) is not None


def digest_of(content: bytes) -> Digest:
    """The name of some bytes."""
    return Digest(hashlib.sha256(content).hexdigest())


def digest_of_file(source: BinaryIO) -> tuple[Digest, int]:
    """The name and the size in bytes of what is left to read in a file."""
    sha256, size = hashlib.sha256(), 0
    for chunk in chunks_of(source):
        sha256.update(chunk)
        size += len(chunk)
    return Digest(sha256.hexdigest()), size


def chunks_of(source: BinaryIO) -> Iterator[bytes]:
    """What is left to read in a file, in chunks of ``CHUNK_BYTES``."""
    while chunk := source.read(CHUNK_BYTES):
        yield chunk


def fan_out(digest: Digest) -> str:
    """The relative place of an object, two levels deep: ``ab/cd/abcd…``.

    Raises:
        MissingObject: the text is no digest, so that no store can hold an object of that name.
    """
    if not is_name(digest):
        raise MissingObject("not a digest", digest=digest)
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def copy_verified(chunks: Iterable[bytes], write: Callable[[bytes], object], digest: Digest) -> None:
    """Pass chunks on and check them against their name.

    Raises:
        DigestMismatch: after the last chunk; what was written must then not be used.
    """
    sha256 = hashlib.sha256()
    for chunk in chunks:
        sha256.update(chunk)
        write(chunk)
    if sha256.hexdigest() != digest:
        raise DigestMismatch("stored bytes have another digest", digest=digest)


@contextmanager
def appearing(target: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its place at ``target`` when the block ends normally, and vanishes otherwise."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
