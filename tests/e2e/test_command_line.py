"""The command line as scripts use it: data on standard output, talk on standard error, exit codes by group."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sohoa.cli import _COMMANDS, load_command
from sohoa.cli.page_numbers import page_numbers, shown_numbers
from tests.waiting import until

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SCAN = SAMPLES / "dossiers" / "H60.107-261016-0021" / "0021-03-cong-van.png"
DRAFT = SAMPLES / "outcomes" / "H60.107-261016-0021.pdf"
DOSSIER = "H60.107-261016-0021"


@pytest.fixture(scope="module")
def sohoa(tmp_path_factory):
    """Run a command in a home of its own; returns the finished process."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-c", "from sohoa.cli import main; main()", *map(str, arguments)],
            env=os.environ | {"SOHOA_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    return run


def test_digitize_writes_a_proved_pdf_texts_and_fields_and_sets_bad_files_aside(sohoa, tmp_path):
    scans = tmp_path / "in"
    scans.mkdir()
    shutil.copy(SCAN, scans)
    (scans / "notes.pdf").write_bytes(b"these are no pages")
    out = tmp_path / "out"

    done = sohoa("scan", "digitize", scans, out, "--json")

    assert done.returncode == 2
    assert {row["stem"]: row["refusal"] and row["refusal"]["code"] for row in json.loads(done.stdout)} == {
        "0021-03-cong-van": None,
        "notes": "not_a_document",
    }
    assert "not_a_document" in done.stderr
    assert (out / "quarantine" / "notes.pdf").read_bytes() == b"these are no pages"
    record = json.loads((out / "0021-03-cong-van.json").read_text(encoding="utf-8"))
    assert record["fields"]["type"]["value"] == "Công văn"
    assert set(record["fields"]["type"]) >= {"value", "confidence", "accepted", "page", "box"}
    assert len(record["pages"]) == 1
    assert "CỘNG" in (out / "0021-03-cong-van.p1.txt").read_text(encoding="utf-8")
    assert sohoa("pdf", "check", out / "0021-03-cong-van.pdf").returncode == 0


def test_the_signatures_of_a_source_are_told_and_it_stays_as_it_is(sohoa, tmp_path):
    signed = tmp_path / "signed.pdf"
    assert sohoa("pdf", "sign", DRAFT, signed, "--role", "officer").returncode == 0
    before = signed.read_bytes()
    assert sohoa("scan", "digitize", signed, tmp_path).returncode == 0
    assert signed.read_bytes() == before
    facts = json.loads((tmp_path / "signed~2.json").read_text(encoding="utf-8"))
    assert facts["source"]["signed"]
    assert facts["source"]["signatures"]["verdict"] == "valid"


def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path):
    scan, out = tmp_path / "in" / "a.tif", tmp_path / "out"
    scan.parent.mkdir()
    with Image.open(SCAN) as page:
        page.save(scan, save_all=True, append_images=[page.copy() for _ in range(7)], dpi=page.info["dpi"])
    command = [sys.executable, "-c", "from sohoa.cli import main; main()", "scan", "digitize", scan, out, "--jobs", "1"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: bool(list(out.rglob("p2.json"))))
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "interrupted" in said
    assert not (out / "a.pdf").exists()
    assert not (out / "quarantine").exists()
    done = {page.name: page.stat().st_mtime_ns for page in out.rglob("p*.json")}
    assert 2 <= len(done) < 8

    again = subprocess.run(command, capture_output=True, text=True, timeout=200, check=True)

    assert f"{len(done)} trang đã có" in again.stderr
    assert len(json.loads((out / "a.json").read_text(encoding="utf-8"))["pages"]) == 8


@pytest.mark.parametrize(
    "arguments",
    [
        ("--pages", "3-1"),
        ("--pages", "first"),
        ("--pages", "0"),
        ("--force-ocr", "--keep-text"),
        ("--engine", "abbyy"),
        ("--jobs", "0"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_done(sohoa, tmp_path, arguments):
    done = sohoa("scan", "digitize", SCAN, tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert arguments[0] in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_forgotten_output_folder_and_an_empty_one_are_told_before_anything_is_done(sohoa, tmp_path):
    scan = shutil.copy(SCAN, tmp_path / "a.png")
    (tmp_path / "b.pdf").write_bytes(b"b")
    (tmp_path / "empty").mkdir()
    for arguments in ((scan, tmp_path / "b.pdf"), (tmp_path / "empty", tmp_path / "out"), (tmp_path, tmp_path)):
        done = sohoa("scan", "digitize", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr


def test_page_numbers_are_shown_as_they_are_typed():
    assert shown_numbers(sorted(page_numbers("1-3, 7,9-10"))) == "1–3, 7, 9–10"


def test_the_list_of_commands_says_what_each_command_says_of_itself():
    for name, (_, summary) in _COMMANDS.items():
        assert (load_command(name).help or "").startswith(summary)


def test_a_pdf_is_signed_verified_and_found_out_when_it_was_changed(sohoa, tmp_path):
    signed = tmp_path / "signed.pdf"
    assert sohoa("pdf", "sign", DRAFT, signed, "--role", "officer").returncode == 0
    assert signed.read_bytes().startswith(DRAFT.read_bytes())
    report = json.loads(sohoa("pdf", "verify", signed, "--json").stdout)
    assert [one["verdict"] for one in report[0]["signatures"]] == ["valid"]
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(signed.read_bytes().replace(b"/MediaBox", b"/MediaBoy", 1))
    assert sohoa("pdf", "verify", changed).returncode == 5
    assert sohoa("pdf", "check", signed).returncode == 5


def test_a_scan_and_a_result_go_the_whole_way(sohoa):
    ingested = sohoa("ingest", SCAN, "--json")
    assert ingested.returncode == 0, ingested.stderr
    [document] = json.loads(ingested.stdout)
    assert document["state"] == "published"
    assert document["dossier_code"] == DOSSIER
    found = json.loads(sohoa("search", "cong van", "--json").stdout)
    assert {hit["id"] for hit in found["hits"]} <= {document["id"]}

    issued = sohoa("outcome", "submit", DRAFT, "--dossier", DOSSIER, "--json")
    assert issued.returncode == 0, issued.stderr
    [outcome] = json.loads(sohoa("outcome", "show", DOSSIER, "--json").stdout)
    assert outcome["state"] == "issued"
    assert outcome["issued"]["sha256"] == outcome["representations"]["sealed"]["sha256"]
    status = json.loads(sohoa("status", "--json").stdout)
    assert status["documents"]["published"] == 1
    assert status["outcomes"]["issued"] == 1
    assert sohoa("doctor").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("outcome", "show", "H00.1-260101-0001"), 2),
        (("document", "show", "nobody"), 2),
        (("outcome", "submit", DRAFT, "--dossier", "dossier 7"), 2),
    ],
)
def test_what_cannot_be_done_says_so_in_two_languages_and_by_exit_code(sohoa, arguments, code):
    done = sohoa(*arguments)
    assert done.returncode == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) >= 3


def test_a_setting_that_is_wrong_is_named(sohoa, monkeypatch):
    monkeypatch.setenv("SOHOA_WEB_PORT", "many")
    done = sohoa("status")
    assert done.returncode == 2
    assert "SOHOA_WEB_PORT" in done.stderr
