"""The values of forms are read beside their captions, and what stands there by hand is left to a person."""

import random
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Field, PageReading, Word
from domain.templates import templates
from domain.vietnamese import fold, same_text
from pipeline.extract import extract
from samples.generator.canvas import FONTS
from samples.generator.kinds import KINDS, draft
from tests.unit.extract.typed_papers import paper
from tests.unit.extract.typeset import LEFT, MIDDLE, RIGHT, Row, failed, fields, head, page

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-liberation2 is not installed")

FORMS = [kind for kind in KINDS if not kind.startswith("administrative/")]
OWN = {field.id for template in templates() for field in template.fields}


def _by_name(readings: list[PageReading]) -> dict[str, Field]:
    return {field.name: field for field in extract(readings)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_paper_is_told_by_its_class(kind: str, seed: int) -> None:
    found = _by_name(paper(kind, seed)[0])["document_class"]

    assert found.value == kind
    assert {verdict.rule for verdict in found.rules if not verdict.passed} <= {"values_that_must_stand"}


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_printed_value_of_a_form_is_read_exactly(kind: str, seed: int) -> None:
    readings, truth = paper(kind, seed)
    by_hand = draft(kind, seed).handwritten if kind != "id_card" else frozenset()
    found = _by_name(readings)

    wanted = {name: value for name, value in truth.items() if name in OWN and name not in by_hand}
    read = {name: found[name].value for name in wanted if name in found}
    assert {name: value for name, value in wanted.items() if not same_text(read.get(name, ""), value)} == {}
    assert [name for name in by_hand if name in found] == []


@pytest.mark.parametrize("kind", FORMS)
def test_every_value_bears_its_place_its_reading_and_its_rules(kind: str) -> None:
    for found in extract(paper(kind, 1)[0]):
        if found.name in OWN:
            assert found.page is not None
            assert found.box is not None
            assert found.raw
            assert {"printed", "every_word_read_surely"} <= {verdict.rule for verdict in found.rules}


def test_what_was_read_like_handwriting_is_marked_and_never_passes() -> None:
    readings, _ = paper("criminal_record", 1)
    written = [replace(word, confidence=55.0) if word.text.isupper() else word for word in readings[0].words]

    found = _by_name([replace(readings[0], words=tuple(written))])["fullName"]

    assert not found.accepted
    assert "printed" in failed(found)


def test_addresses_and_other_free_text_always_wait_for_a_person() -> None:
    found = _by_name(paper("birth_certificate", 1)[0])

    assert found["soDinhDanh"].accepted
    assert not found["nksNoiSinh"].accepted


def test_dot_leaders_with_nothing_on_them_give_no_value() -> None:
    form: list[Row] = [
        (MIDDLE, 100.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (MIDDLE, 145.0, "Độc lập - Tự do - Hạnh phúc"),
        (MIDDLE, 300.0, "TỜ KHAI"),
        (600.0, 460.0, "Họ và tên: ........................................"),
        (600.0, 510.0, "Ngày, tháng, năm sinh:……………………………………"),
        (600.0, 560.0, "Số định danh cá nhân: ...............................~30"),
        (600.0, 610.0, "Địa chỉ: xã Bắc Hà, tỉnh Lào Cai"),
    ]

    found = fields(page(*form))

    assert {name for name in found if name in OWN} == {"nguoi_de_nghi_dia_chi"}


def test_captions_of_two_columns_keep_their_values_apart() -> None:
    found = _by_name(paper("marriage_certificate", 1)[0])
    truth = paper("marriage_certificate", 1)[1]

    assert found["voHoTen"].value == truth["voHoTen"]
    assert found["chongHoTen"].value == truth["chongHoTen"]
    assert found["voNoiCuTru"].raw.count("\n") == found["chongNoiCuTru"].raw.count("\n") > 0


def test_a_value_goes_on_in_the_next_row_and_ends_before_the_signature() -> None:
    rows: list[Row] = [
        *head(("ỦY BAN NHÂN DÂN", "XÃ BẮC HÀ"), "Số: 12/GXN-UBND", "Bắc Hà, ngày 05 tháng 10 năm 2026"),
        (MIDDLE, 400.0, "GIẤY XÁC NHẬN KHUYẾT TẬT"),
        (500.0, 480.0, "Họ và tên: Vàng Văn Thắng"),
        (760.0, 530.0, "Nơi ở hiện nay: số nhà 12, ngõ 4, đường Nguyễn Trãi, thôn Na Hối, xã Bắc Hà, tỉnh"),
        (300.0, 575.0, "Lào Cai"),
        (RIGHT, 620.0, "CHỦ TỊCH HỘI ĐỒNG"),
        (LEFT, 700.0, "Dạng khuyết tật: Vận động"),
    ]

    found = fields(page(*rows))

    assert found["noi_cu_tru"].value.endswith("xã Bắc Hà, tỉnh Lào Cai")
    assert found["dang_khuyet_tat"].value == "Vận động"


def test_a_section_goes_on_over_the_page() -> None:
    first = page(
        *head(("UBND XÃ BẮC HÀ", "PHÒNG KINH TẾ"), "Số: 12/GCN-KT", "Bắc Hà, ngày 05 tháng 10 năm 2026"),
        (MIDDLE, 400.0, "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"),
        (500.0, 520.0, "Tên hộ kinh doanh: Sa Mộc"),
        (500.0, 570.0, "Địa điểm kinh doanh: xã Bắc Hà"),
        (500.0, 620.0, "Thông tin về chủ hộ kinh doanh:"),
        (500.0, 670.0, "Họ và tên: Vàng Văn Thắng"),
    )
    second = page((500.0, 200.0, "Giới tính: Nam"), (500.0, 250.0, "Dân tộc: Mông"), number=2)

    found = fields(first, second)

    assert (found["chu_ho_gioi_tinh"].value, found["chu_ho_gioi_tinh"].page) == ("Nam", 2)
    assert found["chu_ho_dan_toc"].value == "Mông"


def test_a_serial_that_stands_by_itself_is_found_without_a_caption() -> None:
    readings, truth = paper("land_certificate", 1)
    rows = {word.line for word in readings[0].words if word.text == "hành:"}
    serial = [word for word in readings[0].words if word.line in rows and word.text not in {"Số", "phát", "hành:"}]
    words = [word for word in readings[0].words if word.line not in rows]

    found = _by_name([replace(readings[0], words=(*words, *serial))])["so_phat_hanh"]

    assert (found.value, found.raw) == (truth["so_phat_hanh"], truth["so_phat_hanh"])


def test_a_birthday_in_words_that_is_another_bars_both() -> None:
    readings, _ = paper("birth_certificate", 1)
    told = [replace(word, text="tám,") if word.text == "bảy," else word for word in readings[0].words]

    found = _by_name([replace(readings[0], words=tuple(told))])

    assert found["nksNgaySinhBangChu"].value != found["nksNgaySinh"].value
    assert "words_agree_with_digits" in failed(found["nksNgaySinh"])
    assert not found["nksNgaySinh"].accepted


_LETTERS = "abcdeđghiklmnopqrstuvxyăâêôơư0123456789.,:;/-|ÁẾỘ"


@settings(max_examples=25, deadline=None)
@given(kind=st.sampled_from(FORMS), seed=st.integers(1, 5), damage=st.floats(0.0, 0.6), chance=st.integers())
def test_letters_damaged_at_random_never_raise_and_take_no_time(
    kind: str, seed: int, damage: float, chance: int
) -> None:
    readings, _ = paper(kind, seed)
    rng = random.Random(chance)
    words = tuple(_damaged(word, damage, rng) for word in readings[0].words if rng.random() > damage / 4)
    started = time.perf_counter()

    found = extract([replace(readings[0], words=words)])

    assert time.perf_counter() - started < 1.0
    assert len({field.name for field in found}) == len(found)
    assert all(field.value and 0.0 <= field.confidence <= 1.0 for field in found)


def _damaged(word: Word, damage: float, rng: random.Random) -> Word:
    text = "".join(rng.choice(_LETTERS) if rng.random() < damage else letter for letter in word.text)
    return replace(word, text=text, confidence=rng.uniform(20.0, 96.0))


def test_of_a_poor_reading_nearly_every_value_is_found_and_none_that_is_wrong_passes() -> None:
    found, wanted, wrong, told = 0, 0, [], 0
    for kind in FORMS:
        readings, truth = paper(kind, 2)
        rng = random.Random(7)
        words = tuple(_misread(word, 0.03, rng) for word in readings[0].words)
        fields_found = _by_name([replace(readings[0], words=words)])
        by_hand = draft(kind, 2).handwritten if kind != "id_card" else frozenset()
        names = [name for name in truth if name in OWN and name not in by_hand]
        wanted += len(names)
        found += sum(name in fields_found for name in names)
        told += fields_found["document_class"].value == kind
        wrong += [name for name in names if name in fields_found and _is_wrongly_accepted(fields_found[name], truth)]

    assert found / wanted > 0.9
    assert told >= len(FORMS) - 1
    assert wrong == []


def _is_wrongly_accepted(found: Field, truth: Mapping[str, str]) -> bool:
    return found.accepted and not same_text(found.value, truth[found.name])


def _misread(word: Word, share: float, rng: random.Random) -> Word:
    """Letters lost their marks or became others, and the recogniser is less sure."""
    letters = (
        rng.choice((fold(letter), rng.choice(_LETTERS))) if rng.random() < share else letter for letter in word.text
    )
    text = "".join(letters)
    return replace(word, text=text, confidence=96.0 if text == word.text else 80.0)


@pytest.mark.parametrize("text", ["Họ và tên: " * 3_000, ":" * 40_000, "." * 40_000, "Số" * 20_000])
def test_a_hostile_row_of_captions_is_read_in_no_time(text: str) -> None:
    readings, _ = paper("criminal_record", 1)
    box = readings[0].words[0].box
    hostile = [
        replace(readings[0].words[0], text=part, box=replace(box, y0=1900.0, y1=1930.0)) for part in text.split()
    ]
    started = time.perf_counter()

    extract([replace(readings[0], words=(*readings[0].words, *hostile))])

    assert time.perf_counter() - started < 5.0
