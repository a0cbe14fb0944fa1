"""The hot folder: files that scanners drop are taken in once they stand still; one bad file never stops the others.

``<folder>/<file>`` goes to no dossier; ``<folder>/<dossier code>/<file>`` goes to that dossier; the first folder under
the hot folder also names the batch. A file is removed only after its bytes were read back from the object store; what
cannot even be stored stays where it is and is tried again.

The folder is looked through again and again: network drives report no events, and a file that stands still makes none.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from uuid import uuid4

import structlog

from domain.errors import BadDossierCode, SohoaError, UnsafeName
from domain.identifiers import DossierCode
from domain.model import RepresentationKind
from pipeline.names import check_name, safe_stem
from workers.desk import Desk, Received
from workers.standing import Look, look_at, look_of, surely_unwritten

SETTLED_AFTER_S = 2.0
"""Size and time of change must have stood still this long: scanners write slowly and over the network."""

UNSURE_FACTOR = 10
"""So many times longer where a writer cannot be ruled out: a page is turned, or a network drive tells late."""

FIRST_RETRY_S, LAST_RETRY_S = 30.0, 3600.0
AWAY_S = 10.0
"""How long to wait for a folder that cannot be read."""

UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
REMOVING = ".sohoa-"
"""Prefix of a file that is just being removed: hidden, in the same folder."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Waiting:
    """A file that is there: how it looks, since when, and whether it was tried in vain."""

    look: Look
    since: float
    retry_s: float = FIRST_RETRY_S
    not_before: float = 0.0
    unwritten: bool = False


class HotFolder:
    """Watches one folder and hands what settled to the desk."""

    def __init__(self, folder: Path, desk: Desk, *, settled_after_s: float = SETTLED_AFTER_S) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._desk = desk
        self._settled_after_s = settled_after_s
        self._waiting: dict[Path, _Waiting] = {}
        self._leftovers_are_back = False

    def watch(self, stopping: Event) -> None:
        """Take in files until ``stopping`` is set. A folder that goes away is waited for."""
        while not stopping.is_set():
            try:
                started = time.monotonic()
                ready = self._look_through()
                # Half of the time at most goes into looking through a slow drive.
                pause_s = max(self._settled_after_s / 2, time.monotonic() - started)
                self._take_each(ready, stopping)
            except OSError as error:
                pause_s = AWAY_S
                log.warning("hot_folder_away", error=type(error).__name__)
            stopping.wait(pause_s)

    def sweep(self) -> list[Received]:
        """Take in every file that has settled since the last call.

        Raises:
            OSError: the folder cannot be read.
        """
        return self._take_each(self._look_through(), Event())

    # --- looking ----------------------------------------------------------------------------------------------------

    def _look_through(self) -> list[Path]:
        """The files to take now, by folder and name; keeps in mind how all of them look."""
        self._folder.mkdir(parents=True, exist_ok=True)
        now = time.monotonic()
        present: dict[Path, _Waiting] = {}
        for file, look in self._files(self._folder):
            waiting = self._waiting.get(file)
            present[file] = waiting if waiting and waiting.look == look else _Waiting(look, now)
        self._leftovers_are_back = True
        known, self._waiting = self._waiting, present
        return [
            file
            for file, waiting in present.items()
            if known.get(file) is waiting and self._settled(file, waiting, now)
        ]

    def _files(self, folder: Path) -> Iterator[tuple[Path, Look]]:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if folder == self._folder:
                raise
            return  # removed or locked since its parent was read
        for entry in found:
            path = Path(entry.path)
            try:
                if entry.name.startswith(REMOVING) and not self._leftovers_are_back:
                    _give_back(path)
                elif entry.name.startswith("."):
                    continue
                elif entry.is_dir(follow_symlinks=False):
                    yield from self._files(path)
                elif entry.is_file(follow_symlinks=False) and not entry.name.lower().endswith(UNFINISHED):
                    yield path, look_of(entry.stat(follow_symlinks=False))
            except OSError:
                continue  # gone since the folder was read

    def _settled(self, file: Path, waiting: _Waiting, now: float) -> bool:
        stood_s = now - waiting.since
        if stood_s < self._settled_after_s or now < waiting.not_before:
            return False
        try:
            waiting.unwritten = surely_unwritten(file)
        except OSError:
            return False
        return waiting.unwritten or stood_s >= self._settled_after_s * UNSURE_FACTOR

    # --- taking -----------------------------------------------------------------------------------------------------

    def _take_each(self, files: list[Path], stopping: Event) -> list[Received]:
        taken = []
        for file in files:
            if stopping.is_set():
                break
            waiting = self._waiting[file]
            received = self._take(file, waiting)
            if received:
                taken.append(received)
                del self._waiting[file]
            else:
                waiting.not_before = time.monotonic() + waiting.retry_s
                waiting.retry_s = min(2 * waiting.retry_s, LAST_RETRY_S)
        return taken

    def _take(self, file: Path, waiting: _Waiting) -> Received | None:
        folder = file.relative_to(self._folder).parts[0] if file.parent != self._folder else None
        try:
            received = self._desk.ingest(
                file, actor="hot folder", dossier_code=_dossier_code(folder), batch=_batch_name(folder)
            )
            # Reads the stored bytes back and verifies their digest: only then may the scanner's copy go.
            self._desk.content(received.document.id, RepresentationKind.ORIGINAL)[1].close()
            removed = _remove(file, waiting)
        except (SohoaError, OSError) as error:
            log.warning("file_not_taken", error=getattr(error, "code", type(error).__name__))
            return None
        except Exception:
            # A fault that one file brings to light must not keep the others waiting.
            log.exception("file_not_taken")
            return None
        log.info(
            "file_taken",
            document=received.document.id,
            new=received.new,
            refused=received.refusal.code if received.refusal else None,
            removed=removed,
        )
        return received


def _remove(file: Path, waiting: _Waiting) -> bool:
    """Remove a file, unless it is no longer the one that was taken in: then its new bytes come back by another name.

    Under a name that nobody knows it cannot be replaced, nor opened for writing, between the last look and the removal.
    """
    # The end of the name is kept, as the extension counts; 50 characters fit whatever the letters.
    aside = file.with_name(f"{REMOVING}{uuid4().hex[:8]}-{file.name[-50:]}")
    file.rename(aside)
    if look_at(aside) == waiting.look and (surely_unwritten(aside) or not waiting.unwritten):
        aside.unlink()
        return True
    _give_back(aside)
    return False


def _give_back(aside: Path) -> None:
    # A name of its own: the old one may be taken again, and renaming would overwrite what stands there.
    aside.rename(aside.with_name(aside.name.removeprefix(".")))


def _batch_name(folder: str | None) -> str:
    if folder is None:
        return "hot folder"
    try:
        check_name(folder)
    except UnsafeName:
        return safe_stem(folder)
    return folder


def _dossier_code(folder: str | None) -> str | None:
    """The dossier code a folder's name is, if it is one."""
    if folder is None:
        return None
    try:
        return str(DossierCode.parse(folder))
    except BadDossierCode:
        return None
