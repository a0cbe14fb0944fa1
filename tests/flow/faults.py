"""Real adapters to which something happens in the middle of a step."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from typing_extensions import override

from domain.errors import RecordsUnavailable
from domain.model import Digest
from storage.objects.directory import DirectoryObjects
from storage.records.port import Records, UnitOfWork


class IntrudedObjects(DirectoryObjects):
    """A directory of objects; ``intrude`` is called before each fetch, and after each file that is put."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.intrude: Callable[[], None] = lambda: None

    @override
    def fetch(self, digest: Digest, target: Path) -> None:
        self.intrude()
        super().fetch(digest, target)

    @override
    def put_file(self, path: Path, *, media_type: str = "application/octet-stream") -> Digest:
        digest = super().put_file(path, media_type=media_type)
        self.intrude()
        return digest


class FalteringRecords(Records):
    """A database that does not answer the transactions whose numbers are in ``unanswered``, counted from 1."""

    def __init__(self, records: Records, unanswered: Collection[int]) -> None:
        self._records = records
        self._unanswered = unanswered
        self.asked = 0

    @override
    def transaction(self) -> AbstractContextManager[UnitOfWork]:
        return self._faltering()

    @contextmanager
    def _faltering(self) -> Iterator[UnitOfWork]:
        self.asked += 1
        if self.asked in self._unanswered:
            raise RecordsUnavailable("away for a test")
        with self._records.transaction() as tx:
            yield tx

    @override
    def migrate(self) -> str:
        return self._records.migrate()

    @override
    def revision(self) -> str | None:
        return self._records.revision()

    @override
    def close(self) -> None:
        self._records.close()
