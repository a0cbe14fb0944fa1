"""A citizen's card copied onto a sheet. It shows no portrait, no emblem and an invented person."""

import random
from collections.abc import Callable
from datetime import date

from samples.generator.flow import C
from samples.generator.paper import Face
from samples.generator.setting import Setting

_LEFT, _TOP, _STEP, _PT = 70.0, 62.0, 6.6, 11.0


def id_card(rng: random.Random, s: Setting, new_canvas: Callable[[float, float], C]) -> tuple[C, str, dict[str, str]]:
    """The front of a card: the sheet, its text and its truth."""
    who = s.applicant
    expires = date(who.born.year + 60, who.born.month, who.born.day)
    sex = "Nữ" if who.is_woman else "Nam"
    origin = f"{s.commune}, {s.province.name}"
    lines: list[tuple[str, Face, float]] = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.BOLD, 11.5),
        ("Độc lập - Tự do - Hạnh phúc", Face.BOLD, 11.0),
        ("CĂN CƯỚC CÔNG DÂN", Face.BOLD, 15.0),
        ("Citizen Identity Card", Face.REGULAR, 11.0),
    ]
    rows = [
        f"Số / No.: {who.personal_number}",
        "Họ và tên / Full name:",
        who.name.upper(),
        f"Ngày sinh / Date of birth: {who.born:%d/%m/%Y}",
        f"Giới tính / Sex: {sex}   Quốc tịch / Nationality: Việt Nam",
        "Quê quán / Place of origin:",
        origin,
        "Nơi thường trú / Place of residence:",
        s.address,
        f"Có giá trị đến / Date of expiry: {expires:%d/%m/%Y}",
    ]
    canvas, y = new_canvas(210.0, 297.0), _TOP
    for text, face, size in lines:
        canvas.write(105.0 - canvas.measure(text, face, size) / 2, y, text, face, size)
        y += _STEP
    y += _STEP / 2
    for row in rows:
        canvas.write(_LEFT, y, row, Face.REGULAR, _PT + rng.choice((0.0, 0.5)))
        y += _STEP
    canvas.rule(38.0, _TOP - 10, 192.0, _TOP - 10)
    canvas.rule(38.0, y + 3, 192.0, y + 3)
    text = "\n".join([*(line for line, _, _ in lines), *rows]) + "\n"
    truth = {
        "id_so": who.personal_number,
        "id_ho_ten": who.name,
        "id_ngay_sinh": who.born.isoformat(),
        "id_gioi_tinh": sex,
        "id_quoc_tich": "Việt Nam",
        "id_que_quan": origin,
        "id_noi_cu_tru": s.address,
        "id_ngay_het_han": expires.isoformat(),
    }
    return canvas, text, truth
