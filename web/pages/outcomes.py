"""The pages of electronic results and of the dossiers they belong to."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import error_of
from domain.lifecycle import OUTCOME
from domain.model import OutcomeState, RepresentationKind
from web.delivery import download, download_name, not_modified
from web.intake import ACTOR
from web.links import record_path
from web.parameters import outcome_id as known_id
from web.templating import Templates
from workers.desk import Desk


def outcome_pages(desk: Desk, templates: Templates) -> APIRouter:
    """Everything under ``/ket-qua``."""
    routes = APIRouter(prefix="/ket-qua", include_in_schema=False)

    @routes.get("/{outcome_id}")
    def outcome(outcome_id: UUID) -> HTMLResponse:
        """A result: where it stands, its ledger entry, signatures, files, history."""
        view = desk.outcome(known_id(outcome_id))
        result = view.outcome
        return templates.page(
            "outcome.html",
            view=view,
            outcome=result,
            reason=error_of(result.reason, result.reason_params).message("vi") if result.reason else None,
            moving=bool(OUTCOME[result.state]) and result.state is not OutcomeState.REJECTED,
        )

    @routes.get("/{outcome_id}/tep/{kind}")
    def file(request: Request, outcome_id: UUID, kind: RepresentationKind) -> Response:
        """A stored form of the result, to be saved."""
        view = desk.outcome(known_id(outcome_id))
        digest = next((form.digest for form in view.representations if form.kind is kind), None)
        if digest is not None and (short := not_modified(request, digest)) is not None:
            return short
        form, content = desk.content(view.outcome.id, kind)
        return download(form, content, download_name(view.outcome.name, kind))

    @routes.post("/{outcome_id}/thu-lai")
    def retry(outcome_id: UUID) -> Response:
        """Send a result that was set aside round again."""
        return RedirectResponse(record_path(desk.retry_outcome(known_id(outcome_id), actor=ACTOR)), 303)

    return routes
