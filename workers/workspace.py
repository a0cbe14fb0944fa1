"""A worker's scratch disk: stored objects as local files for programs that read paths, and folders for half-done work.

Nothing here is precious. Fetched objects are shared by the page jobs of a document, so that a 300-page file is fetched
once per worker machine and not 300 times.
"""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.model import Digest
from storage.objects.port import Objects


class Workspace:
    """A folder of fetched objects, the least recently used of which go when it grows past ``max_bytes``."""

    def __init__(self, root: Path, objects: Objects, *, max_bytes: int = 4 << 30) -> None:
        self._fetched = root / "fetched"
        self._scratch = root / "scratch"
        for folder in (self._fetched, self._scratch):
            folder.mkdir(parents=True, exist_ok=True)
        self._objects = objects
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._in_use: dict[Digest, int] = {}

    @contextmanager
    def file(self, digest: Digest) -> Iterator[Path]:
        """A local, read-only copy of an object for as long as the block runs. Errors as ``Objects.fetch``."""
        with self._lock:
            self._in_use[digest] = self._in_use.get(digest, 0) + 1
        try:
            yield self._local_copy(digest)
        finally:
            with self._lock:
                self._in_use[digest] -= 1
                if not self._in_use[digest]:
                    del self._in_use[digest]
            self._evict()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty folder that is gone after the block."""
        path = Path(tempfile.mkdtemp(dir=self._scratch))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def _local_copy(self, digest: Digest) -> Path:
        path = self._fetched / digest
        if path.exists():
            path.touch()
        else:
            # Fetch verifies and renames; two threads fetching the same object write the same bytes.
            self._objects.fetch(digest, path)
        return path

    def _evict(self) -> None:
        with self._lock:
            files = sorted(
                ((file.stat().st_mtime, file.stat().st_size, file) for file in self._fetched.iterdir()),
                reverse=True,
            )
            kept = 0
            for _, size, file in files:
                kept += size
                if kept > self._max_bytes and file.name not in self._in_use:
                    file.unlink(missing_ok=True)
