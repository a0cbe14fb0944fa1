"""Page by page: is it a scan or digital, and may its own text be used instead of recognising it?"""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf

from domain.errors import DamagedFile, FileOverwhelmsTools, SohoaError, UnreadableScan
from domain.model import PageFrame, PageReading, Word
from pipeline.digital.content import PageContent, content_of
from pipeline.digital.fonts import mend_legacy_fonts
from pipeline.digital.geometry import ShownPage, in_scan_frame, scan_frame, shown_page
from pipeline.digital.ink import seen_words
from pipeline.digital.plausible import Flaw, flaw_of
from pipeline.digital.words import meaningful, page_words
from pipeline.intake.pages import page_box, sole_image
from pipeline.limits import Limits
from pipeline.tools.child import in_child

ENGINE = "pdf text"

_SECONDS_PER_PAGE = 2.0
_MAX_HIDDEN = 0.1
_MAX_UNMAPPED = 0.1
_MIN_SEEN = 0.5
_SCANNED_COVER = 0.5
_MAX_ELSEWHERE = 0.1
_PAGES_AT_ONCE = 100
"""What poppler writes of them is held in memory."""
_FEWEST_LETTERS = 30
"""Fewer shapes of a letter's size than that are rulings, logos and initials."""


class PageKind(StrEnum):
    """How a page was made. ``MIXED``: text of its own beside pictures or curves that hold more writing."""

    SCAN = "scan"
    DIGITAL = "digital"
    MIXED = "mixed"
    EMPTY = "empty"


class TextVerdict(StrEnum):
    """What a page's own text is worth. ``HIDDEN``: an earlier recognition that nobody sees, right or wrong."""

    TRUSTED = "trusted"
    MISSING = "missing"
    GARBAGE = "garbage"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class PageText:
    """One page. ``number`` counts from 1; ``reading`` is there exactly when the verdict is ``TRUSTED``.

    The reading of a ``MIXED`` page holds the words that the page has as text; those in its pictures must be read.
    ``reasons`` are codes, the decisive one first.
    """

    number: int
    kind: PageKind
    verdict: TextVerdict
    reading: PageReading | None = None
    reasons: tuple[str, ...] = ()


def page_texts(
    path: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    *,
    first: int = 1,
    last: int | None = None,
    keep_text: bool = False,
) -> tuple[PageText, ...]:
    """Judge the text of the pages of a PDF that ``inspect`` let pass, in a child process. The file is only read.

    Args:
        path: the PDF.
        limits: ``page_timeout_s`` for the file and two seconds for each page.
        first: number of the first page wanted, from 1.
        last: number of the last; all that follow when None. A hundred pages a call keep memory flat.
        keep_text: use an invisible text layer too, where it is plausible and covers what the scan shows.

    Raises:
        DamagedFile: the pages cannot be read; ``page_image`` then has the last word.
        FileOverwhelmsTools, ProgramMissing: see ``in_child`` and ``run_program``.
    """
    wanted = last - first + 1 if last is not None else limits.max_pages
    return in_child(
        judged_pages,
        path,
        limits,
        first,
        last,
        keep_text,
        timeout_s=limits.page_timeout_s + _SECONDS_PER_PAGE * wanted,
        memory_mb=limits.child_memory_mb,
    )


def judged_pages(path: Path, limits: Limits, first: int, last: int | None, keep_text: bool) -> tuple[PageText, ...]:
    """``page_texts`` in this process."""
    try:
        return _judged(path, limits, first, last, keep_text=keep_text)
    except (SohoaError, MemoryError):
        raise
    except Exception as error:
        # Oddly built objects raise what the binding raises.
        raise DamagedFile(f"{type(error).__name__}: {error}") from error


def _judged(path: Path, limits: Limits, first: int, last: int | None, *, keep_text: bool) -> tuple[PageText, ...]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sohoa-text-")))
        pdf = stack.enter_context(pikepdf.Pdf.open(path))
        numbers = range(first, min(last or len(pdf.pages), len(pdf.pages)) + 1)
        contents = {number: content_of(pdf.pages[number - 1]) for number in numbers}
        judge = _Judge(pdf, path, folder, limits, numbers, keep_text=keep_text)
        worded = [number for number in numbers if judge.may_use_text(contents[number])]
        words = judge.words(worded)
        return tuple(judge.judged(number, contents[number], words.get(number, ())) for number in numbers)


