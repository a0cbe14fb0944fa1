"""The main job on the sample dossiers, shown as a person would want to see it."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from domain.model import Document, DocumentId, DocumentState, Field, OutcomeId, Representation, RepresentationKind
from signing.verify import verify_pdf
from sohoa.cli.documents import dossier_code_of
from sohoa.cli.output import complain, shown_time, talk
from sohoa.cli.waiting import await_records
from sohoa.keys import open_signer
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_stores
from workers.desk import Desk, DocumentView, OutcomeView, SearchPage
from workers.stores import Stores

DEFAULT_HOME = Path("var/demo")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
QUERY = "quyet dinh"

_LABELS = {
    "code": "Số, ký hiệu",
    "issued_date": "Ngày",
    "issuing_agency": "Cơ quan",
    "type": "Loại",
    "subject": "Trích yếu",
    "signer": "Người ký",
    "recipients": "Nơi nhận",
}


def run_demo(home: Path, samples: Path | None) -> int:
    """Digitise the samples, issue their outcomes, search, and say where to look. Returns the exit code."""
    settings = load_settings(home=home.resolve())
    samples = samples or SAMPLES
    with opened_stores(settings) as stores:
        desk = Desk(stores, settings.limits)
        papers = _ingest(desk, samples)
        drafts = _submit(desk, samples)
        await_records(settings, stores, desk, documents=papers, outcomes=drafts)
        documents = [desk.document(document_id) for document_id in papers]
        outcomes = [desk.outcome(outcome_id) for outcome_id in drafts]
        verdict = _Verdicts(settings, stores)
        talk.print(_documents_table(documents, verdict))
        talk.print(_outcomes_table(outcomes, verdict))
        _show_search(desk.search(QUERY, limit=5))
    _show_where(home)
    failed = [
        view for view in documents if view.document.state is not DocumentState.PUBLISHED and view.document.page_count
    ]
    unissued = [view for view in outcomes if view.entry is None]
    return 1 if failed or unissued else 0


class _Verdicts:
    """Signature verdicts, checked anew on the stored bytes each time the demonstration runs."""

    def __init__(self, settings: Settings, stores: Stores) -> None:
        self._trust = open_signer(settings).trust
        self._workspace = stores.workspace

    def of(self, forms: Sequence[Representation], kind: RepresentationKind) -> str:
        form = next((form for form in forms if form.kind is kind), None)
        if form is None:
            return "–"
        with self._workspace.file(form.digest) as path:
            report = verify_pdf(path, self._trust)
        return "\n".join(f"{'✓' if one.valid else '✗'} {one.signer}" for one in report.signatures) or "–"


def _ingest(desk: Desk, samples: Path) -> list[DocumentId]:
    files = sorted(
        file
        for folder in ("dossiers", "bad")
        for file in (samples / folder).rglob("*")
        if file.is_file() and file.suffix not in {".json", ".txt", ".md"}
    )
    received = [
        desk.ingest(file, actor="demo", dossier_code=dossier_code_of(file), batch=file.parent.name) for file in files
    ]
    for item, file in zip(received, files, strict=True):
        if item.refusal:
            complain(item.refusal, about=file.name)
    talk.print(f"{len(files)} tệp · files, {sum(item.new for item in received)} mới · new")
    return [item.document.id for item in received]


def _submit(desk: Desk, samples: Path) -> list[OutcomeId]:
    return [
        desk.submit_outcome(draft, actor="demo", dossier_code=draft.stem, kind=_kind_of(draft)).outcome.id
        for draft in sorted((samples / "outcomes").glob("*.pdf"))
    ]


def _kind_of(draft: Path) -> str:
    """What a sample result is, which a one-stop system would say when it submits one."""
    truth = draft.parent.parent / "truth" / "outcomes" / f"{draft.stem}.json"
    return str(json.loads(truth.read_text(encoding="utf-8"))["type"]) if truth.exists() else "Kết quả"


def _documents_table(views: Sequence[DocumentView], verdict: _Verdicts) -> Table:
    table = Table(title="Giấy tờ đã số hóa · digitised documents", show_lines=True, expand=True)
    for heading, ratio in (("Giấy tờ", 2), ("Các trường · fields", 6), ("PDF/A", 1), ("Chữ ký · signatures", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    table.add_column("giây/trang", justify="right")
    for view in views:
        document = view.document
        name = f"{document.name}\n[dim]{document.dossier_code or '–'} · {document.page_count or 0} tr.[/dim]"
        if document.state is DocumentState.QUARANTINED:
            table.add_row(name, f"[red]✗ {document.reason}[/red]", "–", "–", "–")
            continue
        seconds = [page.seconds for page in view.pages if page.seconds is not None]
        table.add_row(
            name,
            _fields(view.fields),
            _pdfa(view.representations, RepresentationKind.SIGNED),
            verdict.of(view.representations, RepresentationKind.SIGNED),
            f"{sum(seconds) / len(seconds):.1f}" if seconds else "–",
        )
    return table


def _outcomes_table(views: Sequence[OutcomeView], verdict: _Verdicts) -> Table:
    table = Table(title="Kết quả điện tử · electronic results", show_lines=True, expand=True)
    for heading in ("Hồ sơ", "Phát hành · issued", "PDF/A", "Chữ ký · signatures"):
        table.add_column(heading, overflow="fold")
    for view in views:
        entry = view.entry
        table.add_row(
            view.outcome.dossier_code,
            f"✓ số {entry.sequence}, {shown_time(entry.issued_at)}" if entry else f"[red]✗ {view.outcome.reason}[/red]",
            _pdfa(view.representations, RepresentationKind.SEALED),
            verdict.of(view.representations, RepresentationKind.SEALED),
        )
    return table


def _fields(fields: Sequence[Field]) -> str:
    found = {field.name: field for field in fields}
    return "\n".join(
        f"{_mark(found[name])} {label}: {_one_line(found[name].value)}"
        for name, label in _LABELS.items()
        if name in found
    )


def _mark(field: Field) -> str:
    return "[green]✓[/green]" if field.accepted else "[yellow]?[/yellow]"


def _one_line(value: str) -> str:
    return escape(" · ".join(value.splitlines()))


def _pdfa(forms: Sequence[Representation], kind: RepresentationKind) -> str:
    facts = next((form.facts for form in forms if form.kind is kind), {})
    return f"{'✓' if facts.get('conformant') else '✗'} {facts.get('pdfa', '–')}"


def _show_search(answer: SearchPage) -> None:
    talk.rule(f"Tìm “{answer.query}” · {answer.total} trang · pages")
    for hit in answer.found:
        what = hit.record.name if isinstance(hit.record, Document) else f"Kết quả: {hit.record.kind}"
        words = " ".join(
            f"[reverse]{escape(text)}[/reverse]" if marked else escape(text) for text, marked in hit.excerpt
        )
        talk.print(f"[bold]{hit.record.dossier_code or '–'}[/bold] {escape(what)}, tr. {hit.page}  {words}")


def _show_where(home: Path) -> None:
    talk.rule()
    talk.print(f"Xem trên trình duyệt · in the browser:  [bold]SOHOA_HOME={home} .venv/bin/sohoa run[/bold]")
    talk.print("rồi mở · then open  [bold]http://127.0.0.1:8080/[/bold]")
