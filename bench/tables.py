"""The figures as tables in a terminal."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from bench.measure import Row

ANCHOR = "tesseract"
_NONE = "–"


def cost_table(rows: Sequence[Row]) -> Table:
    """Processor seconds a page, and how they stand to each other. Rows of one level."""
    table = Table(
        title=f"{rows[0].level}: {rows[0].pages} pages, processor seconds per page (user + system, whole tree)"
    )
    for head in ("way", "total", "one page more", "start", "wall", "total ÷ tesseract", "page ÷ tesseract"):
        table.add_column(head, justify="left" if head == "way" else "right")
    table.add_column("spread of runs", justify="right")
    by_key = {row.way: row for row in rows}
    anchor = by_key.get(ANCHOR)
    for row in rows:
        ratios = (row.ratio_to(anchor), row.ratio_to(anchor, marginal=True)) if anchor else (None, None)
        table.add_row(
            row.title,
            _seconds(row.cpu_per_page),
            _seconds(row.marginal_cpu),
            _seconds(row.fixed_cpu),
            _seconds(row.wall_per_page),
            *(_NONE if ratio is None else f"{ratio:.2f} ×" for ratio in ratios),
            "–".join(
                f"{cpu / row.pages:.2f}"
                for cpu in sorted({cost.cpu_s for cost in row.costs})[:: max(1, len(row.costs) - 1)]
            ),
        )
    return table


def against_table(rows: Sequence[Row]) -> Table:
    """How many times less processor time ours takes than OCRmyPDF, in total and for one page more."""
    table = Table(title=f"{rows[0].level}: how many times less than …")
    ours = [row for row in rows if row.way.startswith("sohoa")]
    table.add_column("than")
    for row in ours:
        table.add_column(f"{row.title}, total", justify="right")
        table.add_column("one page more", justify="right")
    for other in rows:
        if other in ours:
            continue
        cells = []
        for row in ours:
            cells.append(f"{other.cpu_per_page / row.cpu_per_page:.1f} ×")
            cells.append(_NONE if not row.marginal_cpu else f"{other.cpu_per_page / row.marginal_cpu:.1f} ×")
        table.add_row(other.title, *cells)
    return table


def error_table(rows: Sequence[Row]) -> Table:
    """Errors of each way in the PDF (as pdftotext finds the text) and in the text as written. Rows of one level."""
    table = Table(title=f"{rows[0].level}: errors on {_transcribed(rows)} pages with a transcription")
    table.add_column("way")
    table.add_column("where")
    for head in (
        "order-free CER",
        "extra",
        "lines found",
        "CER",
        "WER",
        "any-order WER",
        "mean CER of pages",
        "refused",
    ):
        table.add_column(head, justify="right")
    for row in rows:
        for kind, score in row.scores.items():
            exact = (score.exact.get(name) for name in ("cer", "wer", "best_order_wer"))
            shares = (
                score.errors.order_free_cer,
                score.errors.extra_share,
                score.errors.found_share,
                *exact,
                score.mean_cer,
            )
            table.add_row(row.title, kind, *(_share(share) for share in shares), str(row.refused or ""))
    return table


def size_table(level: str, scan_bytes: float, rows: Iterable[Row]) -> Table:
    """Bytes per page of the written PDF files."""
    table = Table(title=f"{level}: size")
    table.add_column("way")
    table.add_column("kB per page", justify="right")
    table.add_column("order-free CER", justify="right")
    table.add_row("the scan itself", f"{scan_bytes / 1000:.0f}", "")
    for row in rows:
        if row.bytes_per_page is not None:
            table.add_row(
                row.title, f"{row.bytes_per_page / 1000:.0f}", _share(row.scores["pdf"].errors.order_free_cer)
            )
    return table


def _transcribed(rows: Sequence[Row]) -> int:
    return max((score.pages for row in rows for score in row.scores.values()), default=0)


def _seconds(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2%}"
