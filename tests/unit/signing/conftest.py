"""A development PKI for all tests of this folder: making keys is the slow part."""

import pytest

from signing.devpki import DevelopmentPki, make_development_pki


@pytest.fixture(scope="session")
def development(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentPki:
    return make_development_pki(tmp_path_factory.mktemp("development") / "pki")
