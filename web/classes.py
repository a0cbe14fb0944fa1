"""What people call classes of documents and the values of their forms, as the templates have it."""

from collections.abc import Mapping
from functools import cache

from domain.templates import ValueKind, field_labels, templates
from domain.vietnamese import same_text
from domain.vocabulary import document_types
from pipeline.extract.classify import ADMINISTRATIVE, OTHER, slug

_DATES = frozenset({ValueKind.DATE, ValueKind.DATE_IN_WORDS})


@cache
def class_names() -> Mapping[str, str]:
    """Class to name: forms first, then the types of the archive list, then what is neither."""
    forms = {template.id: template.name for template in templates()}
    types = {f"{ADMINISTRATIVE}/{slug(kind.name)}": kind.name for kind in document_types()}
    return {**forms, **types, OTHER: "Giấy tờ khác"}


def class_name(code: str) -> str:
    """A class as people call it; an unknown one by its own code."""
    return class_names().get(code, code)


def class_called(name: str) -> str | None:
    """The class of that name, however it is written; a form before the type of its name, None for no class."""
    return next((code for code, known in class_names().items() if same_text(known, name)), None)


@cache
def value_labels() -> Mapping[str, str]:
    """What people call the values of forms, by the names of their fields."""
    return field_labels(templates())


def holds_date(field: str) -> bool:
    """Whether values of a field are ISO dates."""
    return field.endswith("_date") or field in _dated_values()


@cache
def _dated_values() -> frozenset[str]:
    return frozenset(value.id for template in templates() for value in template.fields if value.kind in _DATES)
