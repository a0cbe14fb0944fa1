"""``signer``, ``signer_position``, ``signer_capacity``: the right half of the foot (Decree 30/2020, Annex I, ô 7)."""

from collections.abc import Iterator

from domain.model import Field
from pipeline.extract.authority import AuthorityLine
from pipeline.extract.evidence import Rule, field
from pipeline.extract.foot import Foot
from pipeline.extract.names import PersonName, read_name

_NAME_REACH = 0.3
"""The name stands at most so far under the last line of authority, as a share of the page's height."""

_SURE_WORD = 90.0
_DEPUTIES = ("Phó", "P.", "Thứ trưởng")
_OWN_CAPACITIES = (None, "Q.")
_FOR_ANOTHER = ("KT.", "TL.", "TUQ.")


def signature_fields(foot: Foot) -> Iterator[Field]:
    """Name, position and capacity of the one who signed."""
    yield from _position_field(foot)
    acting = [found for found in foot.authority if found.capacity is not None]
    if acting:
        yield field(
            "signer_capacity",
            " ".join(dict.fromkeys(found.capacity or "" for found in acting)),
            [found.line for found in acting],
            rules=(
                Rule("nothing_lost_before_position", not any(line.damaged for line in foot.authority), required=True),
                Rule("authority_complete", _is_complete(foot), required=True),
            ),
            confirmed=True,
        )
    yield from _name_field(foot)


def _position_field(foot: Foot) -> Iterator[Field]:
    """The signer's own position: the last line of authority, after those he signs for."""
    last = foot.authority[-1] if foot.authority else None
    if last is None or last.position is None:
        return
    # Who signs "KT." is a deputy; a stamp often hides the word, or the whole line.
    deputy_of = last.position if _stands_for_head(foot) and not _is_deputy(last) else None
    if deputy_of is None and last.capacity not in _OWN_CAPACITIES:
        return
    yield field(
        "signer_position",
        _deputy(deputy_of) if deputy_of else last.position,
        [last.line],
        rules=(
            Rule("position_read_exactly", last.exact, required=True),
            Rule("nothing_lost_before_position", not last.damaged, required=True),
            Rule("own_position_read", deputy_of is None, required=True),
            Rule("authority_complete", _each_acts_for_another(foot), required=True),
        ),
        confirmed=last.exact,
    )


def _is_complete(foot: Foot) -> bool:
    """Whether the lines end with the signer's own position, a deputy's after "KT." and only then."""
    last = foot.authority[-1]
    ends_well = last.position is not None and last.capacity in _OWN_CAPACITIES
    return ends_well and _is_deputy(last) == _stands_for_head(foot) and _each_acts_for_another(foot)


def _each_acts_for_another(foot: Foot) -> bool:
    """Whether there is one position more than there are "KT.", "TL." and "TUQ.": a stamp hides these first."""
    positions = sum(found.position is not None for found in foot.authority)
    return positions == 1 + sum(found.capacity in _FOR_ANOTHER for found in foot.authority)


def _stands_for_head(foot: Foot) -> bool:
    return any(found.capacity == "KT." for found in foot.authority)


def _is_deputy(found: AuthorityLine) -> bool:
    return found.position is not None and found.position.startswith(_DEPUTIES)


def _deputy(head: str) -> str:
    return "Thứ trưởng" if head == "Bộ trưởng" else f"Phó {head}"


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
            Rule("marks_of_family_name_as_read", not best.remarked, weight=0.05),
            # A stamp leaves "An" of "Phan".
            Rule("family_name_whole", best.whole, required=True, weight=0.05),
            Rule("name_spelled_as_vietnamese", best.spelled, required=True, weight=0.3),
            # "Hoàng Anh" is a name, and what a stamp over its first word leaves of "Lê Hoàng Anh".
            Rule("more_than_two_words", len(best.text.split()) > 2, required=True, weight=0.05),
            Rule("nothing_between_the_words", best.pure, required=True, weight=0.05),
            Rule("only_name_in_place", len({name.text for name in names}) == 1, required=True),
            Rule("every_word_read_surely", weakest >= _SURE_WORD, weight=0.05),
            Rule("unsure_words_in_vocabulary", _unsure_words_listed(best), required=True, weight=0.1),
        ),
        alternatives=tuple(
            dict.fromkeys((*best.alternatives, *(name.text for name in names if name.text != best.text)))
        ),
    )


def _unsure_words_listed(name: PersonName) -> bool:
    """Whether the vocabulary holds each word that was not read surely: "Hềng" is a syllable and nobody's name."""
    unsure = (word.text for word in name.line.words if word.confidence < _SURE_WORD)
    return not any(unlisted in text for text in unsure for unlisted in name.unlisted)


def names_in(foot: Foot) -> list[PersonName]:
    """The lines right under the authority that can be a name, else those above the recipients."""
    under = foot.authority[-1].line if foot.authority else foot.recipients
    if under is None:
        return []
    bottom = under.box.y1 + _NAME_REACH * foot.page_height
    lines = (line for line in foot.right if under.middle_y < line.middle_y < bottom)
    named = [name for line in lines if (name := read_name(line)) is not None]
    return named or [name for line in foot.above if (name := read_name(line)) is not None]
