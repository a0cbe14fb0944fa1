"""What a separator sheet says, and the line of text that its codes carry.

The line is ASCII, so that no reader can mistake its character set::

    SOHOA1|B=L%C3%B4%2015|N=3/12|D=H27.10-261122-0001|P=8|T=T%E1%BB%9D%20tr%C3%ACnh|0626

The mark with its version; fields, each a letter and a value in which all but ``A-Z a-z 0-9 . _ - ~ /`` is
percent-encoded UTF-8; last, in four hexadecimal digits, the CRC-16 (CCITT, initial value 0) of all that stands before
the last bar. A reader skips fields it does not know. ``B`` is the batch, ``N`` the sheet's place in it and how many
there are, ``D`` the dossier code, ``P`` the pages expected, ``T`` a title; ``B`` and ``N`` always stand.
"""

import binascii
from dataclasses import dataclass
from urllib.parse import quote, unquote

from domain.errors import BadDossierCode, BadIdentifier
from domain.identifiers import DossierCode
from domain.vietnamese import nfc, squeeze

MARK = "SOHOA"
_VERSION = "1"
_EXAMPLE = "SOHOA1|B=Lo-15|N=1/1|F283"
_LONGEST_NAME = 60
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class SheetCommand:
    """One sheet: the document behind it is the ``sequence``-th, from 1, of ``sheets`` in the batch.

    ``pages`` are the pages with content that the document has; ``title`` is what it is called.

    Raises:
        BadDossierCode: the code has another structure.
        BadIdentifier: a name is empty or too long, or the numbers do not fit each other.
    """

    batch: str
    sequence: int
    sheets: int
    dossier_code: str | None = None
    pages: int | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if self.dossier_code is not None and str(DossierCode.parse(self.dossier_code)) != self.dossier_code:
            raise BadDossierCode(code=self.dossier_code)
        if not _is_name(self.batch, _LONGEST_NAME):
            raise BadIdentifier(text=self.batch, example="Lô 15")
        if self.title is not None and not _is_name(self.title, _LONGEST_TITLE):
            raise BadIdentifier(text=self.title, example="Tờ trình")
        if not 1 <= self.sequence <= self.sheets:
            raise BadIdentifier(text=f"{self.sequence}/{self.sheets}", example="1/12")
        if self.pages is not None and self.pages < 1:
            raise BadIdentifier(text=str(self.pages), example="8")

    @property
    def text(self) -> str:
        """The line of its codes."""
        fields = [("B", self.batch), ("N", f"{self.sequence}/{self.sheets}"), ("D", self.dossier_code)]
        fields += [("P", str(self.pages) if self.pages else None), ("T", self.title)]
        said = "|".join([MARK + _VERSION, *(f"{key}={quote(value)}" for key, value in fields if value is not None)])
        return f"{said}|{_checksum(said)}"

    @classmethod
    def parse(cls, text: str) -> "SheetCommand":
        """Read the line of a sheet.

        Raises:
            BadIdentifier: no line of a sheet, another version, or damaged. BadDossierCode likewise.
        """
        said, _, checksum = text.strip().rpartition("|")
        mark, *parts = said.split("|")
        if mark != MARK + _VERSION or _checksum(said) != checksum:
            raise BadIdentifier(text=text, example=_EXAMPLE)
        fields = {key: unquote(value) for key, _, value in (part.partition("=") for part in parts)}
        try:
            sequence, _, sheets = fields["N"].partition("/")
            pages = int(fields["P"]) if "P" in fields else None
            return cls(fields["B"], int(sequence), int(sheets), fields.get("D"), pages, fields.get("T"))
        except (KeyError, ValueError) as error:
            raise BadIdentifier(text=text, example=_EXAMPLE) from error


def _checksum(said: str) -> str:
    return f"{binascii.crc_hqx(said.encode(errors='replace'), 0):04X}"


def _is_name(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable() and text == squeeze(nfc(text)).strip()
