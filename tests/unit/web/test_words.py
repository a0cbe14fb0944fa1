"""Everything a person can meet has a Vietnamese name."""

import pytest

from domain.lifecycle import DOCUMENT, OUTCOME
from domain.model import DocumentState, OutcomeState, RepresentationKind
from domain.templates import templates
from web.classes import class_called, class_name, class_names, value_labels
from web.words import ACTIONS, FORMS, Tone, field_name, standing


@pytest.mark.parametrize("state", [*DocumentState, *OutcomeState])
def test_every_state_has_a_name_a_tone_and_a_meaning(state):
    shown = standing(state)
    assert shown.name
    assert shown.meaning.endswith(".")


@pytest.mark.parametrize(
    ("table", "stopped"), [(DOCUMENT, DocumentState.QUARANTINED), (OUTCOME, OutcomeState.REJECTED)]
)
def test_what_was_set_aside_looks_unlike_the_rest(table, stopped):
    assert [state for state in table if standing(state).tone is Tone.STOPPED] == [stopped]


def test_values_of_forms_are_called_as_the_templates_call_them():
    assert {field_name(field.id) for template in templates() for field in template.fields} == set(
        value_labels().values()
    )
    assert field_name("something_new") == "something_new"


def test_every_class_of_documents_is_found_by_its_name():
    for code, name in class_names().items():
        assert class_name(code) == name
        assert class_name(class_called(name.upper())) == name
    assert class_called("giấy phép xây dựng") == "building_permit"
    assert class_called("Giấy không có thật") is None
    assert class_name("something_new") == "something_new"


def test_every_form_and_every_recorded_action_has_a_name():
    assert set(FORMS) == set(RepresentationKind)
    assert {state.value for state in (*DocumentState, *OutcomeState)} <= set(ACTIONS)
