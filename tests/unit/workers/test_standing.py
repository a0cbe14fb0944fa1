"""A file stands still when it stays the one that was looked at and nobody writes to it."""

import os

import pytest

from domain.errors import DigestMismatch, FileChanged
from workers.standing import look_at, standing_still, surely_unwritten


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"12345")
    return path


def test_a_file_nobody_touches_stands_still(file):
    with standing_still(file) as look:
        file.read_bytes()
    assert look.size_bytes == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(b"123456"),
        lambda file: os.utime(file, ns=(0, file.stat().st_mtime_ns + 1)),
        lambda file: (file.rename(file.with_name("old")), file.write_bytes(b"12345")),
    ],
    ids=["longer", "later", "another"],
)
def test_a_file_that_changes_is_told(file, change):
    with pytest.raises(FileChanged), standing_still(file):
        change(file)


def test_a_change_is_the_reason_where_it_made_something_fail(file):
    with pytest.raises(FileChanged) as caught, standing_still(file):
        file.write_bytes(b"123456")
        raise DigestMismatch
    assert isinstance(caught.value.__cause__, DigestMismatch)


def test_a_failure_of_an_unchanged_file_stays_what_it_is(file):
    with pytest.raises(DigestMismatch), standing_still(file):
        raise DigestMismatch


def test_renaming_changes_no_look(file):
    before = look_at(file)
    moved = file.rename(file.with_name(".aside"))
    assert look_at(moved) == before


def test_a_file_is_unwritten_while_nobody_has_it_open_for_writing(file):
    assert surely_unwritten(file)
    with file.open("rb"):
        assert surely_unwritten(file)
    with file.open("ab"):
        assert not surely_unwritten(file)
    assert surely_unwritten(file)


def test_looking_for_writers_hinders_nobody_afterwards(file):
    assert surely_unwritten(file)
    with file.open("ab") as writer:
        writer.write(b"6")
    assert file.read_bytes() == b"123456"
