"""The start page and the search page."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from web.links import address
from web.parameters import Position, QueryText
from web.templating import Templates
from workers.desk import Desk

PAGE_SIZE = 10
RECENT = 8


def search_pages(desk: Desk, templates: Templates) -> APIRouter:
    """Where people look for records."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def start() -> HTMLResponse:
        """The search box, how many records stand where, and what came in last."""
        return templates.page("start.html", status=desk.status(), recent=desk.documents(limit=RECENT))

    @routes.get("/tim-kiem")
    def search(q: QueryText = "", trang: Position = 1) -> HTMLResponse:
        """The hits of a query, page by page."""
        query = q.strip()
        offset = (trang - 1) * PAGE_SIZE
        answer = desk.search(query, limit=PAGE_SIZE, offset=offset) if query else None
        more = answer is not None and offset + PAGE_SIZE < answer.total
        return templates.page(
            "search.html",
            query=query,
            answer=answer,
            offset=offset,
            previous=address("/tim-kiem", q=query, trang=trang - 1) if trang > 1 else None,
            following=address("/tim-kiem", q=query, trang=trang + 1) if more else None,
        )

    return routes
