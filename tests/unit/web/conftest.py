"""The application over the embedded stores, and records filed through the ports as the steps would file them."""

import asyncio
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image, ImageDraw

from domain.model import (
    Box,
    Document,
    DocumentState,
    Field,
    Outcome,
    OutcomeState,
    Page,
    PageFrame,
    PageReading,
    Representation,
    RepresentationKind,
    Word,
)
from pipeline.limits import Limits
from pipeline.reading import reading_to_json
from storage.objects import open_objects
from storage.records import open_records
from storage.search import open_search
from storage.search.port import PageEntry
from web.app import create_app
from workers.desk import Desk
from workers.stores import Stores
from workers.workspace import Workspace

ORIGIN = "http://127.0.0.1:8080"
MAX_FILE_MB = 2
CODE = "H27.10-261122-0001"
FRAME = PageFrame(800, 1100, 100.0)
SIGNATURE = {
    "field": "sohoa-organisation",
    "signer": "Ủy ban nhân dân xã Bình An",
    "organisation": "Ủy ban nhân dân xã Bình An",
    "signed_at": "2026-11-22T03:00:00+00:00",
    "timestamp_at": "2026-11-22T03:00:01+00:00",
    "level": "B-T",
    "verdict": "valid",
}
TO_PUBLISHED = (
    DocumentState.SEPARATED,
    DocumentState.RECOGNISED,
    DocumentState.VERIFIED,
    DocumentState.PRESERVED,
    DocumentState.SIGNED,
    DocumentState.PUBLISHED,
)
TO_DESCRIBED = (DocumentState.SEPARATED, DocumentState.RECOGNISED, DocumentState.DESCRIBED)
TO_ISSUED = (OutcomeState.CONVERTED, OutcomeState.SIGNED, OutcomeState.SEALED, OutcomeState.ISSUED)


