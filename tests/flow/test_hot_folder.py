"""Only settled files are taken, one bad file never stops the others, and no original is lost."""

import shutil

import pytest

from domain.model import DocumentState, RepresentationKind
from workers.hot_folder import HotFolder


@pytest.fixture
def folder(desk, tmp_path):
    return HotFolder(tmp_path / "in", desk, settled_after_s=0.0)


def _sweep_twice(folder):
    folder.sweep()
    return folder.sweep()


def test_a_file_is_taken_when_it_stood_still_and_not_before(desk, tmp_path, scan):
    folder = HotFolder(tmp_path / "in", desk, settled_after_s=0.0)
    target = tmp_path / "in" / "scan.pdf"
    content = scan.read_bytes()
    target.write_bytes(content[:1000])
    assert folder.sweep() == []
    target.write_bytes(content)
    assert folder.sweep() == []
    [received] = folder.sweep()
    assert received.document.size_bytes == len(content)
    assert not target.exists()


def test_the_folder_names_the_dossier(folder, tmp_path, scan):
    dossier = tmp_path / "in" / "H27.10-261103-0001"
    dossier.mkdir()
    shutil.copy(scan, dossier / scan.name)
    [received] = _sweep_twice(folder)
    assert received.document.dossier_code == "H27.10-261103-0001"


def test_one_bad_file_never_stops_the_others_and_is_kept(desk, folder, tmp_path, scan):
    (tmp_path / "in" / "a-bad.pdf").write_bytes(b"no pages here")
    shutil.copy(scan, tmp_path / "in" / f"b-good{scan.suffix}")
    received = _sweep_twice(folder)
    assert [item.refusal is None for item in received] == [False, True]
    bad = received[0].document
    assert bad.state is DocumentState.QUARANTINED
    assert desk.content(bad.id, RepresentationKind.ORIGINAL)[1].read() == b"no pages here"
    assert list((tmp_path / "in").iterdir()) == []


def test_hidden_and_unfinished_files_and_links_are_left_alone(folder, tmp_path, scan):
    for name in (".hidden.pdf", "scan.pdf.part", "scan.tmp"):
        shutil.copy(scan, tmp_path / "in" / name)
    (tmp_path / "in" / "link.pdf").symlink_to(scan)
    assert _sweep_twice(folder) == []
    assert len(list((tmp_path / "in").iterdir())) == 4


def test_a_file_that_cannot_be_stored_stays_where_it_is(settings, stores, desk, folder, tmp_path, scan):
    shutil.copy(scan, tmp_path / "in" / scan.name)
    folder.sweep()
    objects = settings.home / "objects"
    shutil.rmtree(objects)
    objects.write_bytes(b"a file where the store's folder was")
    assert folder.sweep() == []
    assert (tmp_path / "in" / scan.name).read_bytes() == scan.read_bytes()
