"""The files in ``samples/bad`` are refused, each for the reason it is there."""

from pathlib import Path

import pytest

from domain.errors import DamagedFile, EmptyFile, EncryptedFile, InputError, NotADocument
from pipeline.intake import inspect

BAD = Path(__file__).parents[3] / "samples" / "bad"
REASONS = {
    "cut-off.pdf": DamagedFile,
    "empty.pdf": EmptyFile,
    "letter-not-scanned.pdf": NotADocument,
    "password.pdf": EncryptedFile,
}


@pytest.mark.parametrize("name", REASONS)
def test_a_bad_file_is_refused_for_its_reason(name: str) -> None:
    with pytest.raises(InputError) as refusal:
        inspect(BAD / name, name)

    assert type(refusal.value) is REASONS[name]


def test_every_bad_file_has_its_reason() -> None:
    assert {file.name for file in BAD.iterdir()} == set(REASONS)
