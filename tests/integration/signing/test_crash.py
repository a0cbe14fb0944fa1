"""Killed while signing: a target is whole or absent, the source untouched, and the next run finishes."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signing.devpki import DevelopmentPki, make_development_pki
from signing.report import Verdict
from signing.verify import verify_pdf

_SIGN_FOR_EVER = """
import sys
from pathlib import Path
from signing.devpki import make_development_pki

folder, source = Path(sys.argv[1]), Path(sys.argv[2])
signer = make_development_pki(folder / "pki").signer()
for number in range(1000):
    signer.sign("officer", source, folder / f"{number:03}.pdf", step="officer")
"""


@pytest.fixture
def development(tmp_path: Path) -> DevelopmentPki:
    return make_development_pki(tmp_path / "pki")


@pytest.mark.parametrize("trial", range(2))
def test_a_killed_process_leaves_whole_files_only(
    development: DevelopmentPki, paper: Path, tmp_path: Path, trial: int
) -> None:
    before = paper.read_bytes()
    process = subprocess.Popen([sys.executable, "-c", _SIGN_FOR_EVER, tmp_path, paper])
    _wait_for(tmp_path / "000.pdf")
    time.sleep(random.Random(trial).uniform(0, 0.3))
    process.kill()
    process.wait()

    assert paper.read_bytes() == before
    finished = sorted(tmp_path.glob("*.pdf"))
    trust = development.trust()
    assert {verify_pdf(path, trust).verdict for path in finished[-2:]} == {Verdict.VALID}
    # The next run takes over whatever the dead one left.
    target = tmp_path / f"{len(finished):03}.pdf"
    assert not development.signer().sign("officer", paper, target, step="officer").already_signed
    assert [path.suffix for path in tmp_path.iterdir() if path.name.startswith(target.name)] == [".pdf"]


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
