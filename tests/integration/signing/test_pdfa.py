"""PDF/A stays PDF/A, as veraPDF judges."""

import json
import os
import subprocess
from pathlib import Path

import pikepdf
import pytest

from signing.appearance import CopyMark
from signing.report import Verdict
from signing.verify import verify_pdf
from tests.integration.signing.conftest import Sign
from tests.pki.papers import make_pdfa
from tests.pki.server import TestPki

MARK = CopyMark("Trung tâm Phục vụ hành chính công tỉnh Thử Nghiệm, Văn phòng Ủy ban nhân dân tỉnh", form="Sao y")


@pytest.fixture(scope="module")
def verapdf() -> Path:
    """The validator's jar."""
    named = os.environ.get("SOHOA_VERAPDF_JAR")
    found = [Path(named)] if named else sorted((Path.home() / ".cache" / "sohoa").glob("verapdf-*.jar"))
    if not found or not found[-1].is_file():
        reason = "veraPDF is not installed: scripts/verapdf.sh"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found[-1]


def failures(jar: Path, *files: Path) -> dict[str, list[str]]:
    """Failed rules by file; one start of the validator for all files."""
    program: list[str | Path] = ["java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "--format", "json"]
    answer = subprocess.run([*program, *files], check=False, capture_output=True, text=True, timeout=120)
    jobs = json.loads(answer.stdout)["report"]["jobs"]
    verdicts = {}
    for job in jobs:
        result = job["validationResult"]
        result = result[0] if isinstance(result, list) else result
        rules = [f"{rule['clause']}-{rule['testNumber']}" for rule in result["details"]["ruleSummaries"]]
        verdicts[Path(job["itemDetails"]["name"]).name] = rules if not result["compliant"] else []
    return verdicts


def test_signatures_keep_a_file_conformant(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path, verapdf: Path
) -> None:
    sign(paper, tmp_path / "invisible.pdf", step="digitiser")
    sign(tmp_path / "invisible.pdf", tmp_path / "both.pdf", by="organisation", step="organisation", appearance=MARK)
    turned = make_pdfa(tmp_path / "turned-paper.pdf", rotation=90)
    sign(turned, tmp_path / "turned.pdf", appearance=MARK)
    signed = [tmp_path / name for name in ("invisible.pdf", "both.pdf", "turned.pdf")]

    found = failures(verapdf, paper, *signed, _with_loose_font(paper, tmp_path / "courier.pdf"))

    # Tried the other way round: the validator does find a font that is not embedded.
    assert found.pop("courier.pdf") != []
    assert found == {paper.name: [], **{file.name: [] for file in signed}}
    assert {verify_pdf(file, pki.trust()).verdict for file in signed} == {Verdict.VALID}


def _with_loose_font(paper: Path, target: Path) -> Path:
    with pikepdf.open(paper) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Courier"))
        page.obj["/Resources"]["/Font"] = pikepdf.Dictionary(F1=font)
        page.contents_add(b"BT /F1 10 Tf 100 100 Td (x) Tj ET")
        pdf.save(target)
    return target
