"""What a document is, and the values of the form that this makes it: ``document_class`` and a template's fields."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.model import Field, PageReading, RuleVerdict
from domain.templates import Template
from pipeline.extract.classify import Verdict, class_field, classify
from pipeline.extract.cross_checks import with_checks
from pipeline.extract.evidence import Rule, field
from pipeline.extract.form_checks import form_checks
from pipeline.extract.header import Header
from pipeline.extract.lines import Line
from pipeline.extract.template import template_fields

_SURE_CLASS = 0.6
"""A less likely class is proposed, and its values are not read."""


def form_fields(
    pages: Sequence[tuple[PageReading, Sequence[Line]]],
    header: Header | None,
    known: Sequence[Field],
    templates: Sequence[Template],
) -> Iterator[Field]:
    """``document_class``, ``type`` where only the class tells it, and the values beside the captions of its template.

    Args:
        pages: readings with their lines, in order.
        header: the head of the document, where one was found.
        known: fields found so far; none of their names comes again.
        templates: the classes beside the archive list.
    """
    type_field = next((one for one in known if one.name == "type"), None)
    verdicts = classify(pages, header, type_field, templates)
    leading = next((one for one in verdicts if one.template is None or not one.template.overlay), None)
    overlays = (one for one in verdicts if one.template is not None and one.template.overlay)
    taken = {one.name for one in known}
    values: list[Field] = []
    for verdict in (leading, *overlays):
        if verdict is not None and verdict.template is not None and verdict.score >= _SURE_CLASS:
            found = [one for one in template_fields(verdict.template, pages[verdict.page :]) if one.name not in taken]
            taken |= {one.name for one in found}
            checks = form_checks(verdict.template.fields, {one.name: one for one in found})
            values += with_checks(found, list(checks))
    for one in class_field(verdicts, header, type_field):
        yield _with_values(one, leading, {value.name for value in values})
    if type_field is None and leading is not None:
        yield from _type_of(leading)
    yield from values


def _with_values(found: Field, leading: Verdict | None, names: set[str]) -> Field:
    """The class with the verdict whether the paper holds any of the values that its form must hold."""
    if leading is None or leading.template is None or leading.document_class != found.value:
        return found
    required = {field.id for field in leading.template.fields if field.required}
    if not required:
        return found
    holds = bool(required & names)
    return replace(
        found,
        accepted=found.accepted and holds,
        rules=(*found.rules, RuleVerdict("values_that_must_stand", holds)),
    )


def _type_of(verdict: Verdict) -> Iterator[Field]:
    """The entry of the list of types that a class stands for, where no head of a document names one."""
    if verdict.template is None or verdict.template.type_name is None or verdict.score < _SURE_CLASS:
        return
    rules = [rule for rule in verdict.rules if rule.name in {"title_in_place", "title_read_exactly"}]
    # No symbol bears witness here, as it does on a paper with a head.
    rules.append(Rule("type_fits_symbol", False, required=True))
    yield field("type", verdict.template.type_name, verdict.lines, rules=rules, confirmed=verdict.exact)
