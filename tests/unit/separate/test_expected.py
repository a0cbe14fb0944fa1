"""What was scanned against what was announced."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.separate.cuts import CutRules
from pipeline.separate.cutting import cut
from pipeline.separate.expected import Difference, Discrepancy, Expected, ExpectedDocument, reconcile
from pipeline.separate.signals import PageSignals
from tests.unit.separate.pages import BLANK, CODES, WRITTEN, saying, separator, unhurried

NOTHING = Expected()


def differences(
    batch: list[PageSignals], expected: Expected = NOTHING, rules: CutRules | None = None
) -> list[Discrepancy]:
    return list(reconcile(cut(batch, rules or CutRules()), expected))


@unhurried
@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_a_batch_scanned_as_announced_has_no_difference(sizes: list[int]) -> None:
    batch: list[PageSignals] = []
    for place, size in enumerate(sizes, start=1):
        batch += [separator(place, len(sizes), dossier_code=CODES[0], pages=size), *[WRITTEN] * size]
    listed = tuple(ExpectedDocument(CODES[0], size) for size in sizes)
    assert differences(batch, Expected("Lô 1", listed)) == []


@unhurried
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.data())
def test_a_page_lost_or_added_is_noticed_at_its_document(sizes: list[int], data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, len(sizes) - 1))
    change = data.draw(st.sampled_from([1] if sizes[wrong] == 1 else [-1, 1]))
    batch: list[PageSignals] = []
    for place, size in enumerate(sizes):
        batch += [separator(place + 1, len(sizes), pages=size), *[WRITTEN] * (size + change * (place == wrong))]
    (found,) = differences(batch)
    assert found.difference is (Difference.MORE_PAGES if change > 0 else Difference.FEWER_PAGES)
    assert (found.sequence, found.expected, found.found) == (wrong + 1, sizes[wrong], sizes[wrong] + change)


def test_blank_backs_need_not_be_announced() -> None:
    batch = [separator(1, 1, pages=2), BLANK, WRITTEN, BLANK, WRITTEN, BLANK]
    assert differences(batch, rules=CutRules(duplex=True)) == []


def test_a_sheet_that_did_not_come_through_is_named() -> None:
    assert differences([separator(1, 3), WRITTEN, separator(3, 3), WRITTEN]) == [
        Discrepancy(Difference.MISSING_SHEET, sequence=2)
    ]


def test_a_sheet_scanned_twice_is_named_with_its_page() -> None:
    found = differences([separator(1, 1), WRITTEN, separator(1, 1), WRITTEN])
    assert found == [Discrepancy(Difference.DUPLICATE_SHEET, 3, sequence=1)]


def test_a_sheet_of_another_batch_is_named() -> None:
    batch = [separator(1, 1), WRITTEN, separator(1, 1, batch="Lô 2"), WRITTEN]
    assert differences(batch, Expected("Lô 1")) == [Discrepancy(Difference.FOREIGN_BATCH, 3, sequence=1)]


def test_a_sheet_without_pages_is_named() -> None:
    assert differences([separator(1, 2), separator(2, 2), WRITTEN]) == [Discrepancy(Difference.NO_PAGES, 1, sequence=1)]


def test_pages_that_no_sheet_announces_are_named() -> None:
    found = differences([WRITTEN, saying(CODES[0]), separator(1, 1), WRITTEN])
    assert found == [Discrepancy(Difference.UNASSIGNED_PAGES, 1, CODES[0], found=2)]


def test_the_clerks_list_is_compared_by_dossier() -> None:
    batch = [separator(1, 2, dossier_code=CODES[0]), WRITTEN, separator(2, 2, dossier_code=CODES[1]), WRITTEN, WRITTEN]
    listed = (ExpectedDocument(CODES[0], 2), ExpectedDocument(CODES[2]))
    assert differences(batch, Expected(documents=listed)) == [
        Discrepancy(Difference.MISSING_DOCUMENT, None, CODES[2], expected=1, found=0),
        Discrepancy(Difference.FEWER_PAGES, 2, CODES[0], expected=2, found=1),
        Discrepancy(Difference.UNEXPECTED_DOCUMENT, 4, CODES[1], expected=0, found=1),
    ]
