"""Files are written whole or not at all, and known by the digest of their bytes."""

import hashlib
from pathlib import Path

from domain.model import Digest


def sha256_of(path: Path) -> Digest:
    """The digest a file is known by."""
    with path.open("rb") as file:
        return Digest(hashlib.file_digest(file, "sha256").hexdigest())


def write_whole(path: Path, text: str) -> None:
    """Write a whole file or nothing."""
    # The name of the file itself may be as long as names may be.
    part = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
