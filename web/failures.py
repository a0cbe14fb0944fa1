"""Errors as answers: problem details (RFC 9457) under ``/api``, a page with the same sentence elsewhere."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from domain.errors import BadRequest, SohoaError, UnknownRecord
from web.api import answers
from web.security import HEADERS
from web.templating import Templates

PROBLEM_JSON = "application/problem+json"

log = structlog.get_logger()


class Failures:
    """Turns an error into the answer that fits who asked."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def __call__(self, path: str, error: SohoaError, *, status: int | None = None) -> Response:
        """A problem for programs, a page for people. ``status`` overrides the error's own."""
        status = status or error.http_status
        if path.startswith("/api/") or path == "/health":
            return problem_response(error, status=status)
        return self._templates.page("failure.html", status_code=status, error=error, status=status)

    def install(self, app: FastAPI) -> None:
        """Let an application answer its errors here."""

        def sohoa_error(request: Request, error: Exception) -> Response:
            failure = error if isinstance(error, SohoaError) else SohoaError()
            if failure.http_status >= 500:
                log.warning("request_failed", path=request.url.path, code=failure.code, detail=failure.detail)
            return self(request.url.path, failure)

        def invalid_request(request: Request, error: Exception) -> Response:
            return self(request.url.path, _of_validation(request, error))

        def http_error(request: Request, error: Exception) -> Response:
            status = error.status_code if isinstance(error, HTTPException) else 500
            headers = error.headers if isinstance(error, HTTPException) else None
            failure = UnknownRecord(id=request.url.path) if status == 404 else BadRequest(field=request.method)
            answer = self(request.url.path, failure, status=status)
            answer.headers.update(headers or {})
            return answer

        def fault(request: Request, error: Exception) -> Response:
            log.error("request_crashed", path=request.url.path, exc_info=error)
            answer = self(request.url.path, SohoaError())
            # Starlette answers these outside every middleware, so also outside the guard.
            answer.headers.update(HEADERS)
            return answer

        app.add_exception_handler(SohoaError, sohoa_error)
        app.add_exception_handler(RequestValidationError, invalid_request)
        app.add_exception_handler(HTTPException, http_error)
        app.add_exception_handler(Exception, fault)


def problem_response(error: SohoaError, *, status: int | None = None, document_id: str | None = None) -> JSONResponse:
    """An error as problem details; ``document_id`` names the record under which a refused original is kept."""
    problem = answers.problem(error, status=status, document_id=document_id)
    return JSONResponse(problem.model_dump(mode="json"), problem.status, media_type=PROBLEM_JSON)


def _of_validation(request: Request, error: Exception) -> SohoaError:
    if not isinstance(error, RequestValidationError):
        return SohoaError()
    place = [str(part) for part in error.errors()[0]["loc"]]
    # An identifier that cannot exist is simply not found.
    return UnknownRecord(id=request.url.path) if place[0] == "path" else BadRequest(field=".".join(place[1:]))
