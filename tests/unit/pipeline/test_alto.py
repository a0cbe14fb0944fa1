"""A reading as ALTO XML: valid by the official schema, complete, the same each time."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from domain.model import Box, PageFrame, PageReading, Word
from pipeline.alto import alto_xml

NAMES = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}
SCHEMAS = Path(__file__).parents[2] / "schemas"
FRAME = PageFrame(2480, 3508, 300.0, 90, 0.35)
WORDS = (
    Word("Điều", Box(300, 400, 390, 440), 96.4, 0, 0, 438.0),
    Word("1.", Box(400, 401, 430, 440), 91.0, 0, 0, 438.0),
    Word("Phê", Box(450, 400.25, 520, 441), 90.0, 0, 0, 437.0),
    Word("duyệt", Box(300, 460, 420, 500), 88.0, 1, 0),
    Word("Nơi", Box(300, 900, 360, 930), 80.0, 2, 1),
)
READING = PageReading(7, FRAME, WORDS, "tesseract 5.5.4 vie 0a1b2c3d4e5f")

coordinates = st.floats(0, 40_000)
words = st.builds(
    Word,
    st.text(min_size=1, max_size=12),
    st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), coordinates, coordinates, coordinates, coordinates),
    st.floats(0, 100),
    st.integers(0, 9),
    st.integers(0, 4),
    st.none() | coordinates,
)
readings = st.builds(
    PageReading, st.integers(1, 5000), st.just(FRAME), st.lists(words, max_size=9).map(tuple), st.text()
)


class _BesideTheSchema(etree.Resolver):
    """Hands out the schema of XLink that lies in the same folder."""

    def resolve(self, system_url, public_id, context):  # type: ignore[no-untyped-def]
        return self.resolve_filename(str(SCHEMAS / Path(system_url).name), context)


@pytest.fixture(scope="module")
def schema():
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_BesideTheSchema())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "alto-4-4.xsd"), parser))


def _found(content, path):
    return etree.fromstring(content).xpath(path, namespaces=NAMES)


def test_a_reading_is_valid_by_the_official_schema(schema):
    schema.assertValid(etree.fromstring(alto_xml(READING)))


def test_the_schema_refuses_what_is_no_alto(schema):
    broken = alto_xml(READING).replace(b"CONTENT=", b"CONTENTS=")
    assert not schema.validate(etree.fromstring(broken))


@given(readings)
def test_every_reading_is_valid_and_gives_the_same_bytes_each_time(schema, reading):
    content = alto_xml(reading)
    schema.assertValid(etree.fromstring(content))
    assert alto_xml(reading) == content


def test_words_keep_their_text_place_and_confidence():
    content = alto_xml(READING)
    assert _found(content, "//a:String/@CONTENT") == [word.text for word in WORDS]
    third = _found(content, "//a:String")[2].attrib
    assert (third["HPOS"], third["VPOS"], third["WIDTH"], third["HEIGHT"]) == ("450", "400.2", "70", "40.8")
    assert third["WC"] == "0.900"


def test_blocks_hold_lines_and_lines_hold_words_with_spaces_between():
    content = alto_xml(READING)
    assert [len(block) for block in _found(content, "//a:TextBlock")] == [2, 1]
    assert [child.tag.rpartition("}")[2] for child in _found(content, "//a:TextLine")[0]] == [
        "String", "SP", "String", "SP", "String",
    ]  # fmt: skip
    assert _found(content, "//a:SP")[0].attrib == {"HPOS": "390", "VPOS": "401", "WIDTH": "10"}


def test_a_line_has_the_baseline_of_its_words_and_none_where_nobody_knows_it():
    first, second, _ = _found(alto_xml(READING), "//a:TextLine")
    assert first.get("BASELINE") == "300,438 430,438 450,437 520,437"
    assert second.get("BASELINE") is None


def test_page_engine_and_levelling_are_told():
    content = alto_xml(READING)
    page = _found(content, "//a:Page")[0].attrib
    assert (page["PHYSICAL_IMG_NR"], page["WIDTH"], page["HEIGHT"]) == ("7", "2480", "3508")
    assert _found(content, "//a:softwareName/text()") == ["tesseract"]
    assert _found(content, "//a:softwareVersion/text()") == ["5.5.4 vie 0a1b2c3d4e5f"]
    assert "turned clockwise by 90 degrees" in _found(content, "//a:processingStepDescription/text()")


def test_a_page_without_words_has_an_empty_print_space():
    content = alto_xml(PageReading(1, FRAME, (), "test"))
    space = _found(content, "//a:PrintSpace")[0]
    assert len(space) == 0
    assert (space.get("WIDTH"), space.get("HEIGHT")) == ("2480", "3508")


def test_what_xml_cannot_hold_is_replaced():
    word = Word("a\x00b\x0c", Box(0, 0, 1, 1), 90.0, 0, 0)
    assert _found(alto_xml(PageReading(1, FRAME, (word,), "t\x01")), "//a:String/@CONTENT") == ["a�b�"]


def test_each_engine_of_a_page_is_told_by_its_name_and_version(schema):
    content = alto_xml(replace(READING, engine="pdf text, tesseract 5.5.4 vie"))
    schema.assertValid(etree.fromstring(content))
    assert [one.text for one in _found(content, "//a:softwareName")] == ["pdf text", "tesseract"]
    assert [one.text for one in _found(content, "//a:softwareVersion")] == ["5.5.4 vie"]
