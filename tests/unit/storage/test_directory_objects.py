"""What a directory of objects does beyond the port: crashes, rights, lost volumes."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.errors import MissingObject, ObjectsUnavailable
from domain.model import Digest
from storage.objects.directory import INCOMING, LEFTOVER_AGE_S, DirectoryObjects
from storage.objects.naming import digest_of, fan_out

CONTENT = b"scanned page" * 10_000

KILLED_BEFORE_THE_NAME_IS_GIVEN = """
import os, signal, sys
from pathlib import Path
from storage.objects.directory import DirectoryObjects

os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
DirectoryObjects(Path(sys.argv[1])).put(sys.stdin.buffer.read())
"""


def test_a_put_that_is_killed_leaves_no_half_object(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_THE_NAME_IS_GIVEN, tmp_path], input=CONTENT, check=False
    )

    objects = DirectoryObjects(tmp_path)
    assert killed.returncode == -9
    assert len(list((tmp_path / INCOMING).iterdir())) == 1
    assert objects.names() == []
    with pytest.raises(MissingObject):
        objects.get(digest_of(CONTENT))
    assert objects.get(objects.put(CONTENT)) == CONTENT


def test_what_a_crash_left_aside_is_swept_after_a_day(tmp_path: Path) -> None:
    DirectoryObjects(tmp_path)
    old, new = tmp_path / INCOMING / "old", tmp_path / INCOMING / "new"
    for leftover in (old, new):
        leftover.touch()
    yesterday = time.time() - LEFTOVER_AGE_S - 60
    os.utime(old, (yesterday, yesterday))

    DirectoryObjects(tmp_path)

    assert [path.name for path in (tmp_path / INCOMING).iterdir()] == ["new"]


def test_an_object_is_a_read_only_file_two_folders_deep(tmp_path: Path) -> None:
    digest = DirectoryObjects(tmp_path).put(CONTENT)

    place = tmp_path / digest[:2] / digest[2:4] / digest
    assert place.read_bytes() == CONTENT
    assert stat.S_IMODE(place.stat().st_mode) == 0o444
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_an_object_that_stands_is_not_written_again(tmp_path: Path) -> None:
    objects = DirectoryObjects(tmp_path)
    place = tmp_path / fan_out(objects.put(CONTENT))
    before = place.stat()

    objects.put(CONTENT)

    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_lost_volume_is_not_a_lost_object(tmp_path: Path) -> None:
    root = tmp_path / "volume"
    objects = DirectoryObjects(root)
    digest = objects.put(CONTENT)
    root.rename(tmp_path / "unmounted")
    root.mkdir()

    calls = (
        lambda: objects.get(digest),
        lambda: objects.put(b"other"),
        lambda: objects.holds(digest),
        objects.names,
        objects.check,
    )
    for call in calls:
        with pytest.raises(ObjectsUnavailable):
            call()


def test_a_root_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ObjectsUnavailable):
        DirectoryObjects(tmp_path / "file" / "objects")


def test_strangers_among_the_objects_are_not_listed(tmp_path: Path) -> None:
    objects = DirectoryObjects(tmp_path)
    digest: Digest = objects.put(CONTENT)
    (tmp_path / digest[:2] / digest[2:4] / "Thumbs.db").touch()

    assert objects.names() == [digest]
