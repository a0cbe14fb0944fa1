"""Commands on electronic results."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import UnknownRecord, error_of
from domain.model import OutcomeState, RepresentationKind
from sohoa.cli.documents import actor, write_form
from sohoa.cli.output import Json, complain, problem, put_json, put_rows, shown_time
from sohoa.cli.waiting import await_records
from sohoa.settings import load_settings
from sohoa.stores import opened_desk, opened_stores
from workers.desk import Desk, OutcomeView

app = typer.Typer(no_args_is_help=True, help="Submit and look up electronic results.")


@app.command()
def submit(
    draft: Annotated[Path, typer.Argument(help="The draft as PDF.", exists=True, dir_okay=False)],
    dossier: Annotated[str, typer.Option(help="Code of the dossier it decides.")],
    kind: Annotated[str, typer.Option(help="Kind of result.")] = "Quyết định",
    edition: Annotated[int, typer.Option(min=1, help="1, or higher for a replacement.")] = 1,
    wait: Annotated[bool | None, typer.Option("--wait/--no-wait", help="Follow until issued.")] = None,
    as_json: Json = False,
) -> None:
    """Submit a draft: it becomes PDF/A, is signed by the officer, sealed by the organisation, and issued once."""
    settings = load_settings()
    with opened_stores(settings) as stores:
        desk = Desk(stores, settings.limits)
        view = desk.submit_outcome(draft, actor=actor(), dossier_code=dossier, kind=kind, edition=edition)
        if settings.embedded_broker if wait is None else wait:
            await_records(settings, stores, desk, outcomes=[view.outcome.id])
        view = desk.outcome(view.outcome.id)
    _put([view], as_json=as_json)
    if view.outcome.state is OutcomeState.REJECTED and view.outcome.reason:
        refusal = error_of(view.outcome.reason, view.outcome.reason_params)
        complain(refusal, about=draft.name)
        raise typer.Exit(refusal.exit_code)


@app.command()
def show(dossier: Annotated[str, typer.Argument(help="Dossier code.")], as_json: Json = False) -> None:
    """Show the results of a dossier with their ledger entries."""
    with opened_desk(load_settings()) as desk:
        views = desk.outcomes_of(dossier)
    if not views:
        raise UnknownRecord(id=dossier)
    _put(views, as_json=as_json)


@app.command()
def export(
    outcome_id: str, target: Annotated[Path, typer.Argument(help="File to write; it must not exist.", dir_okay=False)]
) -> None:
    """Write the issued, signed and sealed file of an outcome, verified."""
    write_form(outcome_id, RepresentationKind.SEALED, target)


def outcome_json(view: OutcomeView) -> dict[str, object]:
    """An outcome as machines read it."""
    outcome, entry = view.outcome, view.entry
    return {
        "id": outcome.id,
        "dossier_code": outcome.dossier_code,
        "kind": outcome.kind,
        "edition": outcome.edition,
        "state": outcome.state.value,
        "name": outcome.name,
        "refusal": problem(error_of(outcome.reason, outcome.reason_params)) if outcome.reason else None,
        "issued": {"sequence": entry.sequence, "at": entry.issued_at.isoformat(), "sha256": entry.digest}
        if entry
        else None,
        "representations": {
            form.kind.value: {"sha256": form.digest, "size_bytes": form.size_bytes, **form.facts}
            for form in view.representations
        },
    }


def _put(views: Sequence[OutcomeView], *, as_json: bool) -> None:
    if as_json:
        put_json([outcome_json(view) for view in views])
        return
    for view in views:
        outcome, entry = view.outcome, view.entry
        issued = f"số {entry.sequence}, {shown_time(entry.issued_at)}, {entry.digest}" if entry else outcome.reason
        put_rows([[outcome.id, outcome.state.value, outcome.dossier_code, outcome.kind, outcome.edition, issued]])
