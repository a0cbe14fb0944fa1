"""The pipeline alone: no service, no database."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from domain.errors import SohoaError
from domain.warnings import warning_for
from pipeline.check import VeraPdf
from pipeline.digitize import Digitized, Digitizer, Progress
from pipeline.intake.kinds import EXTENSIONS
from pipeline.ocr_engine import EngineChoice
from pipeline.preserve import PdfaLevel, PreservationProfile
from pipeline.reading_settings import TextPolicy
from pipeline.tools.child import in_child
from sohoa.cli.output import Json, complain, problem, progress_bar, put_json, put_rows, talk
from sohoa.cli.page_numbers import page_numbers, shown_numbers
from sohoa.cli.separate import separate
from sohoa.settings import QualityName, Settings, load_settings

app = typer.Typer(no_args_is_help=True)
app.command()(separate)


@app.callback()
def scan() -> None:
    """The pipeline alone: no service, no database."""


@app.command()
def digitize(
    paths: Annotated[
        list[Path], typer.Argument(metavar="IN… OUT_DIR", help="Scans, or folders of scans; last, the output folder.")
    ],
    jobs: Annotated[int | None, typer.Option(min=1, help="Pages at once; by default one per core.")] = None,
    pages: Annotated[
        str | None, typer.Option(metavar="1-3,7", help="Read these pages only; the others are archived without text.")
    ] = None,
    profile: Annotated[
        PreservationProfile | None,
        typer.Option(help="Page images: all as they came, without visible loss, in layers, or black and white."),
    ] = None,
    pdfa: Annotated[PdfaLevel, typer.Option(help="Part and level of PDF/A.")] = PdfaLevel.PDFA_2U,
    force_ocr: Annotated[bool, typer.Option("--force-ocr", help="Read every page, also where it has text.")] = False,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Use a plausible invisible text layer of a scan instead of reading it.")
    ] = False,
    language: Annotated[str | None, typer.Option(help="Tesseract languages, such as vie or vie+eng.")] = None,
    engine: Annotated[EngineChoice | None, typer.Option(help="Way to Tesseract.")] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of other Tesseract models.")] = None,
    quality: Annotated[QualityName | None, typer.Option(help="What pages are judged as.")] = None,
    alto: Annotated[bool, typer.Option("--alto", help="Write <stem>.p<N>.alto.xml as well.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Take up what a stopped run with the same options finished.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Turn scans into searchable PDF/A with fields: writes <stem>.pdf, <stem>.p<N>.txt and <stem>.json.

    A file that is refused is copied to OUT_DIR/quarantine with the reason; the others go on, and the exit code is that
    of the first refusal. After Ctrl-C the same command goes on where it stopped.
    """
    *inputs, out_dir = paths
    if not inputs:
        raise typer.BadParameter("name at least one scan and the output folder", param_hint="IN… OUT_DIR")
    chosen = page_numbers(pages) if pages else None
    policy = _text_policy(force_ocr=force_ocr, keep_text=keep_text)
    scans = _scans(inputs, out_dir)
    _check_folder(out_dir)
    settings = load_settings()
    reading = replace(
        settings.reading,
        language=language or settings.ocr_language,
        engine=engine or settings.ocr_engine,
        models=models or settings.ocr_models,
        quality=quality or settings.quality_profile,
        text=policy,
    )
    with VeraPdf() as validator, progress_bar() as bar:
        digitizer = Digitizer(
            out_dir,
            validator,
            jobs or os.cpu_count() or 1,
            reading,
            settings.limits,
            profile=profile or PreservationProfile(settings.archive_profile),
            level=pdfa,
            pages=chosen,
            alto=alto,
            resume=resume,
            signatures=_signatures(settings),
        )
        task = bar.add_task("Số hóa · digitising", total=None, note="")

        def show(now: Progress) -> None:
            kept = f", {now.pages_kept} trang đã có" if now.pages_kept else ""
            note = f"tệp {now.documents_done}/{now.documents}{kept}"
            bar.update(task, completed=now.pages_done, total=now.pages, note=note)

        results = digitizer.run(scans, show)
    _report(results, as_json=as_json)


def _text_policy(*, force_ocr: bool, keep_text: bool) -> TextPolicy:
    if force_ocr and keep_text:
        raise typer.BadParameter("either read everything or keep text", param_hint="--force-ocr, --keep-text")
    if force_ocr:
        return TextPolicy.FORCE_OCR
    return TextPolicy.KEEP_TEXT if keep_text else TextPolicy.AUTO


def _signatures(settings: Settings) -> Callable[[Path], object]:
    """What is told of the signatures of a signed source, whose bytes stay the record."""

    def report(source: Path) -> object:
        # They take a second to load, and few scans are signed.
        from signing.verify import verify_pdf  # noqa: PLC0415
        from sohoa.keys import open_signer  # noqa: PLC0415

        limits = settings.limits
        try:
            return in_child(
                verify_pdf,
                source,
                open_signer(settings).trust,
                timeout_s=limits.page_timeout_s,
                memory_mb=limits.child_memory_mb,
            ).as_dict()
        except SohoaError as error:
            return {"error": problem(error)}

    return report


def _report(results: list[Digitized], *, as_json: bool) -> None:
    for result in results:
        if result.refusal:
            complain(result.refusal, about=result.source.name)
        for code, numbers in _by_code(result.doubts).items():
            where = escape(f"{result.source.name}, trang {shown_numbers(numbers)}")
            talk.print(f"[yellow]![/yellow] {where}: {warning_for(code)}", highlight=False)
    if as_json:
        put_json([_as_json(result) for result in results])
    else:
        put_rows(_as_row(result) for result in results)
    refusals = [result.refusal for result in results if result.refusal]
    if refusals:
        raise typer.Exit(refusals[0].exit_code)


def _by_code(doubts: Sequence[tuple[int, str]]) -> dict[str, list[int]]:
    """Page numbers by warning."""
    return {code: [number for number, other in doubts if other == code] for _, code in doubts}


def _as_json(result: Digitized) -> dict[str, object]:
    return {
        "source": str(result.source),
        "stem": result.stem,
        "pages": result.pages,
        "seconds": round(result.seconds, 3),
        "kept": result.kept,
        "warnings": [{"page": number, "code": code} for number, code in result.doubts],
        "refusal": problem(result.refusal) if result.refusal else None,
    }


def _as_row(result: Digitized) -> list[object]:
    if result.refusal:
        return ["✗", result.source.name, result.refusal.code, f"{result.seconds:.1f} s"]
    return ["✓", result.source.name, f"{result.pages} trang", "đã có" if result.kept else f"{result.seconds:.1f} s"]


def _scans(inputs: list[Path], out_dir: Path) -> list[Path]:
    """Files as they are named; of folders, what has the extension of a scan and is no output of ours."""
    found: list[Path] = []
    for path in inputs:
        if not path.exists():
            raise typer.BadParameter(f"there is no {path}", param_hint="IN")
        if path.is_dir():
            scans = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in EXTENSIONS and file.is_file())
            found.extend(file for file in scans if not file.resolve().is_relative_to(out_dir.resolve()))
        else:
            found.append(path)
    if not found:
        raise typer.BadParameter("no scan lies there, or all lie in the output folder", param_hint="IN")
    return found


def _check_folder(out_dir: Path) -> None:
    if out_dir.exists() and not out_dir.is_dir():
        raise typer.BadParameter(f"{out_dir} is a file; the output folder is named last", param_hint="OUT_DIR")
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{out_dir}: {error.strerror}", param_hint="OUT_DIR") from error
