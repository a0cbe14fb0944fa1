"""Each state has a step, waits for somebody, or is done; and the lifecycles hold no dead ends."""

import subprocess
import sys

import pytest

from domain.errors import WrongState
from domain.lifecycle import DOCUMENT, OUTCOME, require_transition
from domain.model import DocumentState, OutcomeState
from workers.route import DOCUMENT_ROUTE, OUTCOME_ROUTE, QUEUES, DocumentStep, Done, OutcomeStep, PageStep
from workers.steps import DOCUMENT_STEPS, OUTCOME_STEPS, PAGE_STEPS


@pytest.mark.parametrize(
    ("states", "lifecycle", "route"),
    [(DocumentState, DOCUMENT, DOCUMENT_ROUTE), (OutcomeState, OUTCOME, OUTCOME_ROUTE)],
)
def test_every_state_stands_in_the_lifecycle_and_on_the_route(states, lifecycle, route):
    assert set(lifecycle) == set(states)
    assert set(route) == set(states)


@pytest.mark.parametrize(("lifecycle", "route"), [(DOCUMENT, DOCUMENT_ROUTE), (OUTCOME, OUTCOME_ROUTE)])
def test_only_states_that_are_done_lead_nowhere(lifecycle, route):
    for state, following in lifecycle.items():
        assert isinstance(route[state], Done) == (not following), state


@pytest.mark.parametrize(("lifecycle", "route"), [(DOCUMENT, DOCUMENT_ROUTE), (OUTCOME, OUTCOME_ROUTE)])
def test_every_state_but_the_first_can_be_reached(lifecycle, route):
    first = next(iter(lifecycle))
    reached, to_visit = set(), [first]
    while to_visit:
        state = to_visit.pop()
        if state not in reached:
            reached.add(state)
            to_visit.extend(lifecycle[state])
    assert reached == set(lifecycle)


def test_every_step_of_the_route_has_its_function_and_no_function_is_left_over():
    on_route = {
        kind: {step.name for step in (*DOCUMENT_ROUTE.values(), *OUTCOME_ROUTE.values()) if isinstance(step, kind)}
        for kind in (DocumentStep, PageStep, OutcomeStep)
    }
    assert on_route == {
        DocumentStep: set(DOCUMENT_STEPS),
        PageStep: set(PAGE_STEPS),
        OutcomeStep: set(OUTCOME_STEPS),
    }


def test_the_desk_loads_neither_ocr_nor_signing():
    loaded = (
        "import sys, workers.desk; print(*(name for name in sys.modules if name in {'cv2', 'pytesseract', 'pyhanko'}))"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


def test_every_step_works_on_a_known_queue():
    steps = [
        step
        for step in (*DOCUMENT_ROUTE.values(), *OUTCOME_ROUTE.values())
        if isinstance(step, (DocumentStep, PageStep, OutcomeStep))
    ]
    assert {step.queue for step in steps} == set(QUEUES)


def test_a_published_document_cannot_be_changed_back():
    with pytest.raises(WrongState):
        require_transition(DOCUMENT, DocumentState.PUBLISHED, DocumentState.RECEIVED)
