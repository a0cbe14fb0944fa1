# ruff: noqa: E501 - a paragraph of a paper stays on one line, as its author would see it
"""Monthly allowance for a disabled person: minutes of the council, a review plan with its annex, a public notice."""

import random

from samples.generator.cases.case import Case
from samples.generator.paper import Annex, Centred, Column, FormLine, Paper, Paragraph, Signer, Table
from samples.generator.setting import Setting, invent_name

SOCIAL = "Phòng Văn hóa - Xã hội"
LEVELS = ("Đặc biệt nặng", "Nặng", "Nhẹ")


def social_support(rng: random.Random, setting: Setting) -> Case:
    """A council finds a severe disability; the commune grants an allowance."""
    numbers = rng.sample(range(11, 290), 5)
    score = rng.randint(9, 13)
    return Case(
        setting.dossier_code,
        (
            _minutes(setting, numbers[0], score),
            _plan(rng, setting, numbers[1]),
            _notice(setting, numbers[2]),
            _application(setting),
        ),
        _decision(setting, numbers[4]),
    )


def _minutes(s: Setting, number: int, score: int) -> Paper:
    who = s.applicant
    return Paper(
        slug="bien-ban",
        type_name="Biên bản",
        agency=s.committee,
        symbol="BB-UBND",
        number=number,
        place=s.place,
        issued=s.day(4),
        subject="Họp Hội đồng xác định mức độ khuyết tật",
        body=(
            Paragraph(
                f"Hôm nay, vào hồi 8 giờ 00 phút ngày {s.day(4):%d/%m/%Y}, tại trụ sở Ủy ban nhân dân {s.commune}, Hội đồng xác định mức độ khuyết tật họp, thành phần gồm:"
            ),
            Paragraph(f"Ông {s.chair}, Chủ tịch Ủy ban nhân dân xã, Chủ tịch Hội đồng;", lead="1."),
            Paragraph("Trạm trưởng Trạm Y tế xã, ủy viên;", lead="2."),
            Paragraph(
                f"Bà {s.social_head}, Trưởng phòng Phòng Văn hóa - Xã hội, ủy viên thường trực, ghi biên bản.",
                lead="3.",
            ),
            Paragraph(
                f"Nội dung: xác định mức độ khuyết tật đối với {who.title} {who.name}, sinh ngày {who.born:%d/%m/%Y}, số định danh cá nhân {who.personal_number}, nơi cư trú: {s.address}."
            ),
            Paragraph(
                f"Hội đồng đã quan sát trực tiếp, phỏng vấn người đại diện và đối chiếu với bệnh án. Kết quả chấm điểm theo Phiếu xác định mức độ khuyết tật: {score} điểm. Dạng khuyết tật: vận động; mức độ khuyết tật: nặng."
            ),
            Paragraph(
                "Kết luận: 03/03 thành viên thống nhất. Biên bản lập xong hồi 9 giờ 15 phút cùng ngày, đã đọc lại cho các thành viên cùng nghe và ký tên./."
            ),
        ),
        signers=(Signer(("THƯ KÝ",), s.social_head), Signer(("CHỦ TỊCH HỘI ĐỒNG",), s.chair)),
        day_by_hand=True,
        number_by_hand=True,
    )


