"""Handing what a form brought to the desk: the same for pages and for the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from domain.errors import BadRequest, UnsafeName
from domain.identifiers import DossierCode
from web.uploads import Form, Upload
from workers.desk import Desk, OutcomeView, Received

ACTOR = "web"
"""Who acts, as far as is known while there are no accounts."""

MAX_NAME_BYTES = 255
MAX_EDITION = 1000


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file of a request and what became of it."""

    name: str
    received: Received


async def deliver(desk: Desk, form: Form) -> Sequence[Delivered]:
    """Take in every file of a form, in order.

    Raises:
        BadRequest: the form holds no file.
        BadDossierCode: nothing was taken in.
    """
    if not form.files:
        raise BadRequest(field="file")
    code = form.value("dossier_code")
    return [
        Delivered(
            upload.name,
            await run_in_threadpool(desk.ingest, upload.path, actor=ACTOR, name=upload.name, dossier_code=code),
        )
        for upload in form.files
    ]


async def submit(desk: Desk, form: Form) -> tuple[OutcomeView, bool]:
    """Submit the draft a form holds; ``False`` when it had been submitted before.

    Raises:
        BadRequest: a part is missing, or the edition is no number.
        Errors of ``Desk.submit_outcome``.
    """
    if len(form.files) != 1:
        raise BadRequest(field="file")
    code = str(DossierCode.parse(form.required("dossier_code")))
    kind, edition = form.required("kind"), _edition(form)
    path = _under_own_name(form.files[0])

    def act() -> tuple[OutcomeView, bool]:
        known = {view.outcome.id for view in desk.outcomes_of(code)}
        view = desk.submit_outcome(path, actor=ACTOR, dossier_code=code, kind=kind, edition=edition)
        return view, view.outcome.id not in known

    return await run_in_threadpool(act)


def _edition(form: Form) -> int:
    text = form.value("edition") or "1"
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MAX_EDITION:
        raise BadRequest(field="edition")
    return int(text)


def _under_own_name(upload: Upload) -> Path:
    """Move a received draft to its own name, by which the desk records it."""
    name = upload.name
    if name in {"", ".", ".."} or len(name.encode()) > MAX_NAME_BYTES or any(c in "/\\" or c < " " for c in name):
        raise UnsafeName()
    folder = upload.path.with_name(f"{upload.path.name}.d")
    folder.mkdir()
    return upload.path.rename(folder / name)
