"""The guard of this folder guards."""

import asyncio
import socket

import pytest


def test_a_unit_test_cannot_open_a_network_socket() -> None:
    with pytest.raises(RuntimeError, match="no network socket"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


def test_an_event_loop_still_runs() -> None:
    assert asyncio.run(asyncio.sleep(0, "ran")) == "ran"
