"""The visible block on copies."""

import io
import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scripts import make_signing_font
from signing.appearance import CopyMark, Page, Rectangle, place
from signing.devpki import DevelopmentPki
from signing.font import serif
from signing.signer import Mark
from tests.pki.papers import make_pdfa

A4: Rectangle = (0, 0, 595, 842)
NOON_UTC = datetime(2026, 11, 22, 12, 0, 5, 250_000, tzinfo=UTC)
MARK = CopyMark("Sở Nội vụ tỉnh Thử Nghiệm")


def _page(area: Rectangle = A4, rotation: int = 0, taken: tuple[Rectangle, ...] = ()) -> Page:
    return Page(area, rotation, taken)


def test_the_block_names_form_agency_and_time_in_viet_nam() -> None:
    lines = CopyMark("Sở Nội vụ", form="Sao y").lines(NOON_UTC, 300)

    assert lines == ("Sao y", "Sở Nội vụ", "2026-11-22T19:00:05+07:00")


def test_it_stands_top_right_within_the_margin_of_decree_30() -> None:
    left, bottom, right, top = place(MARK, _page(), NOON_UTC).box

    assert right == pytest.approx(595 - 42.5)
    assert top < 842
    assert bottom > 842 - 20 / 25.4 * 72
    assert left > 595 / 2


def test_three_lines_still_end_within_the_margin() -> None:
    block = place(CopyMark("Văn phòng Đăng ký đất đai chi nhánh thành phố Thử Nghiệm số một"), _page(), NOON_UTC)

    assert len(block.lines) == 3
    assert block.box[1] > 842 - 20 / 25.4 * 72


def test_an_earlier_signature_is_not_covered() -> None:
    first = place(MARK, _page(), NOON_UTC).box
    second = place(MARK, _page(taken=(first,)), NOON_UTC).box

    assert second[2] <= first[0]
    assert second[1] == first[1]


def test_where_the_strip_is_full_it_goes_below() -> None:
    strip = (0.0, 800.0, 595.0, 842.0)

    assert place(MARK, _page(taken=(strip,)), NOON_UTC).box[3] <= 800


def test_the_crop_box_is_the_page() -> None:
    _left, _bottom, right, top = place(MARK, _page(area=(100, 50, 500, 700)), NOON_UTC).box

    assert right == pytest.approx(500 - 42.5)
    assert top == pytest.approx(700 - 11.3)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_on_a_turned_page_it_is_top_right_as_seen(development: DevelopmentPki, tmp_path: Path, rotation: int) -> None:
    paper = make_pdfa(tmp_path / "paper.pdf", rotation=rotation)
    signer = development.signer(organisation="Sở Nội vụ tỉnh Thử Nghiệm")
    signer.sign("organisation", paper, tmp_path / "signed.pdf", step="organisation", mark=Mark.COPY)

    seen = _pdftotext_boxes(tmp_path / "signed.pdf")

    words = [word for word, _box in seen]
    assert words[:6] == ["Sở", "Nội", "vụ", "tỉnh", "Thử", "Nghiệm"]
    width = 842 if rotation in {90, 270} else 595
    for _word, (x0, y0, x1, y1) in seen:
        assert width / 2 < x0 < x1 < width - 40
        assert 0 < y0 < y1 < 60


def test_a_letter_that_the_font_lacks_is_shown_as_a_question_mark() -> None:
    assert serif().encode("漢") == serif().encode("?")
    assert serif().encode("e\u0302\u0323") == serif().encode("ệ")


def test_the_font_has_every_vietnamese_letter_and_the_widths_of_times() -> None:
    letters = {unit + mark for unit in "aăâeêioôơuưy" for mark in "\u0300\u0301\u0303\u0309\u0323"}
    composed = {unicodedata.normalize("NFC", letter) for letter in letters}

    assert all(ord(letter) in serif().glyphs for letter in composed | {letter.upper() for letter in composed})
    assert serif().width("A", 10) == pytest.approx(7.22)


def test_the_committed_font_is_what_the_script_makes() -> None:
    if not make_signing_font.SOURCE.is_file():
        pytest.skip("the package fonts-liberation2 is not installed")
    saved = io.BytesIO()
    make_signing_font.make_font(make_signing_font.SOURCE).save(saved)
    made = TTFont(saved)
    committed = TTFont(make_signing_font.TARGET / "SohoaSerif-Regular.ttf")

    assert made["head"].unitsPerEm == committed["head"].unitsPerEm == 1000
    assert made.getBestCmap() == committed.getBestCmap()
    assert made["hmtx"].metrics == committed["hmtx"].metrics
    assert "Liberation" not in str(committed["name"].getDebugName(4))


def _pdftotext_boxes(path: Path) -> list[tuple[str, Rectangle]]:
    html = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    pattern = r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    return [(found[5], tuple(float(found[at]) for at in range(1, 5))) for found in re.finditer(pattern, html)]  # type: ignore[misc]
