"""Where a page is signed, and the names that stand there."""

from dataclasses import replace

from domain.model import Box
from pipeline.recognise.signature_area import names, signature_area
from tests.unit.pipeline.drawn import words_on_line

WIDTH, HEIGHT, DPI = 1654, 2338, 200


def read(text, *, confidence=95.0, line=0, y=1500):
    return [replace(word, confidence=confidence) for word in words_on_line(text, x=1000, y=y, line=line)]


def test_a_page_is_signed_on_the_right_of_its_list_of_recipients():
    words = [*words_on_line("Điều 2. Quyết định này", x=200, y=900), *words_on_line("“Nơi nhận:", x=200, y=1400)]
    area = signature_area(words, WIDTH, HEIGHT, DPI)
    assert area is not None
    assert area.x0 > WIDTH / 3
    assert 1300 < area.y0 < 1400
    assert area.y1 <= HEIGHT


def test_a_page_without_recipients_has_no_place_to_sign():
    assert signature_area(words_on_line("Nơi cấp nhận: Huế", x=200, y=900), WIDTH, HEIGHT, DPI) is None
    assert signature_area([], WIDTH, HEIGHT, DPI) is None


def test_the_recipients_at_the_very_foot_leave_no_room():
    assert signature_area(words_on_line("Nơi nhận:", x=200, y=2310), WIDTH, HEIGHT, DPI) is None


def test_a_name_is_told_from_an_office_and_from_strokes_of_the_pen():
    words = [
        *read("KT. CHỦ TỊCH", line=0),
        *read("Phó Chủ tịch", line=1),
        *read("lá", confidence=20.0, line=2),
        *read("Nguyễn Văn Phúc", line=2),
        *read("Trần Hữu Yên", confidence=45.0, line=3),
    ]
    found = names(words, least_words=3)
    assert [[word.text for word in name] for name in found] == [["Nguyễn", "Văn", "Phúc"]]


def test_half_a_name_counts_where_it_is_asked_for():
    assert names(read("Văn Phúc"), least_words=3) == []
    assert len(names(read("Văn Phúc"), least_words=2)) == 1


def test_the_area_is_a_box_of_the_page():
    area = signature_area(words_on_line("Nơi nhận", x=200, y=30), WIDTH, HEIGHT, DPI)
    assert area == Box(area.x0, 0.0, WIDTH, area.y1)
