"""Papers of civil status, in the wording of the forms of the Ministry of Justice. All persons are invented."""

import random
from datetime import date, timedelta

from samples.generator.kinds.draft import Cell, Draft, Made, headed, slashed
from samples.generator.paper import Signer
from samples.generator.setting import Setting, invent_name

GROUPS = ("Kinh", "Tày", "Thái", "Mông", "Dao", "Nùng")
_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(day: date) -> str:
    """``Ngày mười lăm, tháng chín, năm hai nghìn không trăm hai mươi tư`` without the fine points of spelling."""
    return f"Ngày {_under_hundred(day.day)}, tháng {_under_hundred(day.month)}, năm {_year(day.year)}"


def _under_hundred(value: int) -> str:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _ONES[ones]
    head = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    if ones == 0:
        return head
    return f"{head} {'lăm' if ones == 5 else 'mốt' if ones == 1 and tens > 1 else _ONES[ones]}"


def _year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    tail = f" linh {_ONES[rest]}" if 0 < rest < 10 else f" {_under_hundred(rest)}" if rest else ""
    return f"{_ONES[thousands]} nghìn {_ONES[hundreds]} trăm{tail}"


def personal_number(rng: random.Random, prefix: str, born: date, *, is_woman: bool) -> str:
    """A number of the right form that was drawn, not given."""
    century = 2 * ((born.year - 1900) // 100) + is_woman
    return f"{prefix}{century}{born.year % 100:02d}{rng.randrange(10**6):06d}"


def _commune_chair(s: Setting) -> Signer:
    return Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), s.chair)


def birth_certificate(rng: random.Random, s: Setting) -> Made:
    """Giấy khai sinh."""
    born = date(rng.randint(2016, 2025), rng.randint(1, 12), rng.randint(1, 28))
    is_girl = rng.random() < 0.5
    father, mother = invent_name(rng, is_woman=False), invent_name(rng, is_woman=True)
    child = f"{father.split()[0]} {invent_name(rng, is_woman=is_girl).partition(' ')[2]}"
    group = rng.choice(GROUPS)
    form = Draft()
    form.row(Cell("Họ, chữ đệm, tên:", child.upper(), "nksHoTen", child))
    form.row(Cell("Ngày, tháng, năm sinh:", slashed(born), "nksNgaySinh", born.isoformat()))
    form.row(Cell("Ghi bằng chữ:", in_words(born), "nksNgaySinhBangChu", born.isoformat()))
    form.row(
        Cell("Giới tính:", "Nữ" if is_girl else "Nam", "nksGioiTinh"),
        Cell("Dân tộc:", group, "nksDanToc", at=0.33),
        Cell("Quốc tịch:", "Việt Nam", "nksQuocTich", at=0.66),
    )
    form.row(Cell("Nơi sinh:", f"Bệnh viện đa khoa tỉnh {s.province.name}", "nksNoiSinh"))
    form.row(Cell("Quê quán:", f"{s.commune}, tỉnh {s.province.name}", "nksQueQuan"))
    number = personal_number(rng, s.province.personal_prefix, born, is_woman=is_girl)
    form.row(Cell("Số định danh cá nhân:", number, "soDinhDanh"))
    for prefix, who, name in (("me", "mẹ", mother), ("cha", "cha", father)):
        year = str(born.year - rng.randint(20, 38))
        form.row(Cell(f"Họ, chữ đệm, tên người {who}:", name, f"{prefix}HoTen"))
        form.row(
            Cell("Năm sinh:", year, f"{prefix}NgaySinh"),
            Cell("Dân tộc:", group, f"{prefix}DanToc", at=0.33),
            Cell("Quốc tịch:", "Việt Nam", f"{prefix}QuocTich", at=0.66),
        )
        form.row(Cell("Nơi cư trú:", s.address, f"{prefix}NoiCuTru"))
    form.row(Cell("Họ, chữ đệm, tên người đi khai sinh:", father, "nycHoTen"))
    paper = personal_number(rng, s.province.personal_prefix, date(1990, 1, 1), is_woman=False)
    form.row(Cell("Giấy tờ tùy thân:", f"Căn cước số {paper}", "nycSoGiayTo", paper))
    form.row(Cell("Nơi đăng ký khai sinh:", f"Ủy ban nhân dân {s.commune}", "noiDangKy"))
    signed = born + timedelta(days=rng.randint(5, 50))
    form.row(Cell("Ngày, tháng, năm đăng ký:", slashed(signed), "ngayDangKy", signed.isoformat()))
    return headed(
        form,
        title="Giấy khai sinh",
        agency=s.committee,
        symbol=str(signed.year),
        number=rng.randint(11, 240),
        setting=s,
        issued=signed,
        signer=_commune_chair(s),
        number_name="so_dang_ky",
    )


