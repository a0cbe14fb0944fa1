"""A name only ever stands for a whole file."""

from pathlib import Path

import pytest

from domain.errors import JobTaken
from signing.part import part_of, starts_with


def test_what_is_published_stands_under_its_name_alone(tmp_path: Path) -> None:
    with part_of(tmp_path / "a.pdf") as part:
        part.stream.write(b"whole")
        part.publish()

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"whole")]


def test_what_fails_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"before")

    with pytest.raises(ZeroDivisionError), part_of(tmp_path / "a.pdf") as part:
        part.stream.write(b"half")
        raise ZeroDivisionError

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"before")]


def test_two_at_once_do_not_share_a_target(tmp_path: Path) -> None:
    with part_of(tmp_path / "a.pdf") as first:
        with pytest.raises(JobTaken), part_of(tmp_path / "a.pdf"):
            pass
        first.stream.write(b"first")
        first.publish()

    assert (tmp_path / "a.pdf").read_bytes() == b"first"


def test_a_published_part_frees_the_name_for_the_next(tmp_path: Path) -> None:
    with part_of(tmp_path / "a.pdf") as first:
        first.stream.write(b"first")
        first.publish()
        with part_of(tmp_path / "a.pdf") as second:
            second.stream.write(b"second")
            second.publish()

    assert (tmp_path / "a.pdf").read_bytes() == b"second"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_leavings_of_a_dead_process_are_taken_over(tmp_path: Path) -> None:
    (tmp_path / "a.pdf.part").write_bytes(b"leavings, longer than what follows")
    (tmp_path / "source.pdf").write_bytes(b"short")

    with part_of(tmp_path / "a.pdf") as part:
        part.fill_from(tmp_path / "source.pdf")
        part.publish()

    assert (tmp_path / "a.pdf").read_bytes() == b"short"


@pytest.mark.parametrize(("content", "expected"), [(b"abcdef", True), (b"abc", True), (b"ab", False), (b"abx", False)])
def test_a_prefix_is_told_from_everything_else(tmp_path: Path, content: bytes, expected: bool) -> None:
    (tmp_path / "source").write_bytes(b"abc")
    (tmp_path / "result").write_bytes(content)

    with (tmp_path / "result").open("rb") as stream:
        assert starts_with(stream, tmp_path / "source") is expected
