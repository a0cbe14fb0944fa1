"""The page of a dossier: its papers and its results."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from web.dossiers import dossier_of
from web.templating import Templates
from workers.desk import Desk


def dossier_pages(desk: Desk, templates: Templates) -> APIRouter:
    """Everything under ``/ho-so``."""
    routes = APIRouter(prefix="/ho-so", include_in_schema=False)

    @routes.get("/{code}")
    def dossier(code: str) -> HTMLResponse:
        """What is filed under a dossier code."""
        return templates.page("dossier.html", dossier=dossier_of(desk, code))

    return routes
