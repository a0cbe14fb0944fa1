"""What the text of a code on a page means."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from domain.errors import InputError
from domain.identifiers import find_dossier_codes, find_procedure_codes
from pipeline.separate.sheet import MARK, SheetCommand

_LONGEST_TEXT = 4_300
"""A QR code holds 4,296 characters at most; longer text is not read at all."""
_CARD_NUMBER = re.compile(r"[0-9]{12}")
_CARD_DAY = re.compile(r"[0-3][0-9][01][0-9](?:19|20)[0-9]{2}")
_LEAST_CARD_PARTS = 6


@dataclass(frozen=True, slots=True)
class DamagedSheet:
    """It begins like a separator sheet, but its checksum or its content is wrong, or its version is not ours."""


@dataclass(frozen=True, slots=True)
class DossierReference:
    """A paper of a one-stop system: the code of its dossier, alone, in a link or among other particulars.

    ``others`` are further dossier codes of the same text, as a dossier may have one of the portal and one of the
    province; ``procedure_code`` is the procedure's.
    """

    dossier_code: str
    procedure_code: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonalCard:
    """The code of a citizen's card. It is recognised so that nobody keeps or logs it; nothing of it stands here."""


@dataclass(frozen=True, slots=True)
class OtherText:
    """Anything else."""

    text: str = field(repr=False)


Payload = SheetCommand | DamagedSheet | DossierReference | PersonalCard | OtherText


def understood(text: str) -> Payload:
    """Tell what a code says."""
    if len(text) > _LONGEST_TEXT:
        return OtherText(text)
    if text.strip().startswith(MARK) and "|" in text:
        try:
            return SheetCommand.parse(text)
        except InputError:
            return DamagedSheet()
    if _is_card(text):
        return PersonalCard()
    plain = unquote(text)
    codes = tuple(dict.fromkeys(str(code) for code in find_dossier_codes(plain)))
    if not codes:
        return OtherText(text)
    procedure = next(find_procedure_codes(plain), None)
    return DossierReference(codes[0], str(procedure) if procedure else None, codes[1:])


def _is_card(text: str) -> bool:
    """Number | old number | name | day of birth | sex | address | day of issue, and more on cards since 2024."""
    number, *rest = (part.strip() for part in text.split("|"))
    return (
        len(rest) + 1 >= _LEAST_CARD_PARTS
        and _CARD_NUMBER.fullmatch(number) is not None
        and any(_CARD_DAY.fullmatch(part) for part in rest)
    )
