"""What is asked of cutting a batch into documents, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.separate.patch import PatchCode
from pipeline.separate.sheet import SheetCommand


@dataclass(frozen=True, slots=True)
class CutRules:
    """What separates documents. All rules together may hold; with none of them the batch is one document.

    ``sheets``: our printed sheets, the ``patches`` and codes that read exactly ``texts``.
    ``blanks``: a sheet of paper that is blank.
    ``dossier_codes``: a page with the dossier code of a one-stop system, other than the one before, starts a document.
    ``every``: a document ends after so many pages, with ``duplex`` at the end of their last sheet of paper.
    ``duplex``: pages 1 and 2 are the sides of one sheet of paper, 3 and 4 of the next, and so on.
    """

    sheets: bool = True
    patches: frozenset[PatchCode] = frozenset({PatchCode.TRANSFER})
    texts: frozenset[str] = frozenset({"PATCHT"})
    blanks: bool = False
    dossier_codes: bool = False
    every: int | None = None
    duplex: bool = False

    def __post_init__(self) -> None:
        if self.every is not None and self.every < 1:
            raise ValueError("a document has at least one page")


class Reason(StrEnum):
    """Why a document begins where it does."""

    BATCH_START = "batch_start"
    SHEET = "sheet"
    PATCH = "patch"
    TEXT = "text"
    BLANK = "blank"
    DOSSIER_CODE = "dossier_code"
    COUNT = "count"


class Leftover(StrEnum):
    """Why a page is in no document."""

    SEPARATOR = "separator"
    SEPARATOR_BACK = "separator_back"
    BLANK_SEPARATOR = "blank_separator"


class Flag(StrEnum):
    """What a person should look at."""

    DAMAGED_SHEET = "damaged_sheet"
    SEVERAL_SHEETS = "several_sheets_on_page"
    WRITTEN_BACK = "separator_back_not_blank"
    NO_PAGES = "sheet_without_pages"
    ODD_SIDES = "odd_number_of_sides"


@dataclass(frozen=True, slots=True)
class Segment:
    """One document: its ``pages``, numbered from 1 in the batch, at least one, in order.

    ``sheet`` is what the separator before it says and ``sheet_page`` where that stands, also of the documents that
    ``every`` cuts behind one sheet; ``dossier_code`` is the sheet's,
    or else the first that the codes on its pages tell; ``blank_pages`` are those of its pages that are blank.
    """

    pages: tuple[int, ...]
    reason: Reason
    sheet: SheetCommand | None = None
    sheet_page: int | None = None
    dossier_code: str | None = None
    blank_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A batch cut up: each of its pages is in one of the ``segments`` or among the ``leftovers``.

    ``sheets`` are all separator sheets of ours by page, also those that no page follows.
    """

    page_count: int
    segments: tuple[Segment, ...]
    leftovers: tuple[tuple[int, Leftover], ...] = ()
    sheets: tuple[tuple[int, SheetCommand], ...] = ()
    flags: tuple[tuple[int, Flag], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the batch is one document with all pages, so that nothing has to be cut."""
        return len(self.segments) == 1 and not self.leftovers
