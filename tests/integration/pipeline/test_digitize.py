"""From files to files: what ``sohoa scan digitize`` leaves in its folder."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from domain.errors import ValidatorMissing
from pipeline.check import VeraPdf, require_conformant
from pipeline.digital.texts import ENGINE
from pipeline.digitize import Digitizer
from pipeline.reading_settings import ReadingSettings, TextPolicy
from signing.devpki import make_development_pki
from signing.signer import Role
from tests.unit.pipeline.drawn import TEXT, written_page

DRAFT = min((Path(__file__).parents[3] / "samples" / "outcomes").glob("*.pdf"))


def scan(path: Path, text: tuple[str, ...] = TEXT[:2]) -> Path:
    path.parent.mkdir(exist_ok=True)
    page = Image.fromarray(written_page(text, dpi=120))
    page.save(path, "PDF", resolution=120) if path.suffix == ".pdf" else page.save(path, dpi=(120, 120))
    return path


def run(sources, out_dir, validator, jobs=2, **options):
    seen = []
    results = Digitizer(out_dir, validator, jobs, **options).run(sources, seen.append)
    return results, seen


def scanned_pages(path: Path, *texts: tuple[str, ...]) -> Path:
    path.parent.mkdir(exist_ok=True)
    pages = [Image.fromarray(written_page(text, dpi=120)) for text in texts]
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return path


def outputs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in {".pdf", ".txt"}}


def stopped_after(pages: int):
    """A watcher of progress who presses Ctrl-C after so many pages."""

    def watch(now):
        if now.pages_done >= pages:
            raise KeyboardInterrupt

    return watch


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


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_run_that_was_stopped_goes_on_where_it_stood_and_ends_the_same(validator, tmp_path, moment):
    source = scanned_pages(tmp_path / "in" / "a.pdf", TEXT[:2], TEXT[2:4], TEXT[4:6], TEXT[:1])
    run([source], tmp_path / "whole", validator)
    out = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        Digitizer(out, validator, 1).run([source], stopped_after(moment))
    assert not (out / "a.pdf").exists()
    assert not (out / "quarantine").exists()
    done_before = len(list((out / ".unfinished").rglob("p*.json")))
    assert done_before >= moment

    _, seen = run([source], out, validator)

    assert seen[-1].pages_kept == done_before
    assert outputs(out) == outputs(tmp_path / "whole")
    assert not (out / ".unfinished").exists()


def test_what_is_finished_is_left_alone_until_source_or_settings_change(validator, tmp_path):
    source = scan(tmp_path / "in" / "a.png")
    out = tmp_path / "out"
    run([source], out, validator)
    written = (out / "a.pdf").stat().st_mtime_ns

    [again], seen = run([source], out, validator)
    assert again.kept
    assert (again.pages, seen[-1].pages_kept) == (1, 1)
    assert (out / "a.pdf").stat().st_mtime_ns == written

    for change in ({"settings": ReadingSettings(language="eng")}, {"resume": False}):
        [anew], _ = run([source], out, validator, **change)
        assert not anew.kept
    (out / "a.pdf").write_bytes(b"somebody was here")
    [mended], _ = run([source], out, validator)
    assert not mended.kept
    assert (out / "a.pdf").read_bytes().startswith(b"%PDF")
    scan(tmp_path / "in" / "a.png", TEXT[2:4])
    [changed], _ = run([source], out, validator)
    assert not changed.kept
    assert "Tờ trình" not in (out / "a.p1.txt").read_text("utf-8")


def test_a_page_that_was_kept_half_written_is_read_again(validator, tmp_path):
    source = scanned_pages(tmp_path / "in" / "a.pdf", TEXT[:2], TEXT[2:4])
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        Digitizer(out, validator, 1).run([source], stopped_after(1))
    for page in (out / ".unfinished").rglob("p1.json"):
        page.write_bytes(page.read_bytes()[:50])
    [result], _ = run([source], out, validator)
    assert result.refusal is None
    assert "Căn cứ" in (out / "a.p1.txt").read_text("utf-8")


def test_only_the_chosen_pages_are_read_and_none_is_left_out(validator, tmp_path):
    source = scanned_pages(tmp_path / "in" / "a.pdf", TEXT[:2], TEXT[2:4], TEXT[4:6])
    out = tmp_path / "out"
    run([source], out, validator, pages=frozenset({2, 9}))
    lengths = [len((out / f"a.p{number}.txt").read_text("utf-8")) for number in (1, 2, 3)]
    assert [length > 0 for length in lengths] == [False, True, False]
    with pikepdf.open(out / "a.pdf") as pdf:
        assert len(pdf.pages) == 3


def test_a_source_is_never_written_over_also_where_the_results_go_beside_it(validator, tmp_path):
    source = Path(shutil.copy(DRAFT, tmp_path / "a.pdf"))
    before = source.read_bytes()
    for _ in range(2):
        [result], _ = run([source], tmp_path, validator)
        assert (result.refusal, result.stem) == (None, "a~2")
    assert source.read_bytes() == before
    assert result.kept


def test_what_cannot_be_opened_or_named_stops_no_other_file(validator, tmp_path):
    (tmp_path / "in").mkdir()
    folder = tmp_path / "in" / "folder.pdf"
    folder.mkdir()
    pipe = tmp_path / "in" / "pipe.pdf"
    os.mkfifo(pipe)
    gone = tmp_path / "in" / "gone.pdf"
    long = scan(tmp_path / "in" / ("ộ" * 80 + "a" * 10 + ".png"))
    good = scan(tmp_path / "in" / "good.png")
    results, _ = run([folder, pipe, gone, long, good], tmp_path / "out", validator)
    codes = [result.refusal.code if result.refusal else None for result in results]
    assert codes == ["file_not_readable"] * 3 + [None, None]
    assert json.loads((tmp_path / "out" / "quarantine" / "gone.pdf.json").read_text("utf-8"))["code"] == codes[0]
    assert (tmp_path / "out" / f"{results[3].stem}.pdf").exists()


def test_equal_files_of_different_names_are_each_done(validator, tmp_path):
    first = scan(tmp_path / "in" / "a.png")
    sources = [first, *(Path(shutil.copy(first, tmp_path / "in" / f"{name}.png")) for name in "bcd")]
    results, _ = run(sources, tmp_path / "out", validator)
    assert [result.refusal for result in results] == [None] * 4
    assert not (tmp_path / "out" / ".unfinished").exists()


def test_what_an_earlier_version_left_does_not_stay_beside_the_new_one(validator, tmp_path):
    source, out = scanned_pages(tmp_path / "in" / "a.pdf", TEXT[:2], TEXT[2:4], TEXT[4:6]), tmp_path / "out"
    run([source], out, validator)
    scanned_pages(source, TEXT[:1])
    run([source], out, validator)
    assert sorted(file.name for file in out.iterdir()) == ["a.json", "a.p1.txt", "a.pdf"]


@pytest.mark.parametrize("mended", ["with the pages it had", "with others"])
def test_a_source_that_is_mended_leaves_quarantine(validator, tmp_path, mended):
    source, out = scanned_pages(tmp_path / "in" / "a.pdf", TEXT[:1]), tmp_path / "out"
    run([source], out, validator)
    good = source.read_bytes()
    source.write_bytes(b"no pages")
    run([source], out, validator)
    assert (out / "quarantine" / "a.pdf").exists()
    source.write_bytes(good)
    if mended == "with others":
        scanned_pages(source, TEXT[1:2])
    run([source], out, validator)
    assert not (out / "quarantine").exists()


def test_a_refused_file_leaves_no_pages_behind(validator, tmp_path):
    source = scanned_pages(tmp_path / "in" / "a.pdf", *[TEXT[:2]] * 4)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        image = next(iter(pdf.pages[0].get_images().values()))
        image.write(b"these are no pixels", filter=pikepdf.Name.DCTDecode)
        pdf.save(source)
    [result], _ = run([source], tmp_path / "out", validator)
    assert result.refusal is not None
    assert not (tmp_path / "out" / ".unfinished").exists()


def test_a_kept_result_still_says_what_is_doubtful(validator, tmp_path):
    source = scan(tmp_path / "in" / "a.png")
    [first], _ = run([source], tmp_path / "out", validator)
    [again], _ = run([source], tmp_path / "out", validator)
    assert again.kept
    assert again.doubts == first.doubts
    assert (1, "low_resolution") in again.doubts


def test_digital_pages_that_are_not_to_be_read_keep_their_text(validator, tmp_path):
    source = Path(shutil.copy(DRAFT, tmp_path / "a.pdf"))
    run([source], tmp_path / "out", validator, pages=frozenset({1}))
    pages = json.loads((tmp_path / "out" / "a.json").read_text("utf-8"))["pages"]
    assert len(pages) > 1
    assert all(page["engine"] == ENGINE and page["words"] > 0 for page in pages)


def test_alto_is_written_on_demand(validator, tmp_path):
    source = scan(tmp_path / "in" / "a.png")
    run([source], tmp_path / "out", validator, alto=True)
    alto = etree.parse(tmp_path / "out" / "a.p1.alto.xml")
    words = [string.get("CONTENT") for string in alto.iter("{*}String")]
    assert " ".join(words).split() == (tmp_path / "out" / "a.p1.txt").read_text("utf-8").split()


def test_what_the_file_says_itself_is_used_and_its_pages_stay_digital(validator, tmp_path):
    source = Path(shutil.copy(DRAFT, tmp_path / "a.pdf"))
    for policy, engines in ((TextPolicy.AUTO, {ENGINE}), (TextPolicy.FORCE_OCR, {"tesseract"})):
        out = tmp_path / policy
        run([source], out, validator, settings=ReadingSettings(text=policy))
        facts = json.loads((out / "a.json").read_text("utf-8"))
        assert {page["engine"][: len(min(engines))] for page in facts["pages"]} == engines
        with pikepdf.open(out / "a.pdf") as pdf:
            drawn = [len(page.get_images()) for page in pdf.pages]
        assert (max(drawn) == 0) == (policy is TextPolicy.AUTO)


def test_a_signed_source_is_left_as_it_is_and_its_signatures_are_told(validator, tmp_path):
    source, signed = Path(shutil.copy(DRAFT, tmp_path / "a.pdf")), tmp_path / "b.pdf"
    signer = make_development_pki(tmp_path / "pki").signer()
    signer.sign(Role.OFFICER, source, signed, step="officer")
    before = signed.read_bytes()
    out = tmp_path / "out"
    asked = []
    run([source, signed], out, validator, signatures=lambda path: asked.append(path.name) or {"verdict": "valid"})
    assert asked == ["b.pdf"]
    assert signed.read_bytes() == before
    assert json.loads((out / "b.json").read_text("utf-8"))["source"]["signatures"] == {"verdict": "valid"}
    assert require_conformant(validator, out / "b.pdf").compliant


def test_without_a_validator_nothing_is_archived_and_nothing_is_blamed(monkeypatch, tmp_path):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    source = scan(tmp_path / "in" / "a.png")
    with VeraPdf() as missing, pytest.raises(ValidatorMissing):
        run([source], tmp_path / "out", missing)
    left = {file.name for file in (tmp_path / "out").iterdir()}
    assert left == {"a.p1.txt", ".unfinished"}
