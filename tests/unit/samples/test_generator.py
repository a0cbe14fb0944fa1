"""The sample generator: the same seed gives the same files, and the truth says what stands on them."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from samples.generator.canvas import FONTS, RasterCanvas
from samples.generator.cases import CASES, invent_case
from samples.generator.chance import choices_for
from samples.generator.containers import Container
from samples.generator.dossier import finished_pages, make_dossiers, page_text
from samples.generator.scanner import Level
from samples.generator.text_pdf import TextPage
from samples.generator.typesetting import set_paper

SAMPLES = Path(__file__).parents[3] / "samples"
COMMITTED = sorted(path for path in (SAMPLES / "dossiers").glob("*/*") if path.is_file())
DECREE_30_TYPES = {"Quyết định", "Công văn", "Tờ trình", "Thông báo", "Báo cáo", "Giấy phép", "Biên bản", "Kế hoạch"}

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-liberation2 is not installed")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        list(make_dossiers(tmp_path / name, seed=5, dossiers=1, documents=1))

    assert _files(tmp_path / "once") == _files(tmp_path / "again")


def test_another_seed_gives_another_dossier() -> None:
    cases = [invent_case(choices_for(seed, "case", 0), 0) for seed in (1, 2)]

    assert cases[0].dossier_code != cases[1].dossier_code
    assert cases[0].papers[0].signers != cases[1].papers[0].signers


def test_the_committed_samples_are_what_the_generator_makes(tmp_path: Path) -> None:
    list(make_dossiers(tmp_path, seed=1, dossiers=1, documents=1))
    made = next((tmp_path / "dossiers").glob("*/*.jpg"))

    kept = SAMPLES / made.relative_to(tmp_path)
    # Pixels, not bytes: another build of an imaging library may code them a little differently.
    with Image.open(made) as new, Image.open(kept) as old:
        assert new.size == old.size
        difference = np.abs(np.asarray(new.convert("L"), np.int16) - np.asarray(old.convert("L"), np.int16))
    assert difference.mean() < 1.0
    truth = Path("truth") / f"{made.stem}.json"
    assert (tmp_path / truth).read_bytes() == (SAMPLES / truth).read_bytes()


def test_every_committed_scan_has_its_truth() -> None:
    assert 6 <= len(COMMITTED) <= 12
    for scan in COMMITTED:
        truth = json.loads((SAMPLES / "truth" / f"{scan.stem}.json").read_text(encoding="utf-8"))
        pages = sorted((SAMPLES / "truth").glob(f"{scan.stem}.p*.txt"))

        assert truth["file"] == scan.name
        assert truth["dossier_code"] == scan.parent.name
        assert len(pages) == truth["page_count"]


def test_the_committed_scans_stay_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLES.rglob("*") if file.is_file()) < 4_000_000


@pytest.mark.parametrize("sequence", range(len(CASES)))
def test_a_case_speaks_of_one_dossier_throughout(sequence: int) -> None:
    case = invent_case(choices_for(3, "case", sequence), sequence)

    outcome = "\n".join(page_text(page) for page in set_paper(case.outcome, TextPage))
    assert case.dossier_code in outcome
    assert len({paper.slug for paper in case.papers}) == len(case.papers)


def test_all_types_of_decree_30_and_an_application_are_made() -> None:
    papers = [
        paper for number in range(len(CASES)) for paper in invent_case(choices_for(1, "case", number), number).papers
    ]

    assert {paper.type_name for paper in papers} == DECREE_30_TYPES | {"Đơn đề nghị"}
    assert {paper.code is None for paper in papers if paper.agency is None} == {True}


def test_every_line_of_a_page_keeps_within_the_sheet() -> None:
    for number in range(len(CASES)):
        case = invent_case(choices_for(4, "case", number), number)
        for paper in (*case.papers, case.outcome):
            for page in set_paper(paper, TextPage):
                for x, y, text, face, size_pt in page.canvas.texts:
                    assert 0 < y < page.canvas.height_mm
                    assert x + page.canvas.measure(text, face, size_pt) <= page.canvas.width_mm - 10, text


def test_the_truth_holds_the_values_that_are_printed(tmp_path: Path) -> None:
    case = invent_case(choices_for(1, "case", 1), 1)
    (decision,) = [paper for paper in case.papers if paper.type_name == "Quyết định"]

    text = "\n".join(page_text(page) for page in set_paper(decision, RasterCanvas))

    assert decision.agency is not None
    assert f"/{decision.symbol}" in text
    assert decision.type_name.upper() in text
    assert decision.signers[0].name in text
    for line in decision.agency.name_lines:
        assert line in text


def test_a_landscape_annex_lies_on_its_side_and_a_blank_back_has_no_text() -> None:
    plan = next(p for p in invent_case(choices_for(1, "case", 2), 2).papers if p.annex)
    report = next(p for p in invent_case(choices_for(1, "case", 1), 1).papers if p.two_sided)

    annex = finished_pages(plan, 1, "annex")[-1]
    back = finished_pages(report, 1, "back")[-1]

    assert annex.landscape
    assert annex.image.height > annex.image.width
    assert back.blank
    assert back.text == ""
    assert np.asarray(back.image.convert("L")).min() > 200


def test_a_clean_level_leaves_pages_straight(tmp_path: Path) -> None:
    list(make_dossiers(tmp_path, seed=1, dossiers=1, documents=1, level=Level.CLEAN))

    (truth,) = (tmp_path / "truth").glob("*.json")
    assert json.loads(truth.read_text(encoding="utf-8"))["properties"]["skew_deg"] == [0.0]


def test_an_outcome_is_text_with_embedded_fonts_and_no_pdfa(tmp_path: Path) -> None:
    outcome = next((SAMPLES / "outcomes").glob("H60*.pdf"))

    with pikepdf.open(outcome) as pdf:
        fonts = pdf.pages[0].Resources.Font
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
        assert all("/FontFile2" in descriptor for descriptor in descriptors)
        assert "/Metadata" not in pdf.Root
        assert "/OutputIntents" not in pdf.Root
    text = subprocess.run(["pdftotext", outcome, "-"], capture_output=True, check=True, text=True).stdout
    assert f"Mã hồ sơ: {outcome.stem}" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


def test_the_committed_set_shows_every_container() -> None:
    codings = {
        json.loads((SAMPLES / "truth" / f"{scan.stem}.json").read_text(encoding="utf-8"))["properties"]["image_coding"][
            0
        ]
        for scan in COMMITTED
    }

    assert codings == {container.coding for container in Container}
