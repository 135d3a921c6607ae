"""What the tests share."""

from __future__ import annotations

import ipaddress
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cnevents
from cnevents.cli import main

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "samples"
SHARED = ROOT.parent / "shared"


# Whether the test that runs needs a server of this machine: pytest.mark.loopback.
_LOOPBACK = [False]


def _forbid_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no test, doctest or imported package opens a connection or looks up a name.

    Sockets between processes of this machine (AF_UNIX) are no network.
    """
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        link, address = arguments[:2]
        if link.family == getattr(socket, "AF_UNIX", None) or (_LOOPBACK[0] and _is_local(address[0])):
            return
        raise PermissionError(f"a test of the core opens a connection: {address}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        if _LOOPBACK[0] and _is_local(arguments[0]):
            return
        raise PermissionError(f"a test of the core looks up a name: {arguments[0]}")


def _is_local(host: str | None) -> bool:
    try:
        return host in (None, "", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(_forbid_network)


# Folders whose tests all talk to a server or a browser of this machine.
_SERVED = (ROOT / "tests/service", ROOT / "tests/browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the service and of the browser as loopback."""
    for item in items:
        if item.path.parent in _SERVED:
            item.add_marker(pytest.mark.loopback)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Loopback for a test that says so, and for what is made ready for it; nothing for the others."""
    _LOOPBACK[0] = item.get_closest_marker("loopback") is not None


@pytest.fixture(scope="session")
def extractor() -> cnevents.Extractor:
    """One extractor for all tests: its resources are read once."""
    return cnevents.load()


@pytest.fixture(scope="session")
def sample() -> Callable[[str], dict[str, Any]]:
    """The annotation of a sample by its name."""

    def read(name: str) -> dict[str, Any]:
        return json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))

    return read


@pytest.fixture
def shared() -> Path:
    """The folder of gold that is not ours to copy; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: the scorer and the gold that this test compares with are outside")
    return SHARED


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in this process: (exit status, standard output, standard error)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call
