"""Commands on scanned documents: ingest, search, show, confirm, retry."""

import getpass
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import BadDossierCode, BadRequest, SohoaError, error_of
from domain.identifiers import DossierCode
from domain.model import Document, DocumentId, DocumentState, Field, RepresentationKind
from sohoa.cli.output import Json, complain, problem, progress_bar, put_json, put_rows, shown_time, talk
from sohoa.cli.waiting import await_records
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_desk, opened_stores
from workers.desk import Desk, DocumentView, FoundPage, Received
from workers.indexing import rebuild
from workers.stores import Stores

app = typer.Typer(no_args_is_help=True, help="Look at, confirm and retry documents.")


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders that are searched.", exists=True)],
    dossier: Annotated[str | None, typer.Option(help="Dossier code; by default the name of the file's folder.")] = None,
    batch: Annotated[str, typer.Option(help="Name of the delivery.")] = "command line",
    wait: Annotated[
        bool | None,
        typer.Option("--wait/--no-wait", help="Follow until published; on the embedded broker do the work here."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in scanned files; a refused one is kept in quarantine and never stops the others."""
    settings = load_settings()
    with opened_stores(settings) as stores:
        desk = Desk(stores, settings.limits)
        received: list[Received] = []
        failures: list[SohoaError] = []
        for file in _files(paths):
            try:
                item = desk.ingest(file, actor=actor(), dossier_code=dossier or dossier_code_of(file), batch=batch)
            except SohoaError as error:
                complain(error, about=file.name)
                failures.append(error)
                continue
            received.append(item)
            if item.refusal:
                complain(item.refusal, about=file.name)
                failures.append(item.refusal)
        documents = [item.document.id for item in received]
        if settings.embedded_broker if wait is None else wait:
            await_records(settings, stores, desk, documents=documents)
        views = [desk.document(document_id) for document_id in documents]
    if as_json:
        put_json([document_json(view) for view in views])
    else:
        put_rows(_row(view.document) for view in views)
    if failures:
        raise typer.Exit(failures[0].exit_code)


def search(
    query: Annotated[str, typer.Argument(help="Words, a “phrase”, or a number such as 123/QĐ-UBND.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 10,
    anew: Annotated[bool, typer.Option("--rebuild", help="First build the index anew from what is stored.")] = False,
    as_json: Json = False,
) -> None:
    """Find pages; words typed without diacritics find all spellings."""
    settings = load_settings()
    with opened_stores(settings) as stores:
        if anew:
            _rebuild(stores, settings)
        answer = Desk(stores, settings.limits).search(query, limit=limit)
    if as_json:
        put_json({"query": query, "total": answer.total, "hits": [hit_json(hit) for hit in answer.found]})
        return
    talk.print(f"{answer.total} trang · pages")
    for hit in answer.found:
        line = " ".join(f"[{text}]" if matched else text for text, matched in hit.excerpt)
        put_rows([[hit.record.dossier_code, hit.record.name, f"tr. {hit.page}", line]])


def _rebuild(stores: Stores, settings: Settings) -> None:
    with progress_bar() as bar:
        task = bar.add_task("Lập lại chỉ mục · indexing", total=None, note="")
        pages = rebuild(stores, settings.limits, lambda done, total: bar.update(task, completed=done, total=total))
    talk.print(f"{pages} trang · pages")


@app.command("list")
def list_documents(
    state: Annotated[DocumentState | None, typer.Option(help="Only those in this state.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Only those of this dossier.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: Json = False,
) -> None:
    """List documents, newest first."""
    with opened_desk(load_settings()) as desk:
        documents = desk.documents(state=state, dossier_code=dossier, limit=limit)
    if as_json:
        put_json([_summary_json(document) for document in documents])
    else:
        put_rows(_row(document) for document in documents)


@app.command()
def show(document_id: str, as_json: Json = False) -> None:
    """Show a document: fields with evidence, stored forms, history."""
    with opened_desk(load_settings()) as desk:
        view = desk.document(DocumentId(document_id))
    if as_json:
        put_json(document_json(view))
        return
    put_rows([_row(view.document)])
    put_rows(
        [field.name, field.value, f"{field.confidence:.2f}", "✓" if field.accepted else "?"] for field in view.fields
    )
    put_rows(["same number", other.id, other.name] for other in view.same_number)
    put_rows([form.kind, form.digest, form.size_bytes] for form in view.representations)
    put_rows([shown_time(entry.at), entry.actor, entry.action] for entry in view.history)


@app.command()
def confirm(
    document_id: str,
    corrections: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Correct a field; repeatable.")
    ] = None,
) -> None:
    """Confirm the fields of a document that waits for an officer, and let it go on."""
    with opened_desk(load_settings()) as desk:
        document = desk.confirm(DocumentId(document_id), _corrections(corrections or []), actor=actor())
    put_rows([_row(document)])


@app.command()
def retry(document_id: str) -> None:
    """Send a quarantined document round again, after what stopped it was mended."""
    with opened_desk(load_settings()) as desk:
        document = desk.retry(DocumentId(document_id), actor=actor())
    put_rows([_row(document)])


@app.command()
def export(
    document_id: str,
    target: Annotated[Path, typer.Argument(help="File to write; it must not exist.", dir_okay=False)],
    form: Annotated[RepresentationKind, typer.Option(help="Which stored form.")] = RepresentationKind.SIGNED,
) -> None:
    """Write a stored form of a document to a file, verified."""
    write_form(document_id, form, target)


def write_form(record_id: str, form: RepresentationKind, target: Path) -> None:
    """Write a stored form of a document or outcome to a new file; its bytes are verified on the way."""
    if target.exists():
        raise BadRequest(f"{target} exists", field=str(target))
    with opened_desk(load_settings()) as desk, desk.content(record_id, form)[1] as reader, target.open("xb") as file:
        shutil.copyfileobj(reader, file)


def dossier_code_of(file: Path) -> str | None:
    """The dossier code that a file's folder is named by, if it is one."""
    try:
        return str(DossierCode.parse(file.resolve().parent.name))
    except BadDossierCode:
        return None


def document_json(view: DocumentView) -> dict[str, object]:
    """A document as machines read it."""
    return {
        **_summary_json(view.document),
        "fields": {field.name: field_json(field) for field in view.fields},
        "same_number": [other.id for other in view.same_number],
        "representations": {
            form.kind.value: {"sha256": form.digest, "size_bytes": form.size_bytes, **form.facts}
            for form in view.representations
        },
    }


def field_json(field: Field) -> dict[str, object]:
    """A field with its evidence as machines read it."""
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 3),
        "accepted": field.accepted,
        "page": field.page,
        "box": [field.box.x0, field.box.y0, field.box.x1, field.box.y1] if field.box else None,
        "source": field.source,
        "alternatives": list(field.alternatives),
        "rules": {verdict.rule: verdict.passed for verdict in field.rules},
    }


