"""A form in the making: what is printed and typed on it, and with the same call what a reader must find."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from samples.generator.paper import Block, Entries, Entry, Organisation, Paper, Paragraph, Signer
from samples.generator.setting import Setting


@dataclass(frozen=True, slots=True)
class Cell:
    """A caption with its value. ``name`` is the field a reader must find, ``normal`` its value where it differs."""

    caption: str
    value: str
    name: str = ""
    normal: str = ""
    at: float = 0.0
    by_hand: bool = False
    under: bool = False


@dataclass(slots=True)
class Draft:
    """Blocks of a form and its truth so far; ``handwritten`` are names of the truth."""

    blocks: list[Block] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)
    handwritten: set[str] = field(default_factory=set)

    def row(self, *cells: Cell) -> None:
        """Set cells side by side."""
        self.blocks.append(
            Entries(tuple(Entry(cell.caption, cell.value, cell.at, cell.by_hand, cell.under) for cell in cells))
        )
        for cell in cells:
            if cell.name:
                self.truth[cell.name] = cell.normal or cell.value
                if cell.by_hand:
                    self.handwritten.add(cell.name)

    def say(self, text: str, lead: str = "") -> None:
        """Set a paragraph that no field is read from."""
        self.blocks.append(Paragraph(text, lead))


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was drafted, with what is true of it."""

    paper: Paper
    truth: dict[str, str]
    handwritten: frozenset[str]


def headed(
    draft: Draft,
    *,
    title: str,
    agency: Organisation,
    symbol: str,
    number: int,
    setting: Setting,
    issued: date,
    signer: Signer,
    type_name: str | None = None,
    subject: str = "",
    recipients: Sequence[str] = (),
    number_name: str = "",
) -> Made:
    """A form under an agency's head. ``number_name`` is the field of its number where that is none of an office."""
    paper = Paper(
        slug="form",
        type_name=title,
        agency=agency,
        symbol=symbol,
        number=number,
        place=setting.place,
        issued=issued,
        subject=subject,
        body=tuple(draft.blocks),
        signers=(signer,),
        recipients=tuple(recipients),
    )
    truth = dict(draft.truth)
    truth |= {number_name or "code": f"{number:02d}/{symbol}"}
    truth |= {"issued_date": issued.isoformat(), "issuing_agency": agency.name, "type": type_name or title}
    truth |= {"signer": signer.name}
    return Made(paper, truth, frozenset(draft.handwritten))


def slashed(day: date) -> str:
    """``05/09/2024``."""
    return f"{day:%d/%m/%Y}"
