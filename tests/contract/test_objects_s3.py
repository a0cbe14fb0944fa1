"""What the S3 adapter does beyond the port: skipped uploads, changing files, refusing and failing servers."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest

from domain.errors import DigestMismatch, MissingObject, ObjectsUnavailable
from domain.model import Digest
from storage.objects import minio, open_objects
from storage.objects.naming import digest_of, digest_of_file, fan_out
from tests.conftest import S3Server

CONTENT = b"scanned page" * 1000


def key(digest: Digest) -> str:
    return f"sha256/{fan_out(digest)}"


def test_an_object_has_its_key_and_media_type(s3_server: S3Server, s3_bucket: str) -> None:
    digest = open_objects(s3_server.bucket_url(s3_bucket)).put(CONTENT, media_type="application/pdf")

    found = s3_server.client().stat_object(s3_bucket, f"sha256/{digest[:2]}/{digest[2:4]}/{digest}")
    assert (found.size, found.content_type) == (len(CONTENT), "application/pdf")


def test_an_object_that_stands_is_not_sent_again(s3_server: S3Server, s3_bucket: str) -> None:
    objects, client = open_objects(s3_server.bucket_url(s3_bucket)), s3_server.client()
    digest = objects.put(CONTENT, media_type="application/pdf")

    objects.put(CONTENT, media_type="image/png")

    assert client.stat_object(s3_bucket, key(digest)).content_type == "application/pdf"


@pytest.mark.parametrize("size", [1000, minio.PART_BYTES + 1000])
def test_a_file_that_changes_while_it_is_stored_is_not_kept(
    s3_server: S3Server, s3_bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(os.urandom(size))

    def digest_before_a_change(source: BinaryIO) -> tuple[Digest, int]:
        found = digest_of_file(source)
        with path.open("r+b") as file:
            file.write(b"changed")
        return found

    monkeypatch.setattr(minio, "digest_of_file", digest_before_a_change)
    objects = open_objects(s3_server.bucket_url(s3_bucket))

    with pytest.raises(DigestMismatch):
        objects.put_file(path)
    assert objects.names() == []


def test_wrong_keys_are_told_apart_from_missing_objects(s3_server: S3Server, s3_bucket: str) -> None:
    digest = open_objects(s3_server.bucket_url(s3_bucket)).put(CONTENT)
    stranger = open_objects(f"s3://{s3_server.access_key}:wrong@{s3_server.endpoint}/{s3_bucket}?secure=false")

    for call in (lambda: stranger.get(digest), lambda: stranger.holds(digest), stranger.names, stranger.check):
        with pytest.raises(ObjectsUnavailable):
            call()


def test_a_bucket_that_vanished_is_not_a_missing_object(s3_server: S3Server, s3_bucket: str) -> None:
    objects = open_objects(s3_server.bucket_url(s3_bucket))
    with pytest.raises(MissingObject):
        objects.get(digest_of(CONTENT))
    s3_server.client().remove_bucket(s3_bucket)

    with pytest.raises(ObjectsUnavailable):
        objects.get(digest_of(CONTENT))


def test_two_that_start_at_once_may_both_make_the_bucket(s3_server: S3Server, s3_bucket: str) -> None:
    stores = [open_objects(s3_server.bucket_url(s3_bucket)) for _ in range(4)]
    start, digests = threading.Barrier(4), []

    def put(number: int) -> None:
        start.wait()
        digests.append(stores[number].put(bytes([number])))

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stores[0].names() == sorted(digests)


@contextmanager
def server_that(answer: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a store that fails in one way."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"s3://key:secret@127.0.0.1:{server.server_port}/bucket?secure=false"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Silent(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.answer()

    def answer(self) -> None:
        raise NotImplementedError


class Overloaded(Silent):
    asked = 0

    def answer(self) -> None:
        type(self).asked += 1
        self.send_error(503)


class Hanging(Silent):
    def answer(self) -> None:
        time.sleep(1.5)


class CutShort(Silent):
    """Promises an object and ends the connection in the middle of it."""

    def answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(CONTENT[: len(CONTENT) // 2])


class NoStoreAtAll(Silent):
    def answer(self) -> None:
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>not here</html>")


def test_an_overloaded_server_is_asked_a_few_times_and_then_unavailable() -> None:
    with server_that(Overloaded) as url, pytest.raises(ObjectsUnavailable):
        open_objects(url).put(CONTENT)

    assert Overloaded.asked == minio.ATTEMPTS


def test_a_server_that_hangs_is_unavailable_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minio, "READ_TIMEOUT_S", 0.2)
    monkeypatch.setattr(minio, "ATTEMPTS", 2)
    began = time.monotonic()

    with server_that(Hanging) as url, pytest.raises(ObjectsUnavailable):
        open_objects(url).get(digest_of(CONTENT))

    assert time.monotonic() - began < 5


@pytest.mark.parametrize("answer", [CutShort, NoStoreAtAll])
def test_an_answer_that_breaks_off_or_makes_no_sense_is_unavailable(answer: type[Silent], tmp_path: Path) -> None:
    with server_that(answer) as url:
        objects = open_objects(url)
        for call in (
            lambda: objects.get(digest_of(CONTENT)),
            lambda: objects.fetch(digest_of(CONTENT), tmp_path / "t"),
        ):
            with pytest.raises(ObjectsUnavailable):
                call()

    assert list(tmp_path.iterdir()) == []


def test_a_store_that_does_not_answer_is_unavailable_and_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minio, "ATTEMPTS", 1)
    objects = open_objects("s3://worker:do-not-show@127.0.0.1:9/bucket?secure=false")

    for call in (objects.check, objects.names, lambda: objects.put(CONTENT), lambda: objects.get(digest_of(CONTENT))):
        with pytest.raises(ObjectsUnavailable) as failure:
            call()
        assert "do-not-show" not in repr(failure.value) + str(failure.value.__cause__)
    assert "do-not-show" not in repr(objects)
