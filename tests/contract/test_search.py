"""Finding Vietnamese words on pages, however they are typed and however they were read."""

import multiprocessing
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.search import open_search
from storage.search.port import Hit, PageEntry, RecordKind, SearchIndex
from storage.search.tokens import key_of
from tests.contract.adapters import run_at_once

examples = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["tantivy"])
def search_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"{request.param}://{tmp_path / 'search'}"


@pytest.fixture
def index(search_url: str) -> SearchIndex:
    return open_search(search_url)


def page(
    record_id: str, text: str, *, number: int = 1, kind: RecordKind = "document", code: str | None = None, **fields: str
) -> PageEntry:
    return PageEntry(kind, record_id, number, tuple(text.split()), dossier_code=code, fields=fields)


def put(index: SearchIndex, **texts: str) -> None:
    for record_id, text in texts.items():
        index.put(record_id, [page(record_id, text)])


def found(index: SearchIndex, query: str) -> list[str]:
    """The records of the hits, best first."""
    return [hit.record_id for hit in index.search(query).hits]


def marked(index: SearchIndex, query: str) -> list[str]:
    """The words that the best hit marks, by their numbers in the text that ``put`` got."""
    return [TEXTS[hit.record_id].split()[number] for hit in index.search(query).hits[:1] for number in hit.words]


TEXTS = {
    "marks": "Mở rộng đường liên xã",
    "bare": "mo rong duong lien xa",
    "other": "Năng lượng mặt trời dương",
    "decision": "Số: 123/QĐ-UBND ngày 05/03/2019 của ỦY BAN NHÂN DÂN",
    "motto": "Độc lập - Tự do - Hạnh phúc",
    "name": "Ông (Phạm Hữu Duyên), số CCCD: 001099012345.",
}


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    put(index, **TEXTS)
    return index


def test_a_new_index_finds_nothing(index: SearchIndex) -> None:
    answer = index.search("đường")

    assert (answer.query, answer.total, answer.hits) == ("đường", 0, ())


def test_a_hit_names_record_page_and_words(index: SearchIndex) -> None:
    index.put("d1", [page("d1", "trang đầu"), page("d1", "số 12 số", number=2, kind="outcome")])

    answer = index.search("số")

    assert answer.total == 1
    assert answer.hits == (Hit("outcome", "d1", 2, answer.hits[0].score, (0, 2)),)


def test_typed_with_marks_the_exact_spelling_comes_first(filled: SearchIndex) -> None:
    assert found(filled, "đường")[0] == "marks"
    assert set(found(filled, "đường")) == {"marks", "bare", "other"}
    assert found(filled, "dương")[0] == "other"


def test_an_exact_spelling_outranks_many_others(index: SearchIndex) -> None:
    put(index, many="duong " * 50, one="xã " * 300 + "đường", **{f"filler{n}": "khác" for n in range(20)})

    assert found(index, "đường") == ["one", "many"]


def test_typed_without_marks_every_spelling_is_found(filled: SearchIndex) -> None:
    assert set(found(filled, "duong")) == {"marks", "bare", "other"}


def test_an_unmarked_syllable_is_not_mistaken_for_a_folded_one(index: SearchIndex) -> None:
    put(index, plain="an toàn", marks="ăn uống")

    assert set(found(index, "an")) == {"plain", "marks"}
    assert found(index, '"an toàn"') == ["plain"]
    assert found(index, "ăn") == ["marks", "plain"]


def test_an_unmarked_word_among_marked_ones_prefers_itself(index: SearchIndex) -> None:
    put(index, other="công ân ân an", itself="công an", bare="cong an")

    assert found(index, '"công an"') == ["itself", "other", "bare"]
    assert found(index, "công an")[0] == "itself"
    assert index.search("công an").hits[0].words == (0, 1)
    index.put("d", [page("d", "án công an ân")])
    hits = {hit.record_id: hit.words for hit in index.search("công an").hits}
    assert hits["d"] == (1, 2)


def test_marked_and_unmarked_words_mix(filled: SearchIndex) -> None:
    assert found(filled, "pham Hữu duyen") == ["name"]
    assert found(filled, '"pham Hữu duyen"') == ["name"]


@pytest.mark.parametrize("spelling", ["đường", "ĐƯỜNG", "Đường", "Ðường", "ðường", "đường,", "(đường)"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spellings_that_mean_the_same_find_the_same(
    filled: SearchIndex, spelling: str, form: Literal["NFC", "NFD"]
) -> None:
    query = unicodedata.normalize(form, spelling)

    assert found(filled, query)[0] == "marks"
    assert marked(filled, query) == ["đường"]


def test_a_decomposed_page_is_found_composed(index: SearchIndex) -> None:
    put(index, nfd=unicodedata.normalize("NFD", "Quyết định"), ð="Quyết Ðịnh")

    assert set(found(index, '"quyết định"')) == {"nfd", "ð"}


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("thuý", "thúy"), ("Uỷ", "ủy"), ("khoẻ", "khỏe")])
def test_both_placements_of_the_tone_are_one_word(index: SearchIndex, one: str, other: str) -> None:
    put(index, page=f"x {one} x", bare="hoa thuy uy khoe")

    assert found(index, other)[0] == "page"
    assert index.search(other).hits[0].words == (1,)


