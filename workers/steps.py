"""The functions behind the step names of ``workers.route``."""

from collections.abc import Callable, Mapping

from domain.model import Document, Outcome
from workers import document_steps, outcome_steps
from workers.advance import DocumentAdvance, OutcomeAdvance
from workers.services import Services

DOCUMENT_STEPS: Mapping[str, Callable[[Services, Document], DocumentAdvance]] = {
    "separate": document_steps.separate,
    "describe": document_steps.describe,
    "preserve": document_steps.preserve,
    "sign": document_steps.sign,
    "publish": document_steps.publish,
}

PAGE_STEPS: Mapping[str, Callable[[Services, Document, int], document_steps.PageResult]] = {
    "recognise": document_steps.recognise,
}

OUTCOME_STEPS: Mapping[str, Callable[[Services, Outcome], OutcomeAdvance]] = {
    "convert": outcome_steps.convert,
    "sign": outcome_steps.sign,
    "seal": outcome_steps.seal,
    "issue": outcome_steps.issue,
}