class _Judge:
    """Judges some pages of one open file."""

    def __init__(
        self, pdf: pikepdf.Pdf, path: Path, folder: Path, limits: Limits, numbers: range, *, keep_text: bool
    ) -> None:
        self._pdf, self._path, self._folder, self._limits = pdf, path, folder, limits
        self._keep_text = keep_text
        self._mended = mend_legacy_fonts(pdf, (pdf.pages[number - 1] for number in numbers))
        self._readable = path
        if self._mended:
            self._use_copy()

    def may_use_text(self, content: PageContent) -> bool:
        """Whether the words of such a page are worth asking for."""
        return not content.blank and (self._keep_text or not content.scan)

    def words(self, numbers: list[int]) -> dict[int, tuple[Word, ...]]:
        """The words of pages, asked for in runs of neighbours; poppler gets a mended copy of what it cannot open.

        Pages whose words cannot be had have none.
        """
        found: dict[int, tuple[Word, ...]] = {}
        for first, last in _runs(numbers):
            found |= dict(zip(range(first, last + 1), self._words_of(first, last), strict=False))
        return found

    def _words_of(self, first: int, last: int) -> tuple[tuple[Word, ...], ...]:
        try:
            return page_words(self._readable, first, last, self._limits)
        except DamagedFile:
            if self._readable == self._path:
                self._use_copy()
                return self._words_of(first, last)
            return ()
        except FileOverwhelmsTools:
            return ()  # such pages are drawn and recognised, or found to be beyond that too

    def judged(self, number: int, content: PageContent, words: tuple[Word, ...]) -> PageText:
        """The verdict on one page."""
        if content.blank:
            return PageText(number, PageKind.EMPTY, TextVerdict.MISSING, reasons=("nothing_painted",))
        kind = PageKind.SCAN if content.scan or content.image_cover >= _SCANNED_COVER else PageKind.DIGITAL
        is_hidden = content.hidden_share > _MAX_HIDDEN
        if is_hidden and not self._keep_text:
            return PageText(number, kind, TextVerdict.HIDDEN, reasons=("invisible_text",))
        if not words:
            return PageText(number, kind, TextVerdict.MISSING, reasons=("no_text",))
        if flaw := _flaw(content, words):
            return PageText(number, kind, TextVerdict.GARBAGE, reasons=(flaw.value,))
        # A picture may be the background of text; one page with a hidden layer is a scan all the same.
        is_scan = content.scan or (is_hidden and kind is PageKind.SCAN)
        return self._compared(number, kind, meaningful(words), is_scan=is_scan)

    def _compared(self, number: int, kind: PageKind, words: tuple[Word, ...], *, is_scan: bool) -> PageText:
        """The verdict on believable words, by the page as it is drawn."""
        page = self._pdf.pages[number - 1]
        shown = shown_page(page)
        try:
            seen = seen_words(self._readable, number, shown, words, self._limits)
        except (UnreadableScan, FileOverwhelmsTools):
            return PageText(number, kind, TextVerdict.MISSING, reasons=("not_drawable",))
        if len(seen.words) < _MIN_SEEN * len(words):
            return PageText(number, kind, TextVerdict.HIDDEN, reasons=("text_not_seen",))
        writes_more = seen.letters_elsewhere >= _FEWEST_LETTERS
        if writes_more and seen.share_elsewhere > _MIN_SEEN:
            return PageText(number, kind, TextVerdict.MISSING, reasons=("text_covers_little_ink",))
        reasons = tuple(f"converted_from_{encoding}" for encoding in self._mended)
        kind = PageKind.SCAN if is_scan else PageKind.DIGITAL
        if writes_more and seen.share_elsewhere > _MAX_ELSEWHERE:
            kind = PageKind.SCAN if is_scan else PageKind.MIXED
            reasons = ("writing_beside_text", *reasons)
        frame, placed = self._placed(page, number, shown, seen.words)
        return PageText(number, kind, TextVerdict.TRUSTED, PageReading(number, frame, placed, ENGINE), reasons)

    def _placed(
        self, page: pikepdf.Page, number: int, shown: ShownPage, words: tuple[Word, ...]
    ) -> tuple[PageFrame, tuple[Word, ...]]:
        sole = sole_image(page)
        if sole is None:
            frame = shown.frame(number, self._limits)
            return frame, shown.in_frame(words, frame)
        frame = scan_frame(sole, shown)
        return frame, in_scan_frame(words, sole, page_box(page), shown, frame)

    def _use_copy(self) -> None:
        self._readable = self._folder / "mended.pdf"
        self._pdf.save(self._readable)


def _flaw(content: PageContent, words: tuple[Word, ...]) -> Flaw | None:
    if content.unmapped_share > _MAX_UNMAPPED:
        return Flaw.NO_UNICODE_MAP
    return flaw_of([word.text for word in words])


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Runs of neighbours, none too long."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1 and number - runs[-1][0] < _PAGES_AT_ONCE:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
