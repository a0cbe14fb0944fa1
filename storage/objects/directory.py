"""Objects as read-only files in a directory: ``<root>/ab/cd/<digest>``.

A file is written aside, flushed to the disk, and only then linked to its name, so that a crash at any moment leaves
either the whole object or none. What a crash leaves aside is swept after a day.
"""

import io
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import structlog
from typing_extensions import override

from domain.errors import MissingObject, ObjectsUnavailable
from domain.model import Digest
from storage.objects.naming import appearing, chunks_of, copy_verified, fan_out, is_name
from storage.objects.port import Objects

INCOMING = "incoming"
LEFTOVER_AGE_S = 24 * 3600.0

log = structlog.get_logger(__name__)


class DirectoryObjects(Objects):
    """The objects port on a directory of one file system. Media types are not kept here; the records have them."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._incoming = self._root / INCOMING
        with _translated():
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._sweep()

    def __repr__(self) -> str:
        return f"DirectoryObjects({str(self._root)!r})"

    @override
    def put(self, content: bytes, *, media_type: str = "application/octet-stream") -> Digest:
        return self._store([content])

    @override
    def put_file(self, path: Path, *, media_type: str = "application/octet-stream") -> Digest:
        # Opened outside the translation: a missing source is the caller's, not the store's, failure.
        with path.open("rb") as source:
            return self._store(chunks_of(source))

    @override
    def get(self, digest: Digest) -> bytes:
        content = io.BytesIO()
        with self._stored(digest) as source:
            copy_verified(_reading(source), content.write, digest)
        return content.getvalue()

    @override
    def fetch(self, digest: Digest, target: Path) -> None:
        with self._stored(digest) as source, appearing(target) as file:
            copy_verified(_reading(source), file.write, digest)

    @override
    def open(self, digest: Digest) -> BinaryIO:
        """As the port says; the reader is the stored file itself, read once before to verify it."""
        with ExitStack() as on_failure:
            source = on_failure.enter_context(self._stored(digest))
            copy_verified(_reading(source), len, digest)
            source.seek(0)
            on_failure.pop_all()
        return source

    @override
    def holds(self, digest: Digest) -> bool:
        with _translated():
            self._require_root()
            return is_name(digest) and self._place(digest).is_file()

    @override
    def names(self) -> list[Digest]:
        with _translated():
            self._require_root()
            return sorted(Digest(path.name) for path in self._root.glob("??/??/*") if is_name(path.name))

    @override
    def check(self) -> None:
        with _translated():
            self._require_root()
            with tempfile.TemporaryFile(dir=self._incoming) as probe:
                probe.write(b"probe")
                probe.flush()
                os.fsync(probe.fileno())

    def _store(self, chunks: Iterable[bytes]) -> Digest:
        with _translated():
            self._require_root()
            descriptor, name = tempfile.mkstemp(dir=self._incoming)
            aside = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    digest, size = _write_durably(chunks, file)
                self._publish(aside, digest, size)
            finally:
                aside.unlink(missing_ok=True)
        return digest

    def _publish(self, aside: Path, digest: Digest, size: int) -> None:
        place = self._place(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(aside, place)
        except FileExistsError:
            found = place.stat().st_size
            if found != size:
                # Bytes of another length cannot be those of the name: the right ones heal the object.
                log.warning("object_healed", digest=digest, found_bytes=found, size_bytes=size)
                aside.replace(place)
        # All three, though two mostly stand: another process may have made them and not yet flushed.
        for folder in (place.parent, place.parent.parent, self._root):
            _flush_folder(folder)

    def _stored(self, digest: Digest) -> BinaryIO:
        place = self._place(digest)
        with _translated():
            try:
                return place.open("rb")
            except FileNotFoundError as error:
                self._require_root()
                raise MissingObject(digest=digest) from error

    def _place(self, digest: Digest) -> Path:
        return self._root / fan_out(digest)

    def _require_root(self) -> None:
        # A volume that is not mounted must not look like a store that lost its objects.
        if not self._incoming.is_dir():
            raise ObjectsUnavailable(f"{self._root} is not an object directory; is the volume mounted?")

    def _sweep(self) -> None:
        oldest = time.time() - LEFTOVER_AGE_S
        for path in self._incoming.iterdir():
            with suppress(FileNotFoundError):  # another process finished it in between
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _reading(source: BinaryIO) -> Iterator[bytes]:
    with _translated():
        yield from chunks_of(source)


def _write_durably(chunks: Iterable[bytes], file: BinaryIO) -> tuple[Digest, int]:
    name, size = sha256(), 0
    for chunk in chunks:
        name.update(chunk)
        size += len(chunk)
        file.write(chunk)
    file.flush()
    os.fchmod(file.fileno(), 0o444)
    os.fsync(file.fileno())
    return Digest(name.hexdigest()), size


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ObjectsUnavailable(str(error)) from error
