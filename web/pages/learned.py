"""What officers taught: each reading and what was made of it, with a button that takes it back."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.learned import LessonId
from web.intake import ACTOR
from web.templating import Templates
from workers.desk import Desk

LISTED = 200
PATH = "/da-hoc"


def learned_pages(desk: Desk, templates: Templates) -> APIRouter:
    """Everything under ``/da-hoc``."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)

    @routes.get("")
    def learned() -> HTMLResponse:
        """What was changed, and what was let stand, last learned first."""
        return templates.page(
            "learned.html",
            changed=desk.learned(changed=True, limit=LISTED),
            unchanged=desk.learned(changed=False, limit=LISTED),
            listed=LISTED,
        )

    @routes.post("/{lesson_id}/quen")
    def forget(lesson_id: UUID) -> Response:
        """Take back a lesson and all that say the same."""
        desk.forget(LessonId(str(lesson_id)), actor=ACTOR)
        return RedirectResponse(PATH, 303)

    return routes
