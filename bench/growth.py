"""How ours grows with processes and with pages, and what a kill costs it."""

import json
import os
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench.meter import CommandFailed, Cost, cost_of, finish, start
from bench.pages import Skipped
from bench.processes import children_of, command_of
from bench.sparse import sparse_pdf
from bench.watch import Watch
from bench.ways import SOHOA, Command

A4_300 = (2480, 3508)
A5_150 = (874, 1240)
"""Width and height in pixels."""

_HUNDRED = 100
_STARTS_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Speed:
    """Pages a second of one process and of two at once, and their processor seconds per page; one entry a run."""

    pages: int
    one: list[float]
    two: list[float]
    one_cpu: list[float]
    two_cpu: list[float]

    @property
    def ratio(self) -> float:
        """How many times more two read than one by the clock: the median of the runs."""
        return statistics.median(both / one for one, both in zip(self.one, self.two, strict=True))

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time, which others on the machine disturb less: what two cores could do at most."""
        return statistics.median(2 * one / both for one, both in zip(self.one_cpu, self.two_cpu, strict=True))


@dataclass(frozen=True, slots=True)
class Memory:
    """Peaks in megabytes: of children that read the first and the last pages, and of the process itself.

    ``main_first`` is the process's peak after a tenth of the run, ``main_last`` at its end.
    """

    pages: int
    seen: int
    worker_peak: float
    first_pages: float
    last_pages: float
    main_first: float
    main_last: float


@dataclass(frozen=True, slots=True)
class Length:
    """A file of so many pages: its cost, and that of one page more than a file of one page has."""

    pages: int
    cpu_s: float
    marginal_cpu: float | None
    largest_mb: float


@dataclass(frozen=True, slots=True)
class Kill:
    """A run that was killed, and the next one over the same files.

    ``finished`` pages were kept when it was killed; ``repeated`` of them were read a second time by the next run. The
    processor seconds are those of a run that was not disturbed, and of the run after the kill.
    """

    pages: int
    finished: int
    repeated: int
    whole_cpu_s: float
    second_cpu_s: float


def measure_speed(full: Path, pages: int, runs: int, scratch: Path) -> Speed:
    """One process on its core against two on two, on copies of the same file."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise Skipped("one processor core is no place for two processes")
    speed = Speed(pages, [], [], [], [])
    for run in range(runs):
        alone = finish(start([_digitize(full, scratch / f"one{run}")], core=cores[0]))
        began = time.monotonic()
        wrappers = [start([_digitize(full, scratch / f"two{run}-{core}")], core=core) for core in cores[:2]]
        both = [finish(wrapper) for wrapper in wrappers]
        speed.two.append(2 * pages / (time.monotonic() - began))
        speed.one.append(pages / alone.wall_s)
        speed.one_cpu.append(alone.cpu_s / pages)
        speed.two_cpu.append(sum(cost.cpu_s for cost in both) / (2 * pages))
    return speed


def measure_memory(pages: int, scratch: Path) -> Memory:
    """Peaks over a long file of A4 pages in colour."""
    source = sparse_pdf(scratch / "memory.pdf", pages, size_px=A4_300, dpi=300, colour=True)
    wrapper = start([_digitize(source, scratch / "memory", "--jobs", str(os.cpu_count() or 1))])
    watch = Watch(_main_process(wrapper.pid)).start()
    finish(wrapper)
    watch.join()
    readers = watch.readers(least_cpu_s=0.05)
    few = max(1, min(_HUNDRED, len(readers) // 2))
    return Memory(
        pages,
        len(readers),
        max(reader.peak_mb for reader in readers),
        statistics.fmean(reader.peak_mb for reader in readers[:few]),
        statistics.fmean(reader.peak_mb for reader in readers[-few:]),
        watch.main_mb[len(watch.main_mb) // 10],
        watch.main_mb[-1],
    )


def measure_lengths(lengths: list[int], scratch: Path) -> list[Length]:
    """Cost of small pages in ever longer files; the first length is what the others are compared with."""
    measured: list[Length] = []
    for pages in lengths:
        source = sparse_pdf(scratch / f"length{pages}.pdf", pages, size_px=A5_150, dpi=150, colour=False)
        cost = cost_of([_digitize(source, scratch / f"length{pages}")])
        marginal = None
        if measured:
            marginal = (cost.cpu_s - measured[0].cpu_s) / (pages - measured[0].pages)
        measured.append(Length(pages, cost.cpu_s, marginal, cost.largest_mb))
    return measured


def measure_kill(full: Path, pages: int, scratch: Path) -> Kill:
    """Kill a run when half of its pages are done, run again, and see which pages it took over.

    A page says to the thousandth how many seconds reading it took: one that was read again says something else.
    """
    whole = cost_of([_digitize(full, scratch / "whole")])
    out = scratch / "killed"
    wrapper = start([_digitize(full, out)])
    main = _main_process(wrapper.pid)
    while len(_kept(out)) < pages // 2 and wrapper.poll() is None:
        time.sleep(0.02)
    os.kill(main, signal.SIGKILL)
    _failed(wrapper)
    kept = _kept(out)
    second = cost_of([_digitize(full, out)])
    facts = json.loads((out / f"{full.stem}.json").read_text("utf-8"))
    seconds = {page["number"]: page["seconds"] for page in facts["pages"]}
    repeated = sum(seconds[number] != before for number, before in kept.items())
    return Kill(pages, len(kept), repeated, whole.cpu_s, second.cpu_s)


def _kept(out: Path) -> dict[int, float]:
    """The pages that a run under way has finished, and the seconds each took."""
    stored = (page for page in out.glob(".unfinished/*/p*.json") if page.with_suffix(".seconds").exists())
    return {int(page.stem[1:]): float(page.with_suffix(".seconds").read_text()) for page in stored}


def _digitize(source: Path, out: Path, *options: str) -> Command:
    jobs = () if "--jobs" in options else ("--jobs", "1")
    return [*SOHOA, "scan", "digitize", source, out, *jobs, *options]


def _main_process(wrapper: int) -> int:
    """The process of ours that a wrapper started."""
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        for child in children_of().get(wrapper, ()):
            if "sohoa.cli" in command_of(child):
                return child
        time.sleep(0.01)
    raise CommandFailed("sohoa did not start")


def _failed(wrapper: "subprocess.Popen[str]") -> Cost | None:
    try:
        return finish(wrapper)
    except CommandFailed:
        return None
