"""The routes of the REST API."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from web.api import answers
from web.api.schemas import (
    Delivery,
    DeliveryItem,
    DocumentDetail,
    DocumentSummary,
    DossierModel,
    OutcomeDetail,
    OutcomeSummary,
    Problem,
    ReceivedModel,
    SearchModel,
    StatusModel,
)
from web.dossiers import dossier_of
from web.failures import problem_response
from web.intake import ACTOR, Delivered, deliver, submit
from web.parameters import QueryText
from web.parameters import document_id as known_document
from web.parameters import outcome_id as known_outcome
from web.uploads import received_form
from workers.desk import Desk

MAX_OFFSET = 100_000

_Answers = dict[int | str, dict[str, Any]]
UNKNOWN: _Answers = {404: {"model": Problem}}
FORBIDDEN: _Answers = {409: {"model": Problem}}
KNOWN_OUTCOME: _Answers = {200: {"model": OutcomeDetail}}

_FILE = {"type": "string", "format": "binary"}


def api_routes(desk: Desk, *, max_file_mb: int, scratch: Path | None) -> APIRouter:
    """The API over a desk."""
    routes = APIRouter(prefix="/api/v1", responses={422: {"model": Problem}})

    @routes.post(
        "/documents",
        status_code=201,
        response_model=ReceivedModel,
        responses={200: {"model": ReceivedModel}, 207: {"model": Delivery}},
        openapi_extra=_multipart({"file": {"type": "array", "items": _FILE}, "dossier_code": {"type": "string"}}),
    )
    async def post_documents(request: Request) -> Response:
        """Take in scanned files. One file: 201 new, 200 known, 422 set aside. Several: 207 with one answer each."""
        async with received_form(request, max_file_mb=max_file_mb, scratch=scratch) as form:
            return _delivery_response(await deliver(desk, form))

    @routes.get("/documents/{document_id}", responses=UNKNOWN)
    def get_document(document_id: UUID) -> DocumentDetail:
        """A document with all that is known of it."""
        return answers.document_detail(desk.document(known_document(document_id)))

    @routes.post("/documents/{document_id}/retry", responses=UNKNOWN | FORBIDDEN)
    def retry_document(document_id: UUID) -> DocumentSummary:
        """Send a document that was set aside round again."""
        return answers.document_summary(desk.retry(known_document(document_id), actor=ACTOR))

    @routes.post(
        "/outcomes",
        status_code=201,
        response_model=OutcomeDetail,
        responses=KNOWN_OUTCOME | FORBIDDEN,
        openapi_extra=_multipart(
            {
                "file": _FILE,
                "dossier_code": {"type": "string"},
                "kind": {"type": "string"},
                "edition": {"type": "integer", "default": 1},
            },
            required=("file", "dossier_code", "kind"),
        ),
    )
    async def post_outcome(request: Request) -> Response:
        """Submit the draft of an electronic result: 201 new, 200 when the same draft was submitted before."""
        async with received_form(request, max_file_mb=max_file_mb, scratch=scratch) as form:
            view, new = await submit(desk, form)
        return _json(answers.outcome_detail(view), 201 if new else 200)

    @routes.get("/outcomes/{outcome_id}", responses=UNKNOWN)
    def get_outcome(outcome_id: UUID) -> OutcomeDetail:
        """An outcome with its stored forms, its ledger entry and its history."""
        return answers.outcome_detail(desk.outcome(known_outcome(outcome_id)))

    @routes.post("/outcomes/{outcome_id}/retry", responses=UNKNOWN | FORBIDDEN)
    def retry_outcome(outcome_id: UUID) -> OutcomeSummary:
        """Send an outcome that was set aside round again."""
        return answers.outcome_summary(desk.retry_outcome(known_outcome(outcome_id), actor=ACTOR))

    @routes.get("/dossiers/{code}", responses=UNKNOWN)
    def get_dossier(code: str) -> DossierModel:
        """The papers and results of a dossier."""
        return answers.dossier(dossier_of(desk, code))

    @routes.get("/search")
    def search(
        q: QueryText = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
    ) -> SearchModel:
        """Pages that hold every word of the query, best first."""
        return answers.search(desk.search(q, limit=limit, offset=offset), limit=limit, offset=offset)

    @routes.get("/status")
    def status() -> StatusModel:
        """How many records stand where, and how much is due."""
        return answers.status(desk.status())

    return routes


def _delivery_response(delivered: Sequence[Delivered]) -> Response:
    if len(delivered) > 1:
        return _json(Delivery(items=[_item(one) for one in delivered]), 207)
    received = delivered[0].received
    if received.refusal is not None:
        return problem_response(received.refusal, document_id=received.document.id)
    return _json(answers.received(received), 201 if received.new else 200)


def _item(one: Delivered) -> DeliveryItem:
    received = one.received
    if received.refusal is not None:
        problem = answers.problem(received.refusal, document_id=received.document.id)
        return DeliveryItem(name=one.name, status=problem.status, problem=problem)
    return DeliveryItem(name=one.name, status=201 if received.new else 200, received=answers.received(received))


def _json(model: BaseModel, status: int) -> Response:
    return JSONResponse(model.model_dump(mode="json"), status)


def _multipart(properties: dict[str, object], *, required: Sequence[str] = ("file",)) -> dict[str, object]:
    """The request body for the OpenAPI document; FastAPI does not know it, as the form is read while it arrives."""
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}
