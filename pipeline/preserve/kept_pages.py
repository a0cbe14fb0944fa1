"""Pages of another PDF/A file taken into a copy as they are: vectors, fonts and text instead of a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

_LEFT_BEHIND = ("/StructParents", "/Tabs", "/B", "/AA", "/PieceInfo", "/Metadata")
"""What on a page leads to parts of its old file."""


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Page i (from 0) of the PDF/A file at ``path`` stands for the source's page ``numbers[i]``, counted from 1."""

    path: Path
    numbers: tuple[int, ...]


def make_self_contained(page: pikepdf.Page) -> None:
    """Take from a page what leads out of it, to a form, a structure or other pages of the file it came from."""
    for key in _LEFT_BEHIND:
        if key in page.obj:
            del page.obj[key]
    if "/Annots" in page.obj:
        staying = pikepdf.Array(list(_self_contained(page.obj.Annots)))
        if len(staying):
            page.obj.Annots = staying
        else:
            del page.obj.Annots


def _self_contained(annotations: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Annotations that still mean something: no form fields without their form, no links to pages left behind."""
    for annotation in annotations.as_list():
        subtype = str(annotation.get("/Subtype", ""))
        action = annotation.get("/A", pikepdf.Dictionary())
        leads_inside = "/Dest" in annotation or str(action.get("/S", "")) == "/GoTo"
        if subtype not in {"/Widget", "/Popup"} and not leads_inside:
            for key in ("/StructParent", "/P"):
                if key in annotation:
                    del annotation[key]
            yield annotation
