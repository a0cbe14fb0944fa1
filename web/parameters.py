"""Parts of addresses and queries that several routes share, with their bounds."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from domain.model import DocumentId, OutcomeId

QueryText = Annotated[str, Query(max_length=1000)]
"""What somebody searches for."""

Position = Annotated[int, Query(ge=1, le=100_000)]
"""A page or a place in an answer, counted from 1."""

PageNumber = Annotated[int, Path(ge=1, le=100_000)]
"""A page of a document, counted from 1."""


def document_id(value: UUID) -> DocumentId:
    """The identifier of a document, in the one form in which it is kept."""
    return DocumentId(str(value))


def outcome_id(value: UUID) -> OutcomeId:
    """The identifier of an outcome, in the one form in which it is kept."""
    return OutcomeId(str(value))