def test_every_word_must_stand_on_the_page(filled: SearchIndex) -> None:
    assert found(filled, "trời xã") == []
    assert found(filled, "xã đường") == ["marks", "bare"]


def test_a_phrase_stands_in_order(filled: SearchIndex) -> None:
    assert found(filled, '"liên xã"') == ["marks", "bare"]
    assert found(filled, '"xã liên"') == []
    assert found(filled, '"đường xã"') == []


def test_pairs_scattered_over_a_page_make_no_phrase(index: SearchIndex) -> None:
    put(index, scattered="nhân dân tỉnh và ủy ban nhân tỉnh ban nhân", phrase="ủy ban nhân dân tỉnh")

    assert found(index, '"ủy ban nhân dân tỉnh"') == ["phrase"]
    assert found(index, '"ban nhân dân"') == ["phrase"]


@pytest.mark.parametrize("quoted", ['"liên xã"', "“liên xã”", "«liên xã»", '"Liên, xã."'])
def test_any_quotes_make_a_phrase(filled: SearchIndex, quoted: str) -> None:
    assert found(filled, quoted)[0] == "marks"
    assert marked(filled, quoted) == ["liên", "xã"]


def test_an_unclosed_quote_is_passed_over(filled: SearchIndex) -> None:
    assert found(filled, '"xã liên') == ["marks", "bare"]


@pytest.mark.parametrize("query", ['"Độc lập - Tự do"', '"độc lập tự do"'])
def test_a_dash_between_words_breaks_no_phrase(filled: SearchIndex, query: str) -> None:
    assert found(filled, query) == ["motto"]
    assert marked(filled, query) == ["Độc", "lập", "Tự", "do"]


def test_a_phrase_marks_only_its_own_occurrences(index: SearchIndex) -> None:
    put(index, d="dân nhân dân và nhân dân tệ dân")

    assert index.search('"nhân dân"').hits[0].words == (1, 2, 4, 5)


def test_the_exact_spelling_alone_is_marked_where_it_stands(index: SearchIndex) -> None:
    put(index, d="dương duong đường")

    assert index.search("đường").hits[0].words == (2,)
    assert index.search("duong").hits[0].words == (0, 1, 2)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("123/QĐ-UBND", "123/QĐ-UBND"),
        ("123/qd-ubnd", "123/QĐ-UBND"),
        ("123/QĐ–UBND", "123/QĐ-UBND"),
        ("QĐ-UBND", "123/QĐ-UBND"),
        ("qd-ubnd", "123/QĐ-UBND"),
        ("ubnd", "123/QĐ-UBND"),
        ("05/03/2019", "05/03/2019"),
        ("2019", "05/03/2019"),
        ('"123/QĐ-UBND"', "123/QĐ-UBND"),
    ],
)
def test_an_identifier_is_found_whole_and_in_parts(filled: SearchIndex, query: str, word: str) -> None:
    assert found(filled, query) == ["decision"]
    assert marked(filled, query) == [word]


@pytest.mark.parametrize("query", ["23/QĐ-UBND", "123/QĐ-UB", "12", "123/QĐ-UBND/2"])
def test_a_cut_identifier_is_not_found(filled: SearchIndex, query: str) -> None:
    assert found(filled, query) == []


def test_a_personal_number_is_one_word(filled: SearchIndex) -> None:
    assert marked(filled, "001099012345") == ["001099012345."]
    assert found(filled, "001099") == []


def test_field_values_and_the_dossier_code_are_searched_without_words(index: SearchIndex) -> None:
    entry = page("d", "trang trắng", code="H27.10-261122-0001", subject="Về việc cấp phép", code_on_page="45/GP-STNMT")
    index.put("d", [entry])

    for query in ("H27.10-261122-0001", '"cấp phép"', "cap phep", "45/gp-stnmt", "stnmt"):
        assert found(index, query) == ["d"]
        assert index.search(query).hits[0].words == ()
    assert index.search("phép trắng").hits[0].words == (1,)


def test_no_phrase_reaches_from_one_field_into_the_next(index: SearchIndex) -> None:
    index.put("d", [page("d", "", subject="cấp phép", signer="xây dựng")])

    assert found(index, '"phép xây"') == []
    assert found(index, "phép xây") == ["d"]


