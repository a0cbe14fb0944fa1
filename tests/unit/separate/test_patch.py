"""Patch codes are found on any page that bears them, and on no other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.separate.patch import PatchCode, find_patch
from tests.unit.pipeline.drawn import written_page
from tests.unit.separate.pages import a4, leaning, noisy, patch_page


@pytest.mark.parametrize("code", list(PatchCode))
@pytest.mark.parametrize("quarters", range(4))
def test_each_code_is_told_whichever_way_the_sheet_lies(code: PatchCode, quarters: int) -> None:
    assert find_patch(np.ascontiguousarray(np.rot90(patch_page(code), quarters)), 200) is code


@settings(max_examples=20, deadline=None)
@given(
    code=st.sampled_from(PatchCode),
    dpi=st.sampled_from((100, 150, 200, 300)),
    degrees=st.floats(-5, 5),
    scale=st.floats(0.93, 1.05),
    noise=st.floats(0, 30),
)
def test_skew_noise_resolution_and_the_printers_scaling_do_not_matter(
    code: PatchCode, dpi: int, degrees: float, scale: float, noise: float
) -> None:
    page = noisy(leaning(patch_page(code, dpi, scale=scale), degrees), noise)
    assert find_patch(page, dpi) is code


def test_bars_too_short_for_a_patch_code_are_none() -> None:
    assert find_patch(patch_page(PatchCode.TRANSFER, length_in=0.4), 200) is None


def test_text_tables_and_empty_pages_hold_no_patch_code() -> None:
    table = a4()
    for row in range(300, 2000, 60):
        table[row : row + 4, 200:1500] = 0
    stripes = a4()
    for row in range(300, 2000, 32):
        stripes[row : row + 16, 200:1500] = 0
    for page in (written_page(), table, stripes, a4(), a4(tone=0), a4()[:3, :3]):
        assert find_patch(page, 200) is None
