"""What invented documents teach about the confidence of fields: writes ``pipeline/extract/calibration.toml``.

    python -m bench.calibrate                     the file as it is committed; reads pages once, keeps the readings
    python -m bench.calibrate --papers 20 --out /tmp/try.toml

Each field gets a logistic model of its doubts (``pipeline.extract.calibration.doubts_about``): weights at least 0, held
near a prior by a ridge, so that few wrong values cannot invent certainty. A paper's three scans stay together: each is
judged by a model that saw none of them, and those judgements give the calibration error and the threshold. Real scans
take no part in it; ``bench.fields`` checks on them. A field that shall get its first model needs a line in the file
before, ``[field.<name>]`` with any threshold: until then its floor decides what bars it.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.field_scoring import Verdict, verdict_on
from bench.field_stock import Damage, FieldStock, Sample
from bench.learning import MOST_WRONG, Learned, Lesson, learn
from bench.pages import ROOT
from bench.reliability import most_wrong_share
from pipeline.extract import calibration, found_fields

TARGET = ROOT / "pipeline" / "extract" / "calibration.toml"
LEVELS = (Damage.OFFICE, Damage.PHOTOCOPY, Damage.WORN)
FIELDS = (
    "code",
    "issued_date",
    "place",
    "issuing_agency",
    "parent_agency",
    "type",
    "subject",
    "signer",
    "signer_position",
    "signer_capacity",
)
_LEAST_VALUES = 40


def main() -> int:
    """Read, learn, write."""
    wanted = _arguments()
    stock = FieldStock(wanted.stock / "fields", fresh=wanted.fresh)
    lessons: dict[str, list[Lesson]] = {name: [] for name in FIELDS}
    pages = 0
    for level in LEVELS:
        for sample in stock.invented(wanted.seed, range(wanted.papers), level):
            pages += len(sample.pages)
            for name, lesson in _lessons_of(sample):
                if name in lessons:
                    lessons[name].append(lesson)
    learned = {name: learn(found) for name, found in lessons.items() if len(found) >= _LEAST_VALUES}
    _print(learned)
    together = _all_together(learned)
    if together["at_most_wrong"] >= MOST_WRONG:
        print(
            f"not written: all fields together may have {together['at_most_wrong']:.1%} wrong values", file=sys.stderr
        )
        return 1
    header = {
        "made_by": f"python -m bench.calibrate --seed {wanted.seed} --papers {wanted.papers}",
        "made_on": datetime.now(UTC).date(),
        "levels": [level.value for level in LEVELS],
        "pages": pages,
        **together,
    }
    wanted.out.write_text(_as_toml(header, learned), encoding="utf-8")
    return 0


def _lessons_of(sample: Sample) -> list[tuple[str, Lesson]]:
    """What was found on a document before it was calibrated, and whether it is right."""
    by_number = {page.number: page for page in sample.pages}
    paper = int(sample.name.rpartition("/")[2])
    return [
        (
            calibration.model_name(field),
            Lesson(
                paper,
                calibration.doubts_about(field, by_number.get(field.page or 0)),
                verdict_on(field.name, sample.truth[field.name], field) is Verdict.RIGHT,
                not field.accepted,
            ),
        )
        for field in found_fields(sample.pages)
        if field.name in sample.truth
    ]


def _all_together(learned: Mapping[str, Learned]) -> dict[str, float]:
    """What all fields together prove: wrong values among all that would have passed."""
    passed = [value for found in learned.values() for value in found.accepted]
    wrong = sum(not value.right for value in passed)
    return {
        "accepted": len(passed),
        "accepted_wrong": wrong,
        "at_most_wrong": round(most_wrong_share(wrong, len(passed)), 4),
    }


def _print(learned: Mapping[str, Learned]) -> None:
    table = Table(title="What invented papers teach; judged by folds that had not seen the paper")
    for head in ("field", "values", "wrong", "ECE", "accepted", "wrong", "at most wrong", "threshold", ""):
        table.add_column(head, justify="left" if head == "field" else "right")
    for name, found in learned.items():
        cells = [f"{figure:.4f}" if isinstance(figure, float) else str(figure) for figure in found.figures.values()]
        table.add_row(name, *cells, "" if found.proved else "too few to prove")
    Console(width=max(120, Console().width)).print(table)


_HEAD = """# How likely a field's value is right, and from which probability on it passes without a person
# (pipeline/extract/calibration.py). The floors are set by hand, all below them is written by bench/calibrate.py.
# `ece` and the counts are of values that the model judging them had not seen; `at_most_wrong` is the share of wrong
# values among accepted ones that the counts leave possible, with 95 % surety; `proved`: it is under 1 %. That of all
# fields together, in [provenance], always is.

# Fields that no model judges: the least plain score with which they pass. What stands nowhere here always waits.
[floors]
"""


def _as_toml(provenance: Mapping[str, object], learned: Mapping[str, Learned]) -> str:
    floors = tomllib.loads(TARGET.read_text(encoding="utf-8"))["floors"]
    parts = [_HEAD + _rows(floors), "[provenance]\n" + _rows(provenance)]
    for name, found in learned.items():
        key = name if "," not in name else f'"{name}"'
        facts = {**found.figures, "proved": found.proved, "intercept": found.model.intercept}
        weights = dict(sorted(found.model.weights.items()))
        parts += [f"[field.{key}]\n{_rows(facts)}", f"[field.{key}.weights]\n{_rows(weights)}"]
    return "\n".join(parts)


def _rows(table: Mapping[str, object]) -> str:
    return "".join(
        f"{name if name.isidentifier() else json.dumps(name)} = {_toml(value)}\n" for name, value in table.items()
    )


def _toml(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=41, help="of the invented papers")
    parser.add_argument("--papers", type=int, default=150, help="each is scanned at every level")
    parser.add_argument("--stock", type=Path, default=ROOT / "var" / "bench", help="where readings stay")
    parser.add_argument("--fresh", action="store_true", help="read pages again that were read before")
    parser.add_argument("--out", type=Path, default=TARGET)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
