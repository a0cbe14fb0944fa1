"""Telling formats apart by their first bytes, and whether a name promises the same."""

from pathlib import Path, PurePosixPath

from domain.errors import NotADocument, WrongExtension
from pipeline.intake.source import SourceKind

_HEAD_BYTES = 1024
"""Where readers look for a PDF's header: some office products write a few bytes of garbage before it."""
_PDF_HEADER = b"%PDF-"

_SIGNATURES = (
    (b"\xff\xd8\xff", SourceKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", SourceKind.PNG),
    (b"II*\x00", SourceKind.TIFF),
    (b"MM\x00*", SourceKind.TIFF),
    (b"II+\x00", SourceKind.TIFF),
    (b"MM\x00+", SourceKind.TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", SourceKind.JPEG2000),
    (b"\xff\x4f\xff\x51", SourceKind.JPEG2000),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_FOREIGN = (
    b"PK\x03\x04",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"{\\rtf",
)
"""Starts of other formats: one of these that holds a PDF header further on is a container or a trick, not a PDF."""

EXTENSIONS = {
    ".pdf": SourceKind.PDF,
    ".tif": SourceKind.TIFF,
    ".tiff": SourceKind.TIFF,
    ".jpg": SourceKind.JPEG,
    ".jpeg": SourceKind.JPEG,
    ".jpe": SourceKind.JPEG,
    ".jfif": SourceKind.JPEG,
    ".png": SourceKind.PNG,
    ".heic": SourceKind.HEIC,
    ".heif": SourceKind.HEIC,
    ".hif": SourceKind.HEIC,
    ".jp2": SourceKind.JPEG2000,
    ".j2k": SourceKind.JPEG2000,
    ".jpf": SourceKind.JPEG2000,
    ".jpx": SourceKind.JPEG2000,
}
_OTHER_FORMATS = frozenset(
    {".bmp", ".csv", ".doc", ".docx", ".eml", ".exe", ".gif", ".htm", ".html", ".odt", ".rtf", ".svg", ".txt"}
    | {".webp", ".xls", ".xlsx", ".xml", ".zip"}
)


def recognise(path: Path) -> tuple[SourceKind, bool]:
    """The format of a file by its content, and whether a PDF begins only after some garbage.

    Raises:
        NotADocument: none of the formats that are taken in.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES + len(_PDF_HEADER))
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind, False
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return SourceKind.HEIC, False
    start = head.find(_PDF_HEADER)
    if start < 0 or head.startswith(_FOREIGN):
        raise NotADocument("unknown first bytes")
    return SourceKind.PDF, start > 0


def check_extension(name: str, kind: SourceKind) -> None:
    """Refuse a name that promises another format; no extension, or one that promises nothing known, is fine.

    Raises:
        WrongExtension: the officer should learn that this is not the file it seems to be.
    """
    extension = PurePosixPath(name).suffix.lower()
    if extension in _OTHER_FORMATS or EXTENSIONS.get(extension, kind) is not kind:
        raise WrongExtension(extension=extension, actual=kind.value.upper())
