"""veraPDF in server mode: its verdicts, and what happens when it is gone."""

import pikepdf
import pytest

from domain.errors import DamagedFile, NotConformant, ValidatorMissing
from pipeline.check import VeraPdf, require_conformant


@pytest.fixture(scope="module")
def validator():
    with VeraPdf() as validator:
        try:
            validator.version()
        except ValidatorMissing as missing:
            pytest.skip(f"veraPDF is not installed: {missing}")
        yield validator


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
    noise = tmp_path / "noise.pdf"
    noise.write_bytes(b"%PDF-1.7\nnothing follows")
    with pytest.raises(DamagedFile):
        validator.validate(noise)
    validator._server._running._process.kill()
    validator._server._running._process.wait()
    with pytest.raises(DamagedFile):
        validator.validate(noise)


def test_without_a_jar_nothing_is_judged(monkeypatch, tmp_path):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    with VeraPdf() as validator, pytest.raises(ValidatorMissing):
        validator.validate(tmp_path / "any.pdf")
