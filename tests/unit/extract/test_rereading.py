"""A subject's unsure words are spelled as the body spells them beside the same neighbour."""

import pytest

from tests.unit.extract.typeset import MIDDLE, decision, fields, page, words_of


def _subject(read: str, *body: str) -> tuple[str, bool]:
    words = [word for at, text in enumerate(body) for word in words_of((MIDDLE, 1050.0 + 50 * at, text), 70 + at)]
    found = fields(page(*decision(title=("QUYẾT ĐỊNH", f"Về việc {read}")), extra=words))["subject"]
    return found.value.removeprefix("Về việc "), found.accepted


@pytest.mark.parametrize(
    ("read", "body", "subject"),
    [
        ("nghỉ trong địp~85 hè", "Trong dịp hè này các trường", "nghỉ trong dịp hè"),
        ("kỳ thị~73 quốc gia", "để phục vụ kỳ thi quốc gia", "kỳ thi quốc gia"),
        ("chính sách thuê~93 TNDN", "Điều 1 Luật Thuế TNDN", "chính sách thuế TNDN"),
        ("chính sách (THUÊ)~93 TNDN", "Điều 1 Luật Thuế TNDN", "chính sách (THUẾ) TNDN"),
    ],
)
def test_marks_lost_in_the_subject_come_back_from_the_body_for_a_person(read: str, body: str, subject: str) -> None:
    assert _subject(read, body) == (subject, False)


@pytest.mark.parametrize(
    ("read", "body"),
    [
        ("chính sách thuê TNDN", ["Điều 1 Luật Thuế TNDN"]),
        ("chính sách thuê~93 đất", ["Điều 1 Luật Thuế TNDN"]),
        ("chính sách thuê~93 TNDN", ["Điều 1 Luật Thuế~60 TNDN"]),
        ("chính sách thuê~93 TNDN", ["Điều 1 Luật Thuế TNDN", "Điều 2 việc thuê TNDN"]),
        ("hội nghị tổng~88 kết", ["Tổ chức hội nghị tông kết"]),
        ("chính sách thuê~93 TNDN", []),
    ],
    ids=["sure", "another neighbour", "unsure witness", "witnesses disagree", "two marks", "no witness"],
)
def test_a_word_stays_as_read_without_a_sure_and_single_witness(read: str, body: list[str]) -> None:
    assert _subject(read, *body)[0] == read.replace("~93", "").replace("~88", "")


def test_what_was_read_stays_beside_what_it_was_taken_for() -> None:
    witness = words_of((MIDDLE, 1050.0, "Điều 1 Luật Thuế TNDN"), 70)

    found = fields(page(*decision(title=("QUYẾT ĐỊNH", "Chính sách thuê~90 TNDN")), extra=witness))["subject"]

    assert (found.value, found.raw) == ("Chính sách thuế TNDN", "Chính sách thuê TNDN")
