"""What a paper says, before it is set on pages. Texts are NFC; nothing here knows of pixels."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Face(StrEnum):
    """A face of Liberation Serif; the value is the part of the font's file name."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"
    BOLD_ITALIC = "BoldItalic"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An agency as it heads its papers.

    ``name`` and ``parent`` are how the truth names it; ``parent_line`` stands above ``name_lines`` in the header;
    ``seal_ring`` and ``seal_centre`` are the words of its seal.
    """

    name: str
    parent: str | None
    parent_line: str | None
    name_lines: tuple[str, ...]
    seal_ring: str
    seal_centre: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Justified text; ``lead`` is its bold beginning (``Điều 1.``), or all of a heading."""

    text: str = ""
    lead: str = ""
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Centred:
    """A bold line in the middle, such as ``QUYẾT ĐỊNH:``."""

    text: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """A label, dot leaders, and what was written on the dots."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed caption and the value beside it; ``at`` is where it begins, as a share of the width.

    The value is typed unless ``by_hand``; ``under`` sets it in a row of its own.
    """

    caption: str
    value: str = ""
    at: float = 0.0
    by_hand: bool = False
    under: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a form side by side in one row, from left to right."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``share`` is its part of the width, cells are centred unless ``left``."""

    title: str
    share: float
    left: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table with a bold heading row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Centred | FormLine | Entries | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """A landscape sheet after the last page."""

    title: str
    note: str
    table: Table


@dataclass(frozen=True, slots=True)
class Signer:
    """Title lines in capitals (``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``) and the person."""

    title: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """The stamp of the agency that received the paper."""

    agency: str
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    ``agency`` is None on a citizen's application, which then has no number. ``subject`` is printed as it stands, with
    its ``Về việc`` or ``V/v``. ``two_sided`` adds the blank back of the last sheet.
    """

    slug: str
    type_name: str
    agency: Organisation | None
    symbol: str
    number: int
    place: str
    issued: date
    subject: str
    body: tuple[Block, ...]
    signers: tuple[Signer, ...]
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    number_by_hand: bool = False
    day_by_hand: bool = False
    incoming: Incoming | None = None
    annex: Annex | None = None
    two_sided: bool = False
    centred_head: bool = False
    """The motto stands in the middle, without agency and number; place and date stand above the signature."""
    old: bool = False
    """A paper of former years, of which the dossier holds a photocopy."""
    dossier_code: str | None = None
    """Printed above the header where the paper comes from the one-stop system."""

    @property
    def code(self) -> str | None:
        """Number and symbol (``05/BC-UBND``); None without an agency or a head that bears it."""
        return f"{self.number:02d}/{self.symbol}" if self.agency and not self.centred_head else None

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn, whose subject stands under the number."""
        return self.type_name == "Công văn"


def vietnamese_date(day: date) -> str:
    """The date in the words of a paper: day, and month under 3, with a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
