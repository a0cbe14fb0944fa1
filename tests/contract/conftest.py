"""Each port's adapters, given to one suite: SQLite and PostgreSQL, a directory and an S3 server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.records import open_records
from storage.records.port import Records
from tests.contract.adapters import Clock, Shelf, bucket_shelf, directory_shelf


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def records_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture
def open_again(records_url: str, clock: Clock) -> Iterator[Callable[[], Records]]:
    """Opens the same database once more, as another process would."""
    opened: list[Records] = []

    def once_more() -> Records:
        opened.append(open_records(records_url, clock=clock))
        return opened[-1]

    yield once_more
    for each in opened:
        each.close()


@pytest.fixture
def records(open_again: Callable[[], Records]) -> Records:
    opened = open_again()
    opened.migrate()
    return opened


@pytest.fixture(params=["directory", "s3"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "directory":
        return directory_shelf(tmp_path / "objects")
    server, bucket = request.getfixturevalue("s3_server"), str(request.getfixturevalue("s3_bucket"))
    return bucket_shelf(server.bucket_url(bucket), server.client(), bucket)
