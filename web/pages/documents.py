"""The pages of scanned documents: their list, the record with its page images and files, and what may be done to it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import BadRequest, UnknownRecord, error_of
from domain.lifecycle import DOCUMENT
from domain.model import Document, DocumentState, Page, PageReading, RepresentationKind
from web.classes import class_called, holds_date
from web.delivery import REVALIDATED, download, download_name, etag, not_modified
from web.formats import iso_date
from web.intake import ACTOR
from web.links import record_path
from web.pages.cursor import cursor_at
from web.parameters import PageNumber, Position, QueryText
from web.parameters import document_id as known_id
from web.templating import Templates, field_value
from web.uploads import received_form
from web.words import EXPECTED
from workers.desk import Desk, DocumentView

LISTED = 100


def document_pages(desk: Desk, templates: Templates) -> APIRouter:
    """Everything under ``/giay-to``."""
    routes = APIRouter(prefix="/giay-to", include_in_schema=False)

    @routes.get("")
    def documents(trang_thai: Annotated[DocumentState | None, Query(alias="trang-thai")] = None) -> HTMLResponse:
        """What came in last, of one state or of any."""
        return templates.page(
            "documents.html",
            status=desk.status(),
            state=trang_thai,
            documents=desk.documents(state=trang_thai, limit=LISTED),
            listed=LISTED,
        )

    @routes.get("/{document_id}")
    def document(
        document_id: UUID,
        trang: Position | None = None,
        q: QueryText = "",
        i: Position | None = None,
        truong: Annotated[str | None, Query(max_length=64)] = None,
    ) -> HTMLResponse:
        """A record: page image with its marks, fields, files, signatures, history."""
        known = known_id(document_id)
        view = desk.document(known)
        field = next((field for field in view.fields if field.name == truong), None)
        number = trang or (field.page if field and field.page else 1)
        page = next((page for page in view.pages if page.number == number), None)
        if page is None and trang is not None:
            raise UnknownRecord(id=f"{known}/{trang}")
        return templates.page(
            "document.html",
            view=view,
            document=view.document,
            page=page,
            reading=_reading(desk, page),
            active_field=truong,
            cursor=cursor_at(desk, q.strip(), i, known, number),
            reason=_reason(view.document),
            moving=bool(DOCUMENT[view.document.state]) and not _waits(view.document),
            waits=view.document.state is DocumentState.DESCRIBED,
        )

    @routes.get("/{document_id}/trang/{number}.jpg")
    def page_image(request: Request, document_id: UUID, number: PageNumber) -> Response:
        """The image of a page in its archived frame."""
        view = desk.document(known_id(document_id))
        digest = next((page.preview for page in view.pages if page.number == number), None)
        if digest is None:
            raise UnknownRecord(id=f"{document_id}/{number}")
        if (short := not_modified(request, digest)) is not None:
            return short
        headers = {"ETag": etag(digest), "Cache-Control": REVALIDATED}
        return Response(desk.preview(view.document.id, number), headers=headers, media_type="image/jpeg")

    @routes.get("/{document_id}/trang/{number}.alto.xml")
    def page_words(document_id: UUID, number: PageNumber) -> Response:
        """The words of a page with their places, as ALTO."""
        return Response(desk.alto(known_id(document_id), number), media_type="application/alto+xml")

    @routes.get("/{document_id}/tep/{kind}")
    def file(request: Request, document_id: UUID, kind: RepresentationKind) -> Response:
        """A stored form of the document, to be saved."""
        view = desk.document(known_id(document_id))
        digest = next((form.digest for form in view.representations if form.kind is kind), None)
        if digest is not None and (short := not_modified(request, digest)) is not None:
            return short
        form, content = desk.content(view.document.id, kind)
        return download(form, content, download_name(view.document.name, kind))

    @routes.post("/{document_id}/thu-lai")
    def retry(document_id: UUID) -> Response:
        """Send a document that was set aside round again."""
        return _back_to(desk.retry(known_id(document_id), actor=ACTOR))

    @routes.post("/{document_id}/xac-nhan")
    async def confirm(request: Request, document_id: UUID) -> Response:
        """An officer has compared the fields with the image."""
        async with received_form(request, max_file_mb=0) as form:
            typed = form.values

        def act() -> Document:
            known = known_id(document_id)
            return desk.confirm(known, corrections_of(desk.document(known), typed), actor=ACTOR)

        return _back_to(await run_in_threadpool(act))

    return routes


def corrections_of(view: DocumentView, typed: Mapping[str, str]) -> dict[str, str]:
    """What an officer changed or added, in the form in which it is kept.

    Raises:
        BadRequest: a date that does not exist, a class that nobody knows.
    """
    shown = {field.name: field_value(field) for field in view.fields}
    given = {name: typed.get(name, "").strip() for name in (*shown, *EXPECTED)}
    return {name: _kept(name, value) for name, value in given.items() if value and value != shown.get(name)}


def _kept(name: str, value: str) -> str:
    if name == "recipients":
        return "\n".join(part.strip() for part in value.split(";") if part.strip())
    if name == "document_class":
        if (known := class_called(value)) is None:
            raise BadRequest(f"no class {value}", field=name)
        return known
    if not holds_date(name):
        return value
    try:
        return iso_date(value)
    except ValueError as error:
        raise BadRequest(field=name) from error


def _reading(desk: Desk, page: Page | None) -> PageReading | None:
    return None if page is None or page.reading is None else desk.reading(page.document_id, page.number)


def _reason(document: Document) -> str | None:
    return error_of(document.reason, document.reason_params).message("vi") if document.reason else None


def _waits(document: Document) -> bool:
    return document.state in {DocumentState.DESCRIBED, DocumentState.QUARANTINED}


def _back_to(document: Document) -> Response:
    return RedirectResponse(record_path(document), status_code=303)
