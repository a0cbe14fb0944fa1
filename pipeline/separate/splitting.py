"""Documents written as files of their own: the pages as they are in the batch, no image is decoded."""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf

from domain.errors import NotCuttable, SignedNotCut
from pipeline.intake.source import Source, SourceKind
from pipeline.separate.cuts import Cut, Segment
from pipeline.separate.tiff_pages import copy_tiff_pages


def split(path: Path, source: Source, cut: Cut, folder: Path) -> tuple[Path, ...]:
    """Write one file per segment; returns them in order. Equal input gives equal bytes.

    A document whose dossier is known goes into a folder of that name, as in a hot folder. Parses foreign data: call
    it inside ``in_child``.

    Args:
        path: the batch, which stays as it is.
        source: what ``inspect`` says of it.
        cut: where to cut; its pages are those of the batch.
        folder: where to write; it exists.

    Raises:
        SignedNotCut: the batch is a signed file and would be cut.
        NotCuttable: a format whose pages cannot be taken out.
        DamagedFile: a page is not there.
    """
    if cut.page_count != source.page_count:
        raise ValueError("the cut is of another batch")
    if cut.whole:
        target = _target(path, cut.segments[0], 1, folder)
        shutil.copyfile(path, target)
        return (target,)
    if source.signed:
        raise SignedNotCut
    targets = tuple(_target(path, segment, place, folder) for place, segment in enumerate(cut.segments, start=1))
    for segment, target in zip(cut.segments, targets, strict=True):
        copy_pages([(path, number) for number in segment.pages], source.kind, target)
    return targets


def copy_pages(pages: Sequence[tuple[Path, int]], kind: SourceKind, target: Path) -> None:
    """Write pages, each a file of this kind and a number from 1, into one new file in this order.

    Raises:
        NotCuttable: another format than PDF and TIFF.
        DamagedFile: a page is not there.
    """
    if kind is SourceKind.TIFF:
        copy_tiff_pages(pages, target)
    elif kind is SourceKind.PDF:
        _copy_pdf_pages(pages, target)
    else:
        raise NotCuttable(format=kind.value.upper())


def _copy_pdf_pages(pages: Sequence[tuple[Path, int]], target: Path) -> None:
    with ExitStack() as stack:
        document = stack.enter_context(pikepdf.new())
        opened = {path: stack.enter_context(pikepdf.open(path, suppress_warnings=True)) for path, _ in pages}
        for path, number in pages:
            document.pages.append(opened[path].pages[number - 1])
        # Pages of one file often share one list of all its images.
        document.remove_unreferenced_resources()
        document.save(
            target,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )


def _target(path: Path, segment: Segment, place: int, folder: Path) -> Path:
    if segment.dossier_code is not None:
        folder = folder / segment.dossier_code
        folder.mkdir(exist_ok=True)
    return folder / f"{path.stem}-{place:03}{path.suffix}"
