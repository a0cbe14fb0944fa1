"""An external program keeps its limits."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.errors import FileOverwhelmsTools, ProgramMissing
from pipeline.tools.program import Completed, run_program
from tests.integration.intake.processes import alive, wait_until


def shell(script: str, *, timeout_s: float = 10, memory_mb: int = 512, max_output_mb: int = 64) -> Completed:
    return run_program(["sh", "-c", script], timeout_s=timeout_s, memory_mb=memory_mb, max_output_mb=max_output_mb)


def test_a_program_tells_its_status_and_both_outputs() -> None:
    assert shell("echo out; echo err >&2; exit 7") == Completed(7, b"out\n", b"err\n")


@pytest.mark.parametrize("program", [["cat"], ["sh", "-c", "cat >/dev/null; echo done"], ["true"]])
def test_a_program_may_read_much_or_nothing(program: Sequence[str]) -> None:
    given = os.urandom(3_000_000)
    ended = run_program(program, timeout_s=10, memory_mb=512, stdin=given)
    assert ended.returncode == 0
    assert ended.stdout == {"cat": given, "sh": b"done\n", "true": b""}[program[0]]


def test_a_program_without_input_reads_nothing() -> None:
    assert shell("cat").stdout == b""


def test_limits_and_environment_stand_before_the_program_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_SECRET", "never to be seen")
    ended = shell("ulimit -v; ulimit -c; echo $OMP_THREAD_LIMIT $LC_ALL ${SOHOA_SECRET:-unseen}", memory_mb=300)
    assert ended.stdout.split() == [b"307200", b"0", b"1", b"C.UTF-8", b"unseen"]


def test_no_memory_limit_is_set_when_none_is_wanted() -> None:
    assert shell("ulimit -v", memory_mb=0).stdout == b"unlimited\n"


def test_a_missing_program_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing) as missing:
        run_program(["tesseract", "--version"], timeout_s=10, memory_mb=0)
    assert missing.value.params == {"program": "tesseract", "package": "tesseract-ocr"}


def test_a_program_out_of_time_takes_its_own_programs_along() -> None:
    started = time.monotonic()
    with pytest.raises(FileOverwhelmsTools) as refused:
        shell("sleep 600 & sleep 600", timeout_s=0.3)
    assert refused.value.params == {"program": "sh"}
    assert time.monotonic() - started < 3


def test_a_program_that_drips_output_is_out_of_time_all_the_same() -> None:
    with pytest.raises(FileOverwhelmsTools, match="time"):
        shell("while true; do echo drip; done", timeout_s=0.3, max_output_mb=10_000)


def test_a_program_that_ends_leaves_nothing_in_the_background() -> None:
    left = int(shell("sleep 600 >/dev/null 2>&1 & echo $!").stdout)
    assert wait_until(lambda: not alive(left))


def test_too_much_output_is_refused() -> None:
    with pytest.raises(FileOverwhelmsTools, match="output"):
        shell("yes", max_output_mb=1)


def test_a_crash_is_an_overwhelmed_tool() -> None:
    with pytest.raises(FileOverwhelmsTools, match="SIGSEGV"):
        shell("kill -SEGV $$")


def test_a_program_cannot_take_more_memory_than_it_may() -> None:
    greedy = ["python3", "-c", "bytearray(10**9)"]
    assert run_program(greedy, timeout_s=10, memory_mb=2048).returncode == 0
    assert b"MemoryError" in run_program(greedy, timeout_s=10, memory_mb=512).stderr
