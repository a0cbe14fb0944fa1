"""Key addresses, secrets, and PKCS#12 files."""

import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from domain.errors import BadKeyUri, BadSettings, CertificateUnfit, KeyUnavailable, WrongSecret
from signing.devpki import DevelopmentPki
from signing.keys import KeyUri, Padding, open_key
from signing.keys.pkcs12 import readable_by_others
from signing.keys.secrets import first_of, from_environment, from_folder, from_systemd_credentials


def test_an_address_names_its_place_its_secret_and_its_parameters() -> None:
    uri = KeyUri.parse("p12:/etc/sohoa/c%C3%A1n%20b%E1%BB%99/officer.p12?padding=pkcs1v15")

    assert (uri.scheme, uri.place, uri.name) == ("p12", "/etc/sohoa/cán bộ/officer.p12", "officer")
    assert dict(uri.parameters) == {"padding": "pkcs1v15"}


def test_the_name_of_the_secret_can_be_given() -> None:
    assert KeyUri.parse("p12:/keys/Khóa số 1.p12?name=officer").name == "officer"


@pytest.mark.parametrize("address", ["", "officer.p12", "p12:", "p12:?padding=pss"])
def test_an_address_without_scheme_or_place_is_refused(address: str) -> None:
    with pytest.raises(BadKeyUri):
        KeyUri.parse(address)


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(BadKeyUri) as refusal:
        open_key("pkcs12:/x.p12", lambda _name: None)

    assert refusal.value.params == {"scheme": "pkcs12"}


@pytest.mark.parametrize("parameter", ["password=geheim", "pin-value=1234", "padding=none", "typo=1"])
def test_a_secret_or_an_unknown_parameter_in_an_address_is_refused(parameter: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        open_key(f"p12:/x.p12?{parameter}", lambda _name: b"")

    assert "geheim" not in str(refusal.value) + str(refusal.value.params)


def test_a_key_is_opened_with_its_chain_and_signs(development: DevelopmentPki) -> None:
    key = open_key(development.address("officer"), development.secrets)

    assert key.padding is Padding.PSS
    assert len(key.sign_message(b"thong diep")) == key.signature_bytes == 256
    issuers = [x509.Certificate.load(der).subject.native["common_name"] for der in key.chain]
    assert issuers == ["CA CẤP PHÁT THỬ NGHIỆM (TEST ONLY)", "CA GỐC THỬ NGHIỆM (TEST ONLY)"]


def test_a_wrong_secret_is_told_apart_from_a_broken_file(development: DevelopmentPki, tmp_path: Path) -> None:
    garbled = tmp_path / "officer.p12"
    garbled.write_bytes(b"not a key")

    with pytest.raises(WrongSecret):
        open_key(development.address("officer"), lambda _name: b"wrong")
    with pytest.raises(WrongSecret):
        open_key(development.address("officer"), lambda _name: None)
    with pytest.raises(KeyUnavailable):
        open_key(f"p12:{garbled}", development.secrets)
    with pytest.raises(KeyUnavailable):
        open_key(f"p12:{tmp_path}/missing.p12", development.secrets)


def test_a_wrong_secret_is_not_shown(development: DevelopmentPki) -> None:
    secret = "almost" + "-right"

    with pytest.raises(WrongSecret) as refusal:
        open_key(development.address("officer"), lambda _name: secret.encode())

    assert secret not in "".join(traceback.format_exception(refusal.value))


def test_a_file_without_a_certificate_holds_no_usable_key(tmp_path: Path) -> None:
    path = tmp_path / "bare.p12"
    key = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(serialize_key_and_certificates(b"bare", key, None, None, NoEncryption()))

    with pytest.raises(KeyUnavailable):
        open_key(f"p12:{path}", lambda _name: None)


@pytest.mark.parametrize("kind", ["short", "odd curve"])
def test_a_key_too_weak_for_the_law_is_refused(tmp_path: Path, kind: str) -> None:
    key = rsa.generate_private_key(65537, 1024) if kind == "short" else ec.generate_private_key(ec.SECP256K1())
    name = pyca.Name([pyca.NameAttribute(pyca.NameOID.COMMON_NAME, "weak")])
    now = datetime.now(UTC)
    builder = pyca.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    content = serialize_key_and_certificates(b"weak", key, builder.sign(key, hashes.SHA256()), None, NoEncryption())
    (tmp_path / "weak.p12").write_bytes(content)

    with pytest.raises(CertificateUnfit):
        open_key(f"p12:{tmp_path}/weak.p12", lambda _name: None)


def test_a_file_that_others_may_read_is_noticed(development: DevelopmentPki, tmp_path: Path) -> None:
    path = tmp_path / "officer.p12"
    path.write_bytes((development.folder / "keys" / "officer.p12").read_bytes())

    path.chmod(0o600)
    assert not readable_by_others(path)
    path.chmod(0o640)
    assert readable_by_others(path)
    assert open_key(f"p12:{path}", development.secrets).name == "officer"


def test_secrets_come_from_variables_files_and_systemd(tmp_path: Path) -> None:
    (tmp_path / "officer.pass").write_bytes(b"mat khau \n")
    (tmp_path / "seal").write_bytes(b"niem phong")

    assert from_environment(environment={"SOHOA_SECRET_OFFICER_2": "hai"})("officer-2") == b"hai"
    assert from_folder(tmp_path)("officer") == b"mat khau "
    assert from_systemd_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path)})("seal") == b"niem phong"
    assert from_systemd_credentials({})("seal") is None


def test_the_first_source_that_knows_a_secret_answers(tmp_path: Path) -> None:
    nothing, first, second = (lambda _name: None), (lambda _name: b"1"), (lambda _name: b"2")

    assert first_of(nothing, first, second)("x") == b"1"
    assert first_of(nothing, from_folder(tmp_path))("x") is None
