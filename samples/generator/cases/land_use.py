# ruff: noqa: E501 - a paragraph of a paper stays on one line, as its author would see it
"""Change of land use: the old decision of a former district, an appraisal report, a letter, a notice of fees."""

import random
from dataclasses import dataclass
from datetime import date

from samples.generator.cases.case import Case
from samples.generator.paper import Centred, Column, Incoming, Organisation, Paper, Paragraph, Signer, Table
from samples.generator.setting import Setting, invent_name

ECONOMY = "Phòng Kinh tế"

# District and province as they were before July 2025, by today's province.
FORMER = {
    "Tuyên Quang": ("huyện Đồng Văn", "Hà Giang"),
    "Hà Tĩnh": ("huyện Cẩm Xuyên", "Hà Tĩnh"),
    "Lào Cai": ("huyện Bắc Hà", "Lào Cai"),
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel and the part of it that changes its use."""

    number: int
    sheet: int
    area_m2: int
    changed_m2: int
    price: int

    @property
    def fee(self) -> int:
        """What the change costs, in đồng."""
        return self.changed_m2 * self.price


def land_use_change(rng: random.Random, setting: Setting) -> Case:
    """Garden land becomes a building plot."""
    parcel = Parcel(
        number=rng.randint(20, 410),
        sheet=rng.randint(3, 48),
        area_m2=rng.randint(520, 980),
        changed_m2=rng.randint(120, 240),
        price=rng.randint(11, 39) * 10_000,
    )
    numbers = rng.sample(range(21, 390), 5)
    return Case(
        setting.dossier_code,
        (
            _old_decision(rng, setting, parcel, numbers[0] + 900),
            _report(setting, parcel, numbers[1]),
            _letter(setting, parcel, numbers[2]),
            _notice(setting, parcel, numbers[3]),
        ),
        _decision(setting, parcel, numbers[4]),
    )


def _money(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _old_decision(rng: random.Random, s: Setting, parcel: Parcel, number: int) -> Paper:
    district, province = FORMER[s.province.name]
    bare = district.partition(" ")[2]
    owner = s.applicant
    issued = date(rng.randint(2015, 2019), rng.randint(3, 11), rng.randint(2, 28))
    return Paper(
        slug="quyet-dinh-cu",
        type_name="Quyết định",
        agency=Organisation(
            name=f"Ủy ban nhân dân {district}",
            parent=None,
            parent_line=None,
            name_lines=("ỦY BAN NHÂN DÂN", district.upper()),
            seal_ring=f"U.B.N.D {district.upper()} - T. {province.upper()}",
        ),
        symbol="QĐ-UBND",
        number=number,
        place=bare,
        issued=issued,
        subject=f"Về việc cấp Giấy chứng nhận quyền sử dụng đất cho hộ gia đình, cá nhân trên địa bàn {district}",
        body=(
            Centred(f"ỦY BAN NHÂN DÂN {district.upper()}"),
            Paragraph("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True),
            Paragraph("Căn cứ Luật Đất đai ngày 29 tháng 11 năm 2013;", italic=True),
            Paragraph(
                "Căn cứ Nghị định số 43/2014/NĐ-CP ngày 15 tháng 5 năm 2014 của Chính phủ quy định chi tiết thi hành một số điều của Luật Đất đai;",
                italic=True,
            ),
            Paragraph(
                "Căn cứ Thông tư số 23/2014/TT-BTNMT ngày 19 tháng 5 năm 2014 của Bộ trưởng Bộ Tài nguyên và Môi trường quy định về Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất;",
                italic=True,
            ),
            Paragraph(
                f"Xét đề nghị của Trưởng phòng Phòng Tài nguyên và Môi trường {district} tại Tờ trình số {number - 617}/TTr-TNMT.",
                italic=True,
            ),
            Centred("QUYẾT ĐỊNH:"),
            Paragraph(
                f"Cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất cho {rng.randint(14, 38)} hộ gia đình, cá nhân trên địa bàn {district} (có danh sách kèm theo), trong đó có hộ {owner.title} {owner.name}, {s.hamlet}: thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}, diện tích {parcel.area_m2} m2, mục đích sử dụng: đất trồng cây hằng năm khác; thời hạn sử dụng: đến ngày 15 tháng 10 năm 2063; nguồn gốc sử dụng: công nhận quyền sử dụng đất như giao đất không thu tiền sử dụng đất.",
                lead="Điều 1.",
            ),
            Paragraph(
                f"Giao Phòng Tài nguyên và Môi trường {district} chủ trì, phối hợp với Chi nhánh Văn phòng Đăng ký đất đai và Ủy ban nhân dân các xã, thị trấn thực hiện những việc sau:",
                lead="Điều 2.",
            ),
            Paragraph(
                "1. Thông báo cho các hộ gia đình, cá nhân có tên trong danh sách thực hiện nghĩa vụ tài chính theo quy định của pháp luật trước khi nhận Giấy chứng nhận."
            ),
            Paragraph(
                "2. Trao Giấy chứng nhận cho người được cấp sau khi đã hoàn thành nghĩa vụ tài chính; thu hồi các giấy tờ cũ có liên quan và lưu vào hồ sơ địa chính."
            ),
            Paragraph(
                "3. Cập nhật, chỉnh lý hồ sơ địa chính, cơ sở dữ liệu đất đai; quản lý, lưu trữ hồ sơ theo đúng quy định hiện hành về công tác lưu trữ."
            ),
            Paragraph(
                "4. Tổng hợp, báo cáo kết quả thực hiện về Ủy ban nhân dân huyện trước ngày 25 tháng cuối quý để theo dõi, chỉ đạo."
            ),
            Paragraph("Quyết định này có hiệu lực thi hành kể từ ngày ký.", lead="Điều 3."),
            Paragraph(
                f"Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện; Trưởng phòng các phòng: Tài nguyên và Môi trường, Tài chính - Kế hoạch; Chi cục trưởng Chi cục Thuế {district}; Chủ tịch Ủy ban nhân dân các xã, thị trấn và các hộ gia đình, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
                lead="Điều 4.",
            ),
        ),
        recipients=(
            "Như Điều 4",
            "Sở Tài nguyên và Môi trường",
            "TT. Huyện ủy, HĐND huyện",
            "CT, các PCT UBND huyện",
            "Lưu: VT, TNMT",
        ),
        signers=(Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), invent_name(rng, is_woman=False)),),
        number_by_hand=True,
        day_by_hand=True,
        old=True,
    )


def _report(s: Setting, parcel: Parcel, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="bao-cao",
        type_name="Báo cáo",
        agency=s.division(ECONOMY),
        symbol="BC-KT",
        number=number,
        place=s.place,
        issued=s.day(6),
        subject=f"Thẩm định nhu cầu chuyển mục đích sử dụng đất của hộ {owner.title} {owner.name}",
        addressees=(f"Ủy ban nhân dân {s.commune}",),
        body=(
            Paragraph(
                f"Thực hiện quy định của Luật Đất đai năm 2024, Phòng Kinh tế {s.commune} đã thẩm định hồ sơ mã số {s.dossier_code} của {owner.title} {owner.name}, địa chỉ tại {s.address}, xin báo cáo như sau:"
            ),
            Paragraph(lead="I. Về hiện trạng sử dụng đất"),
            Paragraph(
                f"Thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}, diện tích {parcel.area_m2} m2, mục đích sử dụng: đất trồng cây hằng năm khác. Thửa đất tiếp giáp đường liên thôn rộng 5,5 m, có hệ thống điện, nước sinh hoạt; hiện trạng đang trồng ngô và cây ăn quả, không có công trình xây dựng trái phép."
            ),
            Paragraph(lead="II. Về sự phù hợp với quy hoạch"),
            Paragraph(
                f"Phần diện tích {parcel.changed_m2} m2 đề nghị chuyển sang đất ở tại nông thôn phù hợp với quy hoạch sử dụng đất thời kỳ 2021 - 2030 và kế hoạch sử dụng đất năm 2026 đã được cấp có thẩm quyền phê duyệt; không nằm trong hành lang an toàn giao thông, công trình thủy lợi, đất rừng phòng hộ; không thuộc khu vực có nguy cơ sạt lở, lũ ống, lũ quét."
            ),
            Paragraph(lead="III. Về nghĩa vụ tài chính dự kiến"),
            Paragraph(
                f"Giá đất ở tại vị trí nêu trên theo Bảng giá đất của tỉnh {s.province.name} là {_money(parcel.price)} đồng/m2. Số tiền sử dụng đất dự kiến phải nộp là {_money(parcel.fee)} đồng; cơ quan thuế xác định số chính thức sau khi có quyết định cho phép chuyển mục đích sử dụng đất."
            ),
            Paragraph(lead="IV. Đánh giá và đề xuất"),
            Paragraph(
                "Hồ sơ đầy đủ, hợp lệ; nội dung kê khai trong đơn thống nhất với Giấy chứng nhận và bản trích lục bản đồ địa chính. Tại cuộc họp của thôn, các hộ liền kề xác nhận ranh giới ổn định, không có tranh chấp, khiếu nại, tố cáo."
            ),
            Paragraph(
                f"Phòng Kinh tế đề nghị Chủ tịch Ủy ban nhân dân {s.commune} xem xét, quyết định cho phép hộ {owner.title} {owner.name} chuyển mục đích sử dụng {parcel.changed_m2} m2 đất trồng cây hằng năm khác sang đất ở tại nông thôn./."
            ),
        ),
        recipients=("Như trên", "Chủ tịch, các PCT UBND xã", "Lưu: VT, ĐĐ"),
        signers=(Signer(("TRƯỞNG PHÒNG",), s.economy_head),),
        number_by_hand=True,
        day_by_hand=True,
        incoming=Incoming(f"UBND {s.commune}", number + 203, s.day(7)),
        two_sided=True,
    )


def _letter(s: Setting, parcel: Parcel, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="cong-van",
        type_name="Công văn",
        agency=s.committee,
        symbol="UBND-KT",
        number=number,
        place=s.place,
        issued=s.day(2),
        subject="V/v cung cấp thông tin địa chính phục vụ giải quyết thủ tục hành chính",
        addressees=(f"Văn phòng Đăng ký đất đai tỉnh {s.province.name}", f"Thuế cơ sở quản lý địa bàn {s.commune}"),
        body=(
            Paragraph(
                f"Ủy ban nhân dân {s.commune} đang giải quyết hồ sơ mã số {s.dossier_code} của {owner.title} {owner.name}, {s.hamlet}, về việc chuyển mục đích sử dụng {parcel.changed_m2} m2 đất tại thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}."
            ),
            Paragraph(
                "Để có căn cứ giải quyết, Ủy ban nhân dân xã đề nghị quý cơ quan phối hợp cung cấp các thông tin sau:"
            ),
            Paragraph(
                "Bản trích lục bản đồ địa chính và tình trạng đăng ký biến động, thế chấp của thửa đất nêu trên;",
                lead="1.",
            ),
            Paragraph(
                "Việc thực hiện nghĩa vụ tài chính về đất đai của chủ sử dụng đất tính đến thời điểm hiện tại;",
                lead="2.",
            ),
            Paragraph("Các vướng mắc khác có liên quan đến thửa đất (nếu có).", lead="3."),
            Paragraph(
                f"Văn bản trả lời xin gửi về Ủy ban nhân dân {s.commune} trước ngày {s.day(5):%d/%m/%Y}, đồng thời gửi qua Hệ thống quản lý văn bản và điều hành. Đầu mối liên hệ: ông {s.officer}, công chức Phòng Kinh tế./."
            ),
        ),
        recipients=("Như trên", "Chủ tịch, các PCT UBND xã", "Phòng Kinh tế", "Lưu: VT"),
        signers=(Signer(("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"), s.economy_head),),
        number_by_hand=True,
        day_by_hand=True,
    )


def _notice(s: Setting, parcel: Parcel, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="thong-bao",
        type_name="Thông báo",
        agency=s.committee,
        symbol="TB-UBND",
        number=number,
        place=s.place,
        issued=s.day(8),
        subject="Về việc nộp tiền sử dụng đất khi chuyển mục đích sử dụng đất",
        addressees=(f"{owner.title.capitalize()} {owner.name}, {s.hamlet}",),
        body=(
            Paragraph(
                f"Căn cứ hồ sơ mã số {s.dossier_code}, Ủy ban nhân dân {s.commune} thông báo các khoản phải nộp như sau:"
            ),
            Table(
                (
                    Column("TT", 0.08),
                    Column("Khoản thu", 0.5, left=True),
                    Column("Diện tích (m2)", 0.17),
                    Column("Số tiền (đồng)", 0.25),
                ),
                (
                    ("1", "Tiền sử dụng đất", str(parcel.changed_m2), _money(parcel.fee)),
                    ("2", "Lệ phí cấp Giấy chứng nhận", "", "50.000"),
                    ("", "Tổng cộng", "", _money(parcel.fee + 50_000)),
                ),
            ),
            Paragraph(
                "Thời hạn nộp: chậm nhất 30 ngày kể từ ngày nhận được Thông báo này. Nộp tại Kho bạc Nhà nước hoặc thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia./."
            ),
        ),
        recipients=("Như trên", "Phòng Kinh tế", "Lưu: VT"),
        signers=(Signer(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), s.deputy),),
    )


def _decision(s: Setting, parcel: Parcel, number: int) -> Paper:
    owner = s.applicant
    return Paper(
        slug="quyet-dinh",
        type_name="Quyết định",
        agency=s.committee,
        symbol="QĐ-UBND",
        number=number,
        place=s.place,
        issued=s.day(12),
        subject="Về việc cho phép chuyển mục đích sử dụng đất",
        body=(
            Centred(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {s.commune.upper()}"),
            Paragraph("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True),
            Paragraph("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;", italic=True),
            Paragraph(
                "Căn cứ Nghị định số 102/2024/NĐ-CP ngày 30 tháng 7 năm 2024 của Chính phủ quy định chi tiết thi hành một số điều của Luật Đất đai;",
                italic=True,
            ),
            Paragraph(
                "Căn cứ Nghị định số 151/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ quy định về phân định thẩm quyền của chính quyền địa phương 02 cấp, phân quyền, phân cấp trong lĩnh vực đất đai;",
                italic=True,
            ),
            Paragraph(f"Xét đề nghị của Trưởng phòng Phòng Kinh tế {s.commune}.", italic=True),
            Centred("QUYẾT ĐỊNH:"),
            Paragraph(
                f"Cho phép hộ {owner.title} {owner.name}, số định danh cá nhân {owner.personal_number}, địa chỉ tại {s.address}, được chuyển mục đích sử dụng {parcel.changed_m2} m2 đất trồng cây hằng năm khác sang đất ở tại nông thôn, thuộc thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}. Thời hạn sử dụng đất: ổn định lâu dài. Hình thức: Nhà nước giao đất có thu tiền sử dụng đất.",
                lead="Điều 1.",
            ),
            Paragraph(
                f"Phòng Kinh tế {s.commune} chuyển thông tin địa chính đến cơ quan thuế để xác định nghĩa vụ tài chính; chỉnh lý hồ sơ địa chính và trao Giấy chứng nhận sau khi người sử dụng đất hoàn thành nghĩa vụ tài chính.",
                lead="Điều 2.",
            ),
            Paragraph("Quyết định này có hiệu lực kể từ ngày ký.", lead="Điều 3."),
            Paragraph(
                f"Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Trưởng phòng Phòng Kinh tế, các cơ quan, đơn vị có liên quan và {owner.title} {owner.name} chịu trách nhiệm thi hành Quyết định này./.",
                lead="Điều 4.",
            ),
        ),
        recipients=("Như Điều 4", "Văn phòng Đăng ký đất đai tỉnh", "Trung tâm Phục vụ hành chính công", "Lưu: VT, KT"),
        signers=(Signer(("CHỦ TỊCH",), s.chair),),
        dossier_code=s.dossier_code,
    )
