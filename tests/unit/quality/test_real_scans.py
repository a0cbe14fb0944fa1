"""Quality of real scans whose properties people wrote down. Words are left out: only what needs none is asked."""

import json
from pathlib import Path

import pytest

from pipeline.enhance.clean_page import enhance
from pipeline.intake.images import page_image
from pipeline.intake.source import SourceKind
from pipeline.quality import judge, quality, warnings_of
from pipeline.quality.measures import PageQuality


def _measured(folder: Path, name: str, number: int) -> PageQuality:
    image = page_image(folder / "docs" / f"{name}.pdf", SourceKind.PDF, number)
    clean = enhance(image.pixels, image.dpi)
    return quality(image.pixels, clean, clean.frame, ())


@pytest.fixture
def scans(shared_data):
    return shared_data / "data" / "vn_scans"


@pytest.mark.parametrize("name", ["vn_361a5c23", "vn_be19d98d"])
def test_backs_with_no_more_than_the_trace_of_a_seal_are_blank(scans, name):
    blank = json.loads((scans / "meta" / f"{name}.json").read_text(encoding="utf-8"))["blank_pages"]
    for number in blank:
        assert "blank" in warnings_of(judge(_measured(scans, name, number)))


@pytest.mark.parametrize(
    ("name", "number"),
    [("vn_3492f7f1", 3), ("vn_b1862282", 2), ("vn_facf2048", 5), ("vn_66fba8c6", 2)],
    ids=["red", "faded", "black and white", "over a table"],
)
def test_seals_are_found(scans, name, number):
    assert _measured(scans, name, number).values["stamp"] == 1


@pytest.mark.parametrize(("name", "number"), [("vn_3492f7f1", 1), ("vn_2c9556ea", 1), ("vn_be19d98d", 2)])
def test_pages_without_a_seal_have_none_even_where_one_shines_through(scans, name, number):
    assert _measured(scans, name, number).values["stamp"] == 0


def test_a_pale_page_and_a_coarse_one_are_told(scans):
    assert "low_contrast" in warnings_of(judge(_measured(scans, "vn_e5d287ba", 1)))
    assert "low_resolution" in warnings_of(judge(_measured(scans, "vn_05dc7aad", 1)))
