"""veraPDF for the tests of this folder: started once."""

import os
from collections.abc import Iterator

import pytest

from domain.errors import ValidatorMissing
from pipeline.check import VeraPdf


@pytest.fixture(scope="session")
def validator() -> Iterator[VeraPdf]:
    """A running veraPDF; its tests are skipped where it is not installed, and fail where CI is set."""
    with VeraPdf() as validator:
        try:
            validator.version()
        except ValidatorMissing as missing:
            if os.environ.get("CI"):
                pytest.fail(f"veraPDF is not installed: {missing}", pytrace=False)
            pytest.skip(f"veraPDF is not installed: {missing}")
        yield validator
