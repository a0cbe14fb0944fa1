"""Seen from outside: which children a run of ours had, what each used, and how its own process grew.

Every page is read by a process of its own, a grandchild of the one that forks them (``pipeline.tools.nursery``). Looked
at ten times a second, so a child that lives shorter than that may be missed; none that reads a page does.
"""

import threading
import time
from dataclasses import dataclass, field

from bench.processes import children_of, command_of, cpu_s, peak_mb

_NURSERY = "pipeline.tools.nursery"
_EVERY_S = 0.1


@dataclass(slots=True)
class Worker:
    """One child that did something."""

    pid: int
    peak_mb: float = 0.0
    cpu_s: float = 0.0


@dataclass(slots=True)
class Watch:
    """Watches the descendants of a process from ``start`` until it is gone."""

    pid: int
    workers: dict[int, Worker] = field(default_factory=dict)
    """In the order in which they were first seen."""
    main_mb: list[float] = field(default_factory=list)
    """The peak so far of the process itself, at each look."""
    _thread: threading.Thread | None = None

    def start(self) -> "Watch":
        """Begin to look."""
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()
        return self

    def join(self) -> None:
        """Wait until the process is gone."""
        assert self._thread is not None
        self._thread.join()

    def readers(self, *, least_cpu_s: float) -> list[Worker]:
        """Those that read pages: what inspects a small file or writes it takes less than ``least_cpu_s``."""
        return [worker for worker in list(self.workers.values()) if worker.cpu_s >= least_cpu_s]

    def _look_on(self) -> None:
        while (main := peak_mb(self.pid)) > 0:
            self.main_mb.append(main)
            for pid in _workers_below(self.pid):
                worker = self.workers.setdefault(pid, Worker(pid))
                worker.peak_mb = max(worker.peak_mb, peak_mb(pid))
                worker.cpu_s = max(worker.cpu_s, cpu_s(pid))
            time.sleep(_EVERY_S)


def _workers_below(pid: int) -> list[int]:
    """Children of the keepers, which are children of the nursery."""
    children = children_of()
    nurseries = [child for child in children.get(pid, ()) if _NURSERY in command_of(child)]
    keepers = [keeper for nursery in nurseries for keeper in children.get(nursery, ())]
    return [worker for keeper in keepers for worker in children.get(keeper, ()) if _NURSERY in command_of(worker)]
