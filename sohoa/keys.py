"""From settings to a signer: the keys of a province, or test keys made in the home folder."""

from domain.errors import BadSettings
from signing.devpki import make_development_pki
from signing.keys.secrets import Secrets, first_of, from_environment, from_folder, from_systemd_credentials
from signing.signer import Role, Signer
from signing.timestamps import Timestamps
from signing.trust import Trust
from sohoa.settings import Settings


def open_signer(settings: Settings) -> Signer:
    """The signer the settings describe. Its keys are opened when they are first used.

    Raises:
        BadSettings: a folder or address of the settings is not usable.
    """
    if settings.pki == "development":
        return make_development_pki(settings.home / "pki").signer()
    secrets = _secrets(settings)
    addresses = {
        Role.DIGITISER: settings.key_digitiser,
        Role.ORGANISATION: settings.key_organisation,
        Role.OFFICER: settings.key_officer,
    }
    return Signer(
        keys={role: address for role, address in addresses.items() if address},
        secrets=secrets,
        trust=_trust(settings),
        timestamps=Timestamps.from_addresses(settings.timestamp_urls, secrets),
    )


def _trust(settings: Settings) -> Trust:
    if settings.trust_roots is None:
        raise BadSettings(setting="SOHOA_TRUST_ROOTS")
    return Trust.from_folder(
        settings.trust_roots, revocation_lists=settings.revocation_lists, online=settings.online_revocation
    )


def _secrets(settings: Settings) -> Secrets:
    folder = [from_folder(settings.secrets_folder)] if settings.secrets_folder else []
    return first_of(from_systemd_credentials(), from_environment(), *folder)
