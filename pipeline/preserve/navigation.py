"""How a reader finds his way in an archival copy: an outline of the documents it holds, and page labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name

_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Section:
    """A document within the copy. ``first_page`` counts from 1 and is the place in the copy, not in the source."""

    title: str
    first_page: int


def add_navigation(pdf: pikepdf.Pdf, sections: Sequence[Section] = ()) -> None:
    """Number the pages from 1 to N; with sections, give the file an outline that opens beside the pages.

    Raises:
        ValueError: a section begins on no page of the file, or before the section that stands ahead of it.
    """
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D)])
    if not sections:
        return
    starts = [section.first_page for section in sections]
    if starts != sorted(starts) or starts[0] < 1 or starts[-1] > len(pdf.pages):
        raise ValueError(f"sections on pages {starts} of {len(pdf.pages)}")
    with pdf.open_outline() as outline:
        outline.root.extend(
            pikepdf.OutlineItem(section.title[:_LONGEST_TITLE], section.first_page - 1, "Fit") for section in sections
        )
    pdf.Root.PageMode = Name.UseOutlines
