"""What every object store does, a directory and MinIO alike."""

import hashlib
import io
import threading
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import DigestMismatch, MissingObject
from domain.model import Digest
from storage.objects import Objects, open_objects
from tests.contract.adapters import Shelf, run_at_once

CONTENT = "Quyết định 123/QĐ-UBND".encode() * 1000
ABSENT = Digest(hashlib.sha256(b"never stored").hexdigest())
LARGER_THAN_A_PART = 17 << 20


def test_what_was_put_is_read_under_its_sha256(shelf: Shelf) -> None:
    digest = shelf.objects.put(CONTENT, media_type="text/plain")

    assert digest == hashlib.sha256(CONTENT).hexdigest()
    assert shelf.objects.get(digest) == CONTENT
    assert shelf.objects.holds(digest)


def test_an_empty_object_is_an_object(shelf: Shelf) -> None:
    assert shelf.objects.get(shelf.objects.put(b"")) == b""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=4096))
def test_any_bytes_come_back_as_they_were(shelf: Shelf, content: bytes) -> None:
    assert shelf.objects.get(shelf.objects.put(content)) == content


def test_the_same_bytes_are_one_object(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(CONTENT)

    assert shelf.objects.put(CONTENT) == shelf.objects.put_file(file) == shelf.objects.put(CONTENT)
    assert shelf.objects.names() == [hashlib.sha256(CONTENT).hexdigest()]


def test_names_are_all_and_sorted(shelf: Shelf) -> None:
    digests = [shelf.objects.put(bytes([number])) for number in range(20)]

    assert shelf.objects.names() == sorted(digests)


def test_a_new_store_is_empty(shelf: Shelf) -> None:
    assert shelf.objects.names() == []
    assert not shelf.objects.holds(ABSENT)


def test_an_absent_object_is_said_to_be_missing(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(MissingObject):
        shelf.objects.get(ABSENT)
    with pytest.raises(MissingObject):
        shelf.objects.open(ABSENT)
    with pytest.raises(MissingObject):
        shelf.objects.fetch(ABSENT, tmp_path / "target")
    assert list(tmp_path.glob("*target*")) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "g" * 64, "ab" * 31, "a" * 64 + "\n"])
def test_what_is_no_digest_names_no_object(shelf: Shelf, name: str) -> None:
    assert not shelf.objects.holds(Digest(name))
    with pytest.raises(MissingObject):
        shelf.objects.get(Digest(name))


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]), id="a bit flipped"),
        pytest.param(CONTENT[: len(CONTENT) // 2], id="truncated"),
        pytest.param(b"", id="emptied"),
        pytest.param(CONTENT + b"\n", id="lengthened"),
    ],
)
def test_spoiled_bytes_are_never_handed_out(shelf: Shelf, tmp_path: Path, spoiled: bytes) -> None:
    digest = shelf.objects.put(CONTENT)
    shelf.spoil(digest, spoiled)

    with pytest.raises(DigestMismatch):
        shelf.objects.get(digest)
    with pytest.raises(DigestMismatch):
        shelf.objects.open(digest)
    with pytest.raises(DigestMismatch):
        shelf.objects.fetch(digest, tmp_path / "target")
    assert list(tmp_path.glob("*target*")) == []


def test_a_truncated_object_is_healed_by_its_own_bytes(shelf: Shelf) -> None:
    digest = shelf.objects.put(CONTENT)
    shelf.spoil(digest, CONTENT[:10])

    assert shelf.objects.put(CONTENT) == digest
    assert shelf.objects.get(digest) == CONTENT


def test_a_fetched_file_replaces_what_stood_at_its_place(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"older")

    shelf.objects.fetch(shelf.objects.put(CONTENT), target)

    assert target.read_bytes() == CONTENT


def test_a_reader_seeks_as_a_pdf_library_does(shelf: Shelf) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    content = io.BytesIO()
    document.save(content)

    with shelf.objects.open(shelf.objects.put(content.getvalue())) as reader, pikepdf.open(reader) as found:
        assert len(found.pages) == 1
        reader.seek(-5, io.SEEK_END)
        assert reader.read() == content.getvalue()[-5:]


def test_a_file_larger_than_a_part_is_stored_whole(shelf: Shelf, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    block = bytes(range(256)) * 4096
    source.write_bytes((block * 18)[: LARGER_THAN_A_PART + 3])

    shelf.objects.fetch(shelf.objects.put_file(source), target)

    assert target.read_bytes() == source.read_bytes()


def test_a_missing_source_is_the_callers_own_error(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        shelf.objects.put_file(tmp_path / "absent")


def test_writers_at_once_leave_one_whole_object(shelf: Shelf) -> None:
    stores = [open_objects(shelf.url) for _ in range(4)]
    start = threading.Barrier(len(stores))
    digests: list[Digest] = []

    def put(own: Objects) -> None:
        start.wait()
        digests.append(own.put(CONTENT))

    run_at_once(put, stores)

    assert len(digests) == len(stores)
    assert shelf.objects.names() == [digests[0]]
    assert shelf.objects.get(digests[0]) == CONTENT


def test_a_check_leaves_no_object(shelf: Shelf) -> None:
    shelf.objects.check()

    assert shelf.objects.names() == []
