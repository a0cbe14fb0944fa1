"""Pages may be read in any order, and a run may be stopped at any moment: the document that comes out is the same.

A run keeps each page the moment it is read, so what any order leaves behind at any moment is a set of finished pages.
All such sets are tried here, and real processes are killed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from pipeline.digitize import Digitizer
from tests.unit.pipeline.drawn import TEXT, written_page
from tests.waiting import until

PAGES = (1, 2, 3)
STATES = [kept for count in range(len(PAGES) + 1) for kept in combinations(PAGES, count)]


@pytest.fixture(scope="module")
def batch(tmp_path_factory) -> Path:
    """A file of few small pages, the first the slowest to read."""
    path = tmp_path_factory.mktemp("in") / "a.tif"
    pages = [Image.fromarray(written_page(lines, dpi=120)[:640]) for lines in (TEXT, TEXT[1:3], TEXT[3:4])]
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], dpi=(120, 120))
    return path


@pytest.fixture(scope="module")
def undisturbed(batch, validator, tmp_path_factory) -> Path:
    """What a run leaves that nobody stopped."""
    out = tmp_path_factory.mktemp("undisturbed")
    [result] = Digitizer(out, validator).run([batch], lambda _now: None)
    assert result.refusal is None
    return out


@pytest.fixture(scope="module")
def all_read(batch, validator, tmp_path_factory) -> Path:
    """What a run leaves that was stopped when all pages were read and nothing else was done."""
    out = tmp_path_factory.mktemp("stopped")
    with pytest.raises(KeyboardInterrupt):
        Digitizer(out, validator).run([batch], _stopping_after(len(PAGES)))
    assert len(list(out.rglob("p*.json"))) == len(PAGES)
    return out


def _stopping_after(pages: int):
    def watch(now):
        if now.pages_done >= pages:
            raise KeyboardInterrupt

    return watch


def _document(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in {".pdf", ".txt"}}


def _facts(folder: Path) -> dict[str, object]:
    """What is known of the document, without the times that it took."""
    facts = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    return facts | {"seconds": 0, "pages": [page | {"seconds": 0} for page in facts["pages"]]}


def _seconds(folder: Path) -> dict[int, float]:
    """How long the finished pages took to read: a page that is read again takes another time."""
    return {int(one.stem[1:]): float(one.read_text()) for one in folder.rglob("p*.seconds") if _is_kept(one)}


def _is_kept(seconds: Path) -> bool:
    return seconds.with_suffix(".json").exists()


def _with_pages(all_read: Path, kept: tuple[int, ...], out: Path) -> Path:
    shutil.copytree(all_read, out)
    for page in out.rglob("p*"):
        if int(page.name[1 : page.name.index(".")]) not in kept:
            page.unlink()
    for text in out.glob("*.txt"):
        text.unlink()
    return out


@pytest.mark.parametrize("kept", STATES, ids=lambda kept: "kept " + (" ".join(map(str, kept)) or "nothing"))
def test_whichever_pages_were_finished_the_rest_is_read_and_the_document_is_the_same(
    kept, batch, undisturbed, all_read, validator, tmp_path
):
    out = _with_pages(all_read, kept, tmp_path / "out")
    before = _seconds(out)
    assert tuple(sorted(before)) == kept
    seen = []

    Digitizer(out, validator).run([batch], seen.append)

    assert seen[-1].pages_kept == len(kept)
    assert _document(out) == _document(undisturbed)
    assert _facts(out) == _facts(undisturbed)
    took = {page["number"]: page["seconds"] for page in json.loads((out / "a.json").read_bytes())["pages"]}
    assert {number: took[number] for number in kept} == before
    assert not (out / ".unfinished").exists()


def test_pages_that_are_read_side_by_side_make_the_same_document(batch, undisturbed, validator, tmp_path):
    Digitizer(tmp_path, validator, jobs=len(PAGES)).run([batch], lambda _now: None)
    assert _document(tmp_path) == _document(undisturbed)
    assert _facts(tmp_path) == _facts(undisturbed)


@pytest.mark.parametrize("missing", ["a.json", "a.pdf"])
def test_a_run_that_ended_between_its_last_files_is_finished(missing, batch, undisturbed, validator, tmp_path):
    out = Path(shutil.copytree(undisturbed, tmp_path / "out"))
    (out / missing).unlink()
    [result] = Digitizer(out, validator).run([batch], lambda _now: None)
    assert not result.kept
    assert _document(out) == _document(undisturbed)
    assert _facts(out) == _facts(undisturbed)


def _page_is_kept(number: int):
    return lambda out: any(True for _ in out.glob(f".unfinished/*/p{number}.json"))


def _is_archiving(out: Path) -> bool:
    return any(True for _ in out.glob(".unfinished/*/.part-*"))


MOMENTS = {
    "the first page is read": (_page_is_kept(1), 1),
    "the second page is read": (_page_is_kept(2), 2),
    "the document is put together": (_is_archiving, len(PAGES)),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_that_was_killed_leaves_nothing_running_and_the_same_command_goes_on(
    moment, batch, undisturbed, tmp_path
):
    has_come, least = MOMENTS[moment]
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from sohoa.cli import main; main()", "scan", "digitize", batch, out, "--jobs=1"]
    environment = os.environ | {"SOHOA_HOME": str(tmp_path / "home")}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: has_come(out) or running.poll() is not None)
    started = _descendants(running.pid)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert started
    until(lambda: not any(map(_lives, started.items())))
    assert not (out / "a.json").exists()
    before = _seconds(out)
    assert len(before) >= least

    again = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)

    assert f"{len(before)} trang đã có" in again.stderr
    assert _document(out) == _document(undisturbed)
    assert _facts(out) == _facts(undisturbed)
    took = {page["number"]: page["seconds"] for page in json.loads((out / "a.json").read_bytes())["pages"]}
    assert {number: took[number] for number in before} == before


def _descendants(ancestor: int) -> dict[int, str]:
    """The processes that one started, and those that they started, each with the moment of its start."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
    found = {ancestor}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    born = {}
    for child in found - {ancestor}:
        with suppress(OSError):
            born[child] = _stat(child)[19]
    return born


def _lives(process: tuple[int, str]) -> bool:
    number, born = process
    try:
        state, *others = _stat(number)
    except OSError:
        return False
    return others[18] == born and state != "Z"


def _stat(process: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the state on: 0 is the state, 1 the parent, 19 the moment of the start."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