def marriage_certificate(rng: random.Random, s: Setting) -> Made:
    """Giấy chứng nhận kết hôn, wife and husband side by side."""
    form = Draft()
    people = []
    for prefix, is_woman in (("vo", True), ("chong", False)):
        born = date(rng.randint(1985, 2003), rng.randint(1, 12), rng.randint(1, 28))
        number = personal_number(rng, s.province.personal_prefix, born, is_woman=is_woman)
        people.append((prefix, invent_name(rng, is_woman=is_woman), born, rng.choice(GROUPS), number))
    places = (0.0, 0.52)
    who = ("vợ", "chồng")
    form.row(
        *(
            Cell(f"Họ, chữ đệm, tên {word}:", name, f"{prefix}HoTen", at=at)
            for (prefix, name, *_), at, word in zip(people, places, who, strict=True)
        )
    )
    form.row(
        *(
            Cell("Ngày, tháng, năm sinh:", slashed(born), f"{prefix}NgaySinh", born.isoformat(), at=at)
            for (prefix, _, born, *_), at in zip(people, places, strict=True)
        )
    )
    form.row(
        *(
            Cell("Dân tộc:", group, f"{prefix}DanToc", at=at)
            for (prefix, _, _, group, _), at in zip(people, places, strict=True)
        )
    )
    form.row(
        *(
            Cell("Quốc tịch:", "Việt Nam", f"{prefix}QuocTich", at=at)
            for (prefix, *_), at in zip(people, places, strict=True)
        )
    )
    form.row(
        *(
            Cell("Nơi cư trú:", s.address, f"{prefix}NoiCuTru", at=at)
            for (prefix, *_), at in zip(people, places, strict=True)
        )
    )
    form.row(
        *(
            Cell("Giấy tờ tùy thân:", f"CCCD {number}", f"{prefix}SoGiayTo", number, at=at)
            for (prefix, *_, number), at in zip(people, places, strict=True)
        )
    )
    form.row(Cell("Nơi đăng ký kết hôn:", f"Ủy ban nhân dân {s.commune}", "noiDangKy"))
    form.row(Cell("Ngày, tháng, năm đăng ký:", slashed(s.received), "ngayDangKy", s.received.isoformat()))
    return headed(
        form,
        title="Giấy chứng nhận kết hôn",
        agency=s.committee,
        symbol=str(s.received.year),
        number=rng.randint(11, 140),
        setting=s,
        issued=s.received,
        signer=_commune_chair(s),
        number_name="so_dang_ky",
    )


def death_record(rng: random.Random, s: Setting) -> Made:
    """Trích lục khai tử."""
    is_woman = rng.random() < 0.5
    born = date(rng.randint(1930, 1958), rng.randint(1, 12), rng.randint(1, 28))
    died = s.received - timedelta(days=rng.randint(3, 20))
    number = personal_number(rng, s.province.personal_prefix, born, is_woman=is_woman)
    form = Draft()
    form.row(Cell("Họ, chữ đệm, tên:", invent_name(rng, is_woman=is_woman), "nktHoTen"))
    form.row(
        Cell("Ngày, tháng, năm sinh:", slashed(born), "nktNgaySinh", born.isoformat()),
        Cell("Giới tính:", "Nữ" if is_woman else "Nam", "nktGioiTinh", at=0.6),
    )
    form.row(Cell("Dân tộc:", rng.choice(GROUPS), "nktDanToc"), Cell("Quốc tịch:", "Việt Nam", "nktQuocTich", at=0.6))
    form.row(Cell("Nơi cư trú cuối cùng:", s.address, "nktNoiCuTru"))
    form.row(Cell("Giấy tờ tùy thân:", f"Căn cước công dân số {number}", "nktSoGiayTo", number))
    hour, minute = rng.randint(1, 23), rng.randint(0, 59)
    when = f"{hour:02d} giờ {minute:02d} phút, ngày {died.day:02d} tháng {died.month:02d} năm {died.year}"
    form.row(Cell("Đã chết vào lúc:", when, "nktNgayChet", died.isoformat()))
    form.row(Cell("Nơi chết:", s.address, "nktNoiChet"))
    form.row(Cell("Nguyên nhân chết:", rng.choice(("Tuổi già", "Bệnh tim", "Đột quỵ")), "nktNguyenNhanChet"))
    form.row(Cell("Đăng ký khai tử tại:", f"Ủy ban nhân dân {s.commune}", "noiDangKy"))
    form.row(Cell("Ngày, tháng, năm đăng ký:", slashed(s.received), "ngayDangKy", s.received.isoformat()))
    number_of_extract = rng.randint(11, 99)
    form.truth["so_dang_ky"] = f"{number_of_extract}/TLKT-UBND"
    return headed(
        form,
        title="Trích lục khai tử",
        agency=s.committee,
        symbol="TLKT-UBND",
        number=number_of_extract,
        setting=s,
        issued=s.received,
        signer=_commune_chair(s),
    )


