"""Certificates and permits: land, building, household business, criminal record, disability. Values are invented."""

import random
from dataclasses import replace
from datetime import date

from samples.generator.kinds.civil_status import GROUPS
from samples.generator.kinds.draft import Cell, Draft, Made, headed, slashed
from samples.generator.paper import Organisation, Signer
from samples.generator.setting import Setting

SERIES = ("AA", "CN", "DB", "BM", "CT")


def _police(s: Setting) -> Organisation:
    name = f"Công an tỉnh {s.province.name}"
    return Organisation(
        name=name,
        parent="Bộ Công an",
        parent_line="BỘ CÔNG AN",
        name_lines=(name.upper(),),
        seal_ring=f"CÔNG AN TỈNH {s.province.name.upper()}",
    )


def land_certificate(rng: random.Random, s: Setting) -> Made:
    """Giấy chứng nhận quyền sử dụng đất, one page, the serial by itself below."""
    who = s.applicant
    area = rng.randint(800, 19_000) / 10
    printed = f"{area:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    series, number = rng.choice(SERIES), f"{rng.randrange(10**6):06d}"
    form = Draft()
    form.say("", "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:")
    form.row(
        Cell("Họ và tên:", who.name, "owners_ten"), Cell("Năm sinh:", str(who.born.year), "owners_nam_sinh", at=0.6)
    )
    form.row(Cell("Số định danh cá nhân:", who.personal_number, "owners_so_giay_to"))
    form.row(Cell("Địa chỉ:", s.address, "owners_dia_chi"))
    form.say("", "2. Thông tin thửa đất:")
    form.row(
        Cell("Thửa đất số:", str(rng.randint(11, 480)), "so_thua"),
        Cell("Tờ bản đồ số:", str(rng.randint(11, 60)), "so_to_ban_do", at=0.5),
    )
    form.row(Cell("Diện tích:", f"{printed} m²", "dien_tich", f"{area:.1f}"))
    form.row(Cell("Loại đất:", rng.choice(("Đất ở tại nông thôn", "Đất trồng cây lâu năm")), "loai_dat"))
    form.row(Cell("Thời hạn sử dụng:", "Lâu dài", "thoi_han_su_dung"))
    form.row(Cell("Hình thức sử dụng:", "Sử dụng riêng", "hinh_thuc_su_dung"))
    form.row(Cell("Địa chỉ thửa đất:", f"{s.hamlet}, {s.commune}, tỉnh {s.province.name}", "dia_chi_thua"))
    form.row(
        Cell("Nguồn gốc sử dụng:", "Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất", "nguon_goc")
    )
    form.say("", "3. Thông tin tài sản gắn liền với đất: -/-")
    form.row(Cell("Số vào sổ cấp giấy chứng nhận:", f"CH{rng.randrange(10**5):05d}", "so_vao_so"))
    form.row(Cell("Số phát hành:", f"{series} {number}", "so_phat_hanh"))
    made = headed(
        form,
        title="Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
        type_name="Giấy chứng nhận",
        agency=s.committee,
        symbol="",
        number=0,
        setting=s,
        issued=s.day(12),
        signer=Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), s.chair),
    )
    truth = {name: value for name, value in made.truth.items() if name not in {"code", "issuing_agency", "issued_date"}}
    return Made(replace(made.paper, centred_head=True), truth, made.handwritten)


def building_permit(rng: random.Random, s: Setting) -> Made:
    """Giấy phép xây dựng."""
    who = s.applicant
    ground, floors = rng.randint(80, 140), rng.randint(2, 4)
    height = f"{rng.randint(70, 135) / 10:.1f}"
    form = Draft()
    form.row(Cell("1. Cấp cho:", f"{who.title} {who.name}", "chu_dau_tu", who.name))
    form.row(Cell("Địa chỉ:", s.address, "dia_chi"))
    form.row(Cell("2. Được phép xây dựng công trình:", "Nhà ở riêng lẻ", "loai_cong_trinh"))
    form.row(Cell("Cấp công trình:", "Cấp III", "cap_cong_trinh"))
    form.row(Cell("Thửa đất số:", f"{rng.randint(11, 400)}, tờ bản đồ số {rng.randint(11, 50)}", "thua_dat"))
    form.row(Cell("Địa điểm xây dựng:", f"{s.hamlet}, {s.commune}", "dia_diem"))
    form.row(Cell("Diện tích xây dựng:", f"{ground},5 m²", "dien_tich_xay_dung", f"{ground}.5"))
    form.row(Cell("Tổng diện tích sàn:", f"{ground * floors},0 m²", "tong_dien_tich_san", f"{ground * floors}.0"))
    form.row(
        Cell("Số tầng:", f"{floors:02d}", "tang"),
        Cell("Chiều cao công trình:", f"{height.replace('.', ',')} m", "chieu_cao", height, at=0.4),
    )
    form.row(Cell("Mật độ xây dựng:", f"{rng.randint(45, 90)} %", "mat_do", ""))
    form.truth["mat_do"] = form.truth["mat_do"].removesuffix(" %")
    within = "12 tháng kể từ ngày cấp"
    form.say(f"Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn {within}.", "3.")
    form.truth["thoi_han_khoi_cong"] = within
    return headed(
        form,
        title="Giấy phép xây dựng",
        agency=s.committee,
        symbol="GPXD-UBND",
        number=rng.randint(11, 300),
        setting=s,
        issued=s.day(10),
        signer=Signer(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), s.deputy),
        recipients=("Như mục 1", "Lưu: VT"),
    )


