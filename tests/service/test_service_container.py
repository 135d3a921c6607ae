"""The image of the Containerfile, run as docs/service.md says: `make test-container`.

CNEVENTS_IMAGE names the image, CNEVENTS_PODMAN how containers are run (podman, or with options of a machine).
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest

IMAGE = os.environ.get("CNEVENTS_IMAGE", "")
# Options of `run` that this machine needs; with the host's network there is no port to be let through.
OPTIONS = shlex.split(os.environ.get("CNEVENTS_RUN_OPTIONS", ""))
PODMAN = shlex.split(os.environ.get("CNEVENTS_PODMAN", "podman"))
RUN = [*PODMAN, "run", "--rm", *OPTIONS]
HARDENED = ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
WAIT = 120.0
pytestmark = pytest.mark.skipif(not IMAGE, reason="the image is built and run in  make test-container")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def container() -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """The service in a container that may write nothing and has no rights."""
    port = free_port()
    let_through = [] if "host" in OPTIONS else ["-p", f"127.0.0.1:{port}:{port}"]
    command = [*RUN, *HARDENED, *let_through, IMAGE, "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=WAIT, trust_env=False) as client:
        _until_healthy(client, process)
        yield process, client
    process.terminate()
    process.communicate(timeout=WAIT)


def _until_healthy(client: httpx.Client, process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + WAIT
    while time.monotonic() < limit and process.poll() is None:
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(
        process.stderr.read() if process.poll() is not None and process.stderr else "no answer"
    )


def ask(*command: str) -> str:
    """What a command prints in a container of the image."""
    found = subprocess.run(
        [*RUN, *HARDENED, "--entrypoint", command[0], IMAGE, *command[1:]],
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    return (found.stdout + found.stderr).strip()


def test_it_reads(container: tuple[subprocess.Popen[str], httpx.Client]) -> None:
    _, client = container
    answer = client.post("/extract", json={"text": "北韓今天試射飛彈。", "published": "2025-03-15"})
    (event,) = answer.json()["events"]
    assert (event["frame"], event["when"]["start"]) == ("missile_test", "2025-03-15")
    assert client.get("/").text.startswith("<!doctype html>")


def test_it_is_nobody() -> None:
    assert ask("id", "-u").splitlines()[0] == "10001"


def test_it_can_write_nowhere() -> None:
    script = "import pathlib; pathlib.Path('/opt/cnevents/x').write_text('x')"
    assert "Read-only file system" in ask("/opt/cnevents/bin/python", "-c", script)


def test_it_holds_no_checkout() -> None:
    assert "No such file" in ask("ls", "/src")


def test_its_health_check_fits() -> None:
    found = subprocess.run(
        [*PODMAN, "inspect", "--type", "image", IMAGE],
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=True,
    )
    check = json.loads(found.stdout)[0].get("HealthCheck") or json.loads(found.stdout)[0].get("Healthcheck")
    assert "http://127.0.0.1:8000/health" in " ".join(check["Test"])


def test_sigterm_stops_it(container: tuple[subprocess.Popen[str], httpx.Client]) -> None:
    process, _ = container
    process.terminate()
    _, log = process.communicate(timeout=WAIT)
    assert process.returncode == 0
    events = [json.loads(line)["event"] for line in log.splitlines() if line.startswith("{")]
    assert events[-2:] == ["stopping", "stopped"]
