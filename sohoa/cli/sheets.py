"""Separator sheets for scanning whole batches."""

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from pipeline.separate.printing import print_sheets
from pipeline.separate.sheet import SheetCommand
from sohoa.cli.output import Json, put_json, put_rows

_FONT = resources.files("signing") / "fonts" / "SohoaSerif-Regular.ttf"
_MOST_SHEETS = 500
"""A ream of paper."""

app = typer.Typer(no_args_is_help=True)


@app.callback()
def sheets() -> None:
    """Separator sheets for scanning whole batches."""


@app.command(name="print")
def print_(
    batch: Annotated[str, typer.Option(help="Name of the batch, up to 60 letters.")],
    out: Annotated[Path, typer.Option(help="PDF to write.", dir_okay=False)],
    dossier: Annotated[
        list[str] | None, typer.Option(help="Dossier code; give it once for each document, in scanning order.")
    ] = None,
    count: Annotated[
        int, typer.Option(min=0, max=_MOST_SHEETS, help="Numbered sheets without a dossier, after the others.")
    ] = 0,
    pages: Annotated[int | None, typer.Option(min=1, help="Pages each document must have.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of each document, up to 80 letters.")] = None,
    patch_t: Annotated[bool, typer.Option("--patch-t", help="Add the bars of patch code T.")] = False,
    as_json: Json = False,
) -> None:
    """Write separator sheets to print on A4 at 100 %: put each before its document and scan the whole pile."""
    codes = [*(dossier or ()), *(None for _ in range(count))]
    if not codes:
        raise typer.BadParameter("name a dossier or a count", param_hint="--dossier / --count")
    commands = [SheetCommand(batch, place, len(codes), code, pages, title) for place, code in enumerate(codes, start=1)]
    font = _FONT.read_bytes()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        print_sheets(commands, font, out, patch_t=patch_t)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from error
    if as_json:
        put_json(
            {
                "file": str(out),
                "batch": batch,
                "sheets": [
                    {"sequence": one.sequence, "dossier_code": one.dossier_code, "pages": one.pages, "code": one.text}
                    for one in commands
                ],
            }
        )
    else:
        put_rows([one.sequence, one.dossier_code or "–", one.pages or "–"] for one in commands)