def _plan(rng: random.Random, s: Setting, number: int) -> Paper:
    rows = []
    for line in range(1, 11):
        is_woman = rng.random() < 0.5
        rows.append(
            (
                str(line),
                invent_name(rng, is_woman=is_woman),
                str(rng.randint(1941, 2012)),
                "Nữ" if is_woman else "Nam",
                rng.choice(s.province.hamlets).removeprefix("thôn "),
                rng.choice(("Vận động", "Nghe, nói", "Nhìn", "Trí tuệ")),
                rng.choice(LEVELS),
                rng.choice(("540.000", "750.000", "1.000.000", "1.250.000")),
            )
        )
    return Paper(
        slug="ke-hoach",
        type_name="Kế hoạch",
        agency=s.committee,
        symbol="KH-UBND",
        number=number,
        place=s.place,
        issued=s.day(-14),
        subject=f"Rà soát đối tượng bảo trợ xã hội trên địa bàn {s.commune} năm 2026",
        body=(
            Paragraph(
                "Thực hiện Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội; Nghị định số 76/2024/NĐ-CP ngày 01 tháng 7 năm 2024 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 20/2021/NĐ-CP,",
                italic=True,
            ),
            Paragraph(
                f"Ủy ban nhân dân {s.commune} xây dựng Kế hoạch rà soát đối tượng bảo trợ xã hội năm 2026 như sau:"
            ),
            Paragraph(lead="I. MỤC ĐÍCH, YÊU CẦU"),
            Paragraph(
                "Nắm chắc số lượng, hoàn cảnh của các đối tượng đang hưởng và đủ điều kiện hưởng trợ cấp hằng tháng; kịp thời bổ sung, điều chỉnh hoặc thôi hưởng chính sách theo đúng quy định, không để sót, không để trùng đối tượng."
            ),
            Paragraph(
                "Việc rà soát phải công khai, khách quan, đến từng hộ gia đình; kết quả được cập nhật vào cơ sở dữ liệu an sinh xã hội và đối chiếu với Cơ sở dữ liệu quốc gia về dân cư."
            ),
            Paragraph(lead="II. NỘI DUNG THỰC HIỆN"),
            Paragraph(
                "Từ ngày 01 đến ngày 15 tháng 10: các thôn lập danh sách, thu thập giấy tờ, hướng dẫn người dân kê khai theo mẫu.",
                lead="1.",
            ),
            Paragraph(
                "Từ ngày 16 đến ngày 31 tháng 10: Hội đồng xác định mức độ khuyết tật của xã họp, chấm điểm và kết luận từng trường hợp.",
                lead="2.",
            ),
            Paragraph(
                "Trước ngày 10 tháng 11: niêm yết công khai kết quả tại trụ sở Ủy ban nhân dân xã và nhà văn hóa các thôn trong thời gian 07 ngày làm việc.",
                lead="3.",
            ),
            Paragraph(lead="III. TỔ CHỨC THỰC HIỆN"),
            Paragraph(
                "Phòng Văn hóa - Xã hội chủ trì, tham mưu, tổng hợp kết quả; Trạm Y tế xã cung cấp hồ sơ bệnh án; Trung tâm Phục vụ hành chính công tiếp nhận, số hóa hồ sơ; trưởng các thôn chịu trách nhiệm về danh sách của thôn mình."
            ),
            Paragraph(
                f"Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Phòng Văn hóa - Xã hội để tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân {s.commune} xem xét, giải quyết./."
            ),
        ),
        recipients=(
            "Sở Y tế tỉnh",
            "TT. Đảng ủy, HĐND xã",
            "CT, các PCT UBND xã",
            "Các phòng, đơn vị thuộc UBND xã",
            "Trưởng các thôn",
            "Lưu: VT, VHXH",
        ),
        signers=(Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), s.deputy),),
        number_by_hand=True,
        day_by_hand=True,
        annex=Annex(
            "DANH SÁCH ĐỐI TƯỢNG DỰ KIẾN RÀ SOÁT",
            f"(Kèm theo Kế hoạch của Ủy ban nhân dân {s.commune})",
            Table(
                (
                    Column("STT", 0.06),
                    Column("Họ và tên", 0.23, left=True),
                    Column("Năm sinh", 0.09),
                    Column("Giới tính", 0.09),
                    Column("Thôn", 0.14, left=True),
                    Column("Dạng khuyết tật", 0.13),
                    Column("Mức độ", 0.13),
                    Column("Mức trợ cấp (đồng)", 0.13),
                ),
                tuple(rows),
            ),
        ),
    )


def _notice(s: Setting, number: int) -> Paper:
    who = s.applicant
    return Paper(
        slug="thong-bao",
        type_name="Thông báo",
        agency=s.division(SOCIAL),
        symbol="TB-VHXH",
        number=number,
        place=s.place,
        issued=s.day(6),
        subject="Niêm yết công khai kết quả xác định mức độ khuyết tật",
        body=(
            Paragraph(
                f"Căn cứ kết luận của Hội đồng xác định mức độ khuyết tật {s.commune} tại cuộc họp ngày {s.day(4):%d/%m/%Y}, Phòng Văn hóa - Xã hội thông báo niêm yết công khai kết quả như sau:"
            ),
            Paragraph(
                f"{who.title.capitalize()} {who.name}, sinh năm {who.born.year}, nơi cư trú: {s.address}; dạng khuyết tật: vận động; mức độ khuyết tật: nặng.",
                lead="1.",
            ),
            Paragraph(f"Thời gian niêm yết: 05 ngày làm việc, từ ngày {s.day(6):%d/%m/%Y}.", lead="2."),
            Paragraph(f"Địa điểm niêm yết: trụ sở Ủy ban nhân dân {s.commune} và nhà văn hóa {s.hamlet}.", lead="3."),
            Paragraph(
                "Trong thời gian niêm yết, tổ chức, cá nhân không đồng ý với kết quả nêu trên gửi ý kiến bằng văn bản về Phòng Văn hóa - Xã hội để xem xét. Hết thời hạn, nếu không có ý kiến, Hội đồng cấp giấy xác nhận khuyết tật theo quy định./."
            ),
        ),
        recipients=(f"Nhà văn hóa {s.hamlet} (niêm yết)", "Trung tâm Phục vụ hành chính công", "Lưu: VT"),
        signers=(Signer(("TRƯỞNG PHÒNG",), s.social_head),),
    )


