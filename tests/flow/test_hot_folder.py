"""Only settled files are taken, one bad file never stops the others, and no original is lost."""

import contextlib
import os
import shutil
import threading
import time

import pytest
from structlog.testing import capture_logs

from domain.errors import FileChanged
from domain.model import DocumentState, RepresentationKind
from pipeline.limits import Limits
from tests.flow.faults import IntrudedObjects
from tests.waiting import until
from workers.desk import Desk
from workers.hot_folder import HotFolder
from workers.stores import Stores

NO_DOCUMENT = b"no pages here"


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(desk, inbox):
    return HotFolder(inbox, desk, settled_after_s=0.0)


@pytest.fixture
def intruded(settings, stores):
    """A desk whose object store does something after it kept a file."""
    objects = IntrudedObjects(settings.home / "objects")
    other = Stores(stores.records, objects, stores.search, stores.workspace)
    return objects, Desk(other, Limits())


def sweep_twice(folder):
    folder.sweep()
    return folder.sweep()


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_taken_when_it_stood_still_and_not_before(folder, inbox, scan):
    target = inbox / "scan.png"
    content = scan.read_bytes()
    target.write_bytes(content[:1000])
    assert folder.sweep() == []
    target.write_bytes(content)
    assert folder.sweep() == []
    [received] = folder.sweep()
    assert received.document.size_bytes == len(content)
    assert received.document.state is DocumentState.RECEIVED
    assert names(inbox) == []


def test_a_file_somebody_still_has_open_for_writing_must_stand_still_for_longer(desk, inbox):
    folder = HotFolder(inbox, desk, settled_after_s=0.2)
    with (inbox / "slow.pdf").open("wb") as scanner:
        scanner.write(NO_DOCUMENT)
        scanner.flush()
        folder.sweep()
        time.sleep(0.3)
        assert folder.sweep() == []
    assert len(folder.sweep()) == 1


def test_where_writers_cannot_be_ruled_out_a_file_is_taken_all_the_same(desk, inbox):
    folder = HotFolder(inbox, desk, settled_after_s=0.02)
    with (inbox / "held.pdf").open("wb") as careless:
        careless.write(NO_DOCUMENT)
        careless.flush()
        until(lambda: folder.sweep() != [], 5)
        assert names(inbox) == []


def test_the_folder_names_dossier_and_batch(desk, folder, inbox, stores):
    dossier = inbox / "H27.10-261103-0001" / "page side"
    dossier.mkdir(parents=True)
    (dossier / "a.pdf").write_bytes(NO_DOCUMENT)
    [received] = sweep_twice(folder)
    assert received.document.dossier_code == "H27.10-261103-0001"
    with stores.records.transaction() as tx:
        assert tx.documents.open_batch("H27.10-261103-0001", "test").id == received.document.batch_id


def test_a_folder_whose_name_cannot_be_recorded_is_taken_in_under_another(folder, inbox):
    odd = inbox / os.fsdecode(b"t\xecnh\x07")
    odd.mkdir()
    (odd / "a.pdf").write_bytes(NO_DOCUMENT)
    [received] = sweep_twice(folder)
    assert received.document.dossier_code is None
    assert names(odd) == []


def test_one_bad_file_never_stops_the_others_and_is_kept(content, folder, inbox, scan):
    (inbox / "a-bad.pdf").write_bytes(NO_DOCUMENT)
    shutil.copy(scan, inbox / f"b-good{scan.suffix}")
    received = sweep_twice(folder)
    assert [item.refusal is None for item in received] == [False, True]
    bad = received[0].document
    assert bad.state is DocumentState.QUARANTINED
    assert content(bad.id, RepresentationKind.ORIGINAL) == NO_DOCUMENT
    assert names(inbox) == []


def test_a_fault_that_one_file_brings_to_light_never_stops_the_others(stores, inbox):
    class Faulty(Desk):
        def ingest(self, path, **options):
            if path.name == "a.pdf":
                raise ZeroDivisionError
            return super().ingest(path, **options)

    folder = HotFolder(inbox, Faulty(stores, Limits()), settled_after_s=0.0)
    for name in ("a.pdf", "b.pdf"):
        (inbox / name).write_bytes(NO_DOCUMENT)
    assert len(sweep_twice(folder)) == 1
    assert names(inbox) == ["a.pdf"]


def test_hidden_and_unfinished_files_and_links_are_left_alone(folder, inbox, scan):
    for name in (".hidden.pdf", "scan.pdf.part", "scan.TMP"):
        shutil.copy(scan, inbox / name)
    (inbox / ".trash").mkdir()
    shutil.copy(scan, inbox / ".trash" / "old.png")
    (inbox / "link.pdf").symlink_to(scan)
    (inbox / "elsewhere").symlink_to(scan.parent)
    os.mkfifo(inbox / "pipe.pdf")
    assert sweep_twice(folder) == []
    assert len(names(inbox)) == 7


def test_a_file_that_cannot_be_stored_stays_where_it_is_and_is_not_tried_at_once(settings, folder, inbox, scan):
    shutil.copy(scan, inbox / scan.name)
    folder.sweep()
    objects = settings.home / "objects"
    shutil.rmtree(objects)
    objects.write_bytes(b"a file where the store's folder was")
    with capture_logs() as logs:
        assert sweep_twice(folder) == []
    assert [(entry["event"], entry["error"]) for entry in logs] == [("file_not_taken", "objects_unavailable")]
    assert (inbox / scan.name).read_bytes() == scan.read_bytes()


# --- files that change in between -----------------------------------------------------------------------------------


