"""Font, colour profile and metadata of the archival copy."""

from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pytest
from lxml import etree

from domain.model import Field
from pipeline.preserve.colour import srgb_profile
from pipeline.preserve.font import InvisibleFont
from pipeline.preserve.metadata import ArchiveMetadata
from pipeline.preserve.profile import PdfaLevel
from pipeline.preserve.xmp import NAMESPACE, packet

MOMENT = datetime(2026, 11, 3, 9, 30, tzinfo=timezone(timedelta(hours=7)))


def test_the_colour_profile_does_not_tell_the_time():
    assert srgb_profile()[24:36] == bytes.fromhex("07d000010001000000000000")
    assert srgb_profile()[36:40] == b"acsp"


def test_every_character_has_a_code_of_its_own_that_maps_back_to_it():
    font = InvisibleFont("Nguyễn Ặ 𠀀")
    with pikepdf.new() as pdf:
        found = font.added_to(pdf)
        cmap = found.ToUnicode.read_bytes().decode()
    for character in set("Nguyễn Ặ 𠀀"):
        code = font.encoded(character).hex().upper()
        assert f"<{code}> <{character.encode('utf-16-be').hex().upper()}>" in cmap
    assert "<0000> <" not in cmap.replace("<0000> <FFFF>", "")


def test_codes_do_not_depend_on_the_order_of_the_text():
    assert InvisibleFont("abc").encoded("b") == InvisibleFont("cba").encoded("b")


def field(name, value, *, accepted=True):
    return Field(name, value, value, 1, None, 0.95, accepted)


def test_only_confirmed_values_reach_the_archive():
    fields = [field("code", "12/QĐ-UBND"), field("signer", "Lê Hảo", accepted=False), field("type", "Quyết định")]
    metadata = ArchiveMetadata.of_fields(fields, source="ab", created=MOMENT)
    assert metadata.title == "Quyết định 12/QĐ-UBND"
    assert metadata.signer == ""


def test_a_record_without_fields_still_has_a_title():
    assert ArchiveMetadata.of_fields([], source="ab", created=MOMENT).title


def test_the_packet_is_xml_whatever_was_read():
    nasty = ArchiveMetadata.of_fields([field("subject", 'A < B & "C" ]]> \x00\x0b\n D')], source="ab", created=MOMENT)
    tree = etree.fromstring(packet(nasty))
    assert tree.findtext(f".//{{{NAMESPACE}}}subject") == 'A < B & "C" ]]> D'
    assert tree.findtext(".//{http://ns.adobe.com/xap/1.0/}CreateDate") == "2026-11-03T02:30:00+00:00"


def test_equal_metadata_gives_equal_packets():
    same_moment = MOMENT.astimezone(UTC)
    one, other = (ArchiveMetadata("Đề án", moment, "ab", code="1/ĐA") for moment in (MOMENT, same_moment))
    assert packet(one) == packet(other)


@pytest.mark.parametrize("name", ["code", "issued_date", "issuing_agency", "type", "subject", "signer"])
def test_every_property_that_is_used_is_described(name):
    metadata = ArchiveMetadata("Đề án", MOMENT, "ab", **{name: "giá trị"})
    tree = etree.fromstring(packet(metadata))
    used = {element.tag.partition("}")[2] for element in tree.iter(f"{{{NAMESPACE}}}*")}
    described = {element.text for element in tree.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    assert used <= described
    assert len(used) == 2


@pytest.mark.parametrize("level", PdfaLevel)
def test_the_packet_claims_the_level_that_was_asked_for(level):
    tree = etree.fromstring(packet(ArchiveMetadata("Đề án", MOMENT, "ab"), level))
    space = "{http://www.aiim.org/pdfa/ns/id/}"
    claimed = f"{tree.findtext(f'.//{space}part')}{tree.findtext(f'.//{space}conformance')}"
    assert claimed.lower() == level.value


def test_how_the_copy_was_made_is_described_too():
    made = packet(ArchiveMetadata("Đề án", MOMENT, "ab"), making={"profile": "small", "pageImages": "1-2 layered"})
    tree = etree.fromstring(made)
    described = {element.text for element in tree.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    assert tree.findtext(f".//{{{NAMESPACE}}}pageImages") == "1-2 layered"
    assert {"profile", "pageImages"} <= described
