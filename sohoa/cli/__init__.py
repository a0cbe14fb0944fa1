"""The command line: ``sohoa <noun> <verb>``.

A command's module is imported when it is called: what reads, signs and serves takes seconds to load, and ``sohoa
status`` in a script shall not wait for it.
"""

import sys
from importlib import import_module

import typer
from typer._click import Command, Context  # typer's own copy of click, which its groups are made of
from typer.core import TyperGroup

from domain.errors import SohoaError
from sohoa import __version__
from sohoa.cli.output import complain, talk
from sohoa.logs import configure_logs

_COMMANDS = {
    "scan": "scan:app",
    "pdf": "pdf:app",
    "ingest": "documents:ingest",
    "search": "documents:search",
    "document": "documents:app",
    "outcome": "outcomes:app",
    "status": "status:status",
    "run": "serve:run",
    "worker": "serve:worker",
    "web": "serve:web",
    "migrate": "status:migrate",
    "doctor": "serve:doctor",
    "demo": "serve:demo",
}
"""Command to the function, or the group of verbs, that stands for it under ``sohoa.cli``."""


class _Commands(TyperGroup):
    def list_commands(self, ctx: Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"sohoa.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            function, found = found, typer.Typer(add_completion=False)
            found.command(cmd_name)(function)
            command: Command = typer.main.get_command(found)
        else:
            command = typer.main.get_group(found)
        command.name = cmd_name
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
    except KeyboardInterrupt:
        talk.print("đã dừng, việc đã xong được giữ · interrupted, what was finished is kept")
        sys.exit(130)
