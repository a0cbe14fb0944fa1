# ruff: noqa: E501 - a paragraph of a paper stays on one line, as its author would see it
"""A permit to build a house in a commune: application, proposal, the earlier permit, and inspection record."""

import random
from dataclasses import dataclass
from datetime import date

from samples.generator.cases.case import Case
from samples.generator.paper import Centred, Column, FormLine, Incoming, Paper, Paragraph, Signer, Table
from samples.generator.setting import Setting

ECONOMY = "Phòng Kinh tế"
LAWS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014; Luật sửa đổi, bổ sung một số điều của Luật Xây dựng ngày 17 tháng 6 năm 2020;",
    "Căn cứ Nghị định số 175/2024/NĐ-CP ngày 30 tháng 12 năm 2024 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Xây dựng về quản lý hoạt động xây dựng;",
)


@dataclass(frozen=True, slots=True)
class House:
    """What is to be built, and where."""

    parcel: int
    sheet: int
    plot_m2: int
    ground_m2: int
    floors: int
    height_m: float

    @property
    def total_m2(self) -> int:
        """Floor space of all storeys."""
        return self.ground_m2 * self.floors


def building_permit(rng: random.Random, setting: Setting) -> Case:
    """A house that grows a storey over its earlier permit."""
    house = House(
        parcel=rng.randint(12, 480),
        sheet=rng.randint(4, 60),
        plot_m2=rng.randint(180, 420),
        ground_m2=rng.randint(82, 128),
        floors=3,
        height_m=rng.randint(105, 118) / 10,
    )
    numbers = rng.sample(range(14, 320), 4)
    return Case(
        setting.dossier_code,
        (
            _application(setting, house),
            _proposal(setting, house, numbers[0]),
            _earlier_permit(rng, setting, house, numbers[1]),
            _inspection(setting, house, numbers[2]),
        ),
        _permit(setting, house, numbers[3]),
    )


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _application(s: Setting, house: House) -> Paper:
    owner = s.applicant
    return Paper(
        slug="don-de-nghi",
        type_name="Đơn đề nghị",
        agency=None,
        symbol="",
        number=0,
        place=s.place,
        issued=s.received,
        subject="Cấp giấy phép xây dựng điều chỉnh nhà ở riêng lẻ",
        addressees=(f"Ủy ban nhân dân {s.commune}, tỉnh {s.province.name}",),
        body=(
            Paragraph("Thông tin về chủ đầu tư:", lead="1."),
            FormLine("- Tên chủ đầu tư (tên chủ hộ):", owner.name),
            FormLine("- Ngày, tháng, năm sinh:", f"{owner.born:%d/%m/%Y}"),
            FormLine("- Số định danh cá nhân:", owner.personal_number),
            FormLine("- Địa chỉ liên hệ:", s.address),
            FormLine("- Số điện thoại:", owner.phone),
            Paragraph("Thông tin công trình:", lead="2."),
            FormLine("- Địa điểm xây dựng:", f"{s.hamlet}, {s.commune}"),
            FormLine("- Thửa đất số, tờ bản đồ số:", f"{house.parcel}, tờ {house.sheet}"),
            FormLine("- Diện tích thửa đất (m2):", str(house.plot_m2)),
            FormLine("- Cấp công trình:", "Cấp III"),
            FormLine("- Diện tích xây dựng tầng 1 (m2):", str(house.ground_m2)),
            FormLine("- Tổng diện tích sàn (m2):", str(house.total_m2)),
            FormLine("- Chiều cao công trình (m):", _decimal(house.height_m)),
            FormLine("- Số tầng:", f"{house.floors:02d} tầng"),
            Paragraph("Dự kiến thời gian hoàn thành công trình: 12 tháng kể từ ngày được cấp giấy phép.", lead="3."),
            Paragraph(
                "Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách nhiệm và bị xử lý theo quy định của pháp luật.",
                lead="4. Cam kết:",
            ),
        ),
        signers=(Signer(("NGƯỜI LÀM ĐƠN",), owner.name),),
    )


