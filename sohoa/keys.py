"""From settings to a signer: the keys of a province, or test keys made in the home folder."""

from signing.devpki import make_development_pki
from signing.signer import Signer
from sohoa.settings import Settings


def open_signer(settings: Settings) -> Signer:
    """The signer the settings describe. Keys are opened when they are first used."""
    if settings.pki == "development":
        return make_development_pki(settings.home / "pki").signer()
    raise NotImplementedError
