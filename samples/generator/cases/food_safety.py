# ruff: noqa: E501 - a paragraph of a paper stays on one line, as its author would see it
"""A provincial department certifies a food maker: appraisal team, notice of the result, an older letter."""

import random
from dataclasses import replace
from datetime import date

from samples.generator.cases.case import Case
from samples.generator.paper import Centred, Column, Incoming, Organisation, Paper, Paragraph, Signer, Table
from samples.generator.setting import Setting, invent_name

DEPARTMENT = "Sở Công Thương"
DEPARTMENT_UNIT = "13"
PRODUCTS = ("bún, phở khô", "bánh kẹo từ lạc", "rượu ngô men lá", "trà túi lọc")

# Under which province's name the department wrote before July 2025.
FORMER_PROVINCE = {"Tuyên Quang": "Hà Giang", "Hà Tĩnh": "Hà Tĩnh", "Lào Cai": "Yên Bái"}


def food_safety(rng: random.Random, setting: Setting) -> Case:
    """A household business gets its certificate of food safety."""
    _, _, rest = setting.dossier_code.partition("-")
    setting = replace(setting, dossier_code=f"{setting.province.code}.{DEPARTMENT_UNIT}-{rest}")
    numbers = rng.sample(range(31, 1900), 4)
    product = rng.choice(PRODUCTS)
    director = invent_name(rng, is_woman=False)
    deputy = invent_name(rng, is_woman=True)
    return Case(
        setting.dossier_code,
        (
            _team(rng, setting, numbers[0], product, deputy),
            _notice(setting, numbers[1], product, deputy),
            _old_letter(rng, setting, numbers[2]),
        ),
        _certificate(setting, numbers[3], product, director),
    )


def _department(province: str) -> Organisation:
    return Organisation(
        name=f"{DEPARTMENT} tỉnh {province}",
        parent=f"UBND tỉnh {province}",
        parent_line=f"UBND TỈNH {province.upper()}",
        name_lines=(DEPARTMENT.upper(),),
        seal_ring=f"UBND TỈNH {province.upper()}",
        seal_centre=("SỞ", "CÔNG", "THƯƠNG"),
    )


def _business(s: Setting) -> str:
    return f"Hộ kinh doanh {s.applicant.name}"


def _team(rng: random.Random, s: Setting, number: int, product: str, deputy: str) -> Paper:
    members = (
        ("1", s.economy_head, "Trưởng phòng Quản lý công nghiệp", "Trưởng đoàn"),
        ("2", s.officer, "Chuyên viên phòng Quản lý công nghiệp", "Thư ký"),
        ("3", invent_name(rng, is_woman=True), "Chuyên viên Thanh tra Sở", "Thành viên"),
        ("4", s.hamlet_head, f"Công chức Ủy ban nhân dân {s.commune}", "Thành viên"),
    )
    return Paper(
        slug="quyet-dinh",
        type_name="Quyết định",
        agency=_department(s.province.name),
        symbol="QĐ-SCT",
        number=number,
        place=s.province.name,
        issued=s.day(3),
        subject="Về việc thành lập Đoàn thẩm định điều kiện bảo đảm an toàn thực phẩm",
        body=(
            Centred(f"GIÁM ĐỐC SỞ CÔNG THƯƠNG TỈNH {s.province.name.upper()}"),
            Paragraph("Căn cứ Luật An toàn thực phẩm ngày 17 tháng 6 năm 2010;", italic=True),
            Paragraph(
                "Căn cứ Nghị định số 15/2018/NĐ-CP ngày 02 tháng 02 năm 2018 của Chính phủ quy định chi tiết thi hành một số điều của Luật An toàn thực phẩm;",
                italic=True,
            ),
            Paragraph(f"Xét hồ sơ mã số {s.dossier_code} của {_business(s)};", italic=True),
            Paragraph("Theo đề nghị của Trưởng phòng Quản lý công nghiệp.", italic=True),
            Centred("QUYẾT ĐỊNH:"),
            Paragraph(
                f"Thành lập Đoàn thẩm định điều kiện bảo đảm an toàn thực phẩm tại cơ sở sản xuất {product} của {_business(s)}, địa chỉ: {s.address}, gồm các ông, bà có tên sau:",
                lead="Điều 1.",
            ),
            Table(
                (
                    Column("TT", 0.08),
                    Column("Họ và tên", 0.3, left=True),
                    Column("Chức vụ, đơn vị công tác", 0.42, left=True),
                    Column("Nhiệm vụ", 0.2),
                ),
                members,
            ),
            Paragraph(
                "Đoàn thẩm định có nhiệm vụ kiểm tra hồ sơ pháp lý, thẩm định thực tế điều kiện cơ sở vật chất, trang thiết bị, con người và quy trình sản xuất; lập biên bản và báo cáo Giám đốc Sở. Đoàn tự giải thể sau khi hoàn thành nhiệm vụ.",
                lead="Điều 2.",
            ),
            Paragraph(
                f"Chánh Văn phòng Sở, Trưởng phòng Quản lý công nghiệp, {_business(s)} và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
                lead="Điều 3.",
            ),
        ),
        recipients=("Như Điều 3", "Giám đốc, các PGĐ Sở", "Lưu: VT, QLCN"),
        signers=(Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), deputy),),
        number_by_hand=True,
        day_by_hand=True,
    )