def _proposal(s: Setting, house: House, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="to-trinh",
        type_name="Tờ trình",
        agency=s.division(ECONOMY),
        symbol="TTr-KT",
        number=number,
        place=s.place,
        issued=s.day(5),
        subject=f"Về việc cấp giấy phép xây dựng điều chỉnh nhà ở riêng lẻ cho hộ {owner.title} {owner.name}",
        addressees=(f"Chủ tịch Ủy ban nhân dân {s.commune}",),
        body=(
            *(Paragraph(law, italic=True) for law in LAWS[1:]),
            Paragraph(
                f"Phòng Kinh tế nhận được hồ sơ mã số {s.dossier_code} ngày {s.received:%d/%m/%Y} của {owner.title} {owner.name}, địa chỉ tại {s.address}, đề nghị điều chỉnh giấy phép xây dựng nhà ở riêng lẻ từ 02 tầng thành 03 tầng. Sau khi thẩm định hồ sơ và kiểm tra thực địa, Phòng Kinh tế báo cáo kết quả như sau:",
            ),
            Paragraph("Hồ sơ pháp lý:", lead="1."),
            Paragraph(
                f"Thửa đất số {house.parcel}, tờ bản đồ số {house.sheet}, diện tích {house.plot_m2} m2, mục đích sử dụng: đất ở tại nông thôn; đã được cấp Giấy chứng nhận quyền sử dụng đất; không có tranh chấp, khiếu nại. Bản vẽ thiết kế do đơn vị có đủ năng lực lập, đã được thẩm tra theo quy định.",
            ),
            Paragraph("Quy mô công trình sau điều chỉnh:", lead="2."),
            Table(
                (
                    Column("TT", 0.08),
                    Column("Chỉ tiêu", 0.42, left=True),
                    Column("Theo giấy phép đã cấp", 0.25),
                    Column("Đề nghị điều chỉnh", 0.25),
                ),
                (
                    ("1", "Diện tích xây dựng tầng 1 (m2)", str(house.ground_m2), str(house.ground_m2)),
                    ("2", "Tổng diện tích sàn (m2)", str(house.ground_m2 * 2), str(house.total_m2)),
                    ("3", "Số tầng", "02", f"{house.floors:02d}"),
                    ("4", "Chiều cao công trình (m)", _decimal(house.height_m - 3.4), _decimal(house.height_m)),
                    ("5", "Cốt nền so với mặt đường (m)", "0,45", "0,45"),
                    ("6", "Khoảng lùi phía trước (m)", "3,0", "3,0"),
                ),
            ),
            Paragraph("Ý kiến thẩm định:", lead="3."),
            Paragraph(
                f"Công trình phù hợp với quy hoạch chung của {s.commune} đã được phê duyệt, bảo đảm khoảng cách an toàn đối với công trình lân cận, an toàn phòng cháy, chữa cháy và vệ sinh môi trường. Chủ đầu tư đã nộp đủ lệ phí theo quy định của Hội đồng nhân dân tỉnh {s.province.name}.",
            ),
            Paragraph(
                f"Phòng Kinh tế kính trình Chủ tịch Ủy ban nhân dân {s.commune} xem xét, cấp giấy phép xây dựng điều chỉnh cho hộ {owner.title} {owner.name} theo nội dung nêu trên./.",
            ),
        ),
        recipients=("Như trên", "Trung tâm Phục vụ hành chính công", "Lưu: VT"),
        signers=(Signer(("TRƯỞNG PHÒNG",), s.economy_head),),
        number_by_hand=True,
        day_by_hand=True,
    )


def _earlier_permit(rng: random.Random, s: Setting, house: House, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="giay-phep-cu",
        type_name="Giấy phép",
        agency=s.committee,
        symbol="GP-UBND",
        number=number,
        place=s.place,
        issued=date(2025, rng.randint(8, 12), rng.randint(1, 28)),
        subject="Xây dựng nhà ở riêng lẻ",
        body=(
            Paragraph(f"Cấp cho: {owner.title} {owner.name}; địa chỉ: {s.address}.", lead="1."),
            Paragraph("Được phép xây dựng công trình: Nhà ở riêng lẻ.", lead="2."),
            Paragraph(
                f"Vị trí xây dựng: thửa đất số {house.parcel}, tờ bản đồ số {house.sheet}, {s.hamlet}, {s.commune}."
            ),
            Paragraph(
                "Cốt nền xây dựng công trình: cao hơn mặt đường 0,45 m; khoảng lùi so với chỉ giới đường đỏ: 3,0 m."
            ),
            Paragraph(
                f"Diện tích xây dựng: {house.ground_m2} m2; tổng diện tích sàn: {house.ground_m2 * 2} m2; chiều cao công trình: {_decimal(house.height_m - 3.4)} m; số tầng: 02."
            ),
            Paragraph(
                "Giấy tờ về quyền sử dụng đất: Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất do cơ quan có thẩm quyền cấp.",
                lead="3.",
            ),
            Paragraph(
                "Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá thời hạn trên phải đề nghị gia hạn giấy phép xây dựng./.",
                lead="4.",
            ),
        ),
        recipients=("Như trên", "Phòng Kinh tế", "Lưu: VT"),
        signers=(Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), s.deputy),),
        number_by_hand=True,
        old=True,
    )


