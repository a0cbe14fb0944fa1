"""Going the ways over a level: what they cost, in alternation, and what is right in what they wrote."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.meter import Cost, cost_of
from bench.pages import SHARED, Level
from bench.scoring import Errors, errors_of, total
from bench.ways import Way, texts, written_bytes

SCORER = SHARED / "tools" / "score_text.py"


@dataclass(frozen=True, slots=True)
class Score:
    """What is right in the texts of one level, over ``pages`` pages of known truth.

    ``exact`` holds score_text.py's summary, empty where that is absent. ``mean_cer`` is the mean of the pages'
    exact rates, in which a short page weighs as much as a long one.
    """

    pages: int
    errors: Errors
    exact: dict[str, float]
    mean_cer: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One way over one level. ``costs`` has one entry a run, and is empty where nothing was timed.

    ``again`` holds the costs of a file with all pages three times, ``refused`` counts documents without output,
    ``bytes_per_page`` is what the PDF files weigh.
    """

    level: str
    way: str
    title: str
    pages: int
    scores: dict[str, Score]
    refused: int
    bytes_per_page: float | None
    costs: list[Cost] = field(default_factory=list)
    again: list[Cost] = field(default_factory=list)

    @property
    def cpu_per_page(self) -> float:
        """Processor seconds, everything included: the median of the runs."""
        return statistics.median(cost.cpu_s for cost in self.costs) / self.pages

    @property
    def wall_per_page(self) -> float:
        """Seconds on the clock, the median of the runs."""
        return statistics.median(cost.wall_s for cost in self.costs) / self.pages

    @property
    def marginal_cpu(self) -> float | None:
        """Processor seconds of one page more, all being started: the same pages twice more in one file."""
        slopes = self._slopes()
        return statistics.median(slopes) if slopes else None

    @property
    def fixed_cpu(self) -> float | None:
        """Processor seconds that each start costs, whatever is read: Python, models, Java."""
        slope = self.marginal_cpu
        if slope is None:
            return None
        return statistics.median(cost.cpu_s for cost in self.costs) - slope * self.pages

    def ratio_to(self, anchor: "Row", *, marginal: bool = False) -> float | None:
        """Processor time as a share of the anchor's in the same run, the median of the runs."""
        if not marginal:
            return statistics.median(a.cpu_s / b.cpu_s for a, b in zip(self.costs, anchor.costs, strict=True))
        slopes = self._slopes()
        if not slopes:
            return None
        return statistics.median(own * self.pages / b.cpu_s for own, b in zip(slopes, anchor.costs, strict=True))

    def _slopes(self) -> list[float]:
        if not self.again:
            return []
        return [(more.cpu_s - once.cpu_s) / (2 * self.pages) for more, once in zip(self.again, self.costs, strict=True)]


def timed(level: Level, again: Level | None, ways: Sequence[Way], runs: int, scratch: Path) -> list[Row]:
    """Go the ways in turn, ``runs`` times round, and score what the last round wrote.

    With ``again``, its pages three times in one file, what starting ours costs is told apart from what a page costs.

    Raises:
        CommandFailed: a way broke down, so that there is nothing to compare.
    """
    costs: dict[str, list[Cost]] = {way.key: [] for way in ways}
    doubled: dict[str, list[Cost]] = {way.key: [] for way in ways}
    for run in range(runs):
        for way in ways:
            costs[way.key].append(_gone(way, level, scratch / f"{level.name}-{way.key}-{run}"))
            if again is not None and way.key.startswith("sohoa"):
                doubled[way.key].append(_gone(way, again, scratch / f"{level.name}-{way.key}-{run}-again"))
    return [
        _row(way, level, scratch / f"{level.name}-{way.key}-{runs - 1}", costs[way.key], doubled[way.key])
        for way in ways
    ]


def scored(level: Level, ways: Sequence[Way], scratch: Path, *, at_once: int) -> list[Row]:
    """Go the ways once, several at once, and score what they wrote. Such runs are not timed."""

    def row(way: Way) -> Row:
        out = scratch / f"{level.name}-{way.key}"
        _gone(way, level, out)
        return _row(way, level, out, [], [])

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(row, ways))


def _gone(way: Way, level: Level, out: Path) -> Cost:
    out.mkdir(parents=True)
    return cost_of(way.commands(level, out), expected=way.expected)


def _row(way: Way, level: Level, out: Path, costs: list[Cost], again: list[Cost]) -> Row:
    size = written_bytes(way, level, out)
    known = [
        (f"{document.path.stem}.p{page.number}", page.truth, texts(way, document, page, out))
        for document in level.documents
        for page in document.pages
        if page.truth is not None
    ]
    kinds = dict.fromkeys(kind for _, _, found in known for kind in found)
    scores = {
        kind: _score({name: (truth, found[kind]) for name, truth, found in known}, out / f"score-{kind}")
        for kind in kinds
    }
    return Row(
        level.name,
        way.key,
        way.title,
        level.pages,
        scores,
        sum(way.refused(document, out) for document in level.documents),
        None if size is None else size / level.pages,
        costs,
        again,
    )


def _score(pages: dict[str, tuple[str, str]], folder: Path) -> Score:
    errors = total(errors_of(truth, guess) for truth, guess in pages.values())
    if not SCORER.exists():
        return Score(len(pages), errors, {}, None)
    for kind, place in (("truth", 0), ("read", 1)):
        (folder / kind).mkdir(parents=True)
        for name, both in pages.items():
            (folder / kind / f"{name}.txt").write_text(both[place], encoding="utf-8")
    command: list[str | Path] = [sys.executable, SCORER, folder / "truth", folder / "read", "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return Score(len(pages), errors, said["summary"], statistics.fmean(page["cer"] for page in said["pages"]))
