"""Rubbish is told from text, and nothing honest is called rubbish."""

import pytest

from pipeline.digital.plausible import Flaw, flaw_of
from tests.unit.digital.papers import LINES, MISREAD, in_tcvn3, in_vni

HONEST = {
    "a decision": " ".join(LINES),
    "a decision in capitals": " ".join(LINES).upper(),
    "English": "This Contract, executed and entered into as of this day, is subject to the General Conditions and to "
    "all of the Special Conditions which are attached to it and shall be read with it in full.",
    "Vietnamese typed without marks": "Can cu Luat To chuc chinh quyen dia phuong ngay thang nam; xet de nghi cua Giam "
    "doc So Noi vu tai To trinh so ngay thang, quyet dinh phe duyet ke hoach tuyen dung vien chuc nam cua tinh",
    "a table of numbers": " ".join(f"{number} 1.234.{number:03} 56,7 %" for number in range(200)),
    "a register of abbreviations": "UBND HĐND QĐ-UBND TTHC BTNMT STNMT 2026 VPCP " * 10,
    "few words": "Hcok xA HQI",
    "nothing": "",
    "a list of foreign names": "Nguyễn Văn An Johannes Schröder Bùi Thị Hoa François Müller Trần Đức Ångström Phạm "
    "Thuý Hằng Lê Minh Jean-Pierre Đặng Quốc Việt Hoàng Thị Lan Vũ Đình Phúc Đỗ Mạnh Hùng",
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_what_people_write_is_believed(text: str) -> None:
    assert flaw_of(text.split()) is None


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        (" ".join(MISREAD), Flaw.IMPLAUSIBLE),
        (in_tcvn3(" ".join(LINES)), Flaw.TCVN3),
        (in_vni(" ".join(LINES)), Flaw.VNI),
        ("\ufffd\ufffd số 15 \ufffd", Flaw.NO_UNICODE_MAP),
        ("\ue001\ue002\ue003 \ue004\ue005", Flaw.NO_UNICODE_MAP),
        ("ab\x03\x04\x05 cd", Flaw.NO_UNICODE_MAP),
        ("".join(chr(ord("a") + (7 * n) % 26) + (" " if n % 6 == 5 else "") for n in range(300)), Flaw.IMPLAUSIBLE),
    ],
    ids=["misread", "TCVN3", "VNI", "replacement characters", "private use", "controls", "a cipher"],
)
def test_what_nobody_wrote_is_found_out(text: str, flaw: Flaw) -> None:
    assert flaw_of(text.split(" ")) is flaw
