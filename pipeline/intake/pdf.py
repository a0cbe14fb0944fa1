"""Examining a PDF before anything is done with it."""

from pathlib import Path

import pikepdf

from domain.errors import DamagedFile, EncryptedFile, NoPages, NotADocument, PageTooLarge, TooManyPages
from pipeline.intake.bounds import check_page_size
from pipeline.intake.pages import page_box, page_images, sole_image, user_unit
from pipeline.intake.raster import drawing_dpi
from pipeline.intake.repair import check_repair
from pipeline.intake.source import Source, SourceKind
from pipeline.intake.traits import traits
from pipeline.intake.unpacking import check_streams
from pipeline.limits import Limits


def examine_pdf(path: Path, limits: Limits) -> Source:
    """What a PDF is, or why it is refused. Sets qpdf's limits for the whole process: call it in a child.

    What qpdf mends without losing a page is taken, with the warning ``repaired``. A file cut short is taken only when
    every page that it declares is there and can be read.

    Raises:
        EncryptedFile, DamagedFile, NoPages, TooManyPages, PageTooLarge, DecompressionBomb: as they say.
        NotADocument: a dynamic XFA form, whose only page says "please wait".
    """
    pikepdf.settings.set_qpdf_limits(flate_max_memory=limits.max_unpacked_mb * 1024 * 1024)
    try:
        # Handing attributes down to pages would count them first, and correct the count that is to be checked.
        pdf = pikepdf.Pdf.open(path, suppress_warnings=True, inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise EncryptedFile(str(error)) from error
    with pdf:
        if pdf.Root.get("/NeedsRendering", False):
            raise NotADocument("dynamic XFA form")
        declared = _declared_pages(pdf, limits)
        check_streams(pdf, limits)
        pages = _found_pages(pdf, declared, limits)
        measured: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, start=1):
            _check_images(number, page, measured, limits)
            _check_paper(number, page, limits)
        repaired = ("repaired",) if pdf.get_warnings() else ()
        if repaired:
            check_repair(pdf, path, limits)
        found = traits(pdf, path)
        return Source(SourceKind.PDF, "application/pdf", pages, found.signed, repaired + found.warnings)


def _declared_pages(pdf: pikepdf.Pdf, limits: Limits) -> int | None:
    """The page count as it is written; asked for before the pages are, because qpdf then corrects it."""
    declared: object = pdf.Root.Pages.get("/Count") if "/Pages" in pdf.Root else None
    if declared is not None and not isinstance(declared, int):
        raise DamagedFile("the page tree has no readable count")
    if declared is not None and declared > limits.max_pages:
        raise TooManyPages(pages=declared, limit=limits.max_pages)
    return declared


def _found_pages(pdf: pikepdf.Pdf, declared: int | None, limits: Limits) -> int:
    found = len(pdf.pages)
    if found > limits.max_pages:
        raise TooManyPages(pages=found, limit=limits.max_pages)
    if declared is not None and declared > found:
        raise DamagedFile(f"{declared} pages declared, {found} found")
    if found == 0:
        raise NoPages
    return found


def _check_images(number: int, page: pikepdf.Page, measured: set[tuple[int, int]], limits: Limits) -> None:
    """Measure images by their dictionaries, each once: pages often share one list of all images of the file."""
    for image in page_images(page):
        if image.objgen not in measured:
            measured.add(image.objgen)
            check_page_size(number, int(image.Width), int(image.Height), limits)


def _check_paper(number: int, page: pikepdf.Page, limits: Limits) -> None:
    box = page_box(page)
    width_in, height_in = (side * user_unit(page) / 72 for side in (box.width, box.height))
    try:
        drawing_dpi(number, width_in, height_in, limits)
    except PageTooLarge:
        if sole_image(page) is None:
            raise
