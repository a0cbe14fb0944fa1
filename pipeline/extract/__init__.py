"""Fields of a Vietnamese administrative document from the words of its pages.

Layout first: the national motto opens the document and parts its columns, the recipients and the lines of authority
close it, and each field is looked for where Decree 30/2020 (Annex I) puts it. What is not found is left out.
"""

from collections.abc import Iterator, Sequence

from domain.model import Field, HandwrittenPart, PageReading
from domain.templates import Template, templates
from pipeline.extract.agencies import agency_fields, read_agencies, with_territories_settled
from pipeline.extract.agency_names import places_of
from pipeline.extract.anchors import begins_addressees
from pipeline.extract.bundles import beginnings, documents_field
from pipeline.extract.calibration import calibrated
from pipeline.extract.cosigners import with_cosigners
from pipeline.extract.cross_checks import cross_checked
from pipeline.extract.dateline import citations_in, date_fields
from pipeline.extract.decoys import without_decoys
from pipeline.extract.foot import Foot, find_foot
from pipeline.extract.forms import form_fields
from pipeline.extract.header import Header, find_header
from pipeline.extract.labelled_numbers import number_fields
from pipeline.extract.lines import Line, lines_of
from pipeline.extract.marks import code_fields, urgency_field
from pipeline.extract.number import NumberReading, number_field, read_number
from pipeline.extract.page_doubts import doubted_by_page
from pipeline.extract.recipients import recipients_field
from pipeline.extract.signer import names_in, signature_fields
from pipeline.extract.subject import find_letter_subject, find_subject, subject_field
from pipeline.extract.title import LETTER, Title, find_title, title_field

_PAGES_WITH_HEADER = 10


def extract(readings: Sequence[PageReading], classes: Sequence[Template] | None = None) -> tuple[Field, ...]:
    """The fields of a document, each with its evidence; never raises on what a recogniser made of a page.

    Of several documents in one file they are those of the first; ``documents_in_file`` says so.

    Args:
        readings: the pages in order, numbers rising.
        classes: templates of documents; those of the product unless told otherwise.

    Returns:
        At most one field of each name: code, issued_date, place, issuing_agency, parent_agency, type, subject, signer,
        signer_position, signer_capacity, recipients, urgency, dossier_code, procedure_code, personal_id, tax_code,
        land_serial, result_type_code, incoming_number, incoming_date, incoming_agency, esign_signer, esign_agency,
        esign_time, documents_in_file, document_class, and those of the class's template.
    """
    by_number = {reading.number: reading for reading in readings}
    found = found_fields(readings, classes)
    return tuple(calibrated(field, by_number.get(field.page or 0)) for field in found)


def found_fields(readings: Sequence[PageReading], classes: Sequence[Template] | None = None) -> tuple[Field, ...]:
    """As ``extract``, before it is judged how likely each value is right: with plain scores."""
    whole_file, decoys = without_decoys([(reading, lines_of(reading)) for reading in readings])
    begun = beginnings(whole_file)
    pages = [page for page in whole_file if not begun or page[0].number < begun[0]]
    header = _first_header(pages)
    foot = _first_foot(pages, header)
    text = [line for _, lines in pages for line in lines]
    fields = [
        *(_head_fields(header, text, _written_on(header.page, readings)) if header else ()),
        *(_foot_fields(foot) if foot else ()),
        *code_fields(text),
        *decoys.fields(),
        *documents_field(whole_file, begun),
    ]
    form = tuple(form_fields(pages, header, fields, templates() if classes is None else classes))
    # A form names the bearers of its numbers one by one.
    numbers = number_fields(text) if {found.name for found in form} <= {"document_class", "type"} else ()
    fields += (*form, *numbers)
    by_number = {reading.number: reading for reading in readings}
    checked = cross_checked(with_cosigners(fields, text, foot), text, foot)
    return tuple(doubted_by_page(found, by_number) for found in checked)


def _first_header(pages: Sequence[tuple[PageReading, tuple[Line, ...]]]) -> Header | None:
    for reading, lines in pages[:_PAGES_WITH_HEADER]:
        header = find_header(reading.number, _size(reading), lines)
        if header is not None:
            return header
    return None


def _first_foot(pages: Sequence[tuple[PageReading, tuple[Line, ...]]], header: Header | None) -> Foot | None:
    """The first foot that names recipients; without one the first lines of authority with a name under them."""
    feet = []
    for reading, lines in pages:
        if header is not None and reading.number < header.page:
            continue
        on_first_page = header is not None and reading.number == header.page
        foot = find_foot(reading.number, _size(reading), lines, header.bottom if header and on_first_page else 0.0)
        if foot is not None and foot.recipients is not None:
            return foot
        if foot is not None:
            feet.append(foot)
    return next((foot for foot in feet if names_in(foot)), None)


def _size(reading: PageReading) -> tuple[int, int]:
    return reading.frame.width_px, reading.frame.height_px


def _written_on(page: int, readings: Sequence[PageReading]) -> tuple[HandwrittenPart, ...]:
    return next(reading.handwriting for reading in readings if reading.number == page)


def _head_fields(header: Header, text: Sequence[Line], written: Sequence[HandwrittenPart]) -> Iterator[Field]:
    named = read_agencies(header)
    body = [line for line in header.below if line.middle_y > header.bottom]
    dated = tuple(date_fields(header, places_of(name for name, _ in named), citations_in(body), written))
    yield from dated
    place = next((found.value for found in dated if found.name == "place"), None)
    under = [line for line in text if line.page != header.page or line.middle_y > header.bottom]
    agencies = tuple(agency_fields(with_territories_settled(named, place, under), place))
    yield from agencies
    agency = next((found.value for found in agencies if found.name == "issuing_agency"), None)
    number = read_number(header, agency, written)
    title = find_title(header)
    letter_subject = find_letter_subject(header) if title is None else ()
    title = title or _implied_title(header, number, letter_subject)
    if number is not None:
        yield number_field(number, title.name if title else None)
    if title is not None:
        yield title_field(
            title,
            number.symbol.type_name if number else None,
            letter_subject or ((number.line,) if number else ()),
        )
    subject = find_subject(header, title) if title and title.line else letter_subject
    yield from subject_field(subject, text, begin=title.rest if title else "")
    yield from urgency_field(header)


def _implied_title(header: Header, number: NumberReading | None, letter_subject: Sequence[Line]) -> Title | None:
    """The type where no line names it: a letter by its layout, else what the symbol abbreviates."""
    if number is None:
        return None
    written_as_letter = number.symbol.type_name is None and any(begins_addressees(line) for line in header.below)
    if letter_subject or written_as_letter:
        return Title(LETTER, None, exact=bool(letter_subject), rest="")
    if number.symbol.type_name is not None:
        return Title(number.symbol.type_name, None, exact=False, rest="")
    return None


def _foot_fields(foot: Foot) -> Iterator[Field]:
    yield from signature_fields(foot)
    yield from recipients_field(foot)
