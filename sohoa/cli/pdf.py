"""Commands on PDF files alone."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import NotConformant, SignatureInvalid, SohoaError
from pipeline.check import VeraPdf
from signing.signer import Mark, Role
from signing.verify import verify_pdf
from sohoa.cli.output import Json, complain, problem, put_json, put_rows
from sohoa.keys import open_signer
from sohoa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Check, sign and verify PDF files.")

Files = Annotated[list[Path], typer.Argument(help="PDF files.", exists=True, dir_okay=False)]


@app.command()
def check(files: Files, as_json: Json = False) -> None:
    """Say whether files are valid PDF/A, as veraPDF judges; exit code 5 when one is not."""
    rows: list[dict[str, object]] = []
    with VeraPdf() as validator:
        for file in files:
            try:
                verdict = validator.validate(file)
                rows.append(
                    {
                        "file": str(file),
                        "conformant": verdict.compliant,
                        "flavour": verdict.flavour,
                        "failed_rules": list(verdict.failed_rules),
                    }
                )
            except SohoaError as error:
                complain(error, about=file.name)
                rows.append({"file": str(file), "conformant": False, "flavour": None, "error": problem(error)})
    if as_json:
        put_json(rows)
    else:
        put_rows(["✓" if row["conformant"] else "✗", row["flavour"], row["file"]] for row in rows)
    if not all(row["conformant"] for row in rows):
        raise typer.Exit(NotConformant.exit_code)


@app.command()
def sign(
    source: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    target: Annotated[Path, typer.Argument(help="Signed file to write; the source stays as it is.", dir_okay=False)],
    role: Annotated[Role, typer.Option(help="Whose key signs.")] = Role.ORGANISATION,
    mark: Annotated[Mark, typer.Option(help="What the signature shows on the first page.")] = Mark.NONE,
    step: Annotated[str | None, typer.Option(help="Name of the signature field; by default the role.")] = None,
    as_json: Json = False,
) -> None:
    """Sign a PDF (PAdES B-T). The file appears only after its signature was verified; a second run changes nothing."""
    signature = open_signer(load_settings()).sign(role, source, target, step=step or role.value, mark=mark)
    if as_json:
        put_json(signature.as_facts())
    else:
        put_rows([[name, value] for name, value in signature.as_facts().items()])


@app.command()
def verify(files: Files, as_json: Json = False) -> None:
    """Say who signed, when, and whether anything changed since; exit code 5 when a signature is not valid."""
    trust = open_signer(load_settings()).trust
    reports = [(file, verify_pdf(file, trust)) for file in files]
    if as_json:
        put_json([{"file": str(file), **report.as_dict()} for file, report in reports])
    else:
        for file, report in reports:
            put_rows([file, "✓" if one.valid else "✗", one.signer, one.sentence("vi")] for one in report.signatures)
            if not report.signatures:
                put_rows([[file, "–", "không có chữ ký · no signature"]])
    if any(not one.valid for _, report in reports for one in report.signatures):
        raise typer.Exit(SignatureInvalid.exit_code)
