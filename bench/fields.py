"""How right the fields are, how well confidence tells it, and what spoils them: by field, by type, one by one.

    make bench-fields                                      real scans where they are, and generated documents
    python -m bench.fields --only real --errors --json FILE

Pages are read once and kept in ``var/bench/fields`` (``--fresh`` reads them again). Generated documents are invented
papers of other seeds than those that confidence was calibrated with, and a document of every type that the samples'
generator makes; both clean, as an office scans, and as photocopies.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from bench import field_tables as tables
from bench.field_measure import SUFFIX, Measured, Outcome, measure
from bench.field_stock import Damage, FieldStock, Sample
from bench.pages import ROOT, SHARED, Skipped
from bench.reliability import calibration_error, reliability
from pipeline.extract import extract
from samples.generator.scanner import Level

SCORER = SHARED / "tools" / "score_fields.py"
LEVELS = tuple(Level)

console = Console(width=max(160, Console().width))


def main() -> int:
    """Measure, print, write."""
    wanted = _arguments()
    stock = FieldStock(wanted.stock / "fields", fresh=wanted.fresh)
    figures: dict[str, object] = {"asked": {"seed": wanted.seed, "papers": wanted.papers}}
    if wanted.only != "generated":
        try:
            samples = tuple(stock.real())
            figures["real"] = _told(_shown("real scans", measure(samples), errors=wanted.errors))
            figures["scorer"] = _by_public_scorer(samples)
        except Skipped as reason:
            console.print(f"[yellow]real scans are left out:[/yellow] {reason}")
    if wanted.only != "real":
        generated = measure(_generated(stock, wanted.seed, wanted.papers))
        figures["generated"] = _told(_shown("generated documents", generated, errors=wanted.errors))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _generated(stock: FieldStock, seed: int, papers: int) -> Iterator[Sample]:
    for level in LEVELS:
        yield from stock.invented(seed, range(papers), Damage(level.value))
        yield from stock.made(seed, level)


def _shown(title: str, measured: Measured, *, errors: bool) -> Measured:
    levels = list(dict.fromkeys(outcome.level for outcome in measured.outcomes))
    for level in levels:
        name = title if len(levels) == 1 else f"{title}, {level}"
        console.print(tables.field_table(name, measured.of_level(level)))
    console.print(tables.kind_table(f"{title}, by type of document", measured.outcomes))
    console.print(tables.reliability_table(f"{title}: mean confidence → share right (values)", measured.outcomes))
    console.print(tables.cause_table(measured.outcomes))
    if errors:
        console.print(tables.error_table(measured.outcomes))
    console.print(tables.cost_line(measured))
    return measured


def _by_public_scorer(samples: Sequence[Sample]) -> Mapping[str, object] | None:
    """What the public scorer says of the same fields."""
    if not SCORER.exists():
        return None
    with tempfile.TemporaryDirectory(prefix="sohoa-fields-") as folder:
        for sample in samples:
            fields = {
                field.name: {"value": field.value, "confidence": field.confidence, "accepted": field.accepted}
                for field in extract(sample.pages)
            }
            content = json.dumps({"fields": fields}, ensure_ascii=False)
            (Path(folder) / f"{sample.name}.json").write_text(content, encoding="utf-8")
        command: list[str | Path] = [sys.executable, SCORER, SHARED / "data" / "vn_scans" / "meta", folder, "--json"]
        said: Mapping[str, object] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    summary = said["summary"]
    console.print(f"public scorer, printed values: {summary}")
    return said


def _told(measured: Measured) -> dict[str, object]:
    by_row: dict[str, list[Outcome]] = {}
    for outcome in measured.outcomes:
        by_row.setdefault(outcome.row, []).append(outcome)
    judged = {row: tables.proposed(found) for row, found in by_row.items() if row != SUFFIX}
    return {
        "documents": measured.documents,
        "pages": measured.pages,
        "extract_cpu_s": measured.extract_cpu_s,
        "ocr_cpu_s": measured.ocr_cpu_s,
        "reliability": {row: [asdict(entry) for entry in reliability(values)] for row, values in judged.items()},
        "ece": {row: calibration_error(values) for row, values in judged.items()},
        "outcomes": [asdict(outcome) for outcome in measured.outcomes],
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["real", "generated"])
    parser.add_argument("--seed", type=int, default=7, help="of the generated documents")
    parser.add_argument("--papers", type=int, default=12, help="invented papers, each at every level")
    parser.add_argument("--errors", action="store_true", help="list every wrong or missing value")
    parser.add_argument("--stock", type=Path, default=ROOT / "var" / "bench", help="where readings stay")
    parser.add_argument("--fresh", action="store_true", help="read pages again that were read before")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
