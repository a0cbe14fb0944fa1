"""A tantivy index that is missing, lost, damaged, busy or of another version."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import BadSettings, SearchUnavailable
from storage.search import open_search
from storage.search.port import PageEntry, SearchIndex
from storage.search.tantivy import VERSION_FILE, TantivySearch

ENTRY = PageEntry("document", "d", 1, ("đường", "liên", "xã"))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "search"


@pytest.fixture
def filled(directory: Path) -> SearchIndex:
    index = TantivySearch(directory)
    index.put("d", [ENTRY])
    return index


def lose(directory: Path) -> None:
    shutil.rmtree(directory)


def lose_the_list_of_segments(directory: Path) -> None:
    (directory / "index" / "meta.json").unlink()


def garble_the_list_of_segments(directory: Path) -> None:
    (directory / "index" / "meta.json").write_bytes(b"\x00 no json")


def lose_segments(directory: Path) -> None:
    for path in (directory / "index").glob("*.term"):
        path.unlink()


def garble_segments(directory: Path) -> None:
    for path in (directory / "index").glob("*.*"):
        if path.suffix in {".term", ".idx", ".store", ".pos"}:
            path.unlink()
            path.write_bytes(b"\xff" * 100)


def write_with_another_version(directory: Path) -> None:
    (directory / "index" / VERSION_FILE).write_text("0")


HARM = [
    lose,
    lose_the_list_of_segments,
    garble_the_list_of_segments,
    lose_segments,
    garble_segments,
    write_with_another_version,
]


@pytest.mark.parametrize("harm", HARM)
def test_a_harmed_index_says_so_until_it_is_cleared(
    directory: Path, filled: SearchIndex, harm: Callable[[Path], None]
) -> None:
    harm(directory)
    fresh = TantivySearch(directory)
    users = [filled] if harm is lose else [filled, fresh]

    for user in users:
        for _ in range(2):
            with pytest.raises(SearchUnavailable, match="sohoa search --rebuild"):
                user.search("đường")

    fresh.clear()
    fresh.put("d", [ENTRY])
    for user in (filled, fresh):
        assert user.search("đường").total == 1


@pytest.mark.parametrize(
    "harm", [lose, lose_the_list_of_segments, garble_the_list_of_segments, write_with_another_version]
)
def test_nothing_is_put_into_a_harmed_index(directory: Path, filled: SearchIndex, harm: Callable[[Path], None]) -> None:
    harm(directory)

    with pytest.raises(SearchUnavailable):
        filled.put("e", [ENTRY])
    with pytest.raises(SearchUnavailable):
        filled.remove("d")


def test_a_missing_index_is_made_at_the_first_use(directory: Path) -> None:
    index = open_search(f"tantivy://{directory}")
    assert not directory.exists()

    assert index.search("đường").total == 0
    assert (directory / "index").is_dir()


def test_an_index_may_fill_an_empty_volume(directory: Path) -> None:
    directory.mkdir()

    open_search(str(directory)).put("d", [ENTRY])

    assert open_search(str(directory)).search("đường").total == 1


def test_a_directory_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SearchUnavailable):
        TantivySearch(tmp_path / "file" / "search").search("đường")


def test_a_writer_that_waits_too_long_gives_up(directory: Path, filled: SearchIndex) -> None:
    hurried = TantivySearch(directory, writer_timeout_s=0.1)
    with (directory / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(SearchUnavailable, match="another writer"):
            hurried.put("e", [ENTRY])
        assert hurried.search("đường").total == 1

    hurried.put("e", [ENTRY])
    assert filled.search("đường").total == 2


def test_files_of_replaced_pages_do_not_pile_up_whoever_wrote_them(directory: Path) -> None:
    stays = TantivySearch(directory)
    for _ in range(10):
        stays.put("d", [ENTRY])
        TantivySearch(directory).put("d", [ENTRY])

    assert len(list((directory / "index").glob("*.store"))) == 1


@pytest.mark.parametrize("url", ["", "tantivy://", "tantivy:///", "tantivy://host/path", "opensearch://host"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadSettings):
        open_search(url)
