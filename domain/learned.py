"""What officers taught at the desk: which value stood behind a reading.

Each field that an officer confirmed or changed is a lesson; lessons belong to the organisation that received the paper
and can be taken back one by one. ``Known`` is their sum, given to extraction as evidence for the next document.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NewType

from domain.errors import BadDossierCode
from domain.identifiers import DossierCode
from domain.model import DocumentId, Field
from domain.vietnamese import comparison_key, fold, same_text, squeeze

LessonId = NewType("LessonId", str)


class LessonKind(StrEnum):
    """What a lesson is about. Signers and symbols are those of one agency."""

    AGENCY = "agency"
    SIGNER = "signer"
    SYMBOL = "symbol"


TEACHING_FIELDS: Mapping[str, LessonKind] = {
    "issuing_agency": LessonKind.AGENCY,
    "parent_agency": LessonKind.AGENCY,
    "signer": LessonKind.SIGNER,
    "code": LessonKind.SYMBOL,
}
"""The fields whose values come back on other papers; of ``code`` only the symbol does."""

UNFILED = "-"
"""The organisation of papers that lie in no dossier."""

LEARNED = "learned_from_desk"
"""Rule: the desk made one other value of this very reading; failed: it made several."""

NEAR_KNOWN_SIGNER = "signer_near_known_of_agency"
"""Rule: the reading is a letter or two away from one signer of the agency, and became him."""

KNOWN_SIGNER = "signer_known_of_agency"
KNOWN_SYMBOL = "symbol_known_of_agency"

ENOUGH_DOCUMENTS = 2
"""A value that the desk confirmed on so many documents counts as an entry of a closed vocabulary."""


def organisation_of(dossier_code: str | None) -> str:
    """Who learns from a paper: the unit that received its dossier (``H27.10`` of ``H27.10-261122-0001``)."""
    try:
        return DossierCode.parse(dossier_code).unit if dossier_code else UNFILED
    except BadDossierCode:
        return UNFILED


def own_reading(field: Field) -> str:
    """The machine's own value, also where what was learned took its place and left it as first alternative."""
    replaced = any(rule.passed and rule.rule in (LEARNED, NEAR_KNOWN_SIGNER) for rule in field.rules)
    return field.alternatives[0] if replaced and field.alternatives else field.value


@dataclass(frozen=True, slots=True)
class Lesson:
    """One field of one document that an officer stood by.

    ``read`` is the machine's own value, empty where it found none; ``agency`` the one that issued the paper, empty for
    lessons about agencies. A revoked lesson stays on record and teaches nothing.
    """

    id: LessonId
    organisation: str
    kind: LessonKind
    agency: str
    read: str
    confirmed: str
    document_id: DocumentId
    field: str
    learned_by: str
    learned_at: datetime
    revoked_by: str | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The standing lessons that say the same, as people look through them: the last one, and how many there are."""

    last: Lesson
    times: int

    @property
    def changed(self) -> bool:
        """Whether the officers changed what the machine had read."""
        return self.last.read != self.last.confirmed


@dataclass(frozen=True, slots=True)
class Taught:
    """A value that the desk gave one reading on ``times`` documents."""

    kind: LessonKind
    agency: str
    read: str
    confirmed: str
    times: int


@dataclass(frozen=True)
class Known:
    """All that one organisation's officers taught. Without slots, for the sake of its indexes."""

    taught: tuple[Taught, ...] = ()

    @classmethod
    def nothing(cls) -> "Known":
        """What is known before anybody taught."""
        return cls()

    def made_of(self, kind: LessonKind, agency: str, read: str) -> Mapping[str, int]:
        """The values that officers gave this reading, with their documents; tones must agree, capitals need not."""
        return self._by_reading.get((kind, comparison_key(agency), comparison_key(read)), {})

    def made_of_alike(self, kind: LessonKind, agency: str, read: str) -> Mapping[str, int]:
        """The same for readings that differ in marks only, as bold capitals lose them."""
        return self._by_letters.get((kind, comparison_key(agency), _letters(read)), {})

    def values(self, kind: LessonKind, agency: str) -> Mapping[str, int]:
        """The values known of an agency, with the documents each was confirmed on."""
        return self._by_agency.get((kind, comparison_key(agency), ""), {})

    def times(self, kind: LessonKind, agency: str, value: str) -> int:
        """On how many documents of an agency the desk confirmed a value."""
        return next((times for known, times in self.values(kind, agency).items() if same_text(known, value)), 0)

    @cached_property
    def _by_reading(self) -> "_Index":
        return _indexed((one for one in self.taught if one.read), comparison_key)

    @cached_property
    def _by_letters(self) -> "_Index":
        return _indexed((one for one in self.taught if one.read), _letters)

    @cached_property
    def _by_agency(self) -> "_Index":
        return _indexed(self.taught, lambda _: "")


_Index = Mapping[tuple[LessonKind, str, str], Mapping[str, int]]


def _indexed(taught: Iterable[Taught], key: Callable[[str], str]) -> _Index:
    """Documents per value under (kind, agency, key of the reading); of two writings of one value the first stays."""
    index: dict[tuple[LessonKind, str, str], dict[str, int]] = {}
    writings: dict[str, str] = {}
    for one in taught:
        counts = index.setdefault((one.kind, comparison_key(one.agency), key(one.read)), {})
        value = writings.setdefault(comparison_key(one.confirmed), one.confirmed)
        counts[value] = counts.get(value, 0) + one.times
    return index


def _letters(text: str) -> str:
    return fold(squeeze(text))