def _application(s: Setting) -> Paper:
    who = s.applicant
    return Paper(
        slug="don-de-nghi",
        type_name="Đơn đề nghị",
        agency=None,
        symbol="",
        number=0,
        place=s.place,
        issued=s.received,
        subject="Xác định mức độ khuyết tật và hưởng trợ cấp xã hội hằng tháng",
        addressees=(f"Hội đồng xác định mức độ khuyết tật {s.commune}",),
        body=(
            FormLine("Họ và tên:", who.name),
            FormLine("Ngày, tháng, năm sinh:", f"{who.born:%d/%m/%Y}"),
            FormLine("Giới tính:", "Nữ" if who.is_woman else "Nam"),
            FormLine("Số định danh cá nhân:", who.personal_number),
            FormLine("Nơi cư trú:", s.address),
            FormLine("Điện thoại:", who.phone),
            FormLine("Dạng khuyết tật:", "Vận động"),
            FormLine("Giấy tờ kèm theo:", "Bệnh án, giấy ra viện (bản sao)"),
            Paragraph(
                "Tôi đề nghị Hội đồng xem xét, xác định mức độ khuyết tật và cho tôi được hưởng trợ cấp xã hội theo quy định của pháp luật. Tôi cam đoan những lời khai trên là đúng sự thật."
            ),
        ),
        signers=(Signer(("NGƯỜI LÀM ĐƠN",), who.name),),
    )


def _decision(s: Setting, number: int) -> Paper:
    who = s.applicant
    return Paper(
        slug="quyet-dinh",
        type_name="Quyết định",
        agency=s.committee,
        symbol="QĐ-UBND",
        number=number,
        place=s.place,
        issued=s.day(13),
        subject="Về việc trợ cấp xã hội hằng tháng đối với người khuyết tật nặng",
        body=(
            Centred(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {s.commune.upper()}"),
            Paragraph("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True),
            Paragraph("Căn cứ Luật Người khuyết tật ngày 17 tháng 6 năm 2010;", italic=True),
            Paragraph(
                "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội; Nghị định số 76/2024/NĐ-CP ngày 01 tháng 7 năm 2024 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 20/2021/NĐ-CP;",
                italic=True,
            ),
            Paragraph(f"Theo đề nghị của Trưởng phòng Phòng Văn hóa - Xã hội {s.commune}.", italic=True),
            Centred("QUYẾT ĐỊNH:"),
            Paragraph(
                f"Trợ cấp xã hội hằng tháng đối với {who.title} {who.name}, sinh ngày {who.born:%d/%m/%Y}, số định danh cá nhân {who.personal_number}, nơi cư trú: {s.address}. Hệ số: 1,5; mức trợ cấp: 750.000 đồng/tháng (bằng chữ: bảy trăm năm mươi nghìn đồng), kể từ tháng {s.day(13).month} năm {s.day(13).year}.",
                lead="Điều 1.",
            ),
            Paragraph(
                "Quyết định này có hiệu lực kể từ ngày ký. Kinh phí thực hiện từ nguồn bảo đảm xã hội của ngân sách xã.",
                lead="Điều 2.",
            ),
            Paragraph(
                f"Trưởng phòng Phòng Văn hóa - Xã hội, Trưởng phòng Phòng Kinh tế, các đơn vị có liên quan và {who.title} {who.name} chịu trách nhiệm thi hành Quyết định này./.",
                lead="Điều 3.",
            ),
        ),
        recipients=("Như Điều 3", "Sở Y tế tỉnh", "Trung tâm Phục vụ hành chính công", "Lưu: VT, VHXH"),
        signers=(Signer(("CHỦ TỊCH",), s.chair),),
        dossier_code=s.dossier_code,
    )
