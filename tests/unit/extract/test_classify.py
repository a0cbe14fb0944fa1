"""A class is told by title, phrases and layout, each verdict with its reasons; what only speaks of a paper is none."""

import pytest

from tests.unit.extract.typeset import LEFT, MIDDLE, Row, body, decision, failed, fields, foot, head, page

COUNTRY: list[Row] = [
    (MIDDLE, 100.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (MIDDLE, 145.0, "Độc lập - Tự do - Hạnh phúc"),
]


def _class_of(rows: list[Row]) -> tuple[str, bool]:
    found = fields(page(*rows))["document_class"]
    return found.value, found.accepted


def test_a_decision_is_a_class_of_the_archive_list() -> None:
    assert _class_of(decision()) == ("administrative/quyet_dinh", True)


def test_a_decision_about_birth_certificates_is_none() -> None:
    title = ("QUYẾT ĐỊNH", "Về việc cải chính nội dung Giấy khai sinh, trích lục khai tử")

    assert _class_of(decision(title=title))[0] == "administrative/quyet_dinh"


def test_an_allowance_for_a_person_is_a_special_case_of_a_decision() -> None:
    rows = [
        *decision(title=("QUYẾT ĐỊNH", "Về việc trợ cấp xã hội hàng tháng đối với ông Vàng Văn Thắng")),
        (MIDDLE, 1020.0, "Điều 1. Trợ cấp xã hội hàng tháng đối với ông Vàng Văn Thắng"),
        (MIDDLE, 1070.0, "Sinh ngày: 12/03/1958 Số định danh cá nhân: 010058001234"),
        (MIDDLE, 1120.0, "Mức trợ cấp: 1.000.000 đồng Thời gian hưởng: từ ngày 01/10/2026"),
    ]

    found = fields(page(*rows))

    assert found["document_class"].value == "social_decision"
    assert "administrative/quyet_dinh" in found["document_class"].alternatives
    assert found["muc_huong"].value == "1000000"
    assert found["doi_tuong_so_dinh_danh"].value == "010058001234"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "application_form"),
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "application_form"),
        ("TỜ KHAI", "application_form"),
        ("ĐƠN", "application_form"),
    ],
)
def test_an_application_for_a_paper_is_not_that_paper(title: str, wanted: str) -> None:
    rows = [
        *COUNTRY,
        (MIDDLE, 300.0, title),
        (MIDDLE, 400.0, "Kính gửi: Ủy ban nhân dân xã Bắc Hà"),
        (MIDDLE, 480.0, "Họ, chữ đệm, tên người yêu cầu: Vàng Văn Thắng"),
        (MIDDLE, 530.0, "Họ, chữ đệm, tên người mẹ: Sùng Thị Yến nơi sinh quê quán"),
        (MIDDLE, 580.0, "Tôi cam đoan những nội dung khai trên đây là đúng sự thật"),
    ]

    assert _class_of(rows)[0] == wanted


@pytest.mark.parametrize("title", [("GIẤY CHÚNG NHẬN KÊT HON",), ("GIẤY CHỨNG NHẬN", "KẾT HÔN")])
def test_a_title_with_lost_marks_or_in_two_rows_is_known(title: tuple[str, ...]) -> None:
    rows = [
        *head(("ỦY BAN NHÂN DÂN", "XÃ BẮC HÀ"), "Số: 12/2026", "Bắc Hà, ngày 05 tháng 10 năm 2026"),
        *((MIDDLE, 380.0 + 45 * row, text) for row, text in enumerate(title)),
        (400.0, 520.0, "Họ, chữ đệm, tên vợ: Sùng Thị Yến"),
        (1200.0, 520.0, "Họ, chữ đệm, tên chồng: Vàng Văn Thắng"),
        (500.0, 600.0, "Nơi đăng ký kết hôn: Ủy ban nhân dân xã Bắc Hà"),
    ]

    assert _class_of(rows)[0] == "marriage_certificate"


def test_a_stamp_of_certification_leaves_the_paper_its_class_and_adds_its_own_fields() -> None:
    rows = [
        *decision(),
        (LEFT, 2000.0, "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH"),
        (LEFT, 2050.0, "Số chứng thực: 1234 Quyển số: 01/2026-SCT/BS"),
        (LEFT, 2100.0, "Ngày 05 tháng 10 năm 2026"),
    ]

    found = fields(page(*rows))

    assert found["document_class"].value == "administrative/quyet_dinh"
    assert "certified_copy" in found["document_class"].alternatives
    assert (found["so_chung_thuc"].value, found["ngay_chung_thuc"].value) == ("1234", "2026-10-05")


def test_a_headed_paper_that_is_like_none_is_other_and_waits() -> None:
    rows = [*head(number="Số: 12"), (MIDDLE, 380.0, "VÀI DÒNG CHỮ"), *body(), *foot()]

    found = fields(page(*rows))["document_class"]

    assert (found.value, found.accepted) == ("other", False)
    assert failed(found) == {"title_in_place"}


def test_a_column_head_that_begins_like_a_title_is_none() -> None:
    rows = [*decision(), (MIDDLE, 1050.0, "ĐƠN VỊ"), (MIDDLE, 1100.0, "Kính gửi họ và tên cam đoan đề nghị")]

    found = fields(page(*rows))["document_class"]

    assert (found.value, found.accepted, found.alternatives) == ("administrative/quyet_dinh", True, ())


def test_text_without_any_head_has_no_class() -> None:
    assert "document_class" not in fields(page(*body()))
