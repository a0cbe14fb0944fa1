"""Single papers of many types with the exact values that stand on them, for benches and tests.

``make`` draws a paper at 300 dpi, ``damaged`` scans it. Nothing here is written to a file; everything follows from the
seed. All persons, numbers and cases are invented.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image

from samples.generator.canvas import RasterCanvas
from samples.generator.cases import CASES, invent_case
from samples.generator.chance import choices_for, noise_for
from samples.generator.dossier import DPI, finished_pages
from samples.generator.kinds import cards, civil_status, permits, process
from samples.generator.kinds.draft import Made as Drafted
from samples.generator.paper import Paper
from samples.generator.scanner import Level, Tone, scan, wear_for
from samples.generator.setting import Setting, invent_setting
from samples.generator.text_pdf import TextPage
from samples.generator.typesetting import set_paper

_FORMS: Mapping[str, Callable[[random.Random, Setting], Drafted]] = {
    "application_form": process.application_form,
    "birth_certificate": civil_status.birth_certificate,
    "building_permit": permits.building_permit,
    "business_household": permits.business_household,
    "civil_extract_copy": civil_status.civil_extract_copy,
    "criminal_record": permits.criminal_record,
    "death_record": civil_status.death_record,
    "disability_certificate": permits.disability_certificate,
    "land_certificate": permits.land_certificate,
    "marital_status_confirmation": civil_status.marital_status_confirmation,
    "marriage_certificate": civil_status.marriage_certificate,
    "reception_slip": process.reception_slip,
    "supplement_request": process.supplement_request,
}
_OFFICE: Mapping[str, str] = {
    "administrative/bao_cao": "Báo cáo",
    "administrative/bien_ban": "Biên bản",
    "administrative/cong_van": "Công văn",
    "administrative/ke_hoach": "Kế hoạch",
    "administrative/quyet_dinh": "Quyết định",
    "administrative/thong_bao": "Thông báo",
    "administrative/to_trinh": "Tờ trình",
}
KINDS: tuple[str, ...] = (*_OFFICE, *_FORMS, "id_card")
"""All that ``make`` knows."""


@dataclass(frozen=True, slots=True)
class Made:
    """A paper of one kind.

    ``pages`` are RGB at 300 dpi, ``texts`` what stands on each in reading order; ``truth`` holds the value of each
    field in its normal form, ``handwritten`` the names of those that are written by hand.
    """

    kind: str
    pages: tuple[Image.Image, ...]
    texts: tuple[str, ...]
    truth: Mapping[str, str]
    handwritten: frozenset[str]


def make(kind: str, seed: int) -> Made:
    """A paper of a kind, the same for the same seed.

    Raises:
        FontsMissingError: fonts-liberation2 is not installed.
    """
    if kind == "id_card":
        canvas, text, card = cards.id_card(*_chance(kind, seed), RasterCanvas)
        return Made(kind, (canvas.image,), (text,), {"document_class": kind, **card}, frozenset())
    drafted = draft(kind, seed)
    pages = finished_pages(drafted.paper, seed, kind)
    return Made(
        kind,
        tuple(page.image for page in pages),
        tuple(page.text for page in pages),
        {"document_class": kind, **drafted.truth},
        drafted.handwritten,
    )


def draft(kind: str, seed: int) -> Drafted:
    """What ``make`` sets on paper, but for the card, which is no paper of an office."""
    if kind in _OFFICE:
        return _office_paper(_OFFICE[kind], seed)
    return _FORMS[kind](*_chance(kind, seed))


def typed(kind: str, seed: int) -> tuple[list[TextPage], Mapping[str, str]]:
    """The same paper as text with its places, as it leaves an office program, and its truth."""
    if kind == "id_card":
        canvas, _, card = cards.id_card(*_chance(kind, seed), TextPage)
        return [canvas], {"document_class": kind, **card}
    drafted = draft(kind, seed)
    pages = [page.canvas for page in set_paper(drafted.paper, TextPage)]
    return pages, {"document_class": kind, **drafted.truth}


def _chance(kind: str, seed: int) -> tuple[random.Random, Setting]:
    rng = choices_for(seed, "kind", kind)
    return rng, invent_setting(rng, rng.randrange(90))


def damaged(page: Image.Image, level: Level, seed: int) -> Image.Image:
    """A page as it comes from the scanner, RGB at 200 dpi: level and clean, used in an office, or a bad photocopy."""
    wear = wear_for(level, choices_for(seed, "damage", level.value))
    source = page.convert("L").convert("RGB") if level is Level.PHOTOCOPY else page
    return scan(source, wear, noise_for(seed, "damage", level.value), dpi=DPI, tone=Tone.COLOUR)


def _office_paper(type_name: str, seed: int) -> Drafted:
    """A paper of this type out of the stories that dossiers tell."""
    rng = choices_for(seed, "office", type_name)
    cases = [invent_case(rng, rng.randrange(90) * len(CASES) + story) for story in range(len(CASES))]
    papers = [paper for case in cases for paper in (*case.papers, case.outcome) if paper.type_name == type_name]
    paper = papers[rng.randrange(len(papers))]
    by_hand = [("code", paper.number_by_hand), ("issued_date", paper.day_by_hand)]
    return Drafted(paper, _office_truth(paper), frozenset(name for name, written in by_hand if written))


def _office_truth(paper: Paper) -> dict[str, str]:
    agency = paper.agency
    values = {
        "code": paper.code,
        "issued_date": paper.issued.isoformat(),
        "place": paper.place,
        "issuing_agency": agency.name if agency else None,
        "parent_agency": re.sub(r"^UBND\b", "Ủy ban nhân dân", agency.parent or "") if agency else None,
        "type": paper.type_name,
        "subject": paper.subject,
        "signer": paper.signers[-1].name,
    }
    return {name: value for name, value in values.items() if value}


__all__ = ["KINDS", "Made", "damaged", "draft", "make", "typed"]
