"""Agencies in capitals become the names the gazette writes, and only known ones are accepted."""

import pytest

from pipeline.extract.agency_names import abbreviates, canonical_name, nearest_province
from tests.unit.extract.typeset import CHAIR, MIDDLE, decision, failed, fields, foot, head, page, words_of


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("UBND TÍNH PHỦ THỌ", "Ủy ban nhân dân tỉnh Phú Thọ"),
        ("UBND TP. CÀN THƠ", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("UỶ BAN NHÂN DÂN THÀNH PHÓ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("SỞ VĂN HÓA, THẺ THAO VÀ DU LỊCH TỈNH AN GIANG", "Sở Văn hóa, Thể thao và Du lịch tỉnh An Giang"),
        ("TRƯỜNG ĐẠI HỌC ĐÒNG NAI", "Trường Đại học Đồng Nai"),
        ("VIỆN KIÊM SÁT NHÂN DÂN TÓI CAO", "Viện kiểm sát nhân dân tối cao"),
    ],
)
def test_marks_lost_in_capitals_come_back_from_the_vocabulary(read: str, name: str) -> None:
    found = canonical_name(read)

    assert (found.text, found.known, found.guessed) == (name, True, False)


def test_a_province_read_wrong_is_a_guess_that_needs_a_witness() -> None:
    agencies = ("ỦY BAN NHÂN DÂN", "TĨNH QUANG NGAAI")
    seen, unseen = (
        fields(
            page(
                *decision(
                    heading=head(agencies, "Số: 12/QĐ-UBND", f"{place}, ngày 15 tháng 6 năm 2025"),
                    signature=foot(CHAIR),
                )
            )
        )
        for place in ("Quảng Ngãi", "Hà Nội")
    )

    for found in (seen, unseen):
        assert found["issuing_agency"].value == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert seen["issuing_agency"].accepted
    assert not unseen["issuing_agency"].accepted


def test_an_agency_no_list_knows_keeps_its_reading_for_a_person() -> None:
    heading = head(("ĐẠI HỌC QUỐC GIA TP.HCM", "TRƯỜNG ĐẠI HỌC", "CÔNG NGHỆ THÔNG TIN"), "Số: 01/TB-BGH")

    found = fields(page(*decision(heading=heading, signature=foot(("HIỆU TRƯỞNG",)))))

    assert found["issuing_agency"].value == "Trường Đại học công nghệ thông tin"
    assert failed(found["issuing_agency"]) == {"agency_in_vocabulary"}
    assert not found["issuing_agency"].accepted
    assert found["parent_agency"].value == "Đại học Quốc gia thành phố Hồ Chí Minh"


def test_a_long_name_may_go_on_with_a_word_that_begins_others() -> None:
    heading = head(("UBND TỈNH KIÊN GIANG", "SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"), "Số: 12/QĐ-SNNMT")

    found = fields(page(*decision(heading=heading)))

    assert found["issuing_agency"].value == "Sở Nông nghiệp và Môi trường tỉnh Kiên Giang"
    assert found["parent_agency"].value == "Ủy ban nhân dân tỉnh Kiên Giang"


def test_a_lone_head_is_no_name() -> None:
    assert not canonical_name("TRƯỜNG").known


def test_a_joint_paper_keeps_both_agencies_in_one_name() -> None:
    heading = head(("LIÊN ĐOÀN LAO ĐỘNG -", "SỞ Y TẾ TỈNH AN GIANG"), "Số: 15/KHPH-LĐLĐ-SYT")

    found = fields(page(*decision(heading=heading)))

    assert found["issuing_agency"].value == "Liên đoàn Lao động - Sở Y tế tỉnh An Giang"
    assert "parent_agency" not in found


def test_a_committee_without_its_territory_is_half_a_name() -> None:
    found = fields(page(*decision(heading=head(("ỦY BAN NHÂN DÂN",), "Số: 12/QĐ-UBND"))))["issuing_agency"]

    assert (found.value, found.accepted) == ("Ủy ban nhân dân", False)


