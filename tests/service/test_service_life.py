"""How the service starts, counts, keeps going and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from service_running import HEAD, LONG, TEXT, Service, workers

Run = Callable[..., tuple[int, str, str]]


def test_a_request_in_flight_is_answered_before_the_end() -> None:
    with Service("--workers", "1") as service, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(service.client.post, "/extract", json={"text": LONG})
        while service.client.get("/health").json()["busy"] == 0:
            time.sleep(0.02)
        assert service.stop(signal.SIGTERM) == 0
        answer = asked.result()
        assert answer.status_code == 200
        assert answer.json()["text"] == LONG
        assert [line["event"] for line in service.lines if line["event"] != "request"] == [
            "listening", "stopping", "stopped",
        ]  # fmt: skip
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{service.port}/health", trust_env=False)


def test_metrics_count() -> None:
    with Service("--workers", "1") as service:
        service.client.post("/extract", json={"text": TEXT})
        service.client.post("/extract", json=[{"text": TEXT}, {"text": ""}])
        service.client.post("/extract", json={"text": ""})
        service.client.post("/extract", content=b"{")
        service.client.get("/some/path")
        answered = {"method": "POST", "path": "/extract"}
        assert service.metric("cnevents_requests_total", status="200", **answered) == 2
        assert service.metric("cnevents_requests_total", status="422", **answered) == 1
        assert service.metric("cnevents_requests_total", status="415", **answered) == 1
        assert service.metric("cnevents_requests_total", method="GET", path="other", status="404") == 1
        assert service.metric("cnevents_articles_total", path="/extract") == 4
        assert service.metric("cnevents_characters_total", path="/extract") == 2 * len(TEXT)
        assert service.metric("cnevents_failures_total", code="E107") == 2
        assert service.metric("cnevents_request_seconds_count", path="/extract") == 4
        assert service.metric("cnevents_readers_busy") == 0
        assert service.metric("process_resident_memory_bytes") > 1e6


def test_threads_instead_of_processes() -> None:
    with Service("--workers", "0", "--time-limit", "0.5") as service:
        assert workers(service) == []
        assert service.client.post("/extract", json={"text": TEXT}).json()["events"][0]["frame"] == "visit"
        late = service.client.post("/extract", json={"text": LONG})
        assert (late.status_code, late.json()["code"]) == (504, "E403")
        busy = service.client.get("/health").json()["busy"]
        assert busy == 1  # the thread goes on, and its place is taken until it has ended


def test_a_reader_that_is_killed_is_replaced() -> None:
    with Service("--workers", "1") as service, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(service.client.post, "/extract", json={"text": LONG})
        while service.client.get("/health").json()["busy"] == 0:
            time.sleep(0.02)
        os.kill(workers(service)[0], signal.SIGKILL)
        lost = asked.result()
        assert (lost.status_code, lost.json()["code"], lost.headers["retry-after"]) == (503, "E610", "1")
        assert service.client.post("/extract", json={"text": TEXT}).status_code == 200
        assert service.metric("cnevents_reader_restarts") == 1


def test_a_client_that_goes_away_is_noted() -> None:
    with Service("--workers", "1") as service:
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(HEAD % 99 + b"{")
        line = service.wait_for("request")
        assert (line["status"], line["path"]) == (499, "/extract")


def test_an_address_that_is_taken(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, error = run("serve", "--port", str(port))
    assert status == 2
    assert error.startswith(f"error E611: cannot listen on 127.0.0.1 port {port}: ")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--host", "no.such.host.invalid"), "E611"),
        (("--port", "70000"), "E611"),
        (("--queue", "-1"), "E105"),
        (("--time-limit", "0"), "E105"),
        (("--time-limit", "nan"), "E105"),
        (("--max-body", "0"), "E105"),
        (("--workers", "x"), "E109"),
        (("--token-env", "NOT_SET_ANYWHERE"), "E612"),
    ],
)
def test_options_that_cannot_be(run: Run, options: tuple[str, ...], told: str) -> None:
    status, _, error = run("serve", *options)
    assert (status, error[:10]) == (2, f"error {told}")


@pytest.mark.parametrize("token", ["", "abc123", "with a space in it", "mit-ümlaut-darin"])
def test_a_token_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("SECRET", token)
    status, _, error = run("serve", "--token-env", "SECRET")
    assert (status, error[:10]) == (2, "error E612")
    assert not token or token not in error


def test_a_lexicon_that_is_missing_keeps_it_from_starting() -> None:
    command = [sys.executable, "-m", "cnevents.cli", "serve", "--port", "0", "--lexicon", "no/such/folder"]
    done = subprocess.run(
        [*command, "--workers", "1"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert done.stderr.startswith("error E")
    assert "Traceback" not in done.stderr


def test_an_open_door_is_warned_of() -> None:
    with Service("--workers", "0", "--host", "0.0.0.0") as service:
        assert "--token-env" in next(line for line in service.lines if line["level"] == "warning")["event"]


def test_the_app_for_another_server() -> None:
    code = """
import asyncio
from cnevents.service import Settings, create_app

async def main():
    app = create_app(Settings(workers=0, options={"tagger": None}))
    async with app.router.lifespan_context(app):
        print(app.state.readers.running)
    print(app.state.readers.running)

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]
