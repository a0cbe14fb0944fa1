"""The figures of fields as tables in a terminal."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rich.table import Table

from bench.field_measure import BY_HAND, SCORED, SUFFIX, Measured, Outcome
from bench.field_scoring import Verdict
from bench.reliability import Judged, calibration_error, most_wrong_share, reliability

_ORDER = (
    "code",
    f"code{BY_HAND}",
    SUFFIX,
    "issued_date",
    f"issued_date{BY_HAND}",
    "place",
    "issuing_agency",
    "parent_agency",
    "document_class",
    "type",
    "subject",
    "signer",
    f"signer{BY_HAND}",
    "signer_position",
    "signer_capacity",
)


_TEMPLATES = "fields of templates"


def rows_of(outcomes: Iterable[Outcome]) -> list[str]:
    """The rows of a table that have values."""
    present = {row_of(outcome) for outcome in outcomes}
    return [row for row in (*_ORDER, _TEMPLATES, _TEMPLATES + BY_HAND) if row in present]


def row_of(outcome: Outcome) -> str:
    """Its field; those of single forms, some hundred, are one row, and one for what is written by hand in them."""
    if outcome.row in _ORDER:
        return outcome.row
    return _TEMPLATES + BY_HAND if outcome.row.endswith(BY_HAND) else _TEMPLATES


def printed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The printed values that make up the totals."""
    return [outcome for outcome in outcomes if outcome.row in SCORED]


def field_table(title: str, outcomes: Sequence[Outcome]) -> Table:
    """Right, wrong, missing and accepted values by field, and how well confidence tells them apart."""
    table = _table(title, "field")
    for row in rows_of(outcomes):
        _add(table, row, [outcome for outcome in outcomes if row_of(outcome) == row])
    table.add_section()
    _add(table, "printed values", printed(outcomes))
    return table


def kind_table(title: str, outcomes: Sequence[Outcome]) -> Table:
    """The same by type of document, all its values but handwritten ones."""
    table = _table(title, "type of document")
    for kind in sorted({outcome.kind for outcome in outcomes}):
        _add(table, kind, [o for o in outcomes if o.kind == kind and not o.row.endswith(BY_HAND)])
    return table


def _table(title: str, first: str) -> Table:
    table = Table(title=title)
    for head in (first, "right", "wrong", "missing", "accuracy", "accepted", "share", "wrong", "at most", "ECE"):
        table.add_column(head, justify="left" if head == first else "right")
    return table


def _add(table: Table, name: str, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    accepted = sum(outcome.accepted for outcome in outcomes)
    accepted_wrong = sum(outcome.accepted_wrong for outcome in outcomes)
    table.add_row(
        name,
        *(str(verdicts[verdict]) for verdict in Verdict),
        f"{verdicts[Verdict.RIGHT] / len(outcomes):.1%}",
        str(accepted),
        f"{accepted / len(outcomes):.1%}",
        str(accepted_wrong),
        f"{most_wrong_share(accepted_wrong, accepted):.1%}" if accepted else "",
        f"{calibration_error(judged):.3f}" if (judged := proposed(outcomes)) else "",
    )


def proposed(outcomes: Iterable[Outcome]) -> list[Judged]:
    """The values that were found, each with its confidence; a part of a value has none of its own."""
    found = (outcome for outcome in outcomes if outcome.verdict is not Verdict.MISSING)
    return [outcome.judged for outcome in found if outcome.row != SUFFIX]


def reliability_table(title: str, outcomes: Sequence[Outcome]) -> Table:
    """For each field, how often values of a confidence are right: mean confidence → share right (values)."""
    outcomes = [outcome for outcome in outcomes if outcome.row != SUFFIX]
    bins = [(entry.low, entry.high) for entry in reliability(proposed(outcomes))]
    table = Table(title=title)
    table.add_column("field")
    for low, high in bins:
        table.add_column(f"{low:.2f}–{high:.2f}", justify="right")
    for row in rows_of(outcomes):
        found = {(e.low, e.high): e for e in reliability(proposed(o for o in outcomes if row_of(o) == row))}
        cells = (found.get(borders) for borders in bins)
        told = [f"{c.mean_confidence:.2f} → {c.right_share:.2f} ({c.count})" if c else "" for c in cells]
        if found:
            table.add_row(row, *told)
    return table


def cause_table(outcomes: Sequence[Outcome]) -> Table:
    """What spoils values, by field."""
    causes = sorted({outcome.cause for outcome in outcomes if outcome.cause})
    table = Table(title="errors by cause")
    table.add_column("field")
    for cause in causes:
        table.add_column(cause, justify="right")
    for row in rows_of(outcomes):
        counts = Counter(outcome.cause for outcome in outcomes if row_of(outcome) == row and outcome.cause)
        if counts:
            table.add_row(row, *(str(counts[cause] or "") for cause in causes))
    return table


def error_table(outcomes: Sequence[Outcome]) -> Table:
    """Each wrong or missing value; an exclamation mark where it was accepted."""
    table = Table(title="errors one by one")
    for head in ("document", "field", "cause", "truth", "got"):
        table.add_column(head, overflow="fold")
    worst: Callable[[Outcome], tuple[bool, str, str]] = lambda o: (not o.accepted_wrong, o.row, o.document)  # noqa: E731
    for outcome in sorted((o for o in outcomes if o.cause), key=worst):
        got = "–" if outcome.value is None else outcome.value
        table.add_row(
            outcome.document,
            outcome.row,
            outcome.cause,
            outcome.truth,
            f"[red]! {got}[/red]" if outcome.accepted_wrong else got,
        )
    return table


def cost_line(measured: Measured) -> str:
    """Extraction's processor time a page, and beside that of reading."""
    told = f"{measured.documents} documents, {measured.pages} pages"
    if not measured.timed_pages:
        return told
    per_page = 1000 * measured.extract_cpu_s / measured.timed_pages
    return f"{told}: extraction {per_page:.1f} ms CPU a page, {measured.extract_share:.1%} of reading them"
