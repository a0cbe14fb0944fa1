"""A batch file cut into files of its documents: look at every page, cut, write."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.intake.images import page_image
from pipeline.intake.source import Source, SourceKind
from pipeline.limits import Limits
from pipeline.separate.blank import is_blank
from pipeline.separate.cuts import Cut, CutRules
from pipeline.separate.cutting import cut
from pipeline.separate.grey import grey_of
from pipeline.separate.signals import PageSignals, page_signals
from pipeline.separate.splitting import split
from pipeline.tools.child import in_child


@dataclass(frozen=True, slots=True)
class Separated:
    """A batch that was cut: ``files`` are those of ``cut.segments``, in order."""

    cut: Cut
    files: tuple[Path, ...]


def separate_file(
    path: Path,
    source: Source,
    folder: Path,
    *,
    rules: CutRules = CutRules(),  # noqa: B008 - frozen
    limits: Limits = Limits(),  # noqa: B008 - frozen
    jobs: int = 1,
    page_done: Callable[[], None] = lambda: None,
) -> Separated:
    """Cut a batch that ``inspect`` let pass, and write one file per document into the folder, which exists.

    Pages are decoded in child processes, ``jobs`` at once. The batch stays as it is; each file appears whole, and none
    before all could be written.

    Raises:
        SignedNotCut, NotCuttable, DamagedFile: see ``split``.
        UnreadableScan, PageTooLarge, FileOverwhelmsTools: a page cannot be looked at; nothing is written then.
    """

    def look(number: int) -> PageSignals:
        signals = in_child(
            signals_of_page,
            path,
            source.kind,
            number,
            limits,
            timeout_s=limits.page_timeout_s,
            memory_mb=limits.child_memory_mb,
        )
        page_done()
        return signals

    with ThreadPoolExecutor(jobs, thread_name_prefix="signals") as pool:
        signals = list(pool.map(look, range(1, source.page_count + 1)))
    found = cut(signals, rules)
    # Beside their places first: what stands in the folder is whole, whenever the child or this process ends.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cut-") as scratch:
        drafts = in_child(
            split,
            path,
            source,
            found,
            Path(scratch),
            timeout_s=limits.inspect_timeout_s + len(found.segments),
            memory_mb=limits.child_memory_mb,
        )
        files = tuple(folder / draft.relative_to(scratch) for draft in drafts)
        for file in files:
            file.parent.mkdir(exist_ok=True)
        for draft, file in zip(drafts, files, strict=True):
            draft.replace(file)
    return Separated(found, files)


def signals_of_page(path: Path, kind: SourceKind, number: int, limits: Limits) -> PageSignals:
    """What one page of a file that ``inspect`` let pass signals. Decodes foreign data: call it inside ``in_child``.

    Raises:
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
    """
    image = page_image(path, kind, number, limits)
    blank = is_blank(grey_of(image.pixels), image.dpi)
    return page_signals(image.pixels, image.dpi, blank=blank)
