"""Papers of many types: the same seed gives the same pixels, and the truth stands on the page."""

import numpy as np
import pytest

from samples.generator.canvas import FONTS
from samples.generator.kinds import KINDS, damaged, draft, make, typed
from samples.generator.scanner import Level

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-liberation2 is not installed")

FORMS = [kind for kind in KINDS if not kind.startswith("administrative/")]


def test_more_than_a_dozen_types_are_made() -> None:
    assert len(FORMS) >= 12
    assert len(set(KINDS)) == len(KINDS)


def test_the_same_seed_gives_the_same_pixels_and_another_one_another_paper() -> None:
    one, again, other = make("birth_certificate", 1), make("birth_certificate", 1), make("birth_certificate", 2)

    assert (one.truth, one.texts) == (again.truth, again.texts)
    assert np.array_equal(np.asarray(one.pages[0]), np.asarray(again.pages[0]))
    assert one.truth != other.truth


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_true_of_a_form_is_printed_on_it(kind: str) -> None:
    pages, truth = typed(kind, 1)
    printed = " ".join(text for page in pages for _, _, text, _, _ in page.texts).casefold()
    by_hand = draft(kind, 1).handwritten if kind != "id_card" else frozenset()

    numbers = [value for name, value in truth.items() if value.isdigit() and len(value) > 5 and name not in by_hand]
    assert truth["document_class"] == kind
    assert [number for number in numbers if number not in printed.replace(".", "")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_keeps_within_its_sheet(kind: str) -> None:
    for page in typed(kind, 1)[0]:
        for x, y, text, face, size_pt in page.texts:
            assert 0 < y < page.height_mm
            assert x + page.measure(text, face, size_pt) <= page.width_mm - 5, text


def test_what_is_written_by_hand_is_named() -> None:
    written = {kind: make(kind, seed).handwritten for kind, seed in (("administrative/to_trinh", 1),)}

    assert written == {"administrative/to_trinh": {"code", "issued_date"}}
    assert any(draft("application_form", seed).handwritten for seed in range(6))
    assert any(not draft("application_form", seed).handwritten for seed in range(6))


def test_damage_grows_from_level_to_level() -> None:
    page = make("id_card", 1).pages[0]

    grey = {level: np.asarray(damaged(page, level, 1).convert("L"), np.float64) for level in Level}

    assert grey[Level.CLEAN].shape == grey[Level.PHOTOCOPY].shape
    assert np.median(grey[Level.CLEAN]) == 255
    assert np.median(grey[Level.CLEAN]) > np.median(grey[Level.OFFICE]) > np.median(grey[Level.PHOTOCOPY])
    assert np.array_equal(grey[Level.OFFICE], np.asarray(damaged(page, Level.OFFICE, 1).convert("L"), np.float64))
