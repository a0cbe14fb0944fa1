"""What steps are given: the stores, the engines, and the house rules. Built in ``sohoa.bootstrap``."""

from dataclasses import dataclass, field
from typing import Literal

from pipeline.check import PdfaValidator
from pipeline.limits import Limits
from pipeline.preserve.profile import PreservationProfile
from pipeline.reading_settings import ReadingSettings
from signing.signer import Signer
from workers.stores import Stores

ReviewPolicy = Literal["never", "doubtful"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The house rules that steps obey."""

    limits: Limits = field(default_factory=Limits)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    profile: PreservationProfile = PreservationProfile.FAITHFUL
    review: ReviewPolicy = "never"
    """``doubtful``: a document with a field that is not accepted waits for an officer; ``never``: it is published
    with that field marked as unconfirmed."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a worker needs beyond the stores. ``name`` stands for the process in leases and in the audit trail."""

    name: str
    stores: Stores
    rules: Rules
    validator: PdfaValidator
    signer: Signer
