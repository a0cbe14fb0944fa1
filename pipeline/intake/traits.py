"""What a PDF carries besides its pages: signatures, forms, scripts, attachments, older revisions."""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

_MAX_FIELDS = 100_000
_MAX_CHAINED_ACTIONS = 32
_ACTION_WARNINGS = {"/JavaScript": "javascript", "/Launch": "launch_action"}
_KNOWN_VERSIONS = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.0"}


@dataclass(frozen=True, slots=True)
class Traits:
    """``signed``: a signature field is filled. ``warnings``: codes, sorted, each at most once."""

    signed: bool
    warnings: tuple[str, ...]


def traits(pdf: pikepdf.Pdf, path: Path) -> Traits:
    """Find what an officer or a later step should know; nothing here is executed, the pages are only read."""
    found = set(_document_warnings(pdf)) | set(_action_warnings(pdf))
    signatures = [bool(_filled(field)) for field in _fields(pdf) if str(_inherited(field, "/FT")) == "/Sig"]
    if any(not filled for filled in signatures):
        found.add("empty_signature_field")
    # A signature is a revision of its own, and its report says what came after it.
    if not any(signatures) and not pdf.is_linearized and _revisions(path) > 1:
        found.add("incremental_updates")
    return Traits(any(signatures), tuple(sorted(found)))


def _document_warnings(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    form = _dictionary(root.get("/AcroForm"))
    names = _dictionary(root.get("/Names"))
    if pdf.is_encrypted:
        yield "encrypted_owner_only"
    if pdf.pdf_version not in _KNOWN_VERSIONS:
        yield "unknown_pdf_version"
    if "/XFA" in form:
        yield "xfa_form"
    if "/DocMDP" in _dictionary(root.get("/Perms")):
        yield "certified"
    if "/JavaScript" in names:
        yield "javascript"
    if "/EmbeddedFiles" in names or "/AF" in root or any(_is_attachment(mark) for mark in _annotations(pdf)):
        yield "attachments"
    if any(str(_inherited(field, "/FT")) != "/Sig" and "/Kids" not in field for field in _fields(pdf)):
        yield "form"


def _action_warnings(pdf: pikepdf.Pdf) -> Iterator[str]:
    owners = [pdf.Root, *(page.obj for page in pdf.pages), *_annotations(pdf), *_fields(pdf)]
    for owner in owners:
        triggered = _dictionary(owner.get("/AA"))
        started = (owner.get("/OpenAction"), owner.get("/A"), *(triggered.get(key) for key in triggered.keys()))  # noqa: SIM118
        for action in started:
            yield from _chain_warnings(_dictionary(action))


def _chain_warnings(action: pikepdf.Object) -> Iterator[str]:
    for _ in range(_MAX_CHAINED_ACTIONS):
        if not len(action):
            return
        kind = str(action.get("/S"))
        if kind in _ACTION_WARNINGS:
            yield _ACTION_WARNINGS[kind]
        following = action.get("/Next")
        action = _dictionary(following[0] if isinstance(following, pikepdf.Array) and len(following) else following)


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The form's fields and, for forms whose list is incomplete, the widgets on the pages."""
    waiting = [*_members(_dictionary(pdf.Root.get("/AcroForm")).get("/Fields")), *_widgets(pdf)]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MAX_FIELDS:
        field = waiting.pop()
        if field.objgen in seen and field.objgen != (0, 0):
            continue
        seen.add(field.objgen)
        yield field
        waiting.extend(_members(field.get("/Kids")))


def _widgets(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (mark for mark in _annotations(pdf) if str(mark.get("/Subtype")) == "/Widget")


def _annotations(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (mark for page in pdf.pages for mark in _members(page.obj.get("/Annots")))


def _members(array: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    if isinstance(array, pikepdf.Array):
        yield from (item for item in array.as_list() if isinstance(item, pikepdf.Dictionary))


def _dictionary(value: pikepdf.Object | None) -> pikepdf.Object:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _inherited(field: pikepdf.Object, key: str) -> pikepdf.Object | None:
    value = field.get(key)
    return value if value is not None else _dictionary(field.get("/Parent")).get(key)


def _filled(field: pikepdf.Object) -> bool:
    value = _dictionary(_inherited(field, "/V"))
    contents = value.get("/Contents")
    # A place prepared for a signature is filled with zeros until somebody signs.
    return "/ByteRange" in value and isinstance(contents, pikepdf.String) and bool(bytes(contents).strip(b"\0"))


def _is_attachment(annotation: pikepdf.Object) -> bool:
    return str(annotation.get("/Subtype")) == "/FileAttachment"


def _revisions(path: Path) -> int:
    """How often the file was saved: an earlier revision still stands in it and can be got back."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        count, place = 0, content.find(b"startxref")
        while place >= 0:
            count, place = count + 1, content.find(b"startxref", place + 1)
        return count
