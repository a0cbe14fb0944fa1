"""A dossier as the desk knows it: what is filed under its code."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import BadDossierCode, UnknownRecord
from domain.identifiers import DossierCode
from domain.model import Document
from workers.desk import Desk, OutcomeView

LISTED = 1000


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier's papers, newest first, and results, oldest first."""

    code: str
    documents: Sequence[Document]
    outcomes: Sequence[OutcomeView]


def dossier_of(desk: Desk, code: str) -> DossierView:
    """A dossier by its code.

    Raises:
        UnknownRecord: nothing is filed under it, or it is no dossier code.
    """
    try:
        known = str(DossierCode.parse(code))
    except BadDossierCode as error:
        raise UnknownRecord(id=code) from error
    documents, outcomes = desk.documents(dossier_code=known, limit=LISTED), desk.outcomes_of(known)
    if not documents and not outcomes:
        raise UnknownRecord(id=known)
    return DossierView(known, documents, outcomes)
