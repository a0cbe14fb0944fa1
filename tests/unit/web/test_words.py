"""Everything a person can meet has a Vietnamese name."""

import pytest

from domain.lifecycle import DOCUMENT, OUTCOME
from domain.model import DocumentState, OutcomeState, RepresentationKind
from web.words import ACTIONS, FORMS, Tone, standing


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


def test_every_form_and_every_recorded_action_has_a_name():
    assert set(FORMS) == set(RepresentationKind)
    assert {state.value for state in (*DocumentState, *OutcomeState)} <= set(ACTIONS)