def test_a_page_with_the_word_comes_before_one_whose_field_has_it(index: SearchIndex) -> None:
    index.put("d", [page("d", "khác hẳn", number=1, symbol="7/QĐ"), page("d", "Số 7/QĐ", number=2, symbol="7/QĐ")])

    assert [hit.page for hit in index.search("7/QĐ").hits] == [2, 1]


def test_neighbours_rank_before_scattered_words(index: SearchIndex) -> None:
    put(index, scattered="thu hồi giấy tờ đất", close="thu hồi đất giấy tờ")

    assert found(index, "hồi đất") == ["close", "scattered"]


def test_putting_a_record_again_replaces_all_its_pages(index: SearchIndex) -> None:
    index.put("d", [page("d", "cũ"), page("d", "cũ", number=2)])
    put(index, other="cũ")

    index.put("d", [page("d", "mới")])

    assert found(index, "cũ") == ["other"]
    assert found(index, "mới") == ["d"]


def test_a_removed_record_is_forgotten(filled: SearchIndex) -> None:
    filled.remove("marks")
    filled.remove("never there")

    assert set(found(filled, "duong")) == {"bare", "other"}


def test_a_cleared_index_is_empty_and_can_be_filled_again(filled: SearchIndex) -> None:
    filled.clear()
    assert found(filled, "duong") == []

    put(filled, again="đường")
    assert found(filled, "duong") == ["again"]


def test_a_total_counts_beyond_the_returned_hits(index: SearchIndex) -> None:
    index.put("d", [page("d", "đường", number=number) for number in range(1, 26)])

    answer = index.search("đường", limit=10)

    assert (answer.total, len(answer.hits)) == (25, 10)
    pages = [hit.page for start in (0, 10, 20) for hit in index.search("đường", limit=10, offset=start).hits]
    assert sorted(pages) == list(range(1, 26))


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (10, 10**15), (10, -5), (2**62, 0)])
def test_odd_limits_are_taken_with_a_smile(filled: SearchIndex, limit: int, offset: int) -> None:
    assert filled.search("duong", limit=limit, offset=offset).total == 3


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "- / .", "§ % №", "\x00", "\ud800", "từ " * 30 + "x" * 10**5])
def test_an_empty_or_unusable_query_finds_nothing(filled: SearchIndex, query: str) -> None:
    assert filled.search(query).total == 0


@examples
@example("* ~ ^2 [a TO b] {x} field:value AND OR NOT + - && || ! ( ) \\ ' \" / ?")
@example("words:đường~1 \\")
@given(st.text(max_size=60) | st.text('"“”*~:()[]{}^+-\\/ ađ1', max_size=60))
def test_no_query_is_an_error(filled: SearchIndex, query: str) -> None:
    answer = filled.search(query)

    assert answer.query == query
    assert answer.total >= len(answer.hits)


written = st.text(st.characters(categories=["L", "N", "P", "S", "M"], exclude_characters='"“”„‟«»″＂'), min_size=1)


@examples
@given(st.lists(written, min_size=1, max_size=8))
def test_every_word_of_a_page_finds_that_page_and_itself(index: SearchIndex, words: list[str]) -> None:
    index.put("d", [PageEntry("document", "d", 1, tuple(words))])

    for number, word in enumerate(words):
        hits = index.search(word).hits
        assert [hit.record_id for hit in hits] == (["d"] if key_of(word) else [])
        assert all(number in hit.words for hit in hits)


def test_what_another_instance_puts_is_seen_at_once(search_url: str, index: SearchIndex) -> None:
    assert found(index, "đường") == []

    put(open_search(search_url), d="đường")

    assert found(index, "đường") == ["d"]


def test_what_another_instance_clears_is_gone_at_once(search_url: str, filled: SearchIndex) -> None:
    assert found(filled, "liên") == ["marks", "bare"]

    open_search(search_url).clear()

    assert found(filled, "liên") == []
    put(filled, d="đường")
    assert found(filled, "đường") == ["d"]


def test_writers_in_several_processes_lose_nothing(search_url: str, index: SearchIndex) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_records, args=(search_url, name)) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    write_records(search_url, "here")
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert index.search("đường").total == 4 * RECORDS_EACH


RECORDS_EACH = 6


def write_records(url: str, name: str) -> None:
    own = open_search(url)
    for number in range(RECORDS_EACH):
        put(own, **{f"{name}{number}": "đường"})


def test_threads_may_share_an_index(index: SearchIndex) -> None:
    def put_and_find(number: int) -> None:
        put(index, **{f"d{number}": f"đường số{number}"})
        assert found(index, f"số{number}") == [f"d{number}"]

    run_at_once(put_and_find, list(range(6)))

    assert index.search("đường").total == 6
