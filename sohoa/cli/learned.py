"""Commands on what officers taught."""

from typing import Annotated

import typer

from domain.learned import LessonId, Tally
from sohoa.cli.documents import actor
from sohoa.cli.output import Json, put_json, put_rows, shown_time
from sohoa.settings import load_settings
from sohoa.stores import opened_desk

app = typer.Typer(no_args_is_help=True, help="Look through what officers taught, and take it back.")


@app.command("list")
def list_learned(
    unit: Annotated[str | None, typer.Option(help="Only what this receiving unit taught, such as H27.10.")] = None,
    changed: Annotated[
        bool | None,
        typer.Option("--changed/--unchanged", help="Only where the reading was changed, or was not."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1)] = 100,
    as_json: Json = False,
) -> None:
    """List what was learned, last learned first; equal lessons are counted together."""
    with opened_desk(load_settings()) as desk:
        tallies = desk.learned(organisation=unit, changed=changed, limit=limit)
    if as_json:
        put_json([tally_json(tally) for tally in tallies])
    else:
        put_rows(_row(tally) for tally in tallies)


@app.command()
def forget(lesson_id: Annotated[str, typer.Argument(help="As listed.")], as_json: Json = False) -> None:
    """Take back a lesson and all that say the same; papers that were described by it stay as they are."""
    with opened_desk(load_settings()) as desk:
        forgotten = desk.forget(LessonId(lesson_id), actor=actor())
    if as_json:
        put_json({"forgotten": forgotten})
    else:
        put_rows([["forgotten", forgotten]])


def tally_json(tally: Tally) -> dict[str, object]:
    """Equal lessons as machines read them."""
    last = tally.last
    return {
        "id": last.id,
        "organisation": last.organisation,
        "kind": last.kind.value,
        "agency": last.agency or None,
        "read": last.read or None,
        "confirmed": last.confirmed,
        "documents": tally.times,
        "last": {"document": last.document_id, "by": last.learned_by, "at": last.learned_at.isoformat()},
    }


def _row(tally: Tally) -> list[object]:
    last = tally.last
    said = [last.id, last.organisation, last.kind.value, last.read, last.confirmed, last.agency]
    return [*said, tally.times, last.learned_by, shown_time(last.learned_at)]