def test_what_is_written_while_a_file_is_read_is_not_recorded(intruded, tmp_path):
    objects, desk = intruded
    file = tmp_path / "scan.pdf"
    file.write_bytes(NO_DOCUMENT)
    objects.intrude = lambda: file.write_bytes(b"longer than before")
    with pytest.raises(FileChanged):
        desk.ingest(file, actor="test")
    assert desk.documents() == []


def test_a_file_replaced_after_it_was_read_keeps_its_new_bytes(stores, desk, inbox):
    """The scanner writes the next paper under the same name, just before the first one is removed."""

    class Overtaken(Desk):
        def content(self, record_id, kind):
            (inbox / "new").write_bytes(b"the next paper")
            (inbox / "new").replace(inbox / "scan.pdf")
            return super().content(record_id, kind)

    (inbox / "scan.pdf").write_bytes(NO_DOCUMENT)
    [first] = sweep_twice(HotFolder(inbox, Overtaken(stores, Limits()), settled_after_s=0.0))
    [name] = names(inbox)
    assert name.endswith("-scan.pdf")
    assert (inbox / name).read_bytes() == b"the next paper"

    [second] = sweep_twice(HotFolder(inbox, desk, settled_after_s=0.0))
    assert second.document.id != first.document.id
    assert names(inbox) == []


def test_a_file_overwritten_after_it_was_read_keeps_its_new_bytes(stores, inbox):
    class Overtaken(Desk):
        def content(self, record_id, kind):
            (inbox / "scan.pdf").write_bytes(b"the next paper")
            return super().content(record_id, kind)

    (inbox / "scan.pdf").write_bytes(NO_DOCUMENT)
    sweep_twice(HotFolder(inbox, Overtaken(stores, Limits()), settled_after_s=0.0))
    [name] = names(inbox)
    assert (inbox / name).read_bytes() == b"the next paper"


def test_a_file_somebody_opened_for_writing_after_it_was_read_is_not_removed(stores, inbox):
    class Opened(Desk):
        def content(self, record_id, kind):
            self.writer = (inbox / "scan.pdf").open("ab")
            return super().content(record_id, kind)

    (inbox / "scan.pdf").write_bytes(NO_DOCUMENT)
    opened = Opened(stores, Limits())
    sweep_twice(HotFolder(inbox, opened, settled_after_s=0.0))
    with opened.writer:
        opened.writer.write(b", nor here")
    [name] = names(inbox)
    assert (inbox / name).read_bytes() == NO_DOCUMENT + b", nor here"


def test_what_a_crash_left_half_removed_comes_back(desk, content, inbox):
    (inbox / "2026").mkdir()
    (inbox / "2026" / ".sohoa-0a1b2c3d-scan.pdf").write_bytes(NO_DOCUMENT)
    folder = HotFolder(inbox, desk, settled_after_s=0.0)
    folder.sweep()
    [received] = sweep_twice(folder)
    assert received.document.name == "sohoa-0a1b2c3d-scan.pdf"
    assert content(received.document.id, RepresentationKind.ORIGINAL) == NO_DOCUMENT
    assert names(inbox / "2026") == []


def test_a_long_vietnamese_name_is_no_hindrance(folder, inbox):
    name = "ệ" * 83 + ".pdf"
    assert len(name.encode()) == 253
    (inbox / name).write_bytes(NO_DOCUMENT)
    [received] = sweep_twice(folder)
    assert received.document.name == name
    assert names(inbox) == []


# --- the watch ------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(desk, inbox, monkeypatch):
    """A folder that is being watched."""
    monkeypatch.setattr("workers.hot_folder.AWAY_S", 0.2)
    stopping = threading.Event()
    thread = threading.Thread(target=HotFolder(inbox, desk, settled_after_s=0.1).watch, args=(stopping,))
    thread.start()
    yield inbox
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_folder_that_is_removed_is_made_again_and_watched_on(watched, desk):
    (watched / "sub").mkdir()
    time.sleep(0.3)
    shutil.rmtree(watched)
    until(watched.is_dir, 5)
    (watched / "scan.pdf").write_bytes(NO_DOCUMENT)
    until(lambda: len(desk.documents()) == 1, 5)


def test_a_folder_that_cannot_be_read_is_waited_for(watched, desk):
    while not watched.is_file():
        shutil.rmtree(watched, ignore_errors=True)
        with contextlib.suppress(IsADirectoryError):  # it is made again at any moment
            watched.write_bytes(b"something else of that name")
    time.sleep(0.5)
    watched.unlink()
    until(watched.is_dir, 5)
    (watched / "scan.pdf").write_bytes(NO_DOCUMENT)
    until(lambda: len(desk.documents()) == 1, 5)


def test_the_watch_ends_between_two_files(inbox, intruded):
    objects, desk = intruded
    stopping = threading.Event()
    objects.intrude = stopping.set
    for number in range(20):
        (inbox / f"{number}.pdf").write_bytes(b"%d" % number)
    HotFolder(inbox, desk, settled_after_s=0.1).watch(stopping)
    assert len(desk.documents()) == 1
    assert len(names(inbox)) == 19


def test_a_look_through_thousands_of_waiting_files_costs_little_more_than_walking_them(desk, inbox):
    for folder in range(20):
        (inbox / f"{folder}").mkdir()
        for number in range(100):
            (inbox / f"{folder}" / f"{number}.pdf").write_bytes(b"x")
    folder = HotFolder(inbox, desk, settled_after_s=3600.0)
    folder.sweep()

    walking = min(cpu_seconds(lambda: [file.stat() for file in inbox.rglob("*")]) for _ in range(3))
    looking = min(cpu_seconds(lambda: folder.sweep() == [] or pytest.fail("taken")) for _ in range(3))

    assert looking < 20 * walking


def cpu_seconds(act):
    started = time.process_time()
    act()
    return time.process_time() - started
