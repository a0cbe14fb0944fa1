"""The image of a page for the archival copy, taken from its file."""

import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.preserve.images import PictureSource, Treatment
from pipeline.preserve.profile import PreservationProfile


@pytest.mark.parametrize(
    ("compression", "treatment"), [("group4", Treatment.KEPT), ("tiff_adobe_deflate", Treatment.ENCODED)]
)
def test_the_last_page_of_a_long_tiff_costs_what_the_first_does(tmp_path: Path, compression, treatment) -> None:
    path = tmp_path / "pages.tiff"
    mode = "1" if treatment is Treatment.KEPT else "L"
    pages = [Image.new(mode, (32 + number, 32), number % 2 or 100) for number in range(200)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression=compression)

    def calls(number: int) -> int:
        """Functions called to take a page over: no clock is as steady."""
        counted = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        source = PictureSource(
            path, SourceKind.TIFF, Limits(), PreservationProfile.LOSSLESS, as_it_came=treatment is Treatment.KEPT
        )
        with pikepdf.new() as target, source:
            sys.setprofile(count)
            try:
                picture = source.page(target, number, 300)
            finally:
                sys.setprofile(None)
            assert int(picture.layers[0].Width) == 31 + number
            assert picture.treatment is treatment
        return counted

    calls(1)
    assert calls(200) < 1000 + 2 * calls(2)
