"""The foot of a document: who signs, in what capacity, who receives."""

import pytest

from domain.model import Box, Word
from pipeline.extract.lines import Line
from pipeline.extract.names import read_name
from tests.unit.extract.typeset import COUNTRY, MIDDLE, MOTTO, decision, failed, fields, foot, page, words_of


def _signed(*authority: str, name: str = "Nguyễn Trúc Giang") -> dict[str, tuple[str, bool]]:
    nobodys = [(MIDDLE, 100.0, COUNTRY), (MIDDLE, 145.0, MOTTO)]
    found = fields(page(*decision(heading=nobodys, signature=foot(authority, name))))
    return {
        key: (found[f"signer_{key}"].value, found[f"signer_{key}"].accepted)
        for key in ("position", "capacity")
        if f"signer_{key}" in found
    }


@pytest.mark.parametrize(
    ("authority", "position", "capacity"),
    [
        (("GIÁM ĐỐC",), "Giám đốc", None),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Chủ tịch", "TM."),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Phó Chủ tịch", "TM. KT."),
        (("TL.CHỦ TỊCH", "KT, CHÁNH VĂN PHÒNG", "PHO CHANH VAN PHONG"), "Phó Chánh Văn phòng", "TL. KT."),
        (("TUQ. GIÁM ĐÓC", "TRƯỞNG PHÒNG"), "Trưởng phòng", "TUQ."),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), "Thứ trưởng", "KT."),
        (("__TM. UBND", "KT CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Phó Chủ tịch", "TM. KT."),
    ],
)
def test_the_last_line_of_authority_is_the_signers_own(
    authority: tuple[str, ...], position: str, capacity: str | None
) -> None:
    expected = {"position": (position, True)} | ({"capacity": (capacity, True)} if capacity else {})

    assert _signed(*authority) == expected


@pytest.mark.parametrize(
    ("authority", "position"),
    [
        (("KT. GIÁM ĐỐC",), "Phó Giám đốc"),
        (("KT. GIÁM ĐỐC", "GIÁM ĐỐC"), "Phó Giám đốc"),
        (("KT. BỘ TRƯỞNG",), "Thứ trưởng"),
    ],
)
def test_a_deputys_word_hidden_by_the_stamp_is_supplied_for_a_person(authority: tuple[str, ...], position: str) -> None:
    assert _signed(*authority) == {"position": (position, False), "capacity": ("KT.", False)}


@pytest.mark.parametrize("authority", [("TL. CHỦ TỊCH",), ("TM. ỦY BAN NHÂN DÂN",)])
def test_authority_that_breaks_off_names_no_position(authority: tuple[str, ...]) -> None:
    assert _signed(*authority) == {"capacity": (authority[0][:3], False)}


def test_two_positions_with_nobody_acting_for_another_lost_a_word() -> None:
    signed = _signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "CHỦ TỊCH")

    assert signed == {"position": ("Chủ tịch", False), "capacity": ("TM.", False)}


def test_dirt_before_an_upper_position_may_hide_a_capacity() -> None:
    assert _signed("TM. ỦY BAN NHÂN DÂN", "1. CHỦ TỊCH")["capacity"] == ("TM.", False)


def test_dirt_before_a_position_may_hide_a_word() -> None:
    assert _signed("(Ó GIÁM ĐỐC") == {"position": ("Giám đốc", False)}


@pytest.mark.parametrize(
    ("read", "name", "accepted"),
    [
        ("Lê Hoàng Anh", "Lê Hoàng Anh", True),
        ("PGS. TS. Lê Anh Đức", "Lê Anh Đức", True),
        ("Nguyễn Hềng~0 Thanh", "Nguyễn Hềng Thanh", False),
        ("Ñguyến Hoàng Giang", "Nguyễn Hoàng Giang", True),
        ("Prẫn Phước Hiền", "Trần Phước Hiền", False),
        ("hạm Trường Thọ", "Phạm Trường Thọ", False),
        ("Đặng š~73 Văn 5 Minh", "Đặng Văn Minh", False),
        ("Trần Hồng Thái rẻ~16", "Trần Hồng Thái", False),
        ("Frần Tuyết Minh", "Trần Tuyết Minh", False),
        ("pỗ Thị Lệ Hảo", "Đỗ Thị Lệ Hảo", False),
        ("Hoàng Anh", "Hoàng Anh", False),
    ],
)
def test_a_name_is_accepted_as_it_stood_or_where_its_letters_are_one_family_name_only(
    read: str, name: str, accepted: bool
) -> None:
    found = fields(page(*decision(signature=foot(name=read))))["signer"]

    assert (found.value, found.accepted) == (name, accepted)


