"""Fields of a document that the codes on its pages tell."""

from collections.abc import Iterable, Iterator, Sequence

from domain.model import DossierMark, Field, PageReading, RuleVerdict
from pipeline.separate.payload import DossierReference, understood
from pipeline.separate.signals import Code, CodeKind

_CERTAINTY = {CodeKind.QR: 0.99, CodeKind.CODE_128: 0.98, CodeKind.CODE_39: 0.9}
"""A QR code corrects and proves itself, Code 128 has a check character, Code 39 has none."""

_Found = tuple[int, DossierMark, str]


def dossier_marks(codes: Iterable[Code]) -> tuple[DossierMark, ...]:
    """Those codes that name a dossier, and of each no more than that; boxes as they came."""
    said = ((code, understood(code.text)) for code in codes)
    return tuple(
        DossierMark(one.dossier_code, code.box, _CERTAINTY[code.kind], one.procedure_code, one.others)
        for code, one in said
        if isinstance(one, DossierReference)
    )


def fields_of(readings: Iterable[PageReading]) -> tuple[Field, ...]:
    """``dossier_code`` and ``procedure_code`` as codes on these pages tell them, each with where it stands.

    A dossier has one code on the portal and may have another of the province: what one QR code names together is kept
    as alternatives. Pages that name different dossiers leave it to a person.
    """
    found = [(reading.number, mark) for reading in readings for mark in reading.marks]
    procedures = [(page, mark, mark.procedure_code) for page, mark in found if mark.procedure_code]
    return (
        *_field("dossier_code", [(*one, one[1].dossier_code) for one in found], found[0][1].others if found else ()),
        *_field("procedure_code", procedures),
    )


def _field(name: str, found: Sequence[_Found], aliases: Sequence[str] = ()) -> Iterator[Field]:
    """The first value that was found; the others are alternatives, and unless they are aliases, doubts."""
    if not found:
        return
    page, mark, value = found[0]
    others = tuple(dict.fromkeys(other for *_, other in found if other != value))
    agreed = set(others) <= set(aliases)
    yield Field(
        name,
        value,
        raw=value,
        page=page,
        box=mark.box,
        confidence=mark.certainty,
        accepted=agreed,
        rules=(RuleVerdict("codes_agree", agreed),),
        source="qr",
        alternatives=tuple(dict.fromkeys((*aliases, *others))),
    )
