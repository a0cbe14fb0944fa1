"""The pipeline alone: no service, no database."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.check import VeraPdf
from pipeline.digitize import Digitizer, Progress
from pipeline.intake.kinds import EXTENSIONS
from sohoa.cli.output import Json, complain, problem, progress_bar, put_json, put_rows
from sohoa.settings import load_settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def scan() -> None:
    """The pipeline alone: no service, no database."""


@app.command()
def digitize(
    paths: Annotated[
        list[Path], typer.Argument(metavar="IN… OUT_DIR", help="Scans, or folders of scans; last, the output folder.")
    ],
    jobs: Annotated[int | None, typer.Option(min=1, help="Pages at once; by default one per core.")] = None,
    language: Annotated[str | None, typer.Option(help="Tesseract languages, such as vie or vie+eng.")] = None,
    as_json: Json = False,
) -> None:
    """Turn scans into searchable PDF/A with fields: writes <stem>.pdf, <stem>.p<N>.txt and <stem>.json.

    A file that is refused is copied to OUT_DIR/quarantine with the reason; the others go on, and the exit code is that
    of the first refusal.
    """
    *inputs, out_dir = paths
    if not inputs:
        raise typer.BadParameter("name at least one scan and the output folder", param_hint="IN… OUT_DIR")
    for path in inputs:
        if not path.exists():
            raise typer.BadParameter(f"there is no {path}", param_hint="IN")
    settings = load_settings()
    with VeraPdf() as validator, progress_bar() as bar:
        task = bar.add_task("Số hóa · digitising", total=None, note="")
        digitizer = Digitizer(
            out_dir,
            validator,
            jobs or os.cpu_count() or 1,
            replace(settings.reading, language=language or settings.ocr_language),
            settings.limits,
        )

        def show(now: Progress) -> None:
            bar.update(
                task, completed=now.pages_done, total=now.pages, note=f"tệp {now.documents_done}/{now.documents}"
            )

        results = digitizer.run(_scans(inputs, out_dir), show)
    for result in results:
        if result.refusal:
            complain(result.refusal, about=result.source.name)
    if as_json:
        put_json(
            [
                {
                    "source": str(result.source),
                    "stem": result.stem,
                    "pages": result.pages,
                    "seconds": round(result.seconds, 3),
                    "refusal": problem(result.refusal) if result.refusal else None,
                }
                for result in results
            ]
        )
    else:
        put_rows(
            [
                "✗" if result.refusal else "✓",
                result.source.name,
                result.refusal.code if result.refusal else f"{result.pages} trang",
                f"{result.seconds:.1f} s",
            ]
            for result in results
        )
    refusals = [result.refusal for result in results if result.refusal]
    if refusals:
        raise typer.Exit(refusals[0].exit_code)


def _scans(inputs: list[Path], out_dir: Path) -> list[Path]:
    """Files as they are named; of folders, what has the extension of a scan and is no output of ours."""
    found: list[Path] = []
    for path in inputs:
        if path.is_dir():
            scans = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in EXTENSIONS)
            found.extend(file for file in scans if not file.resolve().is_relative_to(out_dir.resolve()))
        else:
            found.append(path)
    return found
