"""``document_class``: what kind of paper a document is, with the rules that say so.

Each class has anchors (its title in capitals, by itself), vocabulary (phrases that must, may or never stand on it) and
a layout (where the national motto stands). Every class is asked; the likeliest one is taken, and how clearly it leads
the next one says how sure that is. Types of the archive list are ``administrative/…``, known by their field ``type``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.model import Field, PageReading, RuleVerdict
from domain.templates import Motto, Template
from domain.vietnamese import fold
from pipeline.extract.captions import key_of
from pipeline.extract.class_signs import Paper, first_with, paper_of, stands, title_on
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

OTHER = "other"
ADMINISTRATIVE = "administrative"

_TITLE, _MUST, _MAY, _LAYOUT = 0.55, 0.2, 0.15, 0.1
"""What each kind of evidence counts; together 1."""

_MAY_ALONE = 0.4
"""What the phrases that may stand count where no title was read, all of them together."""

_IMPLIED = 0.7
"""What a type is worth that only the symbol or the layout of a letter tells."""

_BROKEN = 0.5
"""What is left of a class without what must stand on it, or with what never does."""

_LEAST = 0.45
_CLEAR = 0.15
_ENOUGH_MAY = 3
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class with its score in [0, 1], the lines that name it, and each rule that was asked.

    ``page`` is the place of its first page among those given; ``template`` is None for types of the archive list;
    ``title`` are the letters of the title that was found.
    """

    document_class: str
    template: Template | None
    score: float
    page: int
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    exact: bool = False
    title: str = ""


def classify(
    pages: Sequence[tuple[PageReading, Sequence[Line]]],
    header: Header | None,
    type_field: Field | None,
    templates: Sequence[Template],
) -> tuple[Verdict, ...]:
    """The classes a document may have, likeliest first; none when nothing speaks for any.

    Args:
        pages: readings with their lines, in order.
        header: the head of the document, where one was found.
        type_field: its field ``type``.
        templates: the classes beside the archive list.
    """
    paper = paper_of(pages, header)
    verdicts = [_judge(template, paper) for template in templates]
    if type_field is not None and header is not None:
        claimed = {key_of(title) for one in templates if one.part_of is None for title in one.recognition.titles}
        if key_of(type_field.value) not in claimed:
            verdicts.append(_administrative(type_field, header, pages))
    likely = [verdict for verdict in verdicts if verdict.score >= _LEAST and verdict.lines]
    return tuple(sorted(likely, key=_rank, reverse=True))


def _rank(verdict: Verdict) -> float:
    """The special case goes before the class it is part of, whose signs it bears all and more."""
    special = verdict.template is not None and verdict.template.part_of is not None
    return verdict.score + (_CLEAR if special else 0.0)


def class_field(verdicts: Sequence[Verdict], header: Header | None, type_field: Field | None) -> Iterator[Field]:
    """``document_class`` with the next likeliest as alternatives; ``other`` for a headed paper that is like none."""
    leading = [verdict for verdict in verdicts if verdict.template is None or not verdict.template.overlay]
    if not leading:
        leading = list(verdicts)
    if not leading:
        yield from _other(header)
        return
    first, *others = leading
    rival = next((other.score for other in others if not _related(first, other)), 0.0)
    rules = (*first.rules, Rule("clear_of_other_classes", first.score - rival >= _CLEAR, required=True))
    found = field(
        "document_class",
        first.document_class,
        first.lines,
        rules=rules,
        confirmed=first.exact,
        alternatives=tuple(dict.fromkeys(v.document_class for v in verdicts if v is not first))[:_MOST_ALTERNATIVES],
    )
    if first.template is None and type_field is not None and not type_field.accepted:
        found = _waiting(found)
    yield found


def _waiting(found: Field) -> Field:
    """The class of a type that a person still looks at is looked at with it."""
    return Field(
        found.name,
        found.value,
        found.raw,
        found.page,
        found.box,
        found.confidence,
        accepted=False,
        rules=(*found.rules, RuleVerdict("type_accepted", passed=False)),
        alternatives=found.alternatives,
    )


