"""From files to files: what ``sohoa scan digitize`` leaves in its folder."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import ValidatorMissing
from pipeline.check import VeraPdf, require_conformant
from pipeline.digitize import Digitizer
from tests.unit.pipeline.drawn import TEXT, written_page


def scan(path: Path, text: tuple[str, ...] = TEXT[:2]) -> Path:
    path.parent.mkdir(exist_ok=True)
    page = Image.fromarray(written_page(text, dpi=120))
    page.save(path, "PDF", resolution=120) if path.suffix == ".pdf" else page.save(path, dpi=(120, 120))
    return path


def run(sources, out_dir, validator, jobs=2):
    seen = []
    results = Digitizer(out_dir, validator, jobs).run(sources, seen.append)
    return results, seen


def test_a_source_leaves_a_proved_pdf_its_text_and_its_facts(validator, tmp_path):
    source = tmp_path / "in" / "Tờ trình.tif"
    source.parent.mkdir()
    pages = [Image.fromarray(written_page(TEXT[:2], dpi=120)), Image.fromarray(written_page(TEXT[2:4], dpi=120))]
    pages[0].save(source, "TIFF", save_all=True, append_images=pages[1:], dpi=(120, 120))
    out = tmp_path / "out"

    [result], seen = run([source], out, validator)

    assert result.refusal is None
    assert sorted(file.name for file in out.iterdir()) == [
        "Tờ trình.json",
        "Tờ trình.p1.txt",
        "Tờ trình.p2.txt",
        "Tờ trình.pdf",
    ]
    assert require_conformant(validator, out / "Tờ trình.pdf").compliant
    assert "chính quyền địa phương" in (out / "Tờ trình.p1.txt").read_text("utf-8")
    facts = json.loads((out / "Tờ trình.json").read_text("utf-8"))
    assert facts["source"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert facts["pdfa"] == {"conformant": True, "flavour": "2u"}
    assert [page["number"] for page in facts["pages"]] == [1, 2]
    assert facts["pages"][0]["width_px"] == pages[0].width
    assert (seen[-1].documents_done, seen[-1].pages_done, seen[-1].pages) == (1, 2, 2)


def test_one_bad_file_stops_no_other_and_is_kept_with_its_reason(validator, tmp_path):
    bad = tmp_path / "in" / "b.pdf"
    bad.parent.mkdir()
    bad.write_bytes(b"these are no pages")
    good = [scan(tmp_path / "in" / "a.png"), scan(tmp_path / "in" / "c.jpg")]
    out = tmp_path / "out"

    results, _ = run([good[0], bad, good[1]], out, validator)

    assert [result.source.name for result in results] == ["a.png", "b.pdf", "c.jpg"]
    assert [result.refusal.code if result.refusal else None for result in results] == [None, "not_a_document", None]
    assert bad.read_bytes() == (out / "quarantine" / "b.pdf").read_bytes()
    reason = json.loads((out / "quarantine" / "b.pdf.json").read_text("utf-8"))
    assert reason["code"] == "not_a_document"
    assert reason["vi"] != reason["en"]
    assert not list(out.rglob("*.part"))


def test_two_sources_of_one_name_do_not_meet(validator, tmp_path):
    sources = [
        scan(tmp_path / "one" / "a.png", TEXT[:1]),
        scan(tmp_path / "two" / "a.pdf", TEXT[1:2]),
        scan(tmp_path / "two" / "a~2.png", TEXT[2:3]),
    ]
    out = tmp_path / "out"
    results, _ = run(sources, out, validator)
    assert [result.stem for result in results] == ["a", "a~3", "a~2"]
    texts = [(out / f"{result.stem}.p1.txt").read_text("utf-8") for result in results]
    assert ["Căn cứ" in texts[0], "Tờ trình" in texts[1], "Điều 1" in texts[2]] == [True, True, True]


def test_two_refused_files_of_one_name_are_both_kept(validator, tmp_path):
    sources = []
    for folder in ("one", "two"):
        bad = tmp_path / folder / "x.pdf"
        bad.parent.mkdir()
        bad.write_bytes(f"no pages in {folder}".encode())
        sources.append(bad)
    run(sources, tmp_path / "out", validator)
    kept = {file.read_bytes() for file in (tmp_path / "out" / "quarantine").glob("*.pdf")}
    assert kept == {b"no pages in one", b"no pages in two"}


def test_a_second_run_writes_the_same_bytes(validator, tmp_path):
    source = scan(tmp_path / "in" / "a.png")
    for name in ("first", "second"):
        run([source], tmp_path / name, validator)
    for file in ("a.pdf", "a.p1.txt"):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_without_a_validator_nothing_is_archived_and_nothing_is_blamed(monkeypatch, tmp_path):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    source = scan(tmp_path / "in" / "a.png")
    with VeraPdf() as missing, pytest.raises(ValidatorMissing):
        run([source], tmp_path / "out", missing)
    assert list((tmp_path / "out").iterdir()) == []
