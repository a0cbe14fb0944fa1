"""Whether what was scanned is what the sheets and the clerk's list announced."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.separate.cuts import Cut, Segment
from pipeline.separate.sheet import SheetCommand


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """One line of the clerk's list. ``pages`` are those with content, None when nobody counted them."""

    dossier_code: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a batch should hold. Without ``documents`` the sheets alone say it; of two papers of one dossier, both stand
    in the list.
    """

    batch: str | None = None
    documents: tuple[ExpectedDocument, ...] = ()


class Difference(StrEnum):
    """How the scan differs from what was announced."""

    MISSING_SHEET = "missing_sheet"
    DUPLICATE_SHEET = "duplicate_sheet"
    FOREIGN_BATCH = "foreign_batch"
    NO_PAGES = "no_pages"
    FEWER_PAGES = "fewer_pages"
    MORE_PAGES = "more_pages"
    MISSING_DOCUMENT = "missing_document"
    UNEXPECTED_DOCUMENT = "unexpected_document"
    UNASSIGNED_PAGES = "unassigned_pages"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One difference. ``page`` is where it shows; ``expected`` and ``found`` count pages or documents."""

    difference: Difference
    page: int | None = None
    dossier_code: str | None = None
    sequence: int | None = None
    expected: int | None = None
    found: int | None = None


def reconcile(cut: Cut, expected: Expected) -> tuple[Discrepancy, ...]:
    """Everything that does not fit, by sheets, then by pages, then by documents; empty when all fits.

    The batch is the one that ``expected`` names, or else that of most sheets. Blank pages do not count: backs are
    scanned, and nobody announces them.
    """
    batch = expected.batch or _commonest_batch(cut)
    return (
        *_sheet_differences(cut, batch),
        *_page_differences(cut),
        *_document_differences(cut, expected.documents),
    )


def _commonest_batch(cut: Cut) -> str | None:
    batches = Counter(sheet.batch for _, sheet in cut.sheets)
    return batches.most_common(1)[0][0] if batches else None


def _sheet_differences(cut: Cut, batch: str | None) -> Iterator[Discrepancy]:
    seen: set[int] = set()
    for page, sheet in cut.sheets:
        if sheet.batch != batch:
            yield _of_sheet(Difference.FOREIGN_BATCH, page, sheet)
        elif sheet.sequence in seen:
            yield _of_sheet(Difference.DUPLICATE_SHEET, page, sheet)
        else:
            seen.add(sheet.sequence)
    announced = max((sheet.sheets for _, sheet in cut.sheets if sheet.batch == batch), default=0)
    for sequence in range(1, announced + 1):
        if sequence not in seen:
            yield Discrepancy(Difference.MISSING_SHEET, sequence=sequence)


def _page_differences(cut: Cut) -> Iterator[Discrepancy]:
    for page, sheet in cut.sheets:
        documents = [segment for segment in cut.segments if segment.sheet_page == page and segment.sheet == sheet]
        if not documents:
            yield _of_sheet(Difference.NO_PAGES, page, sheet)
        elif sheet.pages is not None and (verdict := _counted(sheet.pages, documents)):
            difference, found = verdict
            yield replace(_of_sheet(difference, page, sheet), expected=sheet.pages, found=found)
    for segment in cut.segments:
        if cut.sheets and segment.sheet is None:
            found = len(segment.pages)
            yield Discrepancy(Difference.UNASSIGNED_PAGES, segment.pages[0], segment.dossier_code, found=found)


def _document_differences(cut: Cut, documents: Sequence[ExpectedDocument]) -> Iterator[Discrepancy]:
    if not documents:
        return
    announced, found = defaultdict(list), defaultdict(list)
    for document in documents:
        announced[document.dossier_code].append(document.pages)
    for segment in cut.segments:
        if segment.dossier_code is not None:
            found[segment.dossier_code].append(segment)
    for code in sorted(announced.keys() | found.keys()):
        yield from _dossier_differences(code, announced[code], found[code])


def _dossier_differences(code: str, pages: Sequence[int | None], found: Sequence[Segment]) -> Iterator[Discrepancy]:
    at = found[0].pages[0] if found else None
    if len(found) != len(pages):
        missing = len(found) < len(pages)
        difference = Difference.MISSING_DOCUMENT if missing else Difference.UNEXPECTED_DOCUMENT
        yield Discrepancy(difference, at, code, expected=len(pages), found=len(found))
    elif None not in pages:
        total = sum(count for count in pages if count is not None)
        if verdict := _counted(total, found):
            yield Discrepancy(verdict[0], at, code, expected=total, found=verdict[1])


def _counted(announced: int, documents: Sequence[Segment]) -> tuple[Difference, int] | None:
    """How their pages with content differ in number from what was announced, and that number; None when they fit."""
    found = sum(len(document.pages) - len(document.blank_pages) for document in documents)
    if found == announced:
        return None
    return Difference.FEWER_PAGES if found < announced else Difference.MORE_PAGES, found


def _of_sheet(difference: Difference, page: int, sheet: SheetCommand) -> Discrepancy:
    return Discrepancy(difference, page, sheet.dossier_code, sheet.sequence)
