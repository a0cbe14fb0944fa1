"""Templates of documents: how a class is recognised, and which printed captions its values stand beside.

One file per class under ``vocabularies/templates/``; the file's name is the class. A file in another folder adds a
class or takes the place of one of the same name, so that a new type needs no code.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from domain.errors import BadTemplate
from domain.vocabulary import listed_names

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True, str_min_length=1)
_RENAMED = {"recognise": "recognition", "section": "sections", "field": "fields", "type": "type_name"}
"""Entries of a file that read better in the singular or are no good names here."""


class ValueKind(StrEnum):
    """What a value is; it decides how a reading is brought into its normal form, and what speaks against it."""

    TEXT = "text"
    DATE = "date"
    DATE_IN_WORDS = "date_in_words"
    PERSON_NAME = "person_name"
    PERSONAL_ID = "personal_id"
    TAX_CODE = "tax_code"
    CODE = "code"
    NUMBER = "number"
    AREA = "area"
    MONEY = "money"
    LAND_SERIAL = "land_serial"
    PHONE = "phone"
    CHOICE = "choice"


class Motto(StrEnum):
    """Where the national motto stands: in the middle, right of the agencies, nowhere, or wherever it likes."""

    CENTRED = "centred"
    COLUMNS = "columns"
    NONE = "none"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What speaks for a class.

    ``titles`` stand in capitals by themselves; of each group in ``must`` one phrase stands somewhere on the paper, of
    ``may`` the more the better, of ``never`` none. ``anywhere``: the title need not stand in the middle.
    """

    __pydantic_config__ = _STRICT

    titles: Annotated[tuple[str, ...], Field(min_length=1)]
    must: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()
    may: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    motto: Motto = Motto.ANY
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form in which captions of other parts come again; it begins with one of its captions."""

    __pydantic_config__ = _STRICT

    id: str
    captions: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A value of a form.

    ``captions`` are the printed words before it, ``label`` what people call it. ``lines`` is the most rows it takes;
    ``below`` says that it may stand under its caption, ``alone`` that it may stand by itself without one. A ``choice``
    has its values in ``choices``, or in the list of names that ``vocabulary`` names. A paper on which none of the
    ``required`` values was found is a doubtful one.
    """

    __pydantic_config__ = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_]*$")]
    label: str
    kind: ValueKind
    captions: Annotated[tuple[str, ...], Field(min_length=1)]
    section: str | None = None
    lines: Annotated[int, Field(ge=1, le=6)] = 1
    below: bool = False
    alone: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    vocabulary: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A class of documents.

    ``type_name`` is its entry in the list of types; ``part_of`` the wider class it is a special case of. The class of a
    paper with ``overlay`` is that of the paper under the stamp; its own fields are read as well. ``stops`` are printed
    words that end a value and stand before none.
    """

    __pydantic_config__ = _STRICT

    id: str
    name: str
    legal_source: str
    valid_from: date
    recognition: Recognition
    type_name: str | None = None
    valid_to: date | None = None
    sections: tuple[Section, ...] = ()
    fields: tuple[TemplateField, ...] = ()
    stops: tuple[str, ...] = ()
    part_of: str | None = None
    overlay: bool = False


@cache
def templates() -> tuple[Template, ...]:
    """The templates that come with the product."""
    return tuple(_read(resources.files("domain") / "vocabularies" / "templates"))


def templates_with(folder: Path) -> tuple[Template, ...]:
    """Those of the product and those of a folder of the organisation's own; one of its own goes before.

    Raises:
        BadTemplate: a file of the folder is not a template.
    """
    own = tuple(_read(folder))
    names = {template.id for template in own}
    return (*own, *(template for template in templates() if template.id not in names))


def field_labels(known: Iterable[Template]) -> dict[str, str]:
    """What people call the fields of templates, by their ids and in the order of the forms."""
    return {field.id: field.label for template in known for field in template.fields}


def _read(folder: Traversable) -> Iterator[Template]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            yield parse_template(entry.name.removesuffix(".toml"), entry.read_bytes())


def parse_template(name: str, content: bytes) -> Template:
    """The template ``name`` from its file.

    Raises:
        BadTemplate: no TOML, or an entry is missing, unknown, of another form, or names what is not there.
    """
    try:
        entries = tomllib.loads(content.decode("utf-8"))
        template = _ADAPTER.validate_python(
            {"id": name} | {_RENAMED.get(key, key): value for key, value in entries.items()}
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadTemplate(name=name, problem=str(problem)) from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise BadTemplate(name=name, problem=f"{place}: {first['msg']}") from problem
    for disagreement in chain(_unknown_sections(template), _twice(template), _bad_choices(template)):
        raise BadTemplate(name=name, problem=disagreement)
    return template


_ADAPTER = TypeAdapter(Template)


def _unknown_sections(template: Template) -> Iterator[str]:
    known = {section.id for section in template.sections}
    return (
        f"{field.id}: no section “{field.section}”" for field in template.fields if field.section not in {None, *known}
    )


def _twice(template: Template) -> Iterator[str]:
    ids = [field.id for field in template.fields]
    return (f"{name} stands twice" for name in dict.fromkeys(ids) if ids.count(name) > 1)


def _bad_choices(template: Template) -> Iterator[str]:
    for field in template.fields:
        has_list = bool(field.choices) != (field.vocabulary is not None)
        if (field.kind is ValueKind.CHOICE) != has_list:
            yield f"{field.id}: a choice, and nothing else, has either choices or a vocabulary"
        if field.vocabulary is not None and not listed_names(field.vocabulary):
            yield f"{field.id}: no list of names “{field.vocabulary}”"
