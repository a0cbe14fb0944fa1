"""Numbers and codes that stand on papers: parsed from text, printed back in their canonical form.

``parse`` takes one value and raises ``BadIdentifier`` (``BadDossierCode``) for anything else; ``find_…`` reads the
valid ones out of running text. No pattern here can run away: each repetition is bounded and each text is read once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self

from domain.errors import BadDossierCode, BadIdentifier
from domain.vietnamese import nfc, squeeze, unify_dashes
from domain.vocabulary import Province, province_of_personal_code

_UNIT = r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,3})"
_DOSSIER = re.compile(rf"(?<![\w.])(?P<unit>{_UNIT})-(?P<date>[0-9]{{8}}|[0-9]{{6}})-(?P<sequence>[0-9]{{4,7}})(?!\w)")
_PROCEDURE = re.compile(
    r"(?<![\w.])(?P<core>[1-9]\.[0-9]{6})(?:\.000\.00\.00\.(?P<publisher>[A-Z][0-9]{2}))?(?![.]?[0-9])"
)
_RESULT_TYPE = re.compile(r"(?<![\w.])KQ\.(?P<agency>[A-Z][0-9]{2})\.(?P<number>[0-9]{6})(?![0-9])")
_DOCUMENT = re.compile(
    r"(?<![\w/.])(?P<number>[0-9]{1,5}[a-zA-Z]?)\s{0,3}/\s{0,3}(?:(?P<year>(?:19|20)[0-9]{2})\s{0,3}/\s{0,3})?"
    r"(?P<symbol>[A-ZĐ][A-Za-zĐđ]{0,9}[0-9]{0,2}(?:\s?[-.&,]\s?[A-ZĐ][A-Za-zĐđ0-9]{0,11}){0,6})(?![A-Za-zĐđ])"
)
_PERSONAL = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_OLD_CARD = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_TAX = re.compile(r"(?<![0-9])(?P<base>[0-9]{10})(?:[-\s]?(?P<branch>[0-9]{3}))?(?![0-9])")
_LAND_SERIAL = re.compile(r"(?<![A-ZĐ])(?P<series>[A-ZĐ]{1,2})\s?(?P<number>[0-9]{8}|[0-9]{6})(?![0-9])")

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def _plain(text: str) -> str:
    return unify_dashes(squeeze(nfc(text)))


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Number and symbol of a document (số và ký hiệu): ``123/QĐ-UBND``, ``12/2024/TT-BTC``; Decree 30/2020, Annex I.

    ``number`` keeps its leading zero; ``year`` stands only in normative documents.
    """

    number: str
    symbol: str
    year: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value, spaces and kinds of dash forgiven."""
        match = _DOCUMENT.fullmatch(_plain(text))
        if match is None:
            raise BadIdentifier(text=text, example="123/QĐ-UBND")
        return cls._from(match)

    @classmethod
    def _from(cls, match: re.Match[str]) -> Self:
        year = match["year"]
        return cls(match["number"], re.sub(r"\s", "", match["symbol"]), int(year) if year else None)

    @property
    def parts(self) -> tuple[str, ...]:
        """The symbol cut at its hyphens: ``("QĐ", "UBND")``."""
        return tuple(self.symbol.split("-"))

    def __str__(self) -> str:
        return "/".join(part for part in (self.number, str(self.year or ""), self.symbol) if part)


@dataclass(frozen=True, slots=True)
class DossierCode:
    """Code of a dossier (mã hồ sơ): unit, day of reception, sequence (01/2018/TT-VPCP, 20/2020/QĐ-TTg).

    ``date_digits`` is 6 on provincial systems and 8 on some of the ministries.
    """

    unit: str
    received_on: date
    sequence: str
    date_digits: Literal[6, 8] = 6

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value.

        Raises:
            BadDossierCode: another structure, or a day the calendar does not have.
        """
        match = _DOSSIER.fullmatch(_plain(text))
        code = cls._from(match) if match else None
        if code is None:
            raise BadDossierCode(code=text)
        return code

    @classmethod
    def _from(cls, match: re.Match[str]) -> Self | None:
        digits = match["date"]
        try:
            received_on = datetime.strptime(digits if len(digits) == 8 else f"20{digits}", "%Y%m%d").date()
        except ValueError:
            return None
        return cls(match["unit"], received_on, match["sequence"], 8 if len(digits) == 8 else 6)

    def __str__(self) -> str:
        day = self.received_on.strftime("%Y%m%d")[-self.date_digits :]
        return f"{self.unit}-{day}-{self.sequence}"


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """Code of an administrative procedure (mã TTHC): national core, optionally the unit that published it."""

    core: str
    publisher: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value, ``1.013978`` or ``2.000488.000.00.00.H56``."""
        match = _PROCEDURE.fullmatch(_plain(text))
        if match is None:
            raise BadIdentifier(text=text, example="1.013978")
        return cls(match["core"], match["publisher"])

    def __str__(self) -> str:
        return f"{self.core}.000.00.00.{self.publisher}" if self.publisher else self.core


@dataclass(frozen=True, slots=True)
class ResultTypeCode:
    """Code of a kind of result (mã loại kết quả) in the national procedure database: ``KQ.G15.000031``."""

    agency: str
    number: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value."""
        match = _RESULT_TYPE.fullmatch(_plain(text))
        if match is None:
            raise BadIdentifier(text=text, example="KQ.G15.000031")
        return cls(match["agency"], match["number"])

    def __str__(self) -> str:
        return f"KQ.{self.agency}.{self.number}"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Personal number (số định danh cá nhân), 12 digits without a check digit: only its parts can be judged."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value; the first three digits must be a code that was given to a province."""
        digits = re.sub(r"\s", "", text)
        if not _PERSONAL.fullmatch(digits) or province_of_personal_code(digits[:3]) is None:
            raise BadIdentifier(text=text, example="001085012345")
        return cls(digits)

    @property
    def birth_year(self) -> int:
        """The year of birth: the fourth digit names the century, the next two the year."""
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    @property
    def sex(self) -> Literal["male", "female"]:
        """Even century digits are men, odd ones women."""
        return "female" if int(self.digits[3]) % 2 else "male"

    @property
    def province(self) -> Province | None:
        """Where the birth was registered, by the name that the province bore when the code was given to it."""
        return province_of_personal_code(self.digits[:3])

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True, slots=True)
class OldCardNumber:
    """Number of an old identity card (CMND), nine digits: nothing in it can be checked."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value, spaces between groups of digits forgiven."""
        digits = re.sub(r"\s", "", text)
        if not _OLD_CARD.fullmatch(digits):
            raise BadIdentifier(text=text, example="183123456")
        return cls(digits)

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True, slots=True)
class TaxCode:
    """Tax code (mã số thuế) of an organisation: nine digits and a check digit, a branch after a hyphen."""

    base: str
    branch: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value and verify its check digit."""
        match = _TAX.fullmatch(_plain(text))
        if match is None or not _tax_check_holds(match["base"]):
            raise BadIdentifier(text=text, example="0100109106-001")
        return cls(match["base"], match["branch"])

    @property
    def proved(self) -> bool:
        """Whether the check digit says anything: of one number in eleven the rule gives no digit."""
        return _tax_check_digit(self.base) < 10

    def __str__(self) -> str:
        return f"{self.base}-{self.branch}" if self.branch else self.base


def _tax_check_holds(base: str) -> bool:
    expected = _tax_check_digit(base)
    # Issued codes are said to exist where the rule gives 10, so it does not refuse them.
    return expected == 10 or int(base[9]) == expected


def _tax_check_digit(base: str) -> int:
    return 10 - sum(int(digit) * weight for digit, weight in zip(base, _TAX_WEIGHTS, strict=False)) % 11


@dataclass(frozen=True, slots=True)
class LandSerial:
    """Serial of a land-use certificate (số phát hành): ``CN 719597``, ``AA 09273289`` on the newer form."""

    series: str
    number: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value."""
        match = _LAND_SERIAL.fullmatch(_plain(text))
        if match is None:
            raise BadIdentifier(text=text, example="CN 719597")
        return cls(match["series"], match["number"])

    def __str__(self) -> str:
        return f"{self.series} {self.number}"


