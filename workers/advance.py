"""What a step hands back: the next state and what to write with it, all in one transaction.

Steps read and compute; only the runner writes. So a step that is run twice, or whose lease ran out meanwhile, changes
nothing by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.model import DocumentState, OutcomeState
from storage.records.port import UnitOfWork


def _write_nothing(_: UnitOfWork) -> None:
    return


@dataclass(frozen=True, slots=True)
class DocumentAdvance:
    """A document's next state. ``facts`` go into the audit trail."""

    state: DocumentState
    write: Callable[[UnitOfWork], None] = _write_nothing
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutcomeAdvance:
    """An outcome's next state. ``facts`` go into the audit trail."""

    state: OutcomeState
    write: Callable[[UnitOfWork], None] = _write_nothing
    facts: Mapping[str, object] = field(default_factory=dict)
