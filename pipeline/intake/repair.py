"""Whether a PDF that qpdf mended is still the whole document.

qpdf makes a readable file of what it finds: of a file cut after two of its twelve pages, a document of two pages,
with the page count corrected. So what the bytes themselves declare is asked instead.
"""

import mmap
import re
from pathlib import Path

import pikepdf

from domain.errors import DamagedFile
from pipeline.intake.embedded import embedded_pixels
from pipeline.intake.pages import page_images, sole_image
from pipeline.limits import Limits

_TAIL_BYTES = 2048
_MAX_OBJECT_BYTES = 1024 * 1024
_END = b"%%EOF"
_COUNT = re.compile(rb"/Count\s+(\d+)")


def check_repair(pdf: pikepdf.Pdf, path: Path, limits: Limits) -> None:
    """Accept a mended file only when it provably lost no page.

    A file whose end is missing must declare its pages in what is left, have all of them readable, and not have been
    cut within a later revision: that may have been a signature.

    Raises:
        DamagedFile: pages are missing, or nobody can tell.
        OSError, ValueError, pikepdf.PdfError, UnreadableScan: a page of a cut file cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        declared = _declared_pages(content, pdf.Root.Pages.objgen)
        cut_short = content.rfind(_END, max(0, len(content) - _TAIL_BYTES)) < 0
        cut_in_update = cut_short and content.find(_END) >= 0
    found = len(pdf.pages)
    if declared is not None and declared > found:
        raise DamagedFile(f"{declared} pages declared, {found} found")
    if cut_short:
        if declared is None or cut_in_update:
            raise DamagedFile("the end of the file is missing")
        _check_readable(pdf, limits)


def _declared_pages(content: mmap.mmap, objgen: tuple[int, int]) -> int | None:
    """The count in the root of the page tree as the bytes have it; None where it is not to be seen plainly."""
    number, generation = objgen
    starts = [match.end() for match in re.finditer(rb"(?<!\d)%d\s+%d\s+obj\b" % (number, generation), content)]
    if not starts:
        return None
    end = content.find(b"endobj", starts[-1], starts[-1] + _MAX_OBJECT_BYTES)
    count = _COUNT.search(content[starts[-1] : end]) if end >= 0 else None
    return int(count[1]) if count else None


def _check_readable(pdf: pikepdf.Pdf, limits: Limits) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        if "/Contents" not in page.obj or any(not image.read_raw_bytes() for image in page_images(page)):
            raise DamagedFile(f"page {number} lost its content")
        sole = sole_image(page)
        if sole is not None:
            embedded_pixels(sole, timeout_s=limits.page_timeout_s)
