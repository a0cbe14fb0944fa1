"""Cutting a batch: no page is lost, none is moved, and separators never get into documents."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.separate.cuts import Cut, CutRules, Flag, Leftover, Reason
from pipeline.separate.cutting import cut
from pipeline.separate.patch import PatchCode
from pipeline.separate.signals import PageSignals
from tests.unit.separate.pages import (
    BLANK,
    CODES,
    PATCH,
    PATCH_TEXT,
    WRITTEN,
    saying,
    separator,
    sheet,
    signals,
    unhurried,
)

BATCHES = st.lists(signals(), max_size=24)
RULES = st.builds(
    CutRules,
    sheets=st.booleans(),
    blanks=st.booleans(),
    dossier_codes=st.booleans(),
    every=st.one_of(st.none(), st.integers(1, 4)),
    duplex=st.booleans(),
)
ONLY_SHEETS = CutRules()


def pages_of(found: Cut) -> list[tuple[int, ...]]:
    return [segment.pages for segment in found.segments]


@unhurried
@given(BATCHES, RULES)
def test_every_page_is_in_one_document_or_named_as_left_over(batch: list[PageSignals], rules: CutRules) -> None:
    found = cut(batch, rules)
    everywhere = [*chain(*pages_of(found)), *(page for page, _ in found.leftovers)]
    assert sorted(everywhere) == list(range(1, len(batch) + 1))
    assert all(pages_of(found))


@unhurried
@given(BATCHES, RULES)
def test_the_order_of_pages_is_kept(batch: list[PageSignals], rules: CutRules) -> None:
    pages = list(chain(*pages_of(cut(batch, rules))))
    assert pages == sorted(pages)


@unhurried
@given(BATCHES, RULES)
def test_no_separator_is_in_a_document(batch: list[PageSignals], rules: CutRules) -> None:
    assume(rules.sheets)
    separators = {
        number
        for number, page in enumerate(batch, 1)
        if page.patch is PatchCode.TRANSFER or any(code.text.startswith(("SOHOA", "PATCHT")) for code in page.codes)
    }
    assert separators.isdisjoint(chain(*pages_of(cut(batch, rules))))


@unhurried
@given(BATCHES, RULES)
def test_only_separators_and_blank_pages_are_left_over(batch: list[PageSignals], rules: CutRules) -> None:
    for number, why in cut(batch, rules).leftovers:
        assert batch[number - 1].blank == (why is not Leftover.SEPARATOR)


@unhurried
@given(BATCHES, RULES)
def test_a_document_that_was_cut_out_is_not_cut_again(batch: list[PageSignals], rules: CutRules) -> None:
    # A dossier that goes on over a counted cut is known only from the pages before it.
    assume(not (rules.dossier_codes and rules.every))
    found = cut(batch, rules)
    # The written back of a separator shifts the sides of all that follows.
    assume(not (rules.duplex and any(flag is Flag.WRITTEN_BACK for _, flag in found.flags)))
    for segment in found.segments:
        again = cut([batch[page - 1] for page in segment.pages], rules)
        assert pages_of(again) == [tuple(range(1, len(segment.pages) + 1))]


@unhurried
@given(st.integers(0, 40), st.integers(1, 7))
def test_by_count_all_documents_but_the_last_have_that_many_pages(pages: int, every: int) -> None:
    sizes = [len(document) for document in pages_of(cut([WRITTEN] * pages, CutRules(every=every)))]
    assert sizes == [every] * (pages // every) + [pages % every] * (pages % every > 0)


@unhurried
@given(BATCHES, BATCHES)
def test_batches_with_a_separator_between_are_cut_like_each_alone(
    one: list[PageSignals], other: list[PageSignals]
) -> None:
    together = cut([*one, PATCH, *other], ONLY_SHEETS)
    shift = len(one) + 1
    alone = pages_of(cut(one, ONLY_SHEETS))
    alone += [tuple(page + shift for page in document) for document in pages_of(cut(other, ONLY_SHEETS))]
    assert pages_of(together) == alone


@unhurried
@given(BATCHES)
def test_without_rules_the_batch_is_one_document(batch: list[PageSignals]) -> None:
    found = cut(batch, CutRules(sheets=False))
    assert found.whole == bool(batch)


def test_a_document_has_what_its_sheet_says() -> None:
    batch = [
        separator(1, 2, dossier_code=CODES[0], pages=2, title="Tờ trình"),
        WRITTEN,
        WRITTEN,
        separator(2, 2),
        WRITTEN,
    ]
    first, second = cut(batch, ONLY_SHEETS).segments
    assert (first.pages, first.dossier_code, first.sheet_page, first.reason) == ((2, 3), CODES[0], 1, Reason.SHEET)
    assert first.sheet is not None
    assert (first.sheet.title, first.sheet.pages) == ("Tờ trình", 2)
    assert (second.pages, second.dossier_code) == ((5,), None)


@pytest.mark.parametrize("page", [PATCH, PATCH_TEXT, saying("SOHOA1|B=x|N=1/1|0000")])
def test_patch_codes_their_text_and_damaged_sheets_separate(page: PageSignals) -> None:
    assert pages_of(cut([WRITTEN, page, WRITTEN], ONLY_SHEETS)) == [(1,), (3,)]


def test_a_damaged_sheet_is_shown_to_a_person() -> None:
    assert cut([saying("SOHOA1|B=x|N=1/1|0000"), WRITTEN], ONLY_SHEETS).flags == ((1, Flag.DAMAGED_SHEET),)


def test_a_patch_code_that_was_not_asked_for_does_not_separate() -> None:
    assert cut([WRITTEN, PageSignals(patch=PatchCode.TWO), WRITTEN], ONLY_SHEETS).whole


def test_the_sheets_own_words_win_over_the_codes_on_the_pages() -> None:
    (segment,) = cut([separator(dossier_code=CODES[0]), saying(CODES[1])], ONLY_SHEETS).segments
    assert segment.dossier_code == CODES[0]


def test_the_dossier_code_on_a_page_names_the_document() -> None:
    (segment,) = cut(
        [PATCH, WRITTEN, saying(f"https://dichvucong.example.vn/tra-cuu?ma={CODES[1]}")], ONLY_SHEETS
    ).segments
    assert segment.dossier_code == CODES[1]


def test_another_dossier_code_starts_a_document_where_that_is_the_rule() -> None:
    batch = [saying(CODES[0]), WRITTEN, saying(CODES[0]), saying(CODES[1]), WRITTEN]
    found = cut(batch, CutRules(dossier_codes=True))
    assert [(one.pages, one.dossier_code) for one in found.segments] == [((1, 2, 3), CODES[0]), ((4, 5), CODES[1])]
    assert cut(batch, ONLY_SHEETS).whole


def test_documents_counted_off_behind_one_sheet_stay_with_it() -> None:
    found = cut([separator(dossier_code=CODES[0]), *[WRITTEN] * 4], CutRules(every=2))
    assert [(one.pages, one.dossier_code, one.sheet_page) for one in found.segments] == [
        ((2, 3), CODES[0], 1),
        ((4, 5), CODES[0], 1),
    ]


@pytest.mark.parametrize("batch", [[separator(), BLANK, WRITTEN, BLANK], [BLANK, separator(), WRITTEN, BLANK]])
def test_the_blank_back_of_a_separator_goes_with_it_whichever_side_came_first(batch: list[PageSignals]) -> None:
    found = cut(batch, CutRules(duplex=True))
    assert pages_of(found) == [(3, 4)]
    assert found.segments[0].blank_pages == (4,)
    assert sorted(why for _, why in found.leftovers) == [Leftover.SEPARATOR, Leftover.SEPARATOR_BACK]


def test_a_separator_printed_on_both_sides_is_one() -> None:
    found = cut([separator(1), separator(1), WRITTEN, WRITTEN], CutRules(duplex=True))
    assert (pages_of(found), found.flags) == ([(3, 4)], ())
    assert len(found.sheets) == 1


def test_what_is_written_on_the_back_of_a_separator_is_kept_and_shown() -> None:
    found = cut([separator(), WRITTEN, WRITTEN, BLANK], CutRules(duplex=True))
    assert pages_of(found) == [(2, 3, 4)]
    assert found.flags == ((2, Flag.WRITTEN_BACK),)


def test_a_blank_sheet_separates_and_a_blank_back_does_not() -> None:
    batch = [WRITTEN, BLANK, BLANK, BLANK, WRITTEN, WRITTEN]
    found = cut(batch, CutRules(blanks=True, duplex=True))
    assert pages_of(found) == [(1, 2), (5, 6)]
    assert found.leftovers == ((3, Leftover.BLANK_SEPARATOR), (4, Leftover.BLANK_SEPARATOR))


def test_one_sided_scans_are_cut_at_every_blank_page() -> None:
    assert pages_of(cut([BLANK, WRITTEN, BLANK, BLANK, WRITTEN], CutRules(blanks=True))) == [(2,), (5,)]


def test_an_odd_number_of_sides_is_shown() -> None:
    assert cut([WRITTEN], CutRules(duplex=True)).flags == ((1, Flag.ODD_SIDES),)


def test_a_sheet_without_pages_is_shown() -> None:
    found = cut([separator(1), separator(2), WRITTEN], ONLY_SHEETS)
    assert found.flags == ((1, Flag.NO_PAGES),)
    assert found.sheets == ((1, sheet(1)), (2, sheet(2)))


def test_two_sheets_drawn_in_together_are_shown() -> None:
    assert (1, Flag.SEVERAL_SHEETS) in cut([saying(sheet(1).text, sheet(2).text), WRITTEN], ONLY_SHEETS).flags


def test_a_document_without_pages_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        replace(ONLY_SHEETS, every=0)


def test_counting_does_not_tear_the_sides_of_a_sheet_apart() -> None:
    batch = [PageSignals(), PageSignals(blank=True), PageSignals(), PageSignals()]
    assert pages_of(cut(batch, CutRules(every=1, duplex=True, blanks=True))) == [(1, 2), (3, 4)]
    assert pages_of(cut(batch, CutRules(every=3, duplex=True))) == [(1, 2, 3, 4)]


def test_a_code_on_the_back_of_a_blank_front_does_not_tear_the_sheet() -> None:
    batch = [PageSignals(codes=(), patch=None, blank=True), saying("H27.10-261122-0001")]
    found = cut(batch, CutRules(sheets=False, blanks=True, dossier_codes=True, duplex=True))
    assert pages_of(found) == [(1, 2)]
    assert found.segments[0].dossier_code == "H27.10-261122-0001"
