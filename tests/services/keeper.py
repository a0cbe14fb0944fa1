"""The keeper: one process that starts servers when first asked for and ends them all with its owner, however that dies.

The owner (pytest, before its workers) makes a listening socket, hands it over, and holds the other end of the keeper's
standard input: when that closes, by a normal end, Ctrl-C or SIGKILL, the keeper stops what it started. It lives in a
session of its own, so that a signal to the owner's process group spares it.

A client sends a server's name as one line; the answer is one JSON object with ``url``, ``missing`` or ``failed``.
"""

import json
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.services.minio import MinioServer
from tests.services.postgres import PostgresServer
from tests.services.rabbitmq import RabbitMqServer
from tests.services.radosgw import RadosGateway
from tests.services.redis import RedisServer
from tests.services.server import (
    START_ATTEMPTS,
    START_LIMIT_S,
    STOP_LIMIT_S,
    MissingServerError,
    Server,
    ServerFailedError,
)

SERVERS: dict[str, type[Server]] = {
    server.name: server for server in (RedisServer, RabbitMqServer, PostgresServer, MinioServer, RadosGateway)
}


class Shelf:
    """The servers started so far; each is started once, and different ones at the same time."""

    def __init__(self) -> None:
        self._started: dict[str, Server] = {}
        self._answers: dict[str, dict[str, str]] = {}
        self._locks = {name: threading.Lock() for name in SERVERS}

    def answer(self, name: str) -> dict[str, str]:
        """Start the server unless it runs, and say where it is or why it is not."""
        with self._locks[name]:
            if name not in self._answers:
                self._answers[name] = self._start(name)
            return self._answers[name]

    def stop(self) -> None:
        """Stop all of them; one that is starting is waited for."""
        for name, lock in self._locks.items():
            with lock:
                self._answers[name] = {"failed": "the tests are over"}
                server = self._started.pop(name, None)
                if server is not None:
                    server.stop()

    def _start(self, name: str) -> dict[str, str]:
        server = SERVERS[name]()
        try:
            self._started[name] = server.start()
        except MissingServerError as missing:
            return {"missing": str(missing)}
        except (ServerFailedError, OSError) as failed:
            return {"failed": str(failed)}
        return {"url": server.url}


class _Listener(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, listening: socket.socket, shelf: Shelf) -> None:
        super().__init__("", _Request, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.shelf = shelf


class _Request(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        name = self.rfile.readline().decode().strip()
        self.wfile.write(json.dumps(self.server.shelf.answer(name)).encode())


def keep(listening: socket.socket) -> None:
    """Serve until standard input closes, then stop everything and remove the socket's folder."""
    folder = Path(listening.getsockname()).parent
    shelf = Shelf()
    threading.Thread(target=_Listener(listening, shelf).serve_forever, daemon=True).start()
    try:
        sys.stdin.buffer.read()
    finally:
        shelf.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Keeper:
    """The owner's hold on the keeper."""

    def __init__(self) -> None:
        self.address = Path(tempfile.mkdtemp(prefix="sohoa-keeper-")) / "socket"
        # Listening before the keeper runs: nobody has to wait for it.
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.address))
            listening.listen()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.services.keeper", str(listening.fileno())],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.PIPE,
                pass_fds=[listening.fileno()],
                start_new_session=True,
            )

    def close(self) -> None:
        """Stop all servers; return when they are gone."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(START_ATTEMPTS * START_LIMIT_S + len(SERVERS) * STOP_LIMIT_S)


def ask(address: Path, name: str) -> str:
    """The URL of the server called ``name``, started now if it does not run yet.

    Raises:
        MissingServerError: the program is not on this machine.
        ServerFailedError: it did not start.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(address))
        connection.sendall(f"{name}\n".encode())
        with connection.makefile("rb") as stream:
            answer = json.loads(stream.read())
    if "missing" in answer:
        raise MissingServerError(answer["missing"])
    if "failed" in answer:
        raise ServerFailedError(answer["failed"])
    return str(answer["url"])


if __name__ == "__main__":
    os.umask(0o077)
    keep(socket.socket(fileno=int(sys.argv[1])))