def hit_json(hit: FoundPage) -> dict[str, object]:
    """A search hit as machines read it; boxes are pixels of the frame."""
    return {
        "id": hit.record.id,
        "kind": "document" if isinstance(hit.record, Document) else "outcome",
        "dossier_code": hit.record.dossier_code,
        "name": hit.record.name,
        "page": hit.page,
        "score": round(hit.score, 3),
        "excerpt": "".join(f"<{text}>" if matched else f" {text} " for text, matched in hit.excerpt).strip(),
        "frame": [hit.frame.width_px, hit.frame.height_px] if hit.frame else None,
        "boxes": [[box.x0, box.y0, box.x1, box.y1] for box in hit.boxes],
    }


def actor() -> str:
    """Who acts, for the audit trail."""
    return f"cli:{getpass.getuser()}"


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        else:
            yield path


def _corrections(assignments: list[str]) -> dict[str, str]:
    pairs = [assignment.partition("=") for assignment in assignments]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise BadRequest(field=f"--set {name}")
    return {name: value for name, _, value in pairs}


def _row(document: Document) -> list[object]:
    return [
        document.id,
        document.state.value,
        document.dossier_code,
        document.page_count,
        document.reason,
        document.name,
    ]


def _summary_json(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "name": document.name,
        "dossier_code": document.dossier_code,
        "state": document.state.value,
        "pages": document.page_count,
        "sha256": document.original,
        "refusal": problem(error_of(document.reason, document.reason_params)) if document.reason else None,
    }