@pytest.mark.parametrize(
    ("text", "name"), [("QUẢNG NGÃI", "Quảng Ngãi"), ("Thừa Thiên Huế", "Huế"), ("Đắc Lắc", "Đắk Lắk")]
)
def test_a_province_is_known_by_all_its_names(text: str, name: str) -> None:
    province, exact = nearest_province(text)

    assert province is not None
    assert (province.name, exact) == (name, True)


@pytest.mark.parametrize("text", ["Bình", "Mộ Đức", "", "Hà"])
def test_a_place_near_two_provinces_or_none_is_neither(text: str) -> None:
    assert nearest_province(text) == (None, False)


def test_a_symbol_abbreviates_a_name_by_its_initials_in_order() -> None:
    assert abbreviates("SGDĐT", "Sở Giáo dục và Đào tạo thành phố Đà Nẵng")
    assert abbreviates("UBND", "Ủy ban nhân dân xã Hương Khê")
    assert not abbreviates("STY", "Sở Y tế")
    assert not abbreviates("SYT", "Sở Xây dựng")


@pytest.mark.parametrize(
    ("territory", "place", "written", "value", "accepted"),
    [
        ("XÃ MEO VẠN", "Mèo Vạn", "trên địa bàn xã Mèo Vạn", "Ủy ban nhân dân xã Mèo Vạn", True),
        ("XÃ MEO VẠN", "Meo Vạn", "trên địa bàn xã Mèo Vạn", "Ủy ban nhân dân xã Mèo Vạn", False),
        ("XÃ MEO VẠN", "Mèo Vạn", "trên địa bàn xã", "Ủy ban nhân dân xã Mèo Vạn", False),
        ("XÃ BẢO THẮM", "Bảo Thăm", "trên địa bàn xã", "Ủy ban nhân dân xã Bảo Thắm", False),
        ("XÃ BẢO THẮM", "Bảo Thăm", "trên địa bàn xã Bảo Thăm", "Ủy ban nhân dân xã Bảo Thắm", False),
        ("XÃ MÈO VẠN", "Mèo Vạn", "xã Mèo Vạn, xã Meo Vạn", "Ủy ban nhân dân xã Mèo Vạn", True),
        ("XÃ MÈO VẠN", "Hà Giang", "xã Đồng Văn", "Ủy ban nhân dân xã Mèo Vạn", False),
    ],
    ids=["text agrees", "date differs", "text silent", "more marks", "text poorer", "text divided", "other places"],
)
def test_marks_of_a_territory_no_list_holds_come_from_the_text(
    territory: str, place: str, written: str, value: str, accepted: bool
) -> None:
    heading = head(("ỦY BAN NHÂN DÂN", territory), "Số: 15/QĐ-UBND", f"{place}, ngày 15 tháng 6 năm 2025")

    paper = decision(heading=heading, signature=foot(CHAIR))
    found = fields(page(*paper, extra=words_of((MIDDLE, 1100.0, written), 70)))["issuing_agency"]

    assert (found.value, found.accepted) == (value, accepted)


def test_a_space_lost_between_capitals_costs_no_agency() -> None:
    assert canonical_name("ỦY BAN NHÂNDÂN TỈNH HÀ TĨNH").text == "Ủy ban nhân dân tỉnh Hà Tĩnh"


@pytest.mark.parametrize(
    ("read", "text", "guessed", "listed"),
    [
        ("ỦY BAN NHÂN DÂN XÃ MÈO VẠC", "Ủy ban nhân dân xã Mèo Vạc", False, True),
        ("ỦY BAN NHÂN DÂN XÃ MEO VẠC", "Ủy ban nhân dân xã Mèo Vạc", True, True),
        ("ỦY BAN NHÂN DÂN HUYỆN VỊ XUYÊN", "Ủy ban nhân dân huyện Vị Xuyên", False, True),
        ("ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN", "Ủy ban nhân dân xã Đông Sơn", False, False),
    ],
    ids=["as it is", "marks lost", "a district of before", "several of these letters"],
)
def test_the_gazette_of_communes_vouches_for_a_name_that_it_spells_in_one_way(read, text, guessed, listed) -> None:
    found = canonical_name(read)

    assert (found.text, found.guessed, found.listed) == (text, guessed, listed)
