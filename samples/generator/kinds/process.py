"""Papers of the procedure itself (forms of Circular 03/2025/TT-VPCP) and what applicants hand in."""

import random

from samples.generator.kinds.draft import Cell, Draft, Made, headed, slashed
from samples.generator.paper import Organisation, Paper, Signer
from samples.generator.setting import Setting

PROCEDURES = (
    "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "Đăng ký biến động quyền sử dụng đất",
    "Cấp bản sao trích lục hộ tịch",
)


def _centre(s: Setting) -> Organisation:
    name = "Trung tâm Phục vụ hành chính công"
    return Organisation(
        name=f"{name} {s.commune}",
        parent=f"Ủy ban nhân dân {s.commune}",
        parent_line=f"UBND {s.commune}".upper(),
        name_lines=("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
        seal_ring=f"U.B.N.D {s.commune.upper()}",
    )


def reception_slip(rng: random.Random, s: Setting) -> Made:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    who, due = s.applicant, s.day(rng.randint(7, 20))
    form = Draft()
    form.row(Cell("Mã hồ sơ:", s.dossier_code, "dossier_code"))
    form.row(Cell("Tiếp nhận hồ sơ của:", who.name, "chu_ho_so"))
    form.row(Cell("Địa chỉ:", s.address, "dia_chi"))
    form.row(Cell("Số điện thoại:", who.phone, "dien_thoai"))
    form.row(Cell("Số CMND/CC/hộ chiếu:", who.personal_number, "so_giay_to"))
    form.row(Cell("Nội dung yêu cầu giải quyết:", rng.choice(PROCEDURES), "noi_dung_yeu_cau"))
    form.say("Thành phần hồ sơ nộp gồm: Đơn đề nghị (bản chính); bản vẽ thiết kế (bản chính).")
    form.row(Cell("Số lượng hồ sơ:", "01 (bộ)", "so_luong_ho_so", "01"))
    form.row(
        Cell(
            "Thời gian nhận hồ sơ:",
            f"08 giờ {rng.randint(0, 59):02d} phút, ngày {slashed(s.received)}",
            "ngay_nhan",
            s.received.isoformat(),
        )
    )
    form.row(
        Cell(
            "Thời gian trả kết quả giải quyết hồ sơ:",
            f"16 giờ 00 phút, ngày {slashed(due)}",
            "ngay_hen_tra",
            due.isoformat(),
        )
    )
    return headed(
        form,
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        agency=_centre(s),
        symbol="TNHS",
        number=rng.randint(11, 900),
        setting=s,
        issued=s.received,
        signer=Signer(("NGƯỜI TIẾP NHẬN HỒ SƠ",), s.officer),
    )


def supplement_request(rng: random.Random, s: Setting) -> Made:
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""
    who = s.applicant
    form = Draft()
    form.row(Cell("Hồ sơ của:", who.name, "chu_ho_so"))
    form.row(Cell("Địa chỉ:", s.address, "dia_chi"))
    form.row(Cell("Số điện thoại:", who.phone, "dien_thoai"))
    form.row(Cell("Nội dung yêu cầu giải quyết:", rng.choice(PROCEDURES), "noi_dung_yeu_cau"))
    form.say("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau: bản vẽ mặt bằng có xác nhận của đơn vị thiết kế.")
    form.row(Cell("Lý do:", rng.choice(("Thiếu bản vẽ mặt bằng", "Đơn chưa ghi ngày, tháng")), "ly_do"))
    return headed(
        form,
        title="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        agency=_centre(s),
        symbol="HDHS",
        number=rng.randint(11, 900),
        setting=s,
        issued=s.day(2),
        signer=Signer(("NGƯỜI HƯỚNG DẪN",), s.officer),
    )


def application_form(rng: random.Random, s: Setting) -> Made:
    """Đơn đề nghị, filled in by a program or by hand."""
    who, by_hand = s.applicant, rng.random() < 0.5
    to = f"Ủy ban nhân dân {s.commune}"
    form = Draft()
    form.row(Cell("Họ và tên:", who.name, "nguoi_de_nghi_ho_ten", by_hand=by_hand))
    form.row(
        Cell(
            "Ngày, tháng, năm sinh:",
            slashed(who.born),
            "nguoi_de_nghi_ngay_sinh",
            who.born.isoformat(),
            by_hand=by_hand,
        )
    )
    form.row(Cell("Số định danh cá nhân:", who.personal_number, "nguoi_de_nghi_so_dinh_danh", by_hand=by_hand))
    form.row(Cell("Địa chỉ liên hệ:", s.address, "nguoi_de_nghi_dia_chi", by_hand=by_hand))
    form.row(Cell("Số điện thoại:", who.phone, "nguoi_de_nghi_dien_thoai", by_hand=by_hand))
    form.row(Cell("Nội dung đề nghị:", rng.choice(PROCEDURES), "noi_dung_de_nghi", by_hand=by_hand))
    form.say("Tôi xin cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật.")
    paper = Paper(
        slug="don",
        type_name="Đơn đề nghị",
        agency=None,
        symbol="",
        number=0,
        place=s.place,
        issued=s.received,
        subject="Giải quyết thủ tục hành chính",
        body=tuple(form.blocks),
        signers=(Signer(("NGƯỜI LÀM ĐƠN",), who.name),),
        addressees=(to,),
    )
    truth = {**form.truth, "type": "Đơn đề nghị", "kinh_gui": to}
    return Made(paper, truth, frozenset(form.handwritten))
