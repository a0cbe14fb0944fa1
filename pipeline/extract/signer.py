"""``signer``, ``signer_position``, ``signer_capacity``: the right half of the foot (Decree 30/2020, Annex I, ô 7)."""

from collections.abc import Iterator

from domain.model import Field
from pipeline.extract.evidence import Rule, field
from pipeline.extract.foot import Foot
from pipeline.extract.names import PersonName, read_name

_NAME_REACH = 0.3
"""The name stands at most so far under the last line of authority, as a share of the page's height."""

_SURE_WORD = 90.0


def signature_fields(foot: Foot) -> Iterator[Field]:
    """Name, position and capacity of the one who signed."""
    positions = [found for found in foot.authority if found.position is not None]
    if positions:
        last = positions[-1]
        yield field(
            "signer_position",
            last.position or "",
            [last.line],
            rules=(
                Rule("position_read_exactly", last.exact, required=True),
                Rule("nothing_lost_before_position", not last.damaged, required=True),
            ),
            confirmed=last.exact,
        )
    acting = [found for found in foot.authority if found.capacity is not None]
    if acting:
        capacities = dict.fromkeys(found.capacity or "" for found in acting)
        yield field("signer_capacity", " ".join(capacities), [found.line for found in acting], confirmed=True)
    yield from _name_field(foot)


def _name_field(foot: Foot) -> Iterator[Field]:
    names = names_in(foot)
    if not names:
        return
    best = max(
        names, key=lambda name: (name.listed and not name.repaired, name.listed, name.spelled, name.line.confidence)
    )
    weakest = min(word.confidence for word in best.line.words)
    yield field(
        "signer",
        best.text,
        [best.line],
        rules=(
            Rule("name_under_authority", bool(foot.authority), required=True, weight=0.1),
            Rule("family_name_as_read", best.listed and not best.repaired, required=True, weight=0.3),
            Rule("name_spelled_as_vietnamese", best.spelled, required=True, weight=0.3),
            Rule("only_name_in_place", len({name.text for name in names}) == 1, required=True),
            Rule("every_word_read_surely", weakest >= _SURE_WORD, required=True, weight=0.05),
        ),
        alternatives=best.alternatives,
    )


def names_in(foot: Foot) -> list[PersonName]:
    """The lines right under the authority that can be a name."""
    under = foot.authority[-1].line if foot.authority else foot.recipients
    if under is None:
        return []
    bottom = under.box.y1 + _NAME_REACH * foot.page_height
    lines = (line for line in foot.right if under.middle_y < line.middle_y < bottom)
    return [name for line in lines if (name := read_name(line)) is not None]
