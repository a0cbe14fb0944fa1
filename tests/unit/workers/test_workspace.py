"""Fetched objects are shared, never damaged, and never taken away from who reads them."""

import os
import threading
import time

import pytest

from storage.objects.directory import DirectoryObjects
from workers.workspace import LEFTOVER_AGE_S, Workspace


class CountingObjects(DirectoryObjects):
    """Counts how often something is fetched."""

    fetched = 0

    def fetch(self, digest, target):
        self.fetched += 1
        super().fetch(digest, target)


@pytest.fixture
def objects(tmp_path):
    return CountingObjects(tmp_path / "objects")


def test_an_object_is_fetched_once_for_many_users(objects, tmp_path):
    digest = objects.put(b"original")
    one, another = Workspace(tmp_path / "work", objects), Workspace(tmp_path / "work", objects)
    for workspace in (one, one, another):
        with workspace.file(digest) as path:
            assert path.read_bytes() == b"original"
    assert objects.fetched == 1


def test_what_goes_when_room_is_short_stays_for_who_reads_it(objects, tmp_path):
    workspace, another = (Workspace(tmp_path / "work", objects, max_bytes=150) for _ in range(2))
    first, second = objects.put(b"1" * 100), objects.put(b"2" * 100)
    with workspace.file(first) as path:
        with another.file(second):
            pass
        assert path.read_bytes() == b"1" * 100
    assert [file.name for file in (tmp_path / "work" / "fetched").iterdir()] == [second]


def test_the_least_recently_used_goes_first(objects, tmp_path):
    workspace = Workspace(tmp_path / "work", objects, max_bytes=250)
    old, used, new = (objects.put(letter * 100) for letter in (b"o", b"u", b"n"))
    for age, digest in ((300, old), (200, used)):
        with workspace.file(digest) as path:
            os.utime(path, (time.time() - age,) * 2)
    with workspace.file(used), workspace.file(new):
        pass
    assert {file.name for file in (tmp_path / "work" / "fetched").iterdir()} == {used, new}


def test_an_object_larger_than_all_room_is_had_all_the_same(objects, tmp_path):
    workspace = Workspace(tmp_path / "work", objects, max_bytes=10)
    digest = objects.put(b"1" * 100)
    with workspace.file(digest) as path:
        assert path.stat().st_size == 100
    assert list((tmp_path / "work" / "fetched").iterdir()) == []


def test_many_users_at_once_all_get_whole_files(objects, tmp_path):
    digests = [objects.put(b"%d" % number * 20_000) for number in range(4)]
    workspaces = [Workspace(tmp_path / "work", objects, max_bytes=50_000) for _ in range(2)]
    wrong = []

    def use(number):
        for turn in range(40):
            digest = digests[(number + turn) % len(digests)]
            with workspaces[number % 2].file(digest) as path:
                if path.read_bytes() != objects.get(digest):
                    wrong.append(digest)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert list((tmp_path / "work" / "scratch").iterdir()) == []


def test_a_folder_is_gone_after_its_block(objects, tmp_path):
    with Workspace(tmp_path / "work", objects).folder() as folder:
        (folder / "half-done.pdf").write_bytes(b"x")
    assert not folder.exists()


def test_what_a_killed_process_left_is_swept_after_a_day(objects, tmp_path):
    left = tmp_path / "work" / "scratch" / "left"
    left.mkdir(parents=True)
    Workspace(tmp_path / "work", objects)
    assert left.exists()
    os.utime(left, (time.time() - LEFTOVER_AGE_S - 1,) * 2)
    Workspace(tmp_path / "work", objects)
    assert not left.exists()
