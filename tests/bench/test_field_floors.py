"""Floors of the fields that no change may fall through, on a few fixed pages; ``make bench-fields`` shows where we are.

The pages are read by the real recogniser, so the floors leave room for other versions of Tesseract.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bench.field_measure import BY_HAND, SCORED, Measured, Outcome, measure
from bench.field_scoring import Verdict
from bench.field_stock import Damage, FieldStock
from bench.pages import Skipped

PAPERS = range(4)
REAL = ("vn_02e78493", "vn_54a38666", "vn_7b3d726f")
"""One page each: an invitation with pale print, a notice under a stamp, a letter."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Four invented papers as an office scans them, and as photocopies."""
    stock = FieldStock(tmp_path_factory.mktemp("made"))
    levels = (Damage.OFFICE, Damage.PHOTOCOPY)
    return measure(sample for level in levels for sample in stock.invented(11, PAPERS, level))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """A few public scans."""
    folder: Path = tmp_path_factory.mktemp("real")
    try:
        return measure(FieldStock(folder).real(REAL))
    except Skipped as reason:
        pytest.skip(str(reason))


def _printed(measured: Measured) -> list[Outcome]:
    return [outcome for outcome in measured.outcomes if outcome.row in SCORED]


def _right_share(outcomes: Iterable[Outcome]) -> float:
    verdicts = [outcome.verdict is Verdict.RIGHT for outcome in outcomes]
    return sum(verdicts) / len(verdicts)


def _wrongly_accepted(measured: Measured) -> Iterator[tuple[str, str, str, str | None]]:
    for outcome in measured.outcomes:
        if outcome.accepted_wrong:
            yield outcome.document, outcome.row, outcome.truth, outcome.value


def test_nine_of_ten_printed_values_of_made_papers_are_right(made: Measured) -> None:
    assert _right_share(_printed(made)) >= 0.85


def test_most_printed_values_of_made_papers_pass_without_a_person(made: Measured) -> None:
    printed = _printed(made)
    assert sum(outcome.accepted for outcome in printed) >= 0.6 * len(printed)


def test_nothing_wrong_passes_on_made_papers(made: Measured) -> None:
    assert list(_wrongly_accepted(made)) == []


def test_symbols_are_right_whatever_was_written_before_them(made: Measured) -> None:
    assert _right_share(outcome for outcome in made.outcomes if outcome.row == "code suffix") >= 0.85


def test_extraction_costs_little_beside_reading(made: Measured) -> None:
    assert made.extract_share < 0.05


def test_printed_values_of_real_scans_are_right(real: Measured) -> None:
    assert _right_share(_printed(real)) >= 0.85


def test_nothing_wrong_passes_on_real_scans(real: Measured) -> None:
    assert list(_wrongly_accepted(real)) == []


def test_handwriting_is_told_apart_from_print(real: Measured) -> None:
    assert any(outcome.row.endswith(BY_HAND) for outcome in real.outcomes)
