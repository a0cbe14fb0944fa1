"""PostgreSQL, tuned to forget: nothing is flushed to the disk."""

import os
import pwd
import shutil
import signal
from pathlib import Path

from tests.services.server import HOST, MissingServerError, Server, exchange, free_port, program

_USER = "sohoa"
# Asks whether TLS is spoken; any PostgreSQL answers with one letter, also while it still starts.
_TLS_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


class PostgresServer(Server):
    """One cluster, whose superuser may create databases; ``url`` names the database ``postgres``."""

    name = "postgres"
    stop_signal = signal.SIGINT  # fast: SIGTERM waits for every client to leave

    def launch(self) -> None:
        """Make the cluster and start it, as another user when this one is root, which PostgreSQL refuses."""
        folders = _program_folders()
        initdb, postgres = program("initdb", *folders), program("postgres", *folders)
        self._port = free_port()
        user = _unprivileged_user()
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if user is not None:
            for path in (self.folder, password_file):
                shutil.chown(path, user)
        data = self.folder / "data"
        access: list[str | Path] = ["--username", _USER, "--pwfile", password_file, "--auth", "scram-sha-256"]
        self.run([initdb, "-D", data, *access, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"], user=user)
        settings = {
            "listen_addresses": HOST,
            "port": str(self._port),
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "32MB",
        }
        options = [f"-c{name}={value}" for name, value in settings.items()]
        self.spawn([postgres, "-D", data, *options], user=user)

    def answers(self) -> bool:
        """Whether it says so itself: the port already answers while the cluster still starts."""
        ready = b"database system is ready to accept connections" in self._log.read_bytes()
        return ready and exchange(self._port, _TLS_REQUEST) in {b"N", b"S"}

    @property
    def url(self) -> str:
        """The SQLAlchemy form, for psycopg 3."""
        return f"postgresql+psycopg://{_USER}:{self.password}@{HOST}:{self._port}/postgres"


def _program_folders() -> list[Path]:
    """Debian's folders of server programs, newest version first."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise MissingServerError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