def marital_status_confirmation(rng: random.Random, s: Setting) -> Made:
    """Giấy xác nhận tình trạng hôn nhân."""
    who = s.applicant
    form = Draft()
    form.say(f"Xét đề nghị của {who.title} {who.name} về việc cấp Giấy xác nhận tình trạng hôn nhân,")
    form.say("", "XÁC NHẬN:")
    form.row(Cell("Họ, chữ đệm, tên:", who.name, "ho_ten"))
    form.row(Cell("Ngày, tháng, năm sinh:", slashed(who.born), "ngay_sinh", who.born.isoformat()))
    form.row(
        Cell("Giới tính:", "Nữ" if who.is_woman else "Nam", "gioi_tinh"),
        Cell("Dân tộc:", rng.choice(GROUPS), "dan_toc", at=0.33),
        Cell("Quốc tịch:", "Việt Nam", "quoc_tich", at=0.66),
    )
    form.row(
        Cell("Giấy tờ tùy thân:", f"Căn cước công dân số {who.personal_number}", "so_dinh_danh", who.personal_number)
    )
    form.row(Cell("Nơi cư trú:", s.address, "noi_cu_tru"))
    status = rng.choice(("Chưa đăng ký kết hôn với ai", "Đã ly hôn, hiện chưa đăng ký kết hôn với ai"))
    form.row(Cell("Tình trạng hôn nhân:", status, "tinh_trang"))
    purpose = rng.choice(("Làm thủ tục mua bán nhà đất", "Làm thủ tục vay vốn ngân hàng"))
    form.row(Cell("Giấy này được cấp để:", purpose, "muc_dich"))
    form.say("Giấy này có giá trị 6 tháng kể từ ngày cấp.")
    return headed(
        form,
        title="Giấy xác nhận tình trạng hôn nhân",
        agency=s.committee,
        symbol="GXN-UBND",
        number=rng.randint(11, 400),
        setting=s,
        issued=s.received,
        signer=_commune_chair(s),
    )


def civil_extract_copy(rng: random.Random, s: Setting) -> Made:
    """Trích lục khai sinh (bản sao)."""
    who = s.applicant
    registered = who.born + timedelta(days=rng.randint(5, 60))
    form = Draft()
    form.row(Cell("Họ, chữ đệm, tên:", who.name.upper(), "nguoi", who.name))
    form.row(Cell("Ngày, tháng, năm sinh:", slashed(who.born), "ngay_sinh", who.born.isoformat()))
    form.row(Cell("Giới tính:", "Nữ" if who.is_woman else "Nam"), Cell("Dân tộc:", "Kinh", at=0.5))
    form.row(Cell("Nơi sinh:", f"{s.commune}, tỉnh {s.province.name}"))
    form.row(Cell("Số định danh cá nhân:", who.personal_number))
    form.row(Cell("Đăng ký khai sinh tại:", f"Ủy ban nhân dân {s.commune}", "noi_dang_ky_goc"))
    form.row(
        Cell("Số đăng ký:", f"{rng.randint(11, 99)}/{registered.year}", "so_goc"),
        Cell("Ngày, tháng, năm đăng ký:", slashed(registered), "ngay_goc", registered.isoformat(), at=0.45),
    )
    form.say("Thực hiện trích lục từ: Cơ sở dữ liệu hộ tịch điện tử.")
    return headed(
        form,
        title="Trích lục khai sinh",
        subject="(Bản sao)",
        agency=s.committee,
        symbol="TLKS-BS",
        number=rng.randint(11, 400),
        setting=s,
        issued=s.received,
        signer=_commune_chair(s),
        number_name="so_ban_sao",
    )
