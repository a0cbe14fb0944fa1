"""The stamp of arrival gives fields of its own, and none of the document's."""

import pytest

from domain.model import Box, Word
from tests.unit.extract.typeset import Row, body, decision, failed, fields, foot, head, page, words_of

STAMP: list[Row] = [
    (330.0, 470.0, "TRUNG TÂM CÔNG BÁO VÀ TIN HỌC"),
    (160.0, 525.0, "ĐẾN"),
    (390.0, 510.0, "Số: 2352"),
    (420.0, 550.0, "Ngày: 21/3/2018"),
    (360.0, 595.0, "Chuyển: .........."),
]
OWN = ("code", "issued_date", "issuing_agency", "parent_agency", "type", "subject", "signer", "place")


def test_a_stamp_is_kept_apart_and_left_to_a_person() -> None:
    plain, stamped = fields(page(*decision())), fields(page(*STAMP, *decision()))

    incoming = {name: field for name, field in stamped.items() if name.startswith("incoming")}
    assert {name: field.value for name, field in incoming.items()} == {
        "incoming_number": "2352",
        "incoming_date": "2018-03-21",
        "incoming_agency": "Trung tâm công báo và tin học",
    }
    assert not any(field.accepted for field in incoming.values())
    assert {name: stamped[name].value for name in OWN} == {name: plain[name].value for name in OWN}


@pytest.mark.parametrize(
    "labels",
    [
        ("CÔNG VĂN ĐẾN", "Số: 77", "Ngày: 3-4-19"),
        ("CV ĐẾN Số: 77", "Ngày 3.4.2019"),
        ("ĐẾN Số:77 Ngày: 3/4/2019",),
        ("ĐÉN Só: 77", "Ngày: 3/4/2019", "Lưu hồ sơ số: 12"),
        ("ĐẾN", "sø:....77......", "Nay:.3/4/2019"),
        ("Số: 77", "Ngày: 3/4/2019", "Chuyển: Phòng Nội vụ"),
    ],
)
def test_stamps_are_told_by_any_two_of_their_labels(labels: tuple[str, ...]) -> None:
    rows: list[Row] = [(300.0, 520.0 + 42 * at, text) for at, text in enumerate(labels)]

    found = fields(page(*rows, *decision()))

    assert (found["incoming_number"].value, found["incoming_date"].value) == ("77", "2019-04-03")
    assert found["code"].value == "123/QĐ-SYT"


def test_a_stamp_above_the_number_is_not_taken_for_it() -> None:
    heading = [row for row in head() if not row[2].startswith("Số")]
    stamp: list[Row] = [(200.0, 180.0, "ĐẾN Số: 2352"), (230.0, 215.0, "Ngày: 21/3/2018")]

    found = fields(page(*stamp, *decision(heading=[*heading, (400.0, 260.0, "Số: /QĐ-SYT")])))

    assert (found["code"].value, found["issued_date"].value) == ("/QĐ-SYT", "2025-06-15")
    assert found["incoming_number"].value == "2352"
    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"


def test_the_body_beside_a_stamp_keeps_its_words() -> None:
    label = words_of((200.0, 800.0, "Chuyển:"), 60)
    text = words_of((1100.0, 800.0, "Thực hiện Công văn số 12/UBND-NC ngày 15 tháng 6 năm 2025"), 60)
    rows: list[Row] = [(190.0, 720.0, "ĐẾN"), (210.0, 760.0, "Số: 15")]

    found = fields(page(*rows, *decision(), extra=[*label, *text]))

    assert found["incoming_number"].value == "15"
    assert found["subject"].value == "Về việc thành lập Tổ xây dựng Đề án"


def test_the_writing_of_a_stamp_whose_colour_was_dropped_is_proposed() -> None:
    found = fields(page(*decision(), (300.0, 470.0, "2352"), (330.0, 530.0, "21/6/2025")))

    assert (found["incoming_number"].value, found["incoming_date"].value) == ("2352", "2025-06-21")
    assert not found["incoming_number"].accepted
    assert found["code"].value == "123/QĐ-SYT"


@pytest.mark.parametrize(
    "rows",
    [
        [(827.0, 430.0, "VỀ CHIẾN LƯỢC ĐẾN NĂM 2030"), (400.0, 470.0, "Số: 15")],
        [(300.0, 500.0, "Từ ngày 3/4/2019 đến ngày 5/4/2019"), (300.0, 540.0, "Số: 15")],
        [(300.0, 500.0, "ĐẾN")],
        [(1300.0, 500.0, "2352"), (1300.0, 560.0, "21/6/2025")],
        [(300.0, 500.0, "2352"), (300.0, 560.0, "tổng cộng")],
        [(300.0, 500.0, "Số: 15"), (300.0, 540.0, "Ngày: 3/4/2019")],
    ],
    ids=["a heading", "a span of days", "a word alone", "elsewhere", "a number alone", "another form"],
)
def test_what_only_resembles_a_stamp_is_none(rows: list[Row]) -> None:
    assert not [name for name in fields(page(*rows, *decision())) if name.startswith("incoming")]


def test_what_was_written_into_a_stamp_may_be_unreadable() -> None:
    strokes = Word("đ#~", Box(260.0, 540.0, 330.0, 600.0), 12.0, 90, 90)
    rows: list[Row] = [(160.0, 525.0, "ĐẾN"), (300.0, 560.0, "Số:"), (300.0, 600.0, "Ngày: .../.../20...")]

    found = fields(page(*rows, *decision(), extra=[strokes]))

    assert not [name for name in found if name.startswith("incoming")]
    assert found["code"].value == "123/QĐ-SYT"


def test_the_issuing_agency_above_a_stamp_stays_the_issuing_agency() -> None:
    rows: list[Row] = [(400.0, 180.0, "ĐẾN Số: 15"), (400.0, 215.0, "Ngày: 3/4/2025")]
    paper = [*head(), (827.0, 380.0, "QUYẾT ĐỊNH"), *body(), *foot()]

    found = fields(page(*rows, *paper))

    assert found["issuing_agency"].value == "Sở Y tế tỉnh Kiên Giang"
    assert "incoming_agency" not in found
    assert failed(found["incoming_number"]) == {"stamp_left_to_a_person"}
