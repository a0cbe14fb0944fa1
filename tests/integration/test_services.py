"""The servers of the tests: each serves a real client, and nothing of it is left when it was stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pika  # type: ignore[import-untyped]  # its authors ship no types
import psycopg
import pytest
import redis
from minio.error import S3Error
from sqlalchemy import create_engine, text

from tests.conftest import ROOT, S3Server
from tests.services.keeper import SERVERS, Keeper, ask
from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.services.server import MissingServerError, ServerFailedError, exchange


def test_redis_keeps_what_it_was_told(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("dossier", "12", ex=60)
        assert client.get("dossier") == b"12"


def test_redis_turns_away_a_client_without_the_password(redis_url: str) -> None:
    assert exchange(_port(redis_url), b"PING\r\n").startswith(b"-NOAUTH")


def test_rabbitmq_hands_over_a_message(rabbitmq_url: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(rabbitmq_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.basic_publish("", queue, b"12")
        assert channel.basic_get(queue, auto_ack=True)[2] == b"12"


def test_postgres_makes_a_fresh_database_with_the_extensions_search_needs(postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION unaccent"))
        connection.execute(text("CREATE EXTENSION pg_trgm"))
        assert connection.scalar(text("SELECT unaccent('Quyết định')")) == "Quyet dinh"
    engine.dispose()


@pytest.mark.parametrize("kind", ["minio_server", "radosgw_server"])
def test_an_s3_server_refuses_a_forged_signature(kind: str, s3_bucket: str, request: pytest.FixtureRequest) -> None:
    server: S3Server = request.getfixturevalue(kind)
    server.client().make_bucket(s3_bucket)
    stranger = S3Server(server.kind, server.endpoint, server.access_key, "not-the-secret")
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        stranger.client().bucket_exists(s3_bucket)
        stranger.client().list_buckets()


@pytest.mark.parametrize("name", SERVERS)
def test_no_process_and_no_file_is_left_of_a_stopped_server(name: str) -> None:
    server = SERVERS[name]()
    try:
        server.start()
    except MissingServerError as reason:
        pytest.skip(str(reason))
    processes, folder = server.processes(), server.folder

    server.stop()

    assert processes
    assert not [process for process in processes if process.is_alive()]
    assert not folder.exists()


def test_servers_end_when_their_owner_is_killed(tmp_path: Path) -> None:
    owner = _run_owner(tmp_path, "redis")
    port = _port((tmp_path / "url").read_text())
    assert exchange(port, b"PING\r\n")

    os.killpg(owner.pid, signal.SIGKILL)
    owner.wait()

    assert _within(10.0, lambda: not exchange(port, b"PING\r\n"))


def test_a_second_asker_gets_the_same_server() -> None:
    keeper = Keeper()
    try:
        assert ask(keeper.address, "redis") == ask(keeper.address, "redis")
    finally:
        keeper.close()


def test_a_server_that_cannot_start_tells_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisServer, "databases", -1)
    with pytest.raises(ServerFailedError, match="FATAL CONFIG FILE ERROR"):
        RedisServer().start()


def test_a_missing_program_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.services.postgres._program_folders", lambda: [tmp_path])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingServerError, match="initdb is not on this machine; `make test` installs it"):
        PostgresServer().start()


def test_by_hand_the_settings_are_printed_until_the_servers_are_told_to_end() -> None:
    command = [sys.executable, "-m", "tests.services", "up", "postgres"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        variable, _, url = running.stdout.readline().removeprefix("export ").strip().partition("=")
        plain = url.strip("'").replace("+psycopg", "")
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT 12").fetchone() == (12,)

        running.terminate()

        assert running.wait(20) == 0
    assert variable == "SOHOA_DATABASE_URL"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain, connect_timeout=2)


def _run_owner(folder: Path, server: str) -> "subprocess.Popen[bytes]":
    """A process that owns a keeper and has asked it for a server, whose URL it leaves in ``folder``."""
    story = (
        "import sys, time; from pathlib import Path; from tests.services.keeper import Keeper, ask\n"
        "url = ask(Keeper().address, sys.argv[2]); target = Path(sys.argv[1])\n"
        "(target / 'new').write_text(url); (target / 'new').rename(target / 'url'); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", story, folder, server], cwd=ROOT, start_new_session=True)
    assert _within(30.0, (folder / "url").exists)
    return owner


def _within(limit_s: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])
