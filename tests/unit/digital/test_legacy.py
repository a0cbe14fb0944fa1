"""Text of the time before Unicode."""

import unicodedata

import pytest

from domain.vietnamese import is_syllable
from pipeline.digital.legacy import LegacyEncoding, decoded, draws_capitals, encoding_of_font
from tests.unit.digital.papers import LINES, in_tcvn3, in_vni

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL_LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]


@pytest.mark.parametrize(
    ("encoding", "written", "meant"),
    [
        (LegacyEncoding.TCVN3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        (LegacyEncoding.TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (LegacyEncoding.TCVN3, "Uû ban nh©n d©n tØnh, n\xadíc, ®\xadêng", "Uỷ ban nhân dân tỉnh, nước, đường"),
        (LegacyEncoding.VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (LegacyEncoding.VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        (LegacyEncoding.VNI, "UÛY BAN NHAÂN DAÂN TÆNH, ÑÖÔØNG", "ỦY BAN NHÂN DÂN TỈNH, ĐƯỜNG"),
    ],
)
def test_old_text_is_read_as_it_was_meant(encoding: LegacyEncoding, written: str, meant: str) -> None:
    assert decoded(written, encoding) == meant


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_every_letter_of_the_alphabet_can_be_written_and_read(write) -> None:
    encoding = LegacyEncoding.TCVN3 if write is in_tcvn3 else LegacyEncoding.VNI
    for letter in SMALL_LETTERS:
        written = write(letter)
        assert all(ord(part) < 0x100 for part in written)
        assert decoded(written, encoding) == letter


def test_lines_of_a_decision_survive_both() -> None:
    for line in LINES:
        assert decoded(in_tcvn3(line), LegacyEncoding.TCVN3) == line
        assert decoded(in_vni(line), LegacyEncoding.VNI) == line
    assert not all(is_syllable(word) for word in in_tcvn3(LINES[0]).split()[:5])


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", LegacyEncoding.TCVN3, False),
        (".VnTimeH", LegacyEncoding.TCVN3, True),
        ("/ABCDEF+.VnTimeH,Bold", LegacyEncoding.TCVN3, True),
        (".VnArialH-BoldItalic", LegacyEncoding.TCVN3, True),
        (".VnArial NarrowH", LegacyEncoding.TCVN3, True),
        (".VnBook-Antiqua", LegacyEncoding.TCVN3, False),
        ("VNI-Times", LegacyEncoding.VNI, False),
        ("QWERTY+VNI-Helve-Condense,Bold", LegacyEncoding.VNI, False),
        ("TimesNewRomanPS-BoldMT", None, False),
        ("Vni", None, False),
        ("Vntype", None, False),
    ],
)
def test_a_font_tells_its_encoding_by_its_name(name: str, encoding: LegacyEncoding | None, capitals: bool) -> None:
    assert encoding_of_font(name) is encoding
    assert draws_capitals(name) is capitals
