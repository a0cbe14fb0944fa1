"""Extraction over read documents: each value's verdict, confidence and cause of error, and what it cost."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.field_scoring import Cause, Verdict, cause_of, suffix_of, verdict_on
from bench.field_stock import Sample
from bench.reliability import Judged
from domain.model import Field
from pipeline.extract import extract

SUFFIX = "code suffix"
BY_HAND = ", handwritten"

SCORED = ("code", "issued_date", "issuing_agency", "type", "subject", "signer")
"""The fields whose printed values make up the totals, as with the public scorer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one value that stands on a document.

    ``row`` is its field, with ``, handwritten`` where it is; ``confidence`` is 0.0 where nothing was found; ``cause``
    is None of a right value. ``kind`` and ``level`` are the document's.
    """

    document: str
    kind: str
    level: str
    row: str
    verdict: Verdict
    confidence: float
    accepted: bool
    truth: str
    value: str | None
    cause: Cause | None

    @property
    def accepted_wrong(self) -> bool:
        """The worst that can happen: nobody looks at it again."""
        return self.accepted and self.verdict is Verdict.WRONG

    @property
    def judged(self) -> Judged:
        """Its confidence against the truth."""
        return Judged(self.confidence, self.verdict is Verdict.RIGHT, barred=not self.accepted)


@dataclass(frozen=True, slots=True)
class Measured:
    """All outcomes, and processor seconds of extraction and of reading the ``timed_pages``."""

    outcomes: tuple[Outcome, ...]
    documents: int
    pages: int
    timed_pages: int
    extract_cpu_s: float
    ocr_cpu_s: float

    @property
    def extract_share(self) -> float:
        """Extraction's time as a share of reading's; 0.0 where reading was not timed."""
        return self.extract_cpu_s / self.ocr_cpu_s if self.ocr_cpu_s else 0.0

    def of_level(self, level: str) -> list[Outcome]:
        """The outcomes of one level."""
        return [outcome for outcome in self.outcomes if outcome.level == level]


def measure(samples: Iterable[Sample]) -> Measured:
    """Extract every document's fields and compare them with what stands on it."""
    outcomes: list[Outcome] = []
    documents, pages, timed, extract_s, ocr_s = 0, 0, 0, 0.0, 0.0
    for sample in samples:
        if not documents:
            # Loading the vocabularies, which a worker does once, is no page's cost.
            extract(sample.pages)
        started = time.process_time()
        fields = extract(sample.pages)
        spent = time.process_time() - started
        documents, pages = documents + 1, pages + len(sample.pages)
        if sample.ocr_cpu_s:
            timed, extract_s, ocr_s = timed + len(sample.pages), extract_s + spent, ocr_s + sample.ocr_cpu_s
        outcomes += _outcomes(sample, {field.name: field for field in fields})
    return Measured(tuple(outcomes), documents, pages, timed, extract_s, ocr_s)


def _outcomes(sample: Sample, fields: dict[str, Field]) -> Iterator[Outcome]:
    for name, wanted in sample.truth.items():
        yield _outcome(sample, name, wanted, fields.get(name))
        if name == "code":
            yield _suffix_outcome(sample, wanted, fields.get(name))


def _outcome(sample: Sample, name: str, wanted: Sequence[str], found: Field | None) -> Outcome:
    by_hand = name in sample.by_hand
    verdict = verdict_on(name, wanted, found)
    wrong = verdict is not Verdict.RIGHT
    return Outcome(
        document=sample.name,
        kind=sample.kind,
        level=sample.level,
        row=name + BY_HAND if by_hand else name,
        verdict=verdict,
        confidence=found.confidence if found else 0.0,
        accepted=found is not None and found.accepted,
        truth=wanted[0],
        value=found.value if found else None,
        cause=cause_of(wanted, found, sample.pages, by_hand=by_hand) if wrong else None,
    )


def _suffix_outcome(sample: Sample, wanted: Sequence[str], found: Field | None) -> Outcome:
    """The printed part of the code, whatever became of the number before it."""
    verdict = Verdict.MISSING
    if found is not None:
        same = any(suffix_of(truth).upper() == suffix_of(found.value).upper() for truth in wanted)
        verdict = Verdict.RIGHT if same else Verdict.WRONG
    return Outcome(
        sample.name,
        sample.kind,
        sample.level,
        SUFFIX,
        verdict,
        found.confidence if found else 0.0,
        found is not None and found.accepted,
        suffix_of(wanted[0]),
        suffix_of(found.value) if found else None,
        None if verdict is Verdict.RIGHT else Cause.OCR,
    )