class Site:
    """A program that talks to the application, one request after the other."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        return self.request("POST", path, **options)

    def request(self, method: str, path: str, **options: object) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                return await client.request(method, path, **options)

        return asyncio.run(ask())


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "records.db"
    records = open_records(f"sqlite:///{path}")
    records.migrate()
    records.close()
    return path


@pytest.fixture
def stores(tmp_path: Path, empty_database: Path) -> Iterator[Stores]:
    shutil.copy(empty_database, tmp_path / "records.db")
    records = open_records(f"sqlite:///{tmp_path / 'records.db'}")
    objects = open_objects(str(tmp_path / "objects"))
    try:
        yield Stores(records, objects, open_search(str(tmp_path / "search")), Workspace(tmp_path / "work", objects))
    finally:
        records.close()


@pytest.fixture
def desk(stores: Stores) -> Desk:
    return Desk(stores, Limits(max_file_mb=MAX_FILE_MB))


@pytest.fixture
def site(desk: Desk, tmp_path: Path) -> Site:
    scratch = tmp_path / "uploads"
    scratch.mkdir()
    return Site(create_app(desk, product_version="9.9.9", max_file_mb=MAX_FILE_MB, scratch=scratch))


@pytest.fixture
def archive(stores: Stores, desk: Desk, tmp_path: Path) -> "Archive":
    return Archive(stores, desk, tmp_path)


def picture(lines: Sequence[str] = ("trang",)) -> Image.Image:
    image = Image.new("RGB", (FRAME.width_px, FRAME.height_px), "white")
    drawing = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        drawing.text((80, 100 + 60 * number), line, fill="black")
    return image


def encoded(image: Image.Image, form: str = "PNG") -> bytes:
    target = io.BytesIO()
    image.save(target, form)
    return target.getvalue()


def reading(number: int, text: str) -> PageReading:
    """A page whose words stand eight to a line."""
    words = [_word(word, *divmod(at, 8)) for at, word in enumerate(text.split())]
    return PageReading(number, FRAME, tuple(words), "written by a test")


def _word(text: str, line: int, column: int) -> Word:
    left, top = 80 + 90 * column, 100 + 60 * line
    return Word(text, Box(left, top, left + 70, top + 30), 95.0, line, 0)


def field(name: str, value: str, **changes: object) -> Field:
    box = Box(80.0, 100.0, 240.0, 130.0)
    return replace(Field(name, value, raw=value, page=1, box=box, confidence=0.97, accepted=True), **changes)


@dataclass
class Archive:
    """Files records through the ports."""

    stores: Stores
    desk: Desk
    folder: Path

    def received(self, name: str = "quyet-dinh.png", *, dossier_code: str | None = CODE, text: str = "a") -> Document:
        path = self.folder / "delivered"
        path.write_bytes(encoded(picture([name, text])))
        received = self.desk.ingest(path, actor="scanner", name=name, dossier_code=dossier_code)
        assert received.refusal is None
        return received.document

    def refused(self, content: bytes = b"no document", *, name: str = "thu.pdf") -> Document:
        path = self.folder / "delivered"
        path.write_bytes(content)
        received = self.desk.ingest(path, actor="scanner", name=name)
        assert received.refusal is not None
        return received.document

    def published(
        self, *pages: str, fields: Sequence[Field] = (), warnings: tuple[str, ...] = (), **options: str
    ) -> Document:
        return self._advanced(pages, fields, TO_PUBLISHED, options, warnings)

    def described(self, *pages: str, fields: Sequence[Field], **options: str) -> Document:
        return self._advanced(pages, fields, TO_DESCRIBED, options)

    def issued(self, draft: bytes, *, kind: str = "Giấy phép xây dựng", dossier_code: str = CODE) -> Outcome:
        with self.stores.records.transaction() as tx:
            tx.documents.dossier(dossier_code)
            digest = self.stores.objects.put(draft)
            outcome, _ = tx.outcomes.add(
                dossier_code=dossier_code, kind=kind, edition=1, name="giay-phep.pdf", draft=digest
            )
            sealed = self._form(RepresentationKind.SEALED, draft + b" sealed", signatures=[SIGNATURE])
            tx.documents.add_representation(outcome.id, sealed)
            for state in TO_ISSUED:
                outcome = tx.outcomes.save(replace(outcome, state=state))
                tx.audit.append("worker", state.value, outcome.id)
            tx.outcomes.issue(outcome, sealed.digest)
        words = tuple(f"Kết quả cấp {kind}".split())
        entry = PageEntry("outcome", outcome.id, 1, words, dossier_code, {"type": kind})
        self.stores.search.put(outcome.id, [entry])
        return outcome

    def _advanced(
        self,
        pages: Sequence[str],
        fields: Sequence[Field],
        states: Sequence[DocumentState],
        options: dict[str, str],
        warnings: tuple[str, ...] = (),
    ) -> Document:
        document = self.received(text=pages[0], **options)
        readings = [replace(reading(number, text), warnings=warnings) for number, text in enumerate(pages, start=1)]
        with self.stores.records.transaction() as tx:
            tx.documents.set_page_count(document.id, len(pages))
            for page in readings:
                stored = self.stores.objects.put(reading_to_json(page))
                image = self.stores.objects.put(encoded(picture([word.text for word in page.words]), "JPEG"))
                tx.documents.save_page(Page(document.id, page.number, stored, image, 1.0))
            tx.documents.set_fields(document.id, fields)
            document = tx.documents.get(document.id)
            for state in states:
                document = tx.documents.save(replace(document, state=state))
                tx.audit.append("worker", state.value, document.id, pages=len(pages))
            if document.state is DocumentState.PUBLISHED:
                for kind in (RepresentationKind.ARCHIVAL, RepresentationKind.SIGNED):
                    facts = {"signatures": [SIGNATURE]} if kind is RepresentationKind.SIGNED else {}
                    form = self._form(kind, f"%PDF {kind} {document.id}".encode(), **facts)
                    tx.documents.add_representation(document.id, form)
        if document.state is DocumentState.PUBLISHED:
            self.stores.search.put(document.id, [_entry(document, page, fields) for page in readings])
        return document

    def _form(self, kind: RepresentationKind, content: bytes, **facts: object) -> Representation:
        digest = self.stores.objects.put(content)
        proved = {"pdfa": "2u", "conformant": True, **facts}
        return Representation(kind, digest, len(content), "application/pdf", proved)


def _entry(document: Document, page: PageReading, fields: Sequence[Field]) -> PageEntry:
    values = {one.name: one.value for one in fields} if page.number == 1 else {}
    words = tuple(word.text for word in page.words)
    return PageEntry("document", document.id, page.number, words, document.dossier_code, values)


MakeField = Callable[..., Field]


@pytest.fixture
def make_field() -> MakeField:
    return field


@pytest.fixture
def make_reading() -> Callable[[int, str], PageReading]:
    return reading


@pytest.fixture
def png() -> bytes:
    """A one-page scan."""
    return encoded(picture(["một trang quét"]))
