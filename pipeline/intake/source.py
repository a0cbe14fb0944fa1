"""What a file taken in turned out to be."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotADocument


class SourceKind(StrEnum):
    """The formats that are taken in, told apart by content."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    JPEG2000 = "jpeg2000"


_KINDS = {
    "application/pdf": SourceKind.PDF,
    "image/tiff": SourceKind.TIFF,
    "image/jpeg": SourceKind.JPEG,
    "image/png": SourceKind.PNG,
    "image/heic": SourceKind.HEIC,
    "image/heif": SourceKind.HEIC,
    "image/jp2": SourceKind.JPEG2000,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may be worked on.

    ``signed`` says that a signature field is filled: the bytes are the record and are never rewritten. ``warnings``
    are codes of what an officer should know, such as ``repaired`` or ``active_content``.
    """

    kind: SourceKind
    media_type: str
    page_count: int
    signed: bool = False
    warnings: tuple[str, ...] = ()


def kind_of(media_type: str) -> SourceKind:
    """The kind of source a media type stands for.

    Raises:
        NotADocument: none that is taken in.
    """
    try:
        return _KINDS[media_type]
    except KeyError as error:
        raise NotADocument(media_type) from error
