"""Unit tests reach nobody: a network socket cannot even be made."""

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def no_network() -> Iterator[None]:
    """Refuse every socket but those between processes of this machine, which event loops need."""
    make = socket.socket.__init__

    def make_local_only(
        self: socket.socket, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        if fileno is None and family != socket.AF_UNIX:
            raise RuntimeError("a unit test opens no network socket; a test that needs one belongs elsewhere")
        make(self, family, type, proto, fileno)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "__init__", make_local_only)
        yield
