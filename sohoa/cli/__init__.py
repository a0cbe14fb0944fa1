"""The command line: ``sohoa <noun> <verb>``."""

import sys

import typer

from domain.errors import SohoaError
from sohoa import __version__
from sohoa.cli import documents, outcomes, pdf, scan, serve
from sohoa.cli.output import complain, talk
from sohoa.logs import configure_logs

app = typer.Typer(
    name="sohoa",
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


app.add_typer(scan.app, name="scan", help="The pipeline alone: no service, no database.")
app.add_typer(pdf.app, name="pdf", help="Check, sign and verify PDF files.")
app.add_typer(documents.app, name="document", help="Look at, confirm and retry documents.")
app.add_typer(outcomes.app, name="outcome", help="Submit and look up electronic results.")
app.command("ingest")(documents.ingest)
app.command("search")(documents.search)
app.command("status")(serve.status)
app.command("run")(serve.run)
app.command("worker")(serve.worker)
app.command("web")(serve.web)
app.command("migrate")(serve.migrate)
app.command("doctor")(serve.doctor)
app.command("demo")(serve.demo)


def main() -> None:
    """Run the command line; what was raised on purpose becomes two sentences and its group's exit code."""
    try:
        app()
    except SohoaError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        talk.print("interrupted; the same command continues where it stopped")
        sys.exit(130)
