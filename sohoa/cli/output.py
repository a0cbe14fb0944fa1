"""How commands speak: data on standard output, talk on standard error, exit codes after the error groups."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from domain.errors import SohoaError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

talk = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def put_json(value: object) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def put_rows(rows: Iterable[Iterable[object]]) -> None:
    """Tab-separated rows on standard output."""
    for row in rows:
        sys.stdout.write("\t".join("" if cell is None else str(cell) for cell in row) + "\n")


def complain(error: SohoaError, *, about: str | None = None) -> None:
    """Say on standard error what went wrong and what to do, in both languages, with the code to look up."""
    where = f"{escape(about)}: " if about else ""
    talk.print(f"[red]✗[/red] {where}[bold]{error.code}[/bold]", highlight=False)
    talk.print(f"  {error.message('vi')}", highlight=False, markup=False)
    talk.print(f"  {error.message('en')}", highlight=False, markup=False, style="dim")


def problem(error: SohoaError) -> dict[str, object]:
    """An error as JSON."""
    return {"code": error.code, "group": error.group, "vi": error.message("vi"), "en": error.message("en")}


def shown_time(moment: datetime) -> str:
    """A time as people here write it."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")


class _Speed(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")


def progress_bar() -> Progress:
    """The one look of progress: what is done, how many of how many and a second, time left."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
        console=talk,
    )
