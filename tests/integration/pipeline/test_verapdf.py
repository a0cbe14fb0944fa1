"""veraPDF in server mode: its verdicts, and what happens when it is gone."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from domain.errors import DamagedFile, FileOverwhelmsTools, NotConformant, ValidatorMissing
from pipeline.check import VeraPdf, require_conformant


def _running_here() -> list[int]:
    """The process ids of the veraPDFs that this process started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, status = (folder / "cmdline").read_bytes(), (folder / "stat").read_text()
        except OSError:
            continue
        if b"GreenfieldCliWrapper" in command and int(status.rpartition(")")[2].split()[1]) == os.getpid():
            found.append(int(folder.name))
    assert found
    return found


def test_every_conformance_file_is_judged_as_its_maker_says(validator, shared_data):
    folder = shared_data / "data" / "pdfa_conformance"
    files = sorted(folder.glob("*.pdf"))
    assert len(files) > 50
    wrong = {file.name for file in files if validator.validate(file).compliant != ("-pass-" in file.name)}
    assert wrong == set()


def test_bytes_that_are_no_pdf_are_damaged_and_the_next_file_is_judged(validator, tmp_path):
    noise = tmp_path / "noise.pdf"
    noise.write_bytes(b"%PDF-1.7\nnothing follows")
    with pytest.raises(DamagedFile):
        validator.validate(noise)
    with pytest.raises(DamagedFile):
        validator.validate(noise)


def test_a_plain_pdf_is_no_archival_one(validator, tmp_path):
    plain = tmp_path / "a name with blanks.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    with pytest.raises(NotConformant) as refusal:
        require_conformant(validator, plain)
    assert refusal.value.params["rules"]


def test_a_validator_that_died_is_started_again(validator, tmp_path):
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    before = validator.validate(plain)
    for process in _running_here():
        os.kill(process, signal.SIGKILL)
    assert validator.validate(plain) == before


def test_a_valid_file_of_another_flavour_is_not_what_was_asked_for(validator, shared_data):
    valid_2b = shared_data / "data" / "pdfa_conformance" / "PDF_A-2b__6-1-12-t01-pass-a.pdf"
    assert validator.validate(valid_2b).flavour == "2b"
    assert validator.validate(valid_2b, "2b").compliant
    verdict = validator.validate(valid_2b, "2u")
    assert not verdict.compliant
    assert verdict.failed_rules == ("claims-2b",)


def test_a_name_with_a_line_break_is_judged_like_any_other(validator, shared_data, tmp_path):
    odd = tmp_path / 'two\nlines, "quoted" and no extension'
    odd.write_bytes((shared_data / "data" / "pdfa_conformance" / "PDF_A-2b__6-1-12-t01-pass-a.pdf").read_bytes())
    assert validator.validate(odd).compliant


def test_several_threads_share_one_validator(validator, shared_data):
    files = sorted((shared_data / "data" / "pdfa_conformance").glob("*2b__6-2*.pdf"))[:12]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(validator.validate, files))
    assert together == [validator.validate(file) for file in files]


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_judged(shared_data):
    file = shared_data / "data" / "pdfa_conformance" / "PDF_A-2b__6-1-12-t01-pass-a.pdf"
    with VeraPdf(timeout_s=0.0) as hurried:
        with pytest.raises(FileOverwhelmsTools):
            hurried.validate(file)
        with pytest.raises(FileOverwhelmsTools):
            hurried.validate(file)


def test_a_validator_that_nobody_closes_ends_and_leaves_nothing(tmp_path, validator):
    script = "import sys, pathlib; from pipeline.check import VeraPdf; VeraPdf().version()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=Path(__file__).parents[3])
    assert list(tmp_path.iterdir()) == []


def test_without_a_jar_nothing_is_judged(monkeypatch, tmp_path):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    with VeraPdf() as validator, pytest.raises(ValidatorMissing):
        validator.validate(tmp_path / "any.pdf")
