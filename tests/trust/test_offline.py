"""All tests run with sockets forbidden: the guard holds, and reading asks for none."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

WITHOUT_NETWORK = """
import sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise PermissionError(event)
sys.addaudithook(refuse)
import cnevents
events = cnevents.extract_events("韩国外长周二访问河内。", published="2025-03-05")
print(len(events), len(cnevents.find_dates("昨日", published="2025-03-05")), *sorted(
    name for name in ("ssl", "http.client", "urllib.request", "requests") if name in sys.modules
))
"""


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("127.0.0.1", 9)])
def test_a_connection_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as link, pytest.raises(PermissionError, match="opens a connection"):
        link.connect(address)


def test_a_look_up_is_refused() -> None:
    with pytest.raises(PermissionError, match="looks up a name"):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.loopback
def test_loopback_is_allowed_where_a_test_needs_a_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as link:
        link.connect(server.getsockname())
    with socket.socket() as link, pytest.raises(PermissionError):
        link.connect(("192.0.2.1", 80))


def test_reading_makes_no_socket_and_loads_no_client() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["1", "1"]
