"""The errors that all ways are measured by."""

from hypothesis import given
from hypothesis import strategies as st

from bench.scoring import Errors, errors_of, total

TRUTH = "ỦY BAN NHÂN DÂN\nSố: 12/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def test_the_truth_itself_has_no_errors() -> None:
    errors = errors_of(TRUTH, TRUTH)
    assert (errors.order_free_cer, errors.extra_share, errors.found_share) == (0.0, 0.0, 1.0)


def test_an_empty_page_lost_everything() -> None:
    errors = errors_of(TRUTH, "")
    assert (errors.order_free_cer, errors.found_share) == (1.0, 0.0)


@given(st.permutations(TRUTH.splitlines()))
def test_lines_may_come_in_any_order(lines: list[str]) -> None:
    errors = errors_of(TRUTH, "\n".join(lines))
    assert (errors.order_free_cer, errors.found_share) == (0.0, 1.0)


def test_columns_read_across_cost_nothing() -> None:
    across = "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/QĐ-UBND Độc lập - Tự do - Hạnh phúc"
    assert errors_of(TRUTH, across).order_free_cer == 0.0


def test_a_wrong_mark_is_one_error_and_the_line_is_not_found() -> None:
    errors = errors_of(TRUTH, TRUTH.replace("Độc", "Đôc"))
    assert (errors.edits, errors.lost, errors.found) == (1, 0, 3)


def test_text_that_stands_for_nothing_is_extra_and_no_error() -> None:
    errors = errors_of(TRUTH, f"{TRUTH}\n~~ zq ||")
    assert errors.order_free_cer == 0.0
    assert errors.extra == len("~~ zq ||")


def test_recognised_text_serves_only_once() -> None:
    errors = errors_of("Điều 1. Nay quyết định\nĐiều 1. Nay quyết định", "Điều 1. Nay quyết định")
    assert errors.lost == len("Điều 1. Nay quyết định")


@given(st.text(alphabet="aăâbcdđ \n", max_size=60), st.text(alphabet="aăâbcdđ \n", max_size=60))
def test_no_more_is_wrong_than_there_is(truth: str, guess: str) -> None:
    errors = errors_of(truth, guess)
    assert 0 <= errors.edits + errors.lost <= errors.characters
    assert 0 <= errors.extra <= len(guess)


def test_pages_weigh_as_their_text_does() -> None:
    long, short = Errors(characters=90, edits=0), Errors(characters=10, edits=5)
    assert total([long, short]).order_free_cer == 0.05
