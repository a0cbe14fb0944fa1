"""MinIO on one folder, with locks and versions as in production; nothing is sent anywhere."""

import os
from pathlib import Path

from tests.services.server import HOST, MissingServerError, Server, exchange, free_port

_ACCESS_KEY = "sohoa-test"


class MinioServer(Server):
    """One MinIO; ``url`` ends without a bucket."""

    name = "minio"

    def launch(self) -> None:
        """Start the server built by ``scripts/minio.sh``, or the one ``SOHOA_MINIO`` names."""
        executable = minio_program()
        self._port = free_port()
        data = self.folder / "data"
        data.mkdir()
        certificates = self.folder / "certs"
        self.spawn(
            [executable, "server", "--quiet", "--address", f"{HOST}:{self._port}", "--certs-dir", certificates, data],
            {
                "MINIO_ROOT_USER": _ACCESS_KEY,
                "MINIO_ROOT_PASSWORD": self.password,
                "MINIO_BROWSER": "off",
                "MINIO_UPDATE": "off",
                "MINIO_CALLHOME_ENABLE": "off",
            },
        )

    def answers(self) -> bool:
        """Whether it calls itself ready to serve requests."""
        request = f"GET /minio/health/ready HTTP/1.0\r\nHost: {HOST}:{self._port}\r\n\r\n"
        return b" 200 " in exchange(self._port, request.encode()).partition(b"\r\n")[0]

    @property
    def url(self) -> str:
        """``s3://ACCESS:SECRET@HOST:PORT``."""
        return f"s3://{_ACCESS_KEY}:{self.password}@{HOST}:{self._port}"


def tool_folder() -> Path:
    """Where the scripts keep tools that are no Debian packages: the same rule as in ``scripts/project.sh``."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("SOHOA_TOOLS") or caches / "sohoa")


def minio_program() -> Path:
    """Find the MinIO server.

    Raises:
        MissingServerError: it was not built.
    """
    named = os.environ.get("SOHOA_MINIO")
    built = sorted(tool_folder().glob("minio-v*"))
    found = Path(named) if named else built[-1] if built else None
    if found is None or not os.access(found, os.X_OK):
        raise MissingServerError("the MinIO server was not built on this machine; `scripts/minio.sh` does it")
    return found


def s3_server_name() -> str:
    """The S3 server to use when either will do: MinIO, or RADOS Gateway where MinIO could not be built."""
    try:
        minio_program()
    except MissingServerError:
        return "radosgw"
    return "minio"
