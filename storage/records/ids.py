"""Identifiers that sort by the time they were given out: UUID version 7 (RFC 9562, section 5.7)."""

import secrets
import threading
import uuid
from collections.abc import Callable
from datetime import datetime

_COUNTER_BITS = 12
_RANDOM_BITS = 62


class TimeOrderedIds:
    """Gives out ids; within one process each is greater than the one before, also when the clock stands or goes back.

    The twelve bits after the millisecond count (method 1 of section 6.2); when they run over, the id borrows the next
    millisecond.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """The next id."""
        milliseconds = int(self._clock().timestamp() * 1000)
        with self._lock:
            self._last = max(self._last + 1, milliseconds << _COUNTER_BITS)
            ticks = self._last
        return _uuid7(ticks >> _COUNTER_BITS, ticks & ((1 << _COUNTER_BITS) - 1))


def _uuid7(milliseconds: int, counter: int) -> str:
    value = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(_RANDOM_BITS)
    return str(uuid.UUID(int=value))
