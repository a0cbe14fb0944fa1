"""Fixtures every suite may use: real servers, started when first asked for and shared by all test processes.

A server that is missing skips its tests at home and fails them where CI is set. MinIO alone is skipped there too: its
source is not to be had everywhere, and ``s3_server`` then is RADOS Gateway.
"""

import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from minio import Minio
from sqlalchemy import make_url

from tests.services.keeper import Keeper, ask
from tests.services.minio import minio_program, s3_server_name
from tests.services.server import MissingServerError

ROOT = Path(__file__).parents[1]
KEEPER_ADDRESS = "SOHOA_TEST_KEEPER"
_KEEPER = pytest.StashKey[Keeper]()


@dataclass(frozen=True, slots=True)
class S3Server:
    """Where an S3 store listens, without TLS, and its owner's keys."""

    kind: str
    endpoint: str
    access_key: str
    secret_key: str

    @property
    def url(self) -> str:
        """``s3://ACCESS:SECRET@HOST:PORT``, without a bucket."""
        return f"s3://{self.access_key}:{self.secret_key}@{self.endpoint}"

    def bucket_url(self, bucket: str) -> str:
        """The setting that names a bucket of it."""
        return f"{self.url}/{bucket}?secure=false"

    def client(self) -> Minio:
        """A client of its own, for what a test wants to see or spoil behind the product's back."""
        return Minio(self.endpoint, access_key=self.access_key, secret_key=self.secret_key, secure=False)


def pytest_configure(config: pytest.Config) -> None:
    """Start the keeper in the process that owns the run; its xdist workers inherit the address."""
    if not hasattr(config, "workerinput"):
        keeper = Keeper()
        config.stash[_KEEPER] = keeper
        os.environ[KEEPER_ADDRESS] = str(keeper.address)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop every server."""
    keeper = config.stash.get(_KEEPER, None)
    if keeper is not None:
        keeper.close()


def pytest_report_header() -> str:
    """Say on which S3 server the suite runs."""
    try:
        return f"S3 server: MinIO ({minio_program()})"
    except MissingServerError as reason:
        return f"S3 server: RADOS Gateway, because {reason}"


def _url(server: str) -> str:
    try:
        return ask(Path(os.environ[KEEPER_ADDRESS]), server)
    except MissingServerError as reason:
        if os.environ.get("CI") and server != "minio":
            pytest.fail(str(reason), pytrace=False)
        pytest.skip(str(reason))


def _s3(server: str) -> S3Server:
    parts = urlsplit(_url(server))
    return S3Server(
        kind=server,
        endpoint=f"{parts.hostname}:{parts.port}",
        access_key=parts.username or "",
        secret_key=parts.password or "",
    )


@pytest.fixture(scope="session")
def redis_url(worker_id: str) -> str:
    """A Redis database of this test process's own."""
    number = re.sub(r"\D", "", worker_id)
    return f"{_url('redis')}/{int(number) + 1 if number else 0}"


@pytest.fixture(scope="session")
def rabbitmq_url(worker_id: str) -> str:
    """A RabbitMQ virtual host of this test process's own."""
    return f"{_url('rabbitmq')}/{'main' if worker_id == 'master' else worker_id}"


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The database ``postgres`` of a PostgreSQL, as SQLAlchemy wants it, with a superuser's rights."""
    return _url("postgres")


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """A fresh, empty database: its URL. Dropped afterwards, whoever is still connected."""
    server = make_url(postgres_url)
    name = f"test_{uuid.uuid4().hex}"
    administration = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(administration, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def minio_server() -> S3Server:
    """A MinIO; skipped where it could not be built. Use ``s3_server`` unless MinIO itself is meant."""
    return _s3("minio")


@pytest.fixture(scope="session")
def radosgw_server() -> S3Server:
    """A RADOS Gateway."""
    return _s3("radosgw")


@pytest.fixture(scope="session")
def s3_server() -> S3Server:
    """A MinIO, or a RADOS Gateway where MinIO could not be built."""
    return _s3(s3_server_name())


@pytest.fixture
def s3_bucket() -> str:
    """A name no bucket has yet."""
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
def minio_bucket(s3_bucket: str) -> str:
    """A name no bucket has yet."""
    return s3_bucket


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with public scans and conformance files, from ``SOHOA_SHARED`` or beside the work tree."""
    folder = Path(os.environ.get("SOHOA_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"no public scans at {folder}; SOHOA_SHARED may name another folder")
    return folder
