"""Codes on pages: read whichever way the page lies, and none where there is none."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.model import Box
from pipeline.separate.signals import CodeKind, PageSignals, page_signals
from tests.unit.pipeline.drawn import written_page
from tests.unit.separate.pages import CODES, a4, leaning, noisy, qr


def page_with(code: NDArray[np.uint8], dpi: int = 200) -> NDArray[np.uint8]:
    """A written page with a code at its upper left, where systems print it."""
    page = written_page(dpi=dpi)
    top = left = round(0.4 * dpi)
    page[top : top + code.shape[0], left : left + code.shape[1]] = code
    return page


@pytest.mark.parametrize("quarters", range(4))
def test_a_small_qr_code_on_a_written_page_is_read_whichever_way_the_page_lies(quarters: int) -> None:
    page = np.ascontiguousarray(np.rot90(page_with(qr(CODES[0], 3)), quarters))
    assert [code.text for code in page_signals(page, 200).codes] == [CODES[0]]


def test_a_skewed_and_noisy_colour_page_is_read() -> None:
    page = noisy(leaning(page_with(qr(CODES[0], 4)), 3.0), 25)
    (code,) = page_signals(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB).astype(np.uint8), 200).codes
    assert (code.kind, code.text) == (CodeKind.QR, CODES[0])


@pytest.mark.parametrize("dpi", [150, 200, 300, 600])
def test_the_box_is_in_the_pixels_of_the_page(dpi: int) -> None:
    module = dpi // 40
    page = a4(dpi)
    code = qr("H", module)
    top, left = dpi * 3, dpi * 2
    page[top : top + len(code), left : left + len(code)] = code
    (found,) = page_signals(page, dpi).codes
    inner = len(code) - 8 * module
    wanted = Box(left + 4 * module, top + 4 * module, left + 4 * module + inner, top + 4 * module + inner)
    for side in ("x0", "y0", "x1", "y1"):
        assert getattr(found.box, side) == pytest.approx(getattr(wanted, side), abs=2 * module)


def test_codes_come_from_top_to_bottom() -> None:
    page = a4()
    for place, text in ((1500, "third"), (100, "first"), (800, "second")):
        code = qr(text, 5)
        page[place : place + len(code), 300 : 300 + len(code)] = code
    assert [code.text for code in page_signals(page, 200).codes] == ["first", "second", "third"]


def test_a_written_page_signals_nothing() -> None:
    assert page_signals(written_page(), 200) == PageSignals()


def test_a_blank_page_is_not_searched() -> None:
    assert page_signals(page_with(qr("x", 4)), 200, blank=True) == PageSignals(blank=True)


def test_what_a_code_says_is_not_shown_in_logs() -> None:
    (code,) = page_signals(page_with(qr("Nguyễn Văn Mẫu", 4)), 200).codes
    assert code.text == "Nguyễn Văn Mẫu"
    assert "Nguyễn" not in repr(code)