def find_document_numbers(text: str) -> Iterator[DocumentNumber]:
    """The numbers of documents that a text cites, in reading order. Dates such as ``01/7/2025`` are none."""
    return (DocumentNumber._from(match) for match in _DOCUMENT.finditer(unify_dashes(nfc(text))))


def find_dossier_codes(text: str) -> Iterator[DossierCode]:
    """The dossier codes in a text whose day exists, in reading order."""
    codes = (DossierCode._from(match) for match in _DOSSIER.finditer(unify_dashes(nfc(text))))
    return (code for code in codes if code is not None)


def find_result_type_codes(text: str) -> Iterator[ResultTypeCode]:
    """The codes of kinds of results in a text, in reading order."""
    return (ResultTypeCode(match["agency"], match["number"]) for match in _RESULT_TYPE.finditer(nfc(text)))


def find_land_serials(text: str) -> Iterator[LandSerial]:
    """The serials of land-use certificates in a text, in reading order: any two capitals and six or eight digits."""
    return (LandSerial(match["series"], match["number"]) for match in _LAND_SERIAL.finditer(unify_dashes(nfc(text))))


def find_procedure_codes(text: str) -> Iterator[ProcedureCode]:
    """The procedure codes in a text, in reading order."""
    return (ProcedureCode(match["core"], match["publisher"]) for match in _PROCEDURE.finditer(nfc(text)))
