"""The hot folder: files that scanners drop are taken in once they stand still; one bad file never stops the others.

``<folder>/<file>`` goes to no dossier; ``<folder>/<dossier code>/<file>`` goes to that dossier; the first folder under
the hot folder also names the batch. A file is removed only after its bytes were read back from the object store; what
cannot even be stored stays where it is and is tried again.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import structlog
from watchfiles import watch

from domain.errors import BadDossierCode, SohoaError
from domain.identifiers import DossierCode
from domain.model import RepresentationKind
from workers.desk import Desk, Received

SETTLED_AFTER_S = 2.0
"""Size and time of change must have stood still this long: scanners write slowly and over the network."""

RETRY_S = 30.0
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a file looked, and since when."""

    size: int
    changed_ns: int
    since: float


class HotFolder:
    """Watches one folder and hands what settled to the desk."""

    def __init__(self, folder: Path, desk: Desk, *, settled_after_s: float = SETTLED_AFTER_S) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._desk = desk
        self._settled_after_s = settled_after_s
        self._seen: dict[Path, _Look] = {}
        self._not_before: dict[Path, float] = {}

    def watch(self, stopping: Event) -> None:
        """Take in files until ``stopping`` is set. File events only shorten the wait; the folder is the truth."""
        step_ms = int(self._settled_after_s * 500)
        for _ in watch(
            self._folder,
            stop_event=stopping,
            rust_timeout=step_ms,
            yield_on_timeout=True,
            step=50,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            self.sweep()

    def sweep(self) -> list[Received]:
        """Take in every file that has settled."""
        now = time.monotonic()
        files = list(self._files())
        self._seen = {file: look for file, look in self._seen.items() if file in set(files)}
        return [received for file in files if self._settled(file, now) and (received := self._take(file)) is not None]

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(self._folder).parts)
            if not hidden and not path.name.endswith(UNFINISHED) and path.is_file() and not path.is_symlink():
                yield path

    def _settled(self, file: Path, now: float) -> bool:
        try:
            stat = file.stat()
        except FileNotFoundError:
            return False
        last = self._seen.get(file)
        if last is None or (last.size, last.changed_ns) != (stat.st_size, stat.st_mtime_ns):
            self._seen[file] = _Look(stat.st_size, stat.st_mtime_ns, now)
            return False
        return now - last.since >= self._settled_after_s and now >= self._not_before.get(file, 0.0)

    def _take(self, file: Path) -> Received | None:
        folder = file.relative_to(self._folder).parts[0] if file.parent != self._folder else None
        try:
            received = self._desk.ingest(
                file, actor="hot folder", dossier_code=_dossier_code(folder), batch=folder or "hot folder"
            )
            # Reads the stored bytes back and verifies their digest: only then may the scanner's copy go.
            self._desk.content(received.document.id, RepresentationKind.ORIGINAL)[1].close()
            file.unlink()
        except (SohoaError, OSError) as error:
            self._not_before[file] = time.monotonic() + RETRY_S
            log.warning("file_not_taken", error=getattr(error, "code", type(error).__name__))
            return None
        self._seen.pop(file, None)
        log.info(
            "file_taken",
            document=received.document.id,
            new=received.new,
            refused=received.refusal.code if received.refusal else None,
        )
        return received


def _dossier_code(folder: str | None) -> str | None:
    """The dossier code a folder's name is, if it is one."""
    if folder is None:
        return None
    try:
        return str(DossierCode.parse(folder))
    except BadDossierCode:
        return None
