"""What takes long to show: run by `make test-service`."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from service_running import LONG, TEXT, Service, alive, workers

pytestmark = pytest.mark.skipif(
    not os.environ.get("CNEVENTS_HEAVY"), reason="these tests take a minute or two: run  make test-service"
)


def test_a_thousand_parallel_requests() -> None:
    with Service("--workers", "2", "--queue", "20") as service:
        limits = httpx.Limits(max_connections=1000)
        with (
            httpx.Client(
                base_url=service.client.base_url, timeout=60, limits=limits, trust_env=False
            ) as client,
            ThreadPoolExecutor(200) as pool,
        ):
            answers = list(pool.map(lambda _: client.post("/extract", json={"text": TEXT}), range(1000)))
        found = Counter(answer.status_code for answer in answers)
        assert set(found) <= {200, 503}
        assert found[200] >= 22
        assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)
        assert {answer.json()["events"][0]["frame"] for answer in answers if answer.status_code == 200} == {
            "visit"
        }
        assert service.client.get("/health").json()["busy"] == 0


def test_a_server_that_is_killed_leaves_no_readers() -> None:
    with Service("--workers", "2") as service:
        readers = workers(service)
        assert len(readers) == 2
        service.stop(signal.SIGKILL)
        end = time.monotonic() + 10
        while any(map(alive, readers)) and time.monotonic() < end:
            time.sleep(0.05)
        assert [pid for pid in readers if alive(pid)] == []


def test_a_client_that_does_not_fetch_its_answers_is_cut_off() -> None:
    """More than the buffers of both ends hold is asked for, and nothing fetched."""
    with Service("--workers", "0", "--receive-limit", "1") as service:
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(b"GET /schema HTTP/1.1\r\nHost: x\r\n\r\n" * 500)
            time.sleep(4)
            assert service.metric("cnevents_requests_open") == 1  # this one
            connection.settimeout(10)
            answers = 0
            with contextlib.suppress(ConnectionResetError):
                while part := connection.recv(1 << 20):
                    answers += part.count(b"HTTP/1.1 200")
        assert 1 <= answers < 500


def test_interrupted_by_the_keyboard_it_answers_what_is_in_flight() -> None:
    """Ctrl-C goes to the whole group of processes: to the readers as well."""
    with Service("--workers", "1") as service, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(service.client.post, "/extract", json={"text": LONG})
        while service.client.get("/health").json()["busy"] == 0:
            time.sleep(0.02)
        os.kill(workers(service)[0], signal.SIGINT)
        assert service.stop(signal.SIGINT) == 0
        assert asked.result().status_code == 200


def test_a_reader_that_hangs_outside_of_python_is_replaced() -> None:
    """A stopped process stands for one that no signal reaches: the answer comes without it."""
    with Service("--workers", "1", "--time-limit", "0.5") as service:
        reader = workers(service)[0]
        os.kill(reader, signal.SIGSTOP)
        answer = service.client.post("/extract", json={"text": TEXT})
        assert (answer.status_code, answer.json()["code"]) == (504, "E403")
        os.kill(reader, signal.SIGCONT)
        assert service.client.post("/extract", json={"text": TEXT}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/extract", "/dates", "/explain", "/schema/{record}", "/version", "/health"]
)
def test_schemathesis_finds_no_defect(path: str) -> None:
    """Requests made from the OpenAPI, fitting and unfitting: no 500, and each answer is one that it names."""
    schemathesis = pytest.importorskip("schemathesis", reason="run  make test-service")
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    with Service("--workers", "1", "--time-limit", "5") as service:
        schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{service.port}/openapi.json")
        method = "POST" if path in ("/extract", "/dates", "/explain") else "GET"
        modes = [
            schema[path][method].as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode
        ]
        # A text must be Chinese and a date a date: no schema says that, so what fits may be refused.
        refusable = [schemathesis.checks.positive_data_acceptance]
        seen: Counter[int] = Counter()

        @given(case=st.one_of(*modes))
        @settings(
            max_examples=200,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            answer = case.call()
            seen[answer.status_code] += 1
            case.validate_response(answer, excluded_checks=refusable)

        ask()
        assert [status for status in seen if status >= 500] == []
        assert seen[200] > 0
