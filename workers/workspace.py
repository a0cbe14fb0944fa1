"""A worker's scratch disk: stored objects as local files for programs that read paths, and folders for half-done work.

Nothing here is precious. Fetched objects are shared by the page jobs of a document, so that a 300-page file is fetched
once per worker machine and not 300 times.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.model import Digest
from storage.objects.port import Objects

LEFTOVER_AGE_S = 24 * 3600.0


class Workspace:
    """A folder of fetched objects, the least recently used of which go when it grows past ``max_bytes``.

    Processes of one machine share it. Each user of an object has a link of his own to it, which nobody else removes.
    """

    def __init__(self, root: Path, objects: Objects, *, max_bytes: int = 4 << 30) -> None:
        self._fetched = root / "fetched"
        self._scratch = root / "scratch"
        for folder in (self._fetched, self._scratch):
            folder.mkdir(parents=True, exist_ok=True)
        self._objects = objects
        self._max_bytes = max_bytes
        self._sweep()

    @contextmanager
    def file(self, digest: Digest) -> Iterator[Path]:
        """A local, read-only copy of an object for as long as the block runs. Errors as ``Objects.fetch``."""
        with self.folder() as own:
            path = own / digest
            try:
                os.link(self._fetched / digest, path)
            except FileNotFoundError:
                self._objects.fetch(digest, path)
                self._share(path)
            else:
                os.utime(path)
            yield path

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty folder that is gone after the block."""
        path = Path(tempfile.mkdtemp(dir=self._scratch))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def _share(self, path: Path) -> None:
        path.chmod(0o400)
        with path.open("rb") as file:
            # Later users trust what stands here, also after a power cut.
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(path, self._fetched / path.name)
        self._evict()

    def _evict(self) -> None:
        found: list[tuple[float, int, Path]] = []
        for path in self._fetched.iterdir():
            with suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        kept = 0
        for _, size, path in sorted(found, reverse=True):
            kept += size
            if kept > self._max_bytes:
                path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what processes that were killed left behind."""
        oldest = time.time() - LEFTOVER_AGE_S
        for path in self._scratch.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    shutil.rmtree(path, ignore_errors=True)
