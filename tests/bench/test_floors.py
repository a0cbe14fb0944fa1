"""Floors that no change may fall through: errors and processor time on three fixed pages, against bare Tesseract.

Time is a ratio of processor seconds measured in the same run, with no look at a clock, so a busy machine does not
disturb it. The bounds leave room of about two for other versions of Tesseract; ``make bench-ocr`` shows where we are.
"""

import shutil
from pathlib import Path

import pytest

from bench import stages
from bench.measure import Row, timed
from bench.pages import ROOT, Level, Stock
from bench.ways import all_ways

PAPERS = (
    "H60.107-261016-0021/0021-03-cong-van.png",
    "H38.060-261019-0034/0034-03-thong-bao.jpg",
    "H38.060-261019-0034/0034-01-bien-ban.pdf",
)


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> Level:
    """Three printed papers of the samples, each of one page."""
    folder: Path = tmp_path_factory.mktemp("papers")
    for paper in PAPERS:
        shutil.copy(ROOT / "samples" / "dossiers" / paper, folder)
    return Stock(folder, seed=0, count=0, scans=folder, truths=ROOT / "samples" / "truth").level("scans")


@pytest.fixture(scope="module")
def rows(level: Level, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Bare Tesseract and ours over the same pages, one round."""
    ways = [way for way in all_ways() if way.key in {"tesseract", "sohoa"}]
    folder: Path = tmp_path_factory.mktemp("floors")
    return {row.way: row for row in timed(level, None, ways, 1, folder)}


@pytest.fixture(scope="module")
def spent(level: Level) -> stages.Stages:
    """Where our processor time goes on them."""
    return stages.measure(level)


def test_every_page_is_written(rows: dict[str, Row]) -> None:
    assert rows["sohoa"].refused == 0


@pytest.mark.parametrize("where", ["pdf", "text"])
def test_few_characters_are_wrong(rows: dict[str, Row], where: str) -> None:
    assert rows["sohoa"].scores[where].errors.order_free_cer <= 0.012


def test_the_pdf_is_read_no_worse_than_by_bare_tesseract(rows: dict[str, Row]) -> None:
    ours, bare = rows["sohoa"].scores["pdf"].errors, rows["tesseract"].scores["text"].errors
    assert ours.order_free_cer <= bare.order_free_cer
    assert ours.found_share >= bare.found_share


def test_a_page_costs_no_more_than_bare_tesseract_alone(rows: dict[str, Row], spent: stages.Stages) -> None:
    assert sum(spent.cpu_s.values()) <= 1.0 * rows["tesseract"].cpu_per_page


def test_all_but_the_recogniser_costs_less_than_it(spent: stages.Stages) -> None:
    assert sum(spent.cpu_s.values()) - spent.cpu_s[stages.ENGINE] <= spent.cpu_s[stages.ENGINE]
