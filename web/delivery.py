"""Stored bytes as downloads and images: named, typed, and revalidated by their digest."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.model import Digest, Representation, RepresentationKind
from domain.vietnamese import fold

CHUNK = 256 * 1024
REVALIDATED = "private, no-cache"
"""Kept by the browser, asked for again by digest; never kept by a cache that others share."""

_SUFFIXES = {
    RepresentationKind.ARCHIVAL: "-luu-tru.pdf",
    RepresentationKind.SIGNED: "-da-ky.pdf",
    RepresentationKind.SEALED: "-phat-hanh.pdf",
}


def download_name(name: str, kind: RepresentationKind) -> str:
    """The file name a stored form is saved under: the original's own, or one that says what it is."""
    return name if kind is RepresentationKind.ORIGINAL else PurePath(name).stem + _SUFFIXES[kind]


def attachment(name: str) -> str:
    """A Content-Disposition that names the file in full (RFC 6266), with a plain form for old programs."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in fold(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def download(form: Representation, content: BinaryIO, name: str) -> Response:
    """Send a stored form as a file, never to be opened as a page of this site."""
    headers = {
        "Content-Disposition": attachment(name),
        "Content-Length": str(form.size_bytes),
        "ETag": etag(form.digest),
        "Cache-Control": REVALIDATED,
    }
    return StreamingResponse(_chunks(content), headers=headers, media_type=form.media_type)


def etag(digest: Digest) -> str:
    """The entity tag of bytes that are named by their digest."""
    return f'"{digest}"'


def not_modified(request: Request, digest: Digest) -> Response | None:
    """The short answer for who has these bytes already."""
    known = request.headers.get("if-none-match", "")
    if etag(digest) not in known:
        return None
    return Response(status_code=304, headers={"ETag": etag(digest), "Cache-Control": REVALIDATED})


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while chunk := content.read(CHUNK):
            yield chunk
