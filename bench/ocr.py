"""Processor time per page and errors per page: bare Tesseract, OCRmyPDF and ours on the same pages in one run.

    make bench-ocr                               everything, some fifteen minutes on a quiet machine
    python -m bench.ocr --pages 2 --runs 1 --levels typical --ways tesseract,sohoa

    python -m bench.ocr --levels scans --scans FOLDER --truths FOLDER     one's own scans

The levels ``typical`` and ``bad`` (also ``samples``, and ``scans`` of one's own) are timed: the ways take turns over
the same pages (A B C A B C), one page at a time, each with a process tree of its own. The other levels are only scored,
by the anchor, OCRmyPDF's best and ours. ``bench.scoring`` says what the errors are, ``bench.meter`` what the time is.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console

from bench import stages
from bench.measure import Row, scored, timed
from bench.pages import ROOT, SHARED, TOOLS, Level, Skipped, Stock
from bench.tables import against_table, cost_table, error_table, size_table
from bench.ways import Way, all_ways, sohoa

_TIMED = {"typical", "bad", "samples", "scans"}
_SCORED_WAYS = {"tesseract", "ocrmypdf-deskew", "sohoa"}
_PROFILES = ("lossless", "faithful", "small", "bitonal")

console = Console(width=max(150, Console().width))


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for, and where."""

    stock: Stock
    ways: Sequence[Way]
    runs: int
    scratch: Path


def main() -> int:
    """Measure, print, write."""
    wanted = _arguments()
    ways = _usable([way for way in all_ways() if not wanted.ways or way.key in wanted.ways.split(",")])
    rows: list[Row] = []
    times: list[stages.Stages] = []
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as scratch:
        stock = Stock(wanted.stock, wanted.seed, wanted.pages, wanted.scans, wanted.truths)
        run = Run(stock, ways, wanted.runs, Path(scratch))
        scored_run = replace(run, stock=replace(stock, count=wanted.scored_pages))
        for name in wanted.levels.split(",") if wanted.levels else _default_levels():
            try:
                if name in _TIMED:
                    level = run.stock.level(name)
                    rows += _timed_level(run, level)
                    times += _profile_of_time(run, level)
                    rows += _sizes(run, level) if wanted.profiles else []
                else:
                    rows += _scored_level(scored_run, scored_run.stock.level(name))
            except Skipped as reason:
                console.print(f"[yellow]{name} is left out:[/yellow] {reason}")
    if wanted.json:
        figures = {"machine": _machine(), "asked": {"seed": wanted.seed, "pages": wanted.pages, "runs": wanted.runs}}
        content = {**figures, "rows": [_told(row) for row in rows], "stages": [asdict(entry) for entry in times]}
        wanted.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _timed_level(run: Run, level: Level) -> list[Row]:
    rows = timed(level, run.stock.again(level), run.ways, run.runs, run.scratch)
    console.print(cost_table(rows))
    console.print(against_table(rows))
    console.print(error_table(rows))
    return rows


def _scored_level(run: Run, level: Level) -> list[Row]:
    ways = [way for way in run.ways if way.key in _SCORED_WAYS]
    rows = scored(level, ways, run.scratch, at_once=os.cpu_count() or 1) if ways else []
    if rows:
        console.print(error_table(rows))
    return rows


def _sizes(run: Run, level: Level) -> list[Row]:
    """What each profile of ours makes of the pages."""
    asked = [sohoa(f"profile-{name}", f"sohoa, profile {name}", "--profile", name) for name in _PROFILES]
    ways = _usable(asked)
    rows = scored(level, ways, run.scratch, at_once=os.cpu_count() or 1) if ways else []
    if rows:
        console.print(size_table(level.name, level.bytes_per_page, rows))
    return rows


def _profile_of_time(run: Run, level: Level) -> list[stages.Stages]:
    if not any(way.key == "sohoa" for way in run.ways):
        return []
    measured = stages.measure(level)
    console.print(stages.table(measured))
    return [measured]


def _usable(ways: Sequence[Way]) -> list[Way]:
    usable = []
    for way in ways:
        reason = way.missing()
        if reason:
            console.print(f"[yellow]{way.title} is left out:[/yellow] {reason}")
        else:
            usable.append(way)
    return usable


def _default_levels() -> list[str]:
    if (SHARED / "tools" / "make_pages.py").exists():
        return ["typical", "bad", "clean", "phone", "letters", "real"]
    console.print(f"[yellow]made pages, letters and real scans are left out:[/yellow] there is no {SHARED}")
    return ["samples"]


def _told(row: Row) -> dict[str, object]:
    """A row with the figures that follow from it."""
    follows: dict[str, object] = {}
    if row.costs:
        follows = {"cpu_per_page": row.cpu_per_page, "marginal_cpu": row.marginal_cpu, "fixed_cpu": row.fixed_cpu}
    rates = {
        kind: {
            "order_free_cer": score.errors.order_free_cer,
            "extra": score.errors.extra_share,
            "lines_found": score.errors.found_share,
        }
        for kind, score in row.scores.items()
    }
    return {**asdict(row), **follows, "rates": rates}


def _machine() -> dict[str, object]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "tesseract": _first_line(["tesseract", "--version"]),
        "ocrmypdf": _first_line([str(TOOLS / "ocrmypdf"), "--version"]),
    }


def _first_line(command: Sequence[str]) -> str | None:
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.partition("\n")[0]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=8, help="made pages of each timed level")
    parser.add_argument("--scored-pages", type=int, default=4, help="made pages of each level that is only scored")
    parser.add_argument("--runs", type=int, default=2, help="rounds of the alternation")
    parser.add_argument("--seed", type=int, default=30, help="of the made pages")
    parser.add_argument("--levels", help="typical,bad,clean,phone,letters,real,samples,scans")
    parser.add_argument("--scans", type=Path, metavar="FOLDER", help="PDF files and pictures of one's own")
    parser.add_argument("--truths", type=Path, metavar="FOLDER", help="their transcriptions, <stem>.p<N>.txt")
    parser.add_argument("--ways", help=",".join(way.key for way in all_ways()))
    parser.add_argument("--no-profiles", dest="profiles", action="store_false", help="leave out the size by profile")
    parser.add_argument("--stock", type=Path, default=ROOT / "var" / "bench", help="where made pages stay")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