@pytest.mark.parametrize(
    ("read", "name", "broken"),
    [
        ("Trân Hồng Thái", "Trần Hồng Thái", {"marks_of_family_name_as_read"}),
        ("HÀ Văn Phúc", "Hà Văn Phúc", set()),
        ("lạm Thế Lộc", "Lâm Thế Lộc", {"family_name_as_read"}),
        ("An Hồng Hiếu", "An Hồng Hiếu", {"family_name_whole"}),
        ("Nguyễn Quốc~80 Việt", "Nguyễn Quốc Việt", {"every_word_read_surely"}),
        ("Nguyễn Hềng~80 Thanh", "Nguyễn Hềng Thanh", {"every_word_read_surely", "unsure_words_in_vocabulary"}),
    ],
)
def test_the_vocabulary_of_names_vouches_for_what_was_read_unsurely(read: str, name: str, broken: set[str]) -> None:
    found = fields(page(*decision(signature=foot(name=read))))["signer"]

    assert (found.value, failed(found)) == (name, broken)


def test_names_side_by_side_above_the_recipients_are_offered_to_a_person() -> None:
    rows = [
        (400.0, 1100.0, "SỞ VĂN HÓA"),
        (1200.0, 1100.0, "LIÊN ĐOÀN LAO ĐỘNG"),
        (400.0, 1400.0, "Nguyễn Văn Lên"),
        (1200.0, 1400.0, "Nguyễn Thiện Phú"),
        (280.0, 1600.0, "Nơi nhận:"),
        (300.0, 1640.0, "- Lưu: VT."),
    ]

    found = fields(page(*decision(signature=rows)))["signer"]

    assert {found.value, *found.alternatives} == {"Nguyễn Văn Lên", "Nguyễn Thiện Phú"}
    assert failed(found) == {"name_under_authority", "only_name_in_place"}


def test_a_name_above_the_body_is_no_signer() -> None:
    rows = [(1200.0, 760.0, "Nguyễn Văn Lên"), (280.0, 1100.0, "Nơi nhận:"), (300.0, 1140.0, "- Lưu: VT.")]

    assert "signer" not in fields(page(*decision(signature=rows)))


def test_family_names_a_reading_may_mean_are_offered() -> None:
    found = fields(page(*decision(signature=foot(name="Prẫn Phước Hiền"))))["signer"]

    assert "Phan Phước Hiền" in found.alternatives


@pytest.mark.parametrize(
    "text", ["Căn cứ Luật Đất đai", "LÊ HOÀNG ANH", "Tuyết Mai", "=fã~40 Thị Lê Vân", "Lưu: VT", "Anh", "a b", "12 34"]
)
def test_what_is_no_whole_name_is_none(text: str) -> None:
    assert read_name(Line(1, tuple(words_of((400.0, 0.0, text), 0)))) is None


def test_words_of_the_left_column_are_no_signer() -> None:
    recipients = ("- Như Điều 3;", "- Phó Thủ tướng Trương Hòa Bình;", "- Lưu: VT.")

    assert "signer" not in fields(page(*decision(signature=foot(name="", recipients=recipients))))


def test_a_long_recipient_is_joined_and_the_page_number_is_none() -> None:
    recipients = ("- Bộ Chỉ huy Bộ đội Biên", "phòng tỉnh;", "~ Như Điều 3;", "- Lưu: VT, KTN.")
    number = Word("2", Box(820, 2200, 835, 2230), 96.0, 90, 90)

    found = fields(page(*decision(signature=foot(recipients=recipients)), extra=[number]))["recipients"]

    assert found.value == "Bộ Chỉ huy Bộ đội Biên phòng tỉnh\nNhư Điều 3\nLưu: VT, KTN"


def test_a_sentence_that_says_noi_nhan_is_not_the_foot() -> None:
    sentence = (500.0, 1100.0, "Nơi nhận hồ sơ là Bộ phận Một cửa")
    found = fields(page(*decision(), extra=words_of(sentence, 70)))

    assert found["recipients"].value == "Như Điều 3\nLưu: VT"
    assert failed(found["signer"]) == set()
