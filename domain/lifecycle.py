"""Lifecycles as tables: which state may follow which. The database repeats them as a compare-and-set."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from domain.errors import WrongState
from domain.model import DocumentState as D
from domain.model import OutcomeState as O

DOCUMENT: Mapping[D, frozenset[D]] = {
    D.RECEIVED: frozenset({D.SEPARATED, D.QUARANTINED}),
    D.SEPARATED: frozenset({D.RECOGNISED, D.QUARANTINED}),
    # Doubtful fields wait for an officer in DESCRIBED; a document without them passes straight on.
    D.RECOGNISED: frozenset({D.DESCRIBED, D.VERIFIED, D.QUARANTINED}),
    D.DESCRIBED: frozenset({D.VERIFIED, D.QUARANTINED}),
    D.VERIFIED: frozenset({D.PRESERVED, D.QUARANTINED}),
    D.PRESERVED: frozenset({D.SIGNED, D.QUARANTINED}),
    D.SIGNED: frozenset({D.PUBLISHED, D.QUARANTINED}),
    D.PUBLISHED: frozenset(),
    # A person may send a quarantined document round again from the start.
    D.QUARANTINED: frozenset({D.RECEIVED}),
}

OUTCOME: Mapping[O, frozenset[O]] = {
    O.DRAFTED: frozenset({O.CONVERTED, O.REJECTED}),
    O.CONVERTED: frozenset({O.SIGNED, O.REJECTED}),
    O.SIGNED: frozenset({O.SEALED, O.REJECTED}),
    O.SEALED: frozenset({O.ISSUED, O.REJECTED}),
    O.ISSUED: frozenset(),
    O.REJECTED: frozenset({O.DRAFTED}),
}

State = TypeVar("State", bound=StrEnum)


def require_transition(table: Mapping[State, frozenset[State]], current: State, following: State) -> None:
    """Refuse a step that the lifecycle does not know.

    Raises:
        WrongState: ``following`` may not come after ``current``.
    """
    if following not in table[current]:
        raise WrongState(f"{current} -> {following}", state=current.value)
