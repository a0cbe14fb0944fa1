"""How ours grows: with processes, with pages, and after a kill.

    make bench-scale                                        some twenty-five minutes on a quiet machine
    python -m bench.scale --only speed,memory,length,kill --memory-pages 40 --lengths 1,20,40

speed    pages a second of one process and of two, each bound to a core of its own, in alternation
memory   the peak of the children that read, and of the process itself, over very many A4 pages in colour at 300 dpi
length   processor seconds of one page more in files of more and more pages
kill     a run killed in the middle, and how many finished pages the next run reads again

Memory and length are measured on pages with three short lines: recognising thousands of full pages would take hours
and show nothing more, as each page is read by a process of its own. Speed and kill are measured on full pages.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.growth import (
    A4_300,
    Kill,
    Length,
    Memory,
    Speed,
    measure_kill,
    measure_lengths,
    measure_memory,
    measure_speed,
)
from bench.pages import ROOT, Skipped, Stock
from bench.sparse import sparse_pdf

console = Console(width=max(120, Console().width))


def _show_speed(speed: Speed) -> None:
    heads = ("run", "one process", "two processes", "ratio", "CPU s/page, one", "CPU s/page, two", "ratio by CPU")
    table = _table("speed: pages a second, and processor seconds per page", *heads)
    runs = zip(speed.one, speed.two, speed.one_cpu, speed.two_cpu, strict=True)
    for run, (one, two, one_cpu, two_cpu) in enumerate(runs, 1):
        clock = (f"{one:.3f}", f"{two:.3f}", f"{two / one:.2f} ×")
        table.add_row(str(run), *clock, f"{one_cpu:.2f}", f"{two_cpu:.2f}", f"{2 * one_cpu / two_cpu:.2f} ×")
    table.add_row("median", "", "", f"{speed.ratio:.2f} ×", "", "", f"{speed.cpu_ratio:.2f} ×", style="bold")
    console.print(table)


def _show_memory(memory: Memory) -> None:
    title = f"memory: MB over {memory.pages} pages, {memory.seen} readers seen"
    table = _table(title, "", "first pages", "last pages", "peak")
    table.add_row(
        "child that reads", f"{memory.first_pages:.0f}", f"{memory.last_pages:.0f}", f"{memory.worker_peak:.0f}"
    )
    table.add_row("process itself", f"{memory.main_first:.0f}", f"{memory.main_last:.0f}", f"{memory.main_last:.0f}")
    console.print(table)


def _show_lengths(lengths: list[Length]) -> None:
    table = _table("length: small pages in one file", "pages", "CPU s", "CPU s of one page more", "largest process MB")
    for entry in lengths:
        marginal = "–" if entry.marginal_cpu is None else f"{entry.marginal_cpu:.4f}"
        table.add_row(str(entry.pages), f"{entry.cpu_s:.1f}", marginal, f"{entry.largest_mb:.0f}")
    console.print(table)


def _show_kill(kill: Kill) -> None:
    table = _table(
        "kill: a second run after SIGKILL",
        "pages",
        "finished",
        "repeated",
        "CPU s, undisturbed",
        "CPU s, second",
    )
    table.add_row(
        *(str(count) for count in (kill.pages, kill.finished, kill.repeated)),
        f"{kill.whole_cpu_s:.1f}",
        f"{kill.second_cpu_s:.1f}",
    )
    console.print(table)


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title)
    for head in heads:
        table.add_column(head, justify="right")
    return table


def _full_pages(wanted: argparse.Namespace, scratch: Path) -> tuple[Path, int]:
    """A file of full pages: made ones, or sparse ones where those cannot be had."""
    try:
        level = Stock(ROOT / "var" / "bench", wanted.seed, wanted.pages).level("typical")
    except Skipped as reason:
        console.print(f"[yellow]sparse pages stand in for full ones:[/yellow] {reason}")
        path = sparse_pdf(scratch / "full.pdf", wanted.pages, size_px=A4_300, dpi=300, colour=True)
        return path, wanted.pages
    return level.documents[0].path, level.pages


def _speed(wanted: argparse.Namespace, scratch: Path) -> object:
    speed = measure_speed(*_full_pages(wanted, scratch), wanted.runs, scratch)
    _show_speed(speed)
    return {**asdict(speed), "ratio": speed.ratio, "cpu_ratio": speed.cpu_ratio}


def _memory(wanted: argparse.Namespace, scratch: Path) -> object:
    memory = measure_memory(wanted.memory_pages, scratch)
    _show_memory(memory)
    return asdict(memory)


def _length(wanted: argparse.Namespace, scratch: Path) -> object:
    lengths = measure_lengths([int(length) for length in wanted.lengths.split(",")], scratch)
    _show_lengths(lengths)
    return [asdict(entry) for entry in lengths]


def _kill(wanted: argparse.Namespace, scratch: Path) -> object:
    kill = measure_kill(*_full_pages(wanted, scratch), scratch)
    _show_kill(kill)
    return asdict(kill)


_PARTS: dict[str, Callable[[argparse.Namespace, Path], object]] = {
    "speed": _speed,
    "memory": _memory,
    "length": _length,
    "kill": _kill,
}


def main() -> int:
    """Measure, print, write."""
    wanted = _arguments()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as scratch:
        for name in wanted.only.split(","):
            try:
                figures[name] = _PARTS[name](wanted, Path(scratch))
            except Skipped as reason:
                console.print(f"[yellow]{name} is left out:[/yellow] {reason}")
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(_PARTS), help="some of speed,memory,length,kill")
    parser.add_argument("--pages", type=int, default=16, help="full pages, for speed and kill")
    parser.add_argument("--runs", type=int, default=3, help="rounds of the alternation, for speed")
    parser.add_argument("--seed", type=int, default=30, help="of the full pages")
    parser.add_argument("--memory-pages", type=int, default=1000)
    parser.add_argument("--lengths", default="1,100,1000,2000", help="pages of the small files, shortest first")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
