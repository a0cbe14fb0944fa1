"""Fields of a document that the codes on its pages tell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.model import Field, RuleVerdict
from pipeline.separate.payload import DossierReference, understood
from pipeline.separate.signals import Code, CodeKind, PageSignals

_CONFIDENCE = {CodeKind.QR: 0.99, CodeKind.CODE_128: 0.98, CodeKind.CODE_39: 0.9}
"""A QR code corrects and proves itself, Code 128 has a check character, Code 39 has none."""


def fields_of(signals: Iterable[tuple[int, PageSignals]]) -> tuple[Field, ...]:
    """``dossier_code`` and ``procedure_code`` as codes on these pages tell them, each with where it stands.

    Args:
        signals: the pages with their numbers, in order. Boxes are in the pixels of the page as it was scanned.

    A dossier has one code on the portal and may have another of the province: what one QR code names together is kept
    as alternatives. Pages that name different dossiers leave it to a person.
    """
    found = [
        _Found(page, code, said)
        for page, one in signals
        for code in one.codes
        if isinstance(said := understood(code.text), DossierReference)
    ]
    with_procedure = [(one, one.said.procedure_code) for one in found if one.said.procedure_code]
    return (
        *_field("dossier_code", [(one, one.said.dossier_code) for one in found], found[0].said.others if found else ()),
        *_field("procedure_code", with_procedure),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    page: int
    code: Code
    said: DossierReference


def _field(name: str, found: Sequence[tuple[_Found, str]], aliases: Sequence[str] = ()) -> Iterator[Field]:
    """The first value that was found; the others are alternatives, and unless they are aliases, doubts."""
    if not found:
        return
    first, value = found[0]
    others = tuple(dict.fromkeys(other for _, other in found if other != value))
    agreed = set(others) <= set(aliases)
    yield Field(
        name,
        value,
        raw=value,
        page=first.page,
        box=first.code.box,
        confidence=_CONFIDENCE[first.code.kind],
        accepted=agreed,
        rules=(RuleVerdict("codes_agree", agreed),),
        source="qr",
        alternatives=tuple(dict.fromkeys((*aliases, *others))),
    )