def _inspection(s: Setting, house: House, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="bien-ban",
        type_name="Biên bản",
        agency=s.division(ECONOMY),
        symbol="BB-KT",
        number=number,
        place=s.place,
        issued=s.day(3),
        subject=f"Kiểm tra thực địa công trình của hộ {owner.title} {owner.name}",
        body=(
            Paragraph(f"Hôm nay, ngày {s.day(3):%d/%m/%Y}, tại {s.hamlet}, {s.commune}, chúng tôi gồm:"),
            Paragraph(f"Ông {s.economy_head}, Trưởng phòng Phòng Kinh tế {s.commune};", lead="1."),
            Paragraph(f"Ông {s.hamlet_head}, Trưởng {s.hamlet};", lead="2."),
            Paragraph(f"{owner.title.capitalize()} {owner.name}, chủ đầu tư công trình.", lead="3."),
            Paragraph(
                f"Đã cùng nhau kiểm tra hiện trạng thửa đất số {house.parcel}, tờ bản đồ số {house.sheet}. Kết quả: mốc giới thửa đất rõ ràng, không có tranh chấp; công trình đã xây xong phần móng và tầng 1 đúng giấy phép; các hộ liền kề không có ý kiến phản đối việc nâng tầng."
            ),
            Paragraph(
                "Biên bản lập xong hồi 10 giờ 30 phút cùng ngày, đã đọc cho mọi người cùng nghe, thống nhất và ký tên dưới đây; lập thành 03 bản có giá trị như nhau./."
            ),
        ),
        signers=(Signer(("CHỦ ĐẦU TƯ",), owner.name), Signer(("TRƯỞNG PHÒNG",), s.economy_head)),
        day_by_hand=True,
        incoming=Incoming(f"UBND {s.commune}", number + 61, s.day(4)),
    )


def _permit(s: Setting, house: House, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="giay-phep-xay-dung",
        type_name="Giấy phép",
        agency=s.committee,
        symbol="GP-UBND",
        number=number,
        place=s.place,
        issued=s.day(10),
        subject="Xây dựng điều chỉnh nhà ở riêng lẻ",
        body=(
            *(Paragraph(law, italic=True) for law in LAWS),
            Centred("CHỦ TỊCH ỦY BAN NHÂN DÂN"),
            Centred(f"{s.commune.upper()} CẤP GIẤY PHÉP:"),
            Paragraph(
                f"Cấp cho: {owner.title} {owner.name}, số định danh cá nhân {owner.personal_number}; địa chỉ: {s.address}.",
                lead="1.",
            ),
            Paragraph(
                f"Được phép xây dựng công trình nhà ở riêng lẻ tại thửa đất số {house.parcel}, tờ bản đồ số {house.sheet}, diện tích {house.plot_m2} m2, {s.hamlet}, {s.commune}.",
                lead="2.",
            ),
            Paragraph(
                f"Diện tích xây dựng tầng 1: {house.ground_m2} m2; tổng diện tích sàn: {house.total_m2} m2; chiều cao công trình: {_decimal(house.height_m)} m; số tầng: {house.floors:02d}; cốt nền: cao hơn mặt đường 0,45 m; khoảng lùi: 3,0 m.",
                lead="3.",
            ),
            Paragraph(
                "Thời hạn khởi công: 12 tháng kể từ ngày cấp giấy phép; quá thời hạn trên mà chưa khởi công thì phải đề nghị gia hạn.",
                lead="4.",
            ),
            Paragraph(
                "Chủ đầu tư phải thông báo ngày khởi công cho Ủy ban nhân dân xã, tuân thủ các quy định về an toàn, vệ sinh môi trường và hoàn thành công trình theo đúng giấy phép này.",
                lead="5.",
            ),
            Paragraph("Giấy phép này thay thế giấy phép xây dựng đã cấp trước đây cho cùng công trình./.", lead="6."),
        ),
        recipients=("Chủ đầu tư", "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công", "Lưu: VT"),
        signers=(Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), s.chair),),
        dossier_code=s.dossier_code,
    )
