"""Templates to HTML. Everything a template can call stands here."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from domain.learned import UNFILED
from domain.model import DocumentState, Field, OutcomeState
from domain.numbering import NUMBER_REPEATED
from domain.warnings import warning_for
from web import events, formats, links, overlay, words
from web.classes import class_name, class_names, holds_date
from web.signatures import signatures_of
from workers.desk import Status

FOLDER = Path(__file__).parent
PAGE_LINKS_AROUND = 2
SHOWN_WHEN_EMPTY = (DocumentState.PUBLISHED, DocumentState.QUARANTINED, OutcomeState.ISSUED)
"""What people look for first; other states are named only while a record stands in them."""


class Templates:
    """Renders pages; values are escaped unless a template says otherwise, which none does."""

    def __init__(self, *, product_version: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            product_version=product_version,
            address=links.address,
            record_path=links.record_path,
            image_path=links.image_path,
            alto_path=links.alto_path,
            warning_for=warning_for,
            form_path=links.form_path,
            document_title=document_title,
            page_links=page_links,
            forms=words.FORMS,
            signatures_of=signatures_of,
            unfiled=UNFILED,
            number_repeated=NUMBER_REPEATED,
            class_names=class_names,
            expected=words.EXPECTED,
            sheet_marks=overlay.sheet_marks,
            line_crop=overlay.line_crop,
        )
        self._environment.filters.update(
            moment=formats.shown_moment,
            count=formats.shown_count,
            size=formats.shown_size,
            share=formats.shown_share,
            standing=words.standing,
            media_type=words.media_type_name,
            field_name=words.field_name,
            field_value=field_value,
            alternatives=alternatives,
            evidence=words.evidence,
            lesson_kind=words.LESSON_KINDS.__getitem__,
            lower_first=lower_first,
            by_name=by_name,
            in_shown_order=in_shown_order,
            document_counts=document_counts,
            outcome_counts=outcome_counts,
            event_name=events.event_name,
            event_detail=events.event_detail,
        )

    def page(self, name: str, *, status_code: int = 200, **context: object) -> HTMLResponse:
        """A template filled with a page's values."""
        return HTMLResponse(self._environment.get_template(name).render(context), status_code)


def document_title(name: str, fields: Sequence[Field]) -> str:
    """What people call a paper, ``Quyết định 12/QĐ-UBND``; by its file name while its fields are unknown."""
    known = by_name(fields)
    return " ".join(known[part].value for part in ("type", "code") if part in known and known[part].value) or name


def field_value(field: Field) -> str:
    """A field's value as it is shown: dates as dd/MM/yyyy, classes by name, several recipients apart by semicolons."""
    return _shown(field.name, field.value)


def alternatives(field: Field) -> list[str]:
    """What else a field may be, likeliest first, as it is shown; not what it is."""
    shown = dict.fromkeys(_shown(field.name, other) for other in field.alternatives)
    return [other for other in shown if other and other != field_value(field)]


def _shown(name: str, value: str) -> str:
    if name == "document_class":
        return class_name(value)
    if holds_date(name):
        return formats.shown_date(value)
    return "; ".join(line for line in value.splitlines() if line)


def by_name(fields: Sequence[Field]) -> Mapping[str, Field]:
    """Fields by their names."""
    return {field.name: field for field in fields}


def in_shown_order(fields: Sequence[Field]) -> list[Field]:
    """Fields as people read them, whatever order they were found in; unknown ones last."""
    places = {name: place for place, name in enumerate(words.FIELDS)}
    return sorted(fields, key=lambda field: places.get(field.name, len(places)))


def document_counts(status: Status) -> list[tuple[DocumentState, int]]:
    """Documents by state in the order of the lifecycle; see ``SHOWN_WHEN_EMPTY``."""
    counts = [(state, status.documents.get(state, 0)) for state in DocumentState]
    return [(state, count) for state, count in counts if count or state in SHOWN_WHEN_EMPTY]


def outcome_counts(status: Status) -> list[tuple[OutcomeState, int]]:
    """Outcomes by state in the order of the lifecycle; see ``SHOWN_WHEN_EMPTY``."""
    counts = [(state, status.outcomes.get(state, 0)) for state in OutcomeState]
    return [(state, count) for state, count in counts if count or state in SHOWN_WHEN_EMPTY]


def lower_first(text: str) -> str:
    """For a name in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def page_links(current: int, count: int) -> list[int | None]:
    """The pages to link to: first, last, and those around the current one; ``None`` stands for what is left out."""
    near = range(current - PAGE_LINKS_AROUND, current + PAGE_LINKS_AROUND + 1)
    shown = sorted({1, count, *(number for number in near if 1 <= number <= count)})
    links: list[int | None] = []
    for number in shown:
        if links and number - (links[-1] or 0) > 1:
            links.append(None)
        links.append(number)
    return links
