"""The page on which papers and drafts are handed in. It works without scripts; a script adds progress per file."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.intake import deliver, submit
from web.links import record_path
from web.templating import Templates
from web.uploads import received_form
from workers.desk import Desk


def delivery_pages(desk: Desk, templates: Templates, *, max_file_mb: int, scratch: Path | None) -> APIRouter:
    """Everything under ``/nop``."""
    routes = APIRouter(prefix="/nop", include_in_schema=False)

    @routes.get("")
    def forms() -> HTMLResponse:
        """The two forms: scanned papers, and the draft of a result."""
        return templates.page("deliver.html", max_file_mb=max_file_mb)

    @routes.post("")
    async def documents(request: Request) -> HTMLResponse:
        """Take in scanned files, and say what became of each."""
        async with received_form(request, max_file_mb=max_file_mb, scratch=scratch) as form:
            delivered = await deliver(desk, form)
        return templates.page("delivered.html", delivered=delivered)

    @routes.post("/ket-qua")
    async def outcome(request: Request) -> Response:
        """Take in a draft, and show the result it becomes."""
        async with received_form(request, max_file_mb=max_file_mb, scratch=scratch) as form:
            view, _ = await submit(desk, form)
        return RedirectResponse(record_path(view.outcome), 303)

    return routes