def business_household(rng: random.Random, s: Setting) -> Made:
    """Giấy chứng nhận đăng ký hộ kinh doanh."""
    who = s.applicant
    capital = rng.randint(20, 900) * 1_000_000
    form = Draft()
    form.row(Cell("Mã số hộ kinh doanh:", who.personal_number, "ma_so_ho_kd"))
    form.row(
        Cell(
            "Đăng ký lần đầu:",
            f"ngày {s.received.day:02d} tháng {s.received.month:02d} năm {s.received.year}",
            "ngay_dang_ky_lan_dau",
            s.received.isoformat(),
        )
    )
    shop = f"Hộ kinh doanh {who.name}"
    form.row(Cell("1. Tên hộ kinh doanh:", shop, "ten_ho_kd"))
    form.row(Cell("2. Trụ sở hộ kinh doanh:", s.address, "dia_chi_ho_kd"))
    form.row(Cell("Điện thoại:", who.phone, "dien_thoai"))
    form.row(
        Cell(
            "3. Ngành, nghề kinh doanh:",
            rng.choice(("Bán lẻ lương thực, thực phẩm", "Sửa chữa xe máy", "Dịch vụ ăn uống")),
            "nganh_nghe",
        )
    )
    form.row(Cell("4. Vốn kinh doanh:", f"{capital:,} đồng".replace(",", "."), "von", str(capital)))
    form.say("", "5. Thông tin về chủ hộ kinh doanh:")
    form.row(
        Cell("Họ và tên:", who.name, "chu_ho_ho_ten"),
        Cell("Giới tính:", "Nữ" if who.is_woman else "Nam", "chu_ho_gioi_tinh", at=0.6),
    )
    form.row(
        Cell("Sinh ngày:", slashed(who.born), "chu_ho_ngay_sinh", who.born.isoformat()),
        Cell("Dân tộc:", rng.choice(GROUPS), "chu_ho_dan_toc", at=0.4),
        Cell("Quốc tịch:", "Việt Nam", "chu_ho_quoc_tich", at=0.7),
    )
    form.row(Cell("Số định danh cá nhân:", who.personal_number, "chu_ho_so_giay_to"))
    form.row(Cell("Địa chỉ thường trú:", s.address, "chu_ho_dia_chi"))
    return headed(
        form,
        title="Giấy chứng nhận đăng ký hộ kinh doanh",
        agency=s.division("Phòng Kinh tế"),
        symbol="GCN-KT",
        number=rng.randint(11, 300),
        setting=s,
        issued=s.received,
        signer=Signer(("TRƯỞNG PHÒNG",), s.economy_head),
    )


def criminal_record(rng: random.Random, s: Setting) -> Made:
    """Phiếu lý lịch tư pháp số 1."""
    who = s.applicant
    form = Draft()
    form.row(
        Cell("1. Họ và tên:", who.name.upper(), "fullName", who.name),
        Cell("2. Giới tính:", "Nữ" if who.is_woman else "Nam", "genderId", at=0.6),
    )
    form.row(Cell("3. Ngày, tháng, năm sinh:", slashed(who.born), "birthDate", who.born.isoformat()))
    form.row(Cell("4. Nơi sinh:", f"{s.commune}, tỉnh {s.province.name}", "birthPlace"))
    form.row(
        Cell("5. Quốc tịch:", "Việt Nam", "nationality"), Cell("6. Dân tộc:", rng.choice(GROUPS), "ethnic", at=0.5)
    )
    form.row(Cell("7. Nơi thường trú:", s.address, "residence"))
    form.row(Cell("8. Nơi tạm trú:", f"{s.hamlet}, {s.commune}", "residenceTemporary"))
    form.row(Cell("9. Số định danh cá nhân:", who.personal_number, "identifyNo"))
    form.row(Cell("10. Tình trạng án tích:", "Không có án tích", "noi_dung_an_tich"))
    return headed(
        form,
        title="Phiếu lý lịch tư pháp số 1",
        type_name="Phiếu lý lịch tư pháp",
        agency=_police(s),
        symbol="PLLTP-CA",
        number=rng.randint(111, 9000),
        setting=s,
        issued=s.day(8),
        signer=Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), s.deputy),
    )


def disability_certificate(rng: random.Random, s: Setting) -> Made:
    """Giấy xác nhận khuyết tật."""
    who = s.applicant
    form = Draft()
    form.say("Chủ tịch Ủy ban nhân dân xã xác nhận:")
    form.row(
        Cell("Họ và tên:", who.name, "ho_ten"), Cell("Giới tính:", "Nữ" if who.is_woman else "Nam", "gioi_tinh", at=0.6)
    )
    form.row(Cell("Ngày, tháng, năm sinh:", slashed(who.born), "ngay_sinh", who.born.isoformat()))
    form.row(Cell("Số định danh cá nhân:", who.personal_number, "so_dinh_danh"))
    form.row(Cell("Nơi ở hiện nay:", s.address, "noi_cu_tru"))
    form.row(Cell("Dạng khuyết tật:", rng.choice(("Vận động", "Nghe, nói", "Nhìn")), "dang_khuyet_tat"))
    form.row(Cell("Mức độ khuyết tật:", rng.choice(("Đặc biệt nặng", "Nặng", "Nhẹ")), "muc_do_khuyet_tat"))
    return headed(
        form,
        title="Giấy xác nhận khuyết tật",
        type_name="Giấy xác nhận",
        agency=s.committee,
        symbol="GXN-UBND",
        number=rng.randint(11, 300),
        setting=s,
        issued=date(s.received.year, s.received.month, s.received.day),
        signer=Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), s.chair),
    )
