"""A copy of a PDF's pages without what PDF/A forbids and no paper shows: scripts, forms, attachments, encryption.

What is drawn stays as it is, and so do vectors, images and embedded fonts, and a font that is not embedded gets the
program with which it is drawn; marks of signatures and filled-in fields become part
of the page. Only copies are mended: a signed file stays the record it is.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Name

from pipeline.digital.embedding import embed_missing_fonts
from pipeline.digital.fonts import mend_legacy_fonts

_KEPT_IN_ROOT = {"/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/OCProperties"}
_KEPT_IN_ROOT |= {"/PageLabels", "/Dests", "/PageLayout"}
_OF_WHOLE_FILE = {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageLabels", "/Dests"}
"""They lead to every page, and would keep those alive that are left out."""
_NEVER_IN_PAGE = ("/AA", "/PieceInfo", "/Metadata", "/Thumb")
_NEVER_IN_IMAGE = ("/Alternates", "/OPI", "/Interpolate")
_NEVER_IN_FORM = ("/OPI", "/PS", "/Ref")
_NEVER_IN_STATE = ("/TR", "/TR2", "/HTO", "/HTP")
_NEVER_IN_DESCRIPTOR = ("/CIDSet", "/CharSet")
"""Optional lists of glyphs, wrong as often as not (ISO 19005-2, 6.2.11.4.2)."""
_PRINTED = 0x04
_MAX_OUTLINE = 10_000


def write_mended(source: Path, target: Path, pages: Sequence[int]) -> None:
    """Copy the pages of those numbers, which count from 1 and ascend, to a file of their own.

    Decodes foreign data: call it inside ``in_child``.

    Raises:
        pikepdf.PdfError, ValueError: the file cannot be read.
    """
    with pikepdf.Pdf.open(source) as pdf:
        whole = len(pages) == len(pdf.pages)
        # Fields without an appearance get one; flattening draws what a screen shows.
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
        _keep_pages(pdf, set(pages))
        mend_legacy_fonts(pdf, pdf.pages)
        embed_missing_fonts(pdf)
        _strip_root(pdf, whole=whole)
        for page in pdf.pages:
            _strip_page(page)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                _strip_object(item)
        pdf.save(target, force_version="1.7", stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


def _keep_pages(pdf: pikepdf.Pdf, kept: set[int]) -> None:
    for number in range(len(pdf.pages), 0, -1):
        if number not in kept:
            del pdf.pages[number - 1]


def _strip_root(pdf: pikepdf.Pdf, *, whole: bool) -> None:
    names = pdf.Root.get("/Names")
    destinations = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) and whole else None
    for key in list(pdf.Root.keys()):
        if key not in _KEPT_IN_ROOT or (key in _OF_WHOLE_FILE and not whole):
            del pdf.Root[key]
    if destinations is not None:
        pdf.Root.Names = pikepdf.Dictionary(Dests=destinations)
    if isinstance(layers := pdf.Root.get("/OCProperties"), pikepdf.Dictionary):
        _settle_layers(layers)
    if "/Outlines" in pdf.Root and not _is_sound_outline(pdf.Root.Outlines):
        del pdf.Root.Outlines


def _settle_layers(layers: pikepdf.Object) -> None:
    """Leave the one configuration that a viewer starts with, named as ISO 19005-2 asks (6.9), without automatisms."""
    if "/Configs" in layers:
        del layers.Configs
    if isinstance(start := layers.get("/D"), pikepdf.Dictionary):
        start.Name = pikepdf.String("default")
        for key in ("/AS", "/Order"):
            if key in start:
                del start[key]


def _is_sound_outline(outline: pikepdf.Object) -> bool:
    """Whether every entry only leads to a page of this file, and none leads back to itself."""
    seen: set[tuple[int, int]] = set()
    waiting: list[pikepdf.Object | None] = [outline.get("/First") if isinstance(outline, pikepdf.Dictionary) else None]
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary):
            return False
        if entry.objgen in seen or len(seen) > _MAX_OUTLINE:
            return False
        seen.add(entry.objgen)
        action = entry.get("/A", pikepdf.Dictionary(S=Name.GoTo))
        if not isinstance(action, pikepdf.Dictionary) or action.get("/S") != "/GoTo":
            return False
        waiting.extend(entry[key] for key in ("/First", "/Next") if key in entry)
    return True


def _strip_page(page: pikepdf.Page) -> None:
    for key in _NEVER_IN_PAGE:
        if key in page.obj:
            del page.obj[key]
    links = list(_links(page))
    if links:
        page.obj.Annots = pikepdf.Array(links)
    elif "/Annots" in page.obj:
        del page.obj.Annots


def _links(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """The links to addresses and to pages: all that is left of the annotations, as the others were flattened."""
    marks = page.obj.get("/Annots")
    for mark in marks.as_list() if isinstance(marks, pikepdf.Array) else []:
        if not isinstance(mark, pikepdf.Dictionary) or mark.get("/Subtype") != "/Link":
            continue
        action = mark.get("/A")
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/URI" and "/Next" not in action:
            mark.F = _PRINTED
            for key in ("/AA", "/PA", "/AP"):
                if key in mark:
                    del mark[key]
            yield mark


def _strip_object(item: pikepdf.Object) -> None:
    kind, subtype = str(item.get("/Type", "")), str(item.get("/Subtype", ""))
    forbidden: tuple[str, ...] = ()
    if isinstance(item, pikepdf.Stream):
        forbidden = {"/Image": _NEVER_IN_IMAGE, "/Form": _NEVER_IN_FORM}.get(subtype, ())
    elif kind == "/FontDescriptor":
        forbidden = _NEVER_IN_DESCRIPTOR
    elif kind == "/ExtGState":
        forbidden = _NEVER_IN_STATE
    elif subtype == "/CIDFontType2" and "/CIDToGIDMap" not in item:
        item.CIDToGIDMap = Name.Identity
    for key in forbidden:
        if key in item:
            del item[key]