def _related(one: Verdict, other: Verdict) -> bool:
    """Whether the other class is no rival: a wider one, also by its title (Giấy phép xây dựng), or a stamp."""
    if other.title and one.title != other.title and one.title.startswith(other.title):
        return True
    parts = {verdict.template.part_of for verdict in (one, other) if verdict.template is not None}
    overlaid = other.template is not None and other.template.overlay
    return overlaid or one.document_class in parts or other.document_class in parts


def _other(header: Header | None) -> Iterator[Field]:
    if header is None:
        return
    lines = [line for line in (*header.agencies, header.number, header.date) if line is not None]
    if lines:
        yield field(
            "document_class", OTHER, lines[:1], rules=(Rule("title_in_place", False, required=True, weight=0.5),)
        )


def _administrative(type_field: Field, header: Header, pages: Sequence[tuple[PageReading, Sequence[Line]]]) -> Verdict:
    """The class of a type of the archive list, as surely as that was told."""
    at = next((at for at, (reading, _) in enumerate(pages) if reading.number == header.page), 0)
    lines = _lines_at(type_field, pages[at][1]) or tuple(line for line in (header.number, header.date) if line)
    numbered, beside = header.number is not None, bool(header.agencies)
    named = 1.0 if type_field.raw else _IMPLIED
    return Verdict(
        f"{ADMINISTRATIVE}/{slug(type_field.value)}",
        None,
        _TITLE * named + _MUST * numbered + _MAY + _LAYOUT * beside,
        at,
        lines[:1],
        (
            *(Rule(verdict.rule, verdict.passed) for verdict in type_field.rules),
            Rule("number_in_head", numbered),
            Rule("agencies_beside_motto", beside),
        ),
        exact=True,
    )


def _lines_at(found: Field, lines: Sequence[Line]) -> tuple[Line, ...]:
    box = found.box
    if box is None:
        return ()
    return tuple(
        line for line in lines if box.y0 <= line.middle_y <= box.y1 and line.box.x0 < box.x1 and box.x0 < line.box.x1
    )


def slug(name: str) -> str:
    """``Quyết định`` as ``quyet_dinh``."""
    return "_".join(re.findall(r"[a-z0-9]+", fold(name)))


def _judge(template: Template, paper: Paper) -> Verdict:
    signs = template.recognition
    title, likeness, key = title_on(paper, signs.titles, anywhere=signs.anywhere)
    missing = [group for group in signs.must if not any(stands(phrase, paper) for phrase in group)]
    foreign = any(stands(phrase, paper) for phrase in signs.never)
    hits = sum(stands(phrase, paper) for phrase in signs.may)
    fits = signs.motto in (Motto.ANY, paper.motto)
    share_of_may = _share(hits, len(signs.may)) if title else hits / max(len(signs.may), 1)
    if title:
        score = _TITLE * likeness + _MUST * (not missing) + _MAY * share_of_may + _LAYOUT * fits
    else:
        score = _MUST * (not missing and bool(signs.must)) + _MAY_ALONE * share_of_may + _LAYOUT * fits
    if missing or foreign:
        score *= _BROKEN
    lines = title.lines if title else ()
    page = title.page if title else 0
    if not lines and hits:
        page, lines = first_with(signs.may, paper)
    return Verdict(
        template.id,
        template,
        score,
        page,
        lines,
        (
            Rule("title_in_place", title is not None, required=True, weight=0.4),
            Rule("title_read_exactly", likeness >= 0.99, weight=0.05),
            Rule("phrases_that_must_stand", not missing, required=True, weight=0.3),
            Rule("phrases_that_may_stand", share_of_may >= 0.5, required=True),
            Rule("no_phrase_of_other_papers", not foreign, required=True, weight=0.3),
            Rule("motto_where_it_belongs", fits),
        ),
        exact=likeness >= 0.99,
        title=key,
    )


def _share(hits: int, phrases: int) -> float:
    """How many of a few phrases are enough beside a title, in [0, 1]."""
    return min(1.0, hits / min(phrases, _ENOUGH_MAY)) if phrases else 1.0
