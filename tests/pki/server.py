"""The servers: what certomancer answers, and misbehaviour on request."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from asn1crypto import pem, tsp
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.trust import Trust

PASSPHRASE = b"chi dung thu nghiem"
_CONFIG = Path(__file__).with_name("authorities.yml")
_RSA_KEYS = ("authority", "issuing", "responder", "person", "stranger")

Start = Callable[..., Callable[[bytes], object]]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(slots=True)
class TestPki:
    """The running servers. ``broken`` names the services that answer 503: ``ocsp``, ``crls``, ``tsa``."""

    __test__ = False

    url: str
    folder: Path
    config: CertomancerConfig
    broken: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)

    @property
    def tsa(self) -> str:
        """A timestamp authority under the trusted root."""
        return f"{self.url}/province/tsa/tsa"

    @property
    def foreign_tsa(self) -> str:
        """One under a root that nobody trusts."""
        return f"{self.url}/elsewhere/tsa/tsa"

    def bad_tsa(self, fault: str) -> str:
        """One that hangs, lies about the nonce or the digest, or answers nonsense."""
        return f"{self.url}/bad/{fault}"

    def key(self, name: str, *, arch: str = "province", parameters: str = "") -> str:
        """The address of somebody's key; its PKCS#12 file is written when it is first asked for."""
        path = self.folder / f"{name}.p12"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(
                self.config.get_pki_arch(ArchLabel(arch)).package_pkcs12(CertLabel(name), password=PASSPHRASE)
            )
        return f"p12:{path}{parameters}"

    def crl(self, name: str) -> bytes:
        """An authority's list as of now."""
        services = self.config.get_pki_arch(ArchLabel("province")).service_registry
        content: bytes = services.get_crl(ServiceLabel(name), datetime.now(UTC)).dump()
        return content

    def trust(self, *, online: bool = True, lists: Path | None = None, timeout_s: float = 30.0) -> Trust:
        """Trust in the province's root."""
        roots = self.folder / "roots"
        roots.mkdir(exist_ok=True)
        root = self.config.get_pki_arch(ArchLabel("province")).get_cert(CertLabel("root"))
        (roots / "root.pem").write_bytes(pem.armor("CERTIFICATE", root.dump()))
        return Trust.from_folder(roots, revocation_lists=lists, online=online, timeout_s=timeout_s)


def secrets(_name: str) -> bytes:
    """Every key of these tests has the same passphrase."""
    return PASSPHRASE


@contextmanager
def running_pki(folder: Path) -> Iterator[TestPki]:
    """Make keys and certificates in a folder, and serve them."""
    _make_keys(folder)
    with make_server("127.0.0.1", 0, _not_ready, _Server, _Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        text = f"external-url-prefix: {url}\n" + _CONFIG.read_text(encoding="utf-8")
        pki = TestPki(url, folder, CertomancerConfig.from_yaml(text, key_search_dir=str(folder)))
        server.set_app(_application(pki))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield pki
        finally:
            server.shutdown()
            thread.join()


def _application(pki: TestPki) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    animator = Animator(AnimatorArchStore(pki.config.pki_archs), with_web_ui=False)

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        pki.requests.append(path)
        if any(f"/{service}/" in path for service in pki.broken):
            return _answer(start, "503 Service Unavailable", b"")
        if path.startswith("/bad/"):
            return _misbehave(path.removeprefix("/bad/"), pki, environ, start)
        answer: Iterable[bytes] = animator(environ, start)
        return answer

    return application


def _misbehave(fault: str, pki: TestPki, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    request = tsp.TimeStampReq.load(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    if fault == "hang":
        time.sleep(3)
    if fault == "nonsense":
        return _answer(start, "200 OK", b"not a token")
    if fault == "nonce":
        request["nonce"] = request["nonce"].native + 1
    if fault == "digest":
        request["message_imprint"]["hashed_message"] = bytes(32)
    arch = pki.config.get_pki_arch(ArchLabel("province"))
    stamper = arch.service_registry.summon_timestamper(ServiceLabel("tsa"), None)
    return _answer(start, "200 OK", stamper.request_tsa_response(request).dump())


def _answer(start: Start, status: str, body: bytes) -> list[bytes]:
    start(status, [("Content-Type", "application/timestamp-reply"), ("Content-Length", str(len(body)))])
    return [body]


def _not_ready(_environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    return _answer(start, "503 Service Unavailable", b"")


def _make_keys(folder: Path) -> None:
    keys: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {
        name: rsa.generate_private_key(65537, 2048) for name in _RSA_KEYS
    }
    keys["curve"] = ec.generate_private_key(ec.SECP256R1())
    for name, key in keys.items():
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(content)
