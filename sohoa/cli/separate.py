"""``sohoa scan separate``: a batch cut into its documents."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.separate import CutRules, Discrepancy, Expected, Segment, collate_files, reconcile, separate_file
from pipeline.separate.patch import PatchCode
from sohoa.cli.output import Json, progress_bar, put_json, put_rows, talk
from sohoa.settings import load_settings

_DEFAULTS = CutRules()


def separate(
    batch: Annotated[Path, typer.Argument(help="PDF or TIFF with many documents.", exists=True, dir_okay=False)],
    out_dir: Annotated[Path, typer.Argument(help="Where the documents go.", file_okay=False)],
    sheets: Annotated[bool, typer.Option("--sheets/--no-sheets", help="Cut at separator sheets.")] = True,
    patch: Annotated[list[PatchCode] | None, typer.Option(help="Patch codes that separate; by default T.")] = None,
    text: Annotated[list[str] | None, typer.Option(help="Bar code texts that separate; by default PATCHT.")] = None,
    blanks: Annotated[bool, typer.Option("--blanks", help="Cut at blank sheets, which are left out.")] = False,
    dossier_codes: Annotated[
        bool, typer.Option("--dossier-codes", help="Cut before a page whose QR code names another dossier.")
    ] = False,
    every: Annotated[int | None, typer.Option(min=1, help="Cut after so many pages.")] = None,
    duplex: Annotated[bool, typer.Option("--duplex", help="Both sides of each sheet were scanned.")] = False,
    backs: Annotated[
        Path | None,
        typer.Option(help="The backs, scanned in a second pass, the last first.", exists=True, dir_okay=False),
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Pages at once; by default one per core.")] = None,
    as_json: Json = False,
) -> None:
    """Cut a scanned batch into one file per document; those whose dossier is known get a folder of its code.

    Separators are left out and named; what does not fit the sheets' announcements is told on standard error.
    """
    rules = CutRules(
        sheets=sheets,
        patches=frozenset(patch) if patch else _DEFAULTS.patches,
        texts=frozenset(text) if text else _DEFAULTS.texts,
        blanks=blanks,
        dossier_codes=dossier_codes,
        every=every,
        duplex=duplex or backs is not None,
    )
    limits = load_settings().limits
    _make_folder(out_dir)
    with _whole(batch, backs, limits) as pile, progress_bar() as bar:
        source = inspect(pile, pile.name, limits)
        task = bar.add_task("Tách giấy tờ · separating", total=source.page_count, note="")
        separated = separate_file(
            pile,
            source,
            out_dir,
            rules=rules,
            limits=limits,
            jobs=jobs or os.cpu_count() or 1,
            page_done=lambda: bar.advance(task),
        )
    cut = separated.cut
    discrepancies = reconcile(cut, Expected())
    documents = list(zip(separated.files, cut.segments, strict=True))
    if as_json:
        put_json(
            {
                "batch": str(batch),
                "pages": cut.page_count,
                "documents": [_document(file, segment) for file, segment in documents],
                "left_out": [{"page": page, "why": why.value} for page, why in cut.leftovers],
                "flags": [{"page": page, "flag": flag.value} for page, flag in cut.flags],
                "discrepancies": [_discrepancy(one) for one in discrepancies],
            }
        )
    else:
        put_rows(
            [file, f"{len(one.pages)} trang", one.dossier_code or "–", one.reason.value] for file, one in documents
        )
    for page, flag in cut.flags:
        talk.print(f"[yellow]![/yellow] trang {page}: {flag.value}", highlight=False)
    for one in discrepancies:
        facts = (f"{name}={value}" for name, value in _discrepancy(one).items() if name != "difference" and value)
        talk.print(f"[yellow]![/yellow] {one.difference.value}: {' '.join(facts)}", highlight=False)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{folder} cannot be made: {error.strerror}", param_hint="OUT_DIR") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise typer.BadParameter(f"{folder} cannot be written to", param_hint="OUT_DIR")


@contextmanager
def _whole(batch: Path, backs: Path | None, limits: Limits) -> Iterator[Path]:
    """The batch itself or, while this lasts, its fronts and backs put together under its name."""
    if backs is None:
        yield batch
        return
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / batch.name
        collate_files(batch, backs, whole, limits=limits)
        yield whole


def _document(file: Path, segment: Segment) -> dict[str, object]:
    return {
        "file": str(file),
        "pages": list(segment.pages),
        "reason": segment.reason.value,
        "dossier_code": segment.dossier_code,
        "title": segment.sheet.title if segment.sheet else None,
    }


def _discrepancy(one: Discrepancy) -> dict[str, object]:
    return {
        "difference": one.difference.value,
        "page": one.page,
        "dossier_code": one.dossier_code,
        "sheet": one.sequence,
        "expected": one.expected,
        "found": one.found,
    }
