"""What a measured command is said to cost."""

import sys
from pathlib import Path

import pytest

from bench.meter import CommandFailed, cost_of

BURN = "import time\nwhile time.process_time() < 0.5: pass"


def test_what_a_command_burns_is_counted() -> None:
    assert cost_of([[sys.executable, "-c", BURN]]).cpu_s >= 0.5


def test_what_it_left_running_behind_is_counted_as_well() -> None:
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}], start_new_session=True)"
    assert cost_of([[sys.executable, "-c", leave]]).cpu_s >= 0.5


def test_two_measurements_do_not_mix() -> None:
    cost_of([[sys.executable, "-c", BURN]])
    assert cost_of([["true"]]).cpu_s < 0.5


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(CommandFailed, match="ended with 3"):
        cost_of([["sh", "-c", "exit 3"]])


def test_an_expected_exit_code_is_no_failure(tmp_path: Path) -> None:
    cost_of([["sh", "-c", "echo written; exit 3"]], expected=(0, 3), output=tmp_path / "said")
    assert (tmp_path / "said").read_text() == "written\n"
