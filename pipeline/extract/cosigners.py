"""Papers of several agencies bear several signatures side by side; one of them is the signer, the others are named.

The value stays that of the right half, where Decree 30/2020 (Annex I, ô 7) puts the signature and joint papers put the
leading agency's; those who signed left of it become alternatives, and a person looks at the choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.model import Field, RuleVerdict
from pipeline.extract.authority import read_authority
from pipeline.extract.foot import Foot
from pipeline.extract.lines import Line
from pipeline.extract.names import read_name

_BESIDE = 3.0
"""Lines of authority of one row differ in height by so many line heights at most."""

_LEFT_CENTRE = 0.48
_NAME_REACH = 0.3
_CONCERNED = ("signer", "signer_position")


def with_cosigners(fields: Iterable[Field], text: Sequence[Line], foot: Foot | None) -> tuple[Field, ...]:
    """The fields; where others signed beside the signer he and his position wait, with their names as alternatives.

    Args:
        fields: at most one of each name.
        text: the document's lines.
        foot: where it was signed, if that was found.
    """
    names = _names_beside(foot, text) if foot is not None and foot.authority else ()
    return tuple(_shared(field, names) if names and field.name in _CONCERNED else field for field in fields)


def _names_beside(foot: Foot, text: Sequence[Line]) -> tuple[str, ...]:
    """The names in the left half under lines of authority that stand beside those of the right half."""
    own = foot.authority[0].line
    left = [line for line in text if line.page == foot.page and line.middle_x < _LEFT_CENTRE * foot.page_width]
    beside = [
        line
        for line in left
        if abs(line.middle_y - own.middle_y) < _BESIDE * own.height and read_authority(line) is not None
    ]
    if not beside:
        return ()
    bottom = beside[-1].box.y1 + _NAME_REACH * foot.page_height
    under = (line for line in left if beside[-1].box.y1 < line.middle_y < bottom)
    named = (name.text for line in under if (name := read_name(line)) is not None and name.listed)
    return tuple(dict.fromkeys(named))


def _shared(field: Field, names: tuple[str, ...]) -> Field:
    others = tuple(name for name in names if name != field.value) if field.name == "signer" else ()
    return replace(
        field,
        accepted=False,
        rules=(*field.rules, RuleVerdict("nobody_signs_beside", passed=False)),
        alternatives=tuple(dict.fromkeys((*field.alternatives, *others))),
    )
