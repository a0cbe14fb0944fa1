"""The command line: ``sohoa <noun> <verb>``.

A command's module is imported when it is called: what reads, signs and serves takes seconds to load, and ``sohoa
status`` in a script shall not wait for it.
"""

import sys
from importlib import import_module

import typer
from typer._click import Command, Context  # typer's own copy of click, which its groups are made of
from typer.core import TyperCommand, TyperGroup

from domain.errors import SohoaError
from sohoa import __version__
from sohoa.cli.output import complain, talk
from sohoa.logs import configure_logs

_COMMANDS = {
    "scan": ("scan:app", "The pipeline alone: no service, no database."),
    "pdf": ("pdf:app", "Check, sign and verify PDF files."),
    "sheets": ("sheets:app", "Separator sheets for scanning whole batches."),
    "ingest": (
        "documents:ingest",
        "Take in scanned files; a refused one is kept in quarantine and never stops the others.",
    ),
    "search": ("documents:search", "Find pages; words typed without diacritics find all spellings."),
    "document": ("documents:app", "Look at, confirm and retry documents."),
    "learned": ("learned:app", "Look through what officers taught, and take it back."),
    "outcome": ("outcomes:app", "Submit and look up electronic results."),
    "status": ("status:status", "Show how many records stand where, and how much is due."),
    "run": ("serve:run", "Serve one machine: watch the hot folder, do the work, and show the web pages, until Ctrl-C."),
    "worker": ("serve:worker", "Take steps from the queue until stopped; run as many of these as there are machines."),
    "web": ("serve:web", "Serve the web pages and the HTTP interface only."),
    "migrate": ("status:migrate", "Bring the database to the newest schema."),
    "doctor": ("serve:doctor", "Name what is missing, and how to get it; exit code 6 when something is."),
    "demo": ("serve:demo", "Run the main job on the sample dossiers; repeating it changes nothing."),
}
"""Command to the function, or the group of verbs, that stands for it under ``sohoa.cli``, and its line in the help."""


class _Commands(TyperGroup):
    def list_commands(self, ctx: Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        # Asked for the list of commands alone, which shall not wait for what they import.
        return TyperCommand(cmd_name, help=_COMMANDS[cmd_name][1]) if cmd_name in _COMMANDS else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name in _COMMANDS else command, rest

    def invoke(self, ctx: Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            talk.print("đã dừng, việc đã xong được giữ · interrupted, what was finished is kept")
            raise typer.Exit(130) from stop


def load_command(name: str) -> Command:
    """The command itself, its module imported."""
    module, _, attribute = _COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"sohoa.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        command: Command = typer.main.get_group(found)
    else:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        command = typer.main.get_command(alone)
    command.name = name
    return command


app = typer.Typer(
    name="sohoa",
    cls=_Commands,
    help="Paper in, a signed and findable record out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"sohoa {__version__}\n")
        raise typer.Exit


@app.callback()
def common(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """Paper in, a signed and findable record out."""
    configure_logs("text", quiet=True)


def main() -> None:
    """Run the command line; what was raised on purpose becomes two sentences and its group's exit code."""
    try:
        app()
    except SohoaError as error:
        complain(error)
        sys.exit(error.exit_code)
