"""What a run has finished, for the next one to take up: pages while a file is under way, then the file."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from domain.errors import UnexpectedFailure
from domain.model import Digest
from pipeline.digitize.outputs import Outputs
from pipeline.files import sha256_of, write_whole
from pipeline.page import ReadWords
from pipeline.reading import reading_from_json, reading_to_json

_FOLDER = ".unfinished"


def key_of(source: Digest, stem: str, conditions: Sequence[object]) -> str:
    """What a result depends on, as one short name: other bytes, settings or programs give another.

    Two sources of equal bytes differ by their stem, so that neither takes the other's pages away.
    """
    return hashlib.sha256(json.dumps([source, stem, *map(str, conditions)]).encode()).hexdigest()[:20]


class FinishedPages:
    """The pages of one source that were read under one key, each written whole the moment it is done."""

    def __init__(self, out_dir: Path, key: str) -> None:
        self._parent = out_dir / _FOLDER
        self._folder = self._parent / key

    def get(self, number: int) -> ReadWords | None:
        """A page that an earlier run finished; None when it must be read."""
        try:
            stored = (self._folder / f"p{number}.json").read_bytes()
            seconds = float((self._folder / f"p{number}.seconds").read_text())
            return ReadWords(reading_from_json(stored), seconds)
        except (OSError, ValueError, UnexpectedFailure):
            return None

    def put(self, number: int, page: ReadWords) -> ReadWords:
        """Keep a page, and return it as it was kept: with boxes rounded, so that a stopped run ends the same."""
        self._folder.mkdir(parents=True, exist_ok=True)
        content = reading_to_json(page.reading)
        write_whole(self._folder / f"p{number}.seconds", f"{page.seconds:.3f}")
        write_whole(self._folder / f"p{number}.json", content.decode())
        return ReadWords(reading_from_json(content), page.seconds)

    def scratch(self) -> Path:
        """A folder for what is being made of the pages; it goes when they go, also after a crash."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def drop(self) -> None:
        """Forget the pages: their file is finished, or refused."""
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):  # other files are under way
            self._parent.rmdir()


def finished(outputs: Outputs, key: str) -> Mapping[str, Any] | None:
    """The facts that an earlier run left beside a PDF, when all is whole and was made under this key."""
    try:
        stored: dict[str, Any] = json.loads(outputs.facts.read_text("utf-8"))
        made = stored["made"]
        is_ours = made["key"] == key and made["sha256"] == sha256_of(outputs.pdf)
        return stored if is_ours and outputs.are_whole(len(stored["pages"])) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None
