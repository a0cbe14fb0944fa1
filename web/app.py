"""The web application: every route over one desk, behind one guard."""

from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from web.api.routes import api_routes
from web.api.schemas import Health, Problem
from web.failures import Failures
from web.pages.delivery import delivery_pages
from web.pages.documents import document_pages
from web.pages.dossiers import dossier_pages
from web.pages.learned import learned_pages
from web.pages.outcomes import outcome_pages
from web.pages.search import search_pages
from web.security import LOOPBACK, Guard
from web.templating import FOLDER, Templates
from workers.desk import Desk


def create_app(
    desk: Desk,
    *,
    product_version: str,
    max_file_mb: int,
    hosts: Iterable[str] = LOOPBACK,
    scratch: Path | None = None,
) -> FastAPI:
    """Build the application.

    Args:
        desk: everything the routes may ask for.
        product_version: shown on pages and in the OpenAPI document.
        max_file_mb: a larger upload is refused while it is read.
        hosts: names under which the server may be asked for, without port.
        scratch: folder for uploads on their way; by default the system's.
    """
    app = FastAPI(
        title="sohoa", version=product_version, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None
    )
    templates = Templates(product_version=product_version)
    failures = Failures(templates)
    failures.install(app)
    app.add_middleware(Guard, hosts=tuple(hosts), refuse=failures)

    @app.get("/health", responses={503: {"model": Problem}})
    def health() -> Health:
        """Whether the server answers and reaches its database."""
        desk.status()
        return Health(status="ok", version=product_version)

    app.include_router(api_routes(desk, max_file_mb=max_file_mb, scratch=scratch))
    app.include_router(search_pages(desk, templates))
    app.include_router(document_pages(desk, templates))
    app.include_router(outcome_pages(desk, templates))
    app.include_router(dossier_pages(desk, templates))
    app.include_router(learned_pages(desk, templates))
    app.include_router(delivery_pages(desk, templates, max_file_mb=max_file_mb, scratch=scratch))
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app
