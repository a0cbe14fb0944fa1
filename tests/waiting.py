"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool], limit_s: float = 60.0) -> None:
    """Return as soon as the condition holds; fail the test when it does not within the limit."""
    deadline = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline, f"not within {limit_s:g} s"
        time.sleep(0.05)
