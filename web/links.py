"""Where things are found: the addresses of records, page images and files, made in one place."""

from urllib.parse import urlencode

from domain.model import Document, DocumentId, Outcome, RepresentationKind


def record_path(record: Document | Outcome, *, page: int | None = None, query: str = "", position: int = 0) -> str:
    """The page of a record. A document opens at a page, with the words of a query marked."""
    if isinstance(record, Outcome):
        return f"/ket-qua/{record.id}"
    return address(f"/giay-to/{record.id}", trang=page, q=query, i=position or None)


def image_path(document_id: DocumentId, number: int) -> str:
    """The image of a page."""
    return f"/giay-to/{document_id}/trang/{number}.jpg"


def alto_path(document_id: DocumentId, number: int) -> str:
    """The words of a page as ALTO."""
    return f"/giay-to/{document_id}/trang/{number}.alto.xml"


def form_path(record: Document | Outcome, kind: RepresentationKind) -> str:
    """A stored form, for download."""
    return f"{record_path(record)}/tep/{kind.value}"


def address(path: str, **query: object) -> str:
    """A path with the query values that are set."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
