"""Every template is a complete file with its legal source, and a mistake in one is told by its place."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from domain.errors import BadTemplate
from domain.templates import Template, TemplateField, field_labels, parse_template, templates, templates_with
from domain.vietnamese import nfc
from domain.vocabulary import document_types

HEAD = """
name = "Giấy thử"
legal_source = "Thông tư 1"
valid_from = 2025-01-01
"""
WHOLE = HEAD + '[recognise]\ntitles = ["Giấy thử"]\n'
FIELD = '[[field]]\nid = "a"\nlabel = "A"\nkind = "text"\ncaptions = ["A"]\n'

CLASSIC = {
    *("code", "issued_date", "place", "issuing_agency", "parent_agency", "type", "subject", "signer", "recipients"),
    *("signer_position", "signer_capacity", "urgency", "dossier_code", "procedure_code", "document_class"),
    *("personal_id", "tax_code", "land_serial"),
}

NEEDED = {
    *("birth_certificate", "marriage_certificate", "death_record", "marital_status_confirmation"),
    *("civil_extract_copy", "certified_copy", "land_certificate", "building_permit", "business_household"),
    *("criminal_record", "social_decision", "generic_permit", "reception_slip", "supplement_request", "id_card"),
    *("application_form", "rejection_slip", "apology_letter", "suspension_notice", "control_slip"),
}


def _fields() -> Iterator[tuple[Template, TemplateField]]:
    return ((template, field) for template in templates() for field in template.fields)


def test_the_papers_of_procedures_have_their_templates() -> None:
    assert {template.id for template in templates()} >= NEEDED


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)
def test_a_template_names_its_law_its_days_and_an_entry_of_the_types(template: Template) -> None:
    assert template.legal_source
    assert template.valid_to is None or template.valid_from < template.valid_to
    assert template.type_name in {None, *(kind.name for kind in document_types())}
    assert template.part_of is None or template.part_of.startswith("administrative/")
    assert template.fields


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)
def test_a_template_is_composed_text_and_no_caption_stands_twice_in_a_field(template: Template) -> None:
    text = (resources.files("domain") / "vocabularies" / "templates" / f"{template.id}.toml").read_text("utf-8")

    assert text == nfc(text)
    assert [field.id for field in template.fields if len(set(field.captions)) != len(field.captions)] == []


def test_no_field_takes_the_name_of_one_that_every_document_has() -> None:
    assert [(template.id, field.id) for template, field in _fields() if field.id in CLASSIC] == []


def test_one_id_has_one_label_in_all_templates() -> None:
    labels = field_labels(templates())

    assert [(template.id, field.id) for template, field in _fields() if labels[field.id] != field.label] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = ", "Invalid value"),
        (HEAD, "recognition"),
        (WHOLE.replace("2025-01-01", '"2025"'), "valid_from"),
        (WHOLE.replace('legal_source = "Thông tư 1"', ""), "legal_source"),
        (WHOLE + "colour = 1\n", "colour"),
        (WHOLE + FIELD.replace('"text"', '"colour"'), "kind"),
        (WHOLE + FIELD.replace('["A"]', "[]"), "captions"),
        (WHOLE + FIELD + FIELD, "a stands twice"),
        (WHOLE + FIELD + 'section = "b"\n', "no section “b”"),
        (WHOLE + FIELD.replace('"text"', '"choice"'), "choices"),
        (WHOLE + FIELD.replace('"text"', '"choice"') + 'vocabulary = "b"\n', "no list of names “b”"),
    ],
)
def test_a_mistake_is_told_by_its_place(text: str, place: str) -> None:
    with pytest.raises(BadTemplate) as told:
        parse_template("thử", text.encode())

    assert place in str(told.value.params["problem"])
    assert "thử" in told.value.message("vi")


def test_bytes_that_are_no_text_are_no_template() -> None:
    with pytest.raises(BadTemplate):
        parse_template("thử", b"\xff\xfe\x00")


def test_a_folder_adds_templates_and_takes_the_place_of_those_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "id_card.toml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no template", encoding="utf-8")

    known = {template.id: template for template in templates_with(tmp_path)}

    assert known["own"].name == known["id_card"].name == "Giấy thử"
    assert len(known) == len(templates()) + 1