def _notice(s: Setting, number: int, product: str, deputy: str) -> Paper:
    return Paper(
        slug="thong-bao",
        type_name="Thông báo",
        agency=_department(s.province.name),
        symbol="TB-SCT",
        number=number,
        place=s.province.name,
        issued=s.day(8),
        subject="Kết quả thẩm định điều kiện bảo đảm an toàn thực phẩm",
        addressees=(_business(s),),
        body=(
            Paragraph(
                f"Ngày {s.day(6):%d/%m/%Y}, Đoàn thẩm định của {DEPARTMENT} đã thẩm định thực tế tại cơ sở sản xuất {product}, địa chỉ: {s.address}. {DEPARTMENT} thông báo kết quả: ĐẠT."
            ),
            Paragraph(
                "Cơ sở có trách nhiệm duy trì điều kiện bảo đảm an toàn thực phẩm, lưu mẫu và ghi chép nguồn gốc nguyên liệu theo quy định; chịu sự kiểm tra của cơ quan nhà nước có thẩm quyền."
            ),
            Paragraph(
                "Giấy chứng nhận được trả tại Trung tâm Phục vụ hành chính công và trong kho dữ liệu điện tử của chủ cơ sở trên Cổng Dịch vụ công quốc gia./."
            ),
        ),
        recipients=("Như trên", f"UBND {s.commune}", "Lưu: VT, QLCN"),
        signers=(Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), deputy),),
        number_by_hand=True,
        incoming=Incoming(f"UBND {s.commune}", number % 700 + 40, s.day(9)),
    )


def _old_letter(rng: random.Random, s: Setting, number: int) -> Paper:
    province = FORMER_PROVINCE[s.province.name]
    issued = date(2023, rng.randint(3, 11), rng.randint(2, 28))
    return Paper(
        slug="cong-van-cu",
        type_name="Công văn",
        agency=_department(province),
        symbol="SCT-QLCN",
        number=number,
        place=province,
        issued=issued,
        subject="V/v hướng dẫn thực hiện quy định về an toàn thực phẩm",
        addressees=(f"{_business(s)}, {s.hamlet}",),
        body=(
            Paragraph(
                f"{DEPARTMENT} nhận được văn bản của {_business(s)} đề nghị hướng dẫn điều kiện cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm. Sau khi nghiên cứu, {DEPARTMENT} có ý kiến như sau:"
            ),
            Paragraph(
                "Cơ sở sản xuất nhỏ lẻ không thuộc diện cấp Giấy chứng nhận theo khoản 1 Điều 12 Nghị định số 15/2018/NĐ-CP; khi mở rộng quy mô, cơ sở lập hồ sơ theo Điều 36 Luật An toàn thực phẩm gửi về Sở để được thẩm định.",
                lead="1.",
            ),
            Paragraph(
                "Người trực tiếp sản xuất phải được tập huấn kiến thức an toàn thực phẩm và khám sức khỏe định kỳ hằng năm.",
                lead="2.",
            ),
            Paragraph(f"{DEPARTMENT} trả lời để cơ sở biết, thực hiện./."),
        ),
        recipients=("Như trên", "Lưu: VT, QLCN"),
        signers=(Signer(("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG QUẢN LÝ CÔNG NGHIỆP"), invent_name(rng, is_woman=False)),),
        number_by_hand=True,
        day_by_hand=True,
        old=True,
    )


def _certificate(s: Setting, number: int, product: str, director: str) -> Paper:
    owner = s.applicant
    valid_until = s.day(12).replace(year=s.day(12).year + 3)
    return Paper(
        slug="giay-chung-nhan",
        type_name="Giấy chứng nhận",
        agency=_department(s.province.name),
        symbol="GCN-SCT",
        number=number,
        place=s.province.name,
        issued=s.day(12),
        subject="Cơ sở đủ điều kiện an toàn thực phẩm",
        body=(
            Centred(f"{DEPARTMENT.upper()} TỈNH {s.province.name.upper()} CHỨNG NHẬN"),
            Paragraph(f"{_business(s)}.", lead="Cơ sở:"),
            Paragraph(f"{owner.name}, số định danh cá nhân {owner.personal_number}.", lead="Chủ cơ sở:"),
            Paragraph(f"{s.address}.", lead="Địa chỉ sản xuất:"),
            Paragraph(f"đủ điều kiện an toàn thực phẩm để sản xuất: {product}.", lead="Nội dung:"),
            Paragraph(
                f"đến ngày {valid_until:%d/%m/%Y}, thay thế các giấy chứng nhận đã cấp trước đây cho cơ sở./.",
                lead="Có hiệu lực:",
            ),
        ),
        recipients=("Chủ cơ sở", "Trung tâm Phục vụ hành chính công", "Lưu: VT, QLCN"),
        signers=(Signer(("GIÁM ĐỐC",), director),),
        dossier_code=s.dossier_code,
    )
