"""A child process keeps its limits, and nothing of it stays."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.errors import FileOverwhelmsTools, TooManyPages
from pipeline.tools.child import in_child
from tests.integration.intake import jobs
from tests.integration.intake.processes import alive, children_of, command_of, wait_until, zombies_of

ROOT = Path(__file__).parents[3]


def ids(folder: Path) -> list[int]:
    return [int(number) for number in (folder / "ids").read_text().split()]


def test_what_the_function_returns_comes_back() -> None:
    assert in_child(jobs.doubled, 21, timeout_s=10, memory_mb=2048) == 42


def test_a_page_of_pixels_comes_back() -> None:
    page = in_child(jobs.white_page, 6000, timeout_s=20, memory_mb=2048)
    assert page.shape == (6000, 6000)
    assert page.min() == 255


def test_the_child_works_in_our_folder_without_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_SECRET", "never to be seen")
    monkeypatch.chdir(tmp_path)
    folder, core_limit, pid, sees_secret = in_child(jobs.surroundings, timeout_s=10, memory_mb=0)
    assert (folder, core_limit, sees_secret) == (str(tmp_path), 0, False)
    assert pid != os.getpid()


def test_our_errors_come_out_as_themselves() -> None:
    with pytest.raises(TooManyPages) as refused:
        in_child(jobs.refuse, timeout_s=10, memory_mb=0)
    assert (refused.value.detail, refused.value.params) == ("counted", {"pages": 7, "limit": 5})


def test_a_fault_of_the_program_keeps_its_traceback() -> None:
    with pytest.raises(LookupError, match="no such thing") as fault:
        in_child(jobs.blunder, timeout_s=10, memory_mb=0)
    assert "in blunder" in "".join(fault.value.__notes__)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (jobs.raise_something_that_cannot_travel, "stays here"),
        (jobs.return_something_that_cannot_travel, "pickle"),
        (jobs.leave_without_a_word, "status 3"),
    ],
)
def test_what_cannot_be_sent_back_is_told_in_words(function: Callable[[], object], told: str) -> None:
    with pytest.raises(RuntimeError, match=told):
        in_child(function, timeout_s=10, memory_mb=0)


@pytest.mark.parametrize(
    ("function", "seconds"), [(jobs.swell, 30.0), (jobs.crash, 10.0), (jobs.spin, 0.5)], ids=["memory", "crash", "time"]
)
def test_a_child_beyond_its_limits_is_an_overwhelmed_tool(function: Callable[[], object], seconds: float) -> None:
    started = time.monotonic()
    with pytest.raises(FileOverwhelmsTools) as refused:
        in_child(function, timeout_s=seconds, memory_mb=1024)
    assert refused.value.params == {"program": function.__name__}
    assert time.monotonic() - started < 10


def test_a_child_out_of_time_takes_its_programs_along(tmp_path: Path) -> None:
    with pytest.raises(FileOverwhelmsTools):
        in_child(jobs.start_helpers_and_hang, tmp_path, timeout_s=1, memory_mb=0)
    assert len(ids(tmp_path)) == 3
    assert not [pid for pid in ids(tmp_path) if alive(pid)]
    assert not zombies_of(os.getpid())


def test_a_child_that_ends_well_leaves_no_program_behind(tmp_path: Path) -> None:
    in_child(jobs.leave_a_helper_behind, tmp_path, timeout_s=10, memory_mb=0)
    assert not [pid for pid in ids(tmp_path) if alive(pid)]


def test_threads_have_children_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(lambda value: in_child(jobs.doubled, value, timeout_s=10, memory_mb=2048), range(40))
        )
    assert answers == [2 * value for value in range(40)]
    assert not zombies_of(os.getpid())


def test_one_hanging_child_does_not_hold_up_another(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        hanging = thread.submit(in_child, jobs.start_helpers_and_hang, tmp_path, timeout_s=2, memory_mb=0)
        assert wait_until((tmp_path / "ids").exists)
        assert in_child(jobs.doubled, 1, timeout_s=10, memory_mb=0) == 2
        assert not hanging.done()
        with pytest.raises(FileOverwhelmsTools):
            hanging.result()


def test_a_child_may_have_a_child() -> None:
    assert in_child(jobs.call_again, 4, timeout_s=20, memory_mb=0) == 8


def test_a_forked_process_has_children_of_its_own() -> None:
    in_child(jobs.doubled, 1, timeout_s=10, memory_mb=0)
    with multiprocessing.get_context("fork").Pool(1) as forked:
        assert forked.apply(jobs.call_again, (5,)) == 10
    assert in_child(jobs.doubled, 3, timeout_s=10, memory_mb=0) == 6


def test_a_killed_nursery_is_replaced() -> None:
    in_child(jobs.doubled, 1, timeout_s=10, memory_mb=0)
    (nursery,) = [pid for pid in children_of(os.getpid()) if "pipeline.tools.nursery" in command_of(pid)]
    os.kill(nursery, signal.SIGKILL)
    assert wait_until(lambda: not alive(nursery))
    assert in_child(jobs.doubled, 2, timeout_s=10, memory_mb=0) == 4
    assert not zombies_of(os.getpid())


def test_an_order_that_a_dying_nursery_accepted_is_given_to_the_next() -> None:
    in_child(jobs.doubled, 1, timeout_s=10, memory_mb=0)
    (nursery,) = [pid for pid in children_of(os.getpid()) if "pipeline.tools.nursery" in command_of(pid)]
    # Stopped, it accepts what is sent and looks at none of it.
    os.kill(nursery, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(in_child, jobs.doubled, 2, timeout_s=10, memory_mb=0)
        time.sleep(0.3)
        assert not waiting.done()
        os.kill(nursery, signal.SIGKILL)
        assert waiting.result(20) == 4
    assert not zombies_of(os.getpid())


def test_a_function_of_the_main_script_is_refused() -> None:
    def local() -> None: ...

    local.__module__ = "__main__"
    with pytest.raises(ValueError, match="importable"):
        in_child(local, timeout_s=10, memory_mb=0)


SCRIPT = """
import sys, pathlib
from tests.integration.intake import jobs
from pipeline.tools.child import in_child
print("the script ran", flush=True)
print(in_child(jobs.doubled, 8, timeout_s=10, memory_mb=0), flush=True)
if len(sys.argv) > 1:
    in_child(jobs.start_helpers_and_hang, pathlib.Path(sys.argv[1]), timeout_s=600, memory_mb=0)
"""


def script(folder: Path) -> list[str]:
    """A script without a guard around its main part."""
    path = folder / "script.py"
    path.write_text(SCRIPT)
    return [sys.executable, "-W", "error", str(path)]


def test_a_plain_script_runs_once(tmp_path: Path) -> None:
    ran = subprocess.run(
        script(tmp_path),
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("the script ran\n16\n", "", 0)


def test_a_killed_caller_takes_its_children_along(tmp_path: Path) -> None:
    caller = subprocess.Popen(
        [*script(tmp_path), str(tmp_path)], env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    assert wait_until((tmp_path / "ids").exists, 20)
    assert wait_until(lambda: len(ids(tmp_path)) == 3)
    caller.kill()
    caller.wait()
    assert wait_until(lambda: not [pid for pid in ids(tmp_path) if alive(pid)])
