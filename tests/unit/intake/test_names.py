"""Names that are refused, and the names we write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnsafeName
from pipeline.names import check_name, safe_stem

REFUSED = {
    "a path upwards": "../../etc/passwd",
    "a path": "folder/scan.pdf",
    "a Windows path": "C:\\scan.pdf",
    "two dots": "..",
    "a dot": ".",
    "dots and spaces": ". . .",
    "nothing": "",
    "a space": " ",
    "a null byte": "scan\x00.pdf",
    "a line feed": "scan\n.pdf",
    "an escape sequence": "\x1b[2Jscan.pdf",
    "a C1 control": "scan\x9b.pdf",
    "text turned around": "scan\u202efdp.exe",
    "an isolate": "scan\u2066.pdf",
    "a zero-width space": "scan\u200b.pdf",
    "a byte order mark": "\ufeffscan.pdf",
    "a line separator": "scan\u2028.pdf",
    "a byte that is no text": "scan\udc80.pdf",
    "a device": "NUL",
    "a device with an extension": "com1.pdf",
    "more than a file system holds": "ờ" * 100 + ".pdf",
}

TAKEN = [
    "scan.pdf",
    "Tờ trình số 15-TTr_UBND (bản chính).pdf",
    "To\u031b\u0300 trinh.pdf",
    "-rf.pdf",
    ".hidden.pdf",
    "no extension",
    "a..b.pdf",
    "console.pdf",
    "tài liệu №5; 'quoted' & more.pdf",
]


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED.keys())
def test_a_name_is_refused(name: str) -> None:
    with pytest.raises(UnsafeName):
        check_name(name)


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_is_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Tờ trình số 5.pdf", "To_trinh_so_5"),
        ("ĐƠN ĐỀ NGHỊ.PDF", "DON_DE_NGHI"),
        ("To\u031b\u0300 trinh.tiff", "To_trinh"),
        ("../../etc/passwd", "passwd"),
        ("-rf.pdf", "rf"),
        (".pdf", "pdf"),
        ("文書.pdf", "file"),
        ("nul.pdf", "file_nul"),
        ("", "file"),
    ],
)
def test_a_stem_is_plain(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(st.text())
def test_a_stem_is_always_a_safe_name(name: str) -> None:
    stem = safe_stem(name)
    check_name(f"{stem}.pdf")
    assert stem.isascii()
    assert stem[0] not in ".-"
