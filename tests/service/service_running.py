"""A service that really runs: `cnevents serve` in a process of its own, on a free port of loopback."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

WAIT = 60.0
TEXT = "韩国外长周二访问河内。"
LONG = "法国总统马克龙3日在北京会见中国国家主席习近平。" * 3000  # takes a second or two
HEAD = b"POST /extract HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Service:
    """Started on entering, ended on leaving.

    Attributes:
        lines: Its log so far, a dictionary a line.
        raw: The same as text.
    """

    def __init__(self, *options: str, **environment: str) -> None:
        self.options = options
        self.environment = environment
        self.lines: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self._news: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cnevents.cli", "serve", "--port", "0", *self.options],
            env={**os.environ, **self.environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reading = threading.Thread(target=self._read_log, daemon=True)
        self._reading.start()
        self.port: int = self.wait_for("listening")["port"]
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=WAIT, trust_env=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        self.stop()

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.raw.append(line)
            if line.startswith("{"):  # Python itself writes there too, where it is killed
                self.lines.append(json.loads(line))
                self._news.put(self.lines[-1])
        self.process.stderr.close()
        self._news.put(None)

    def wait_for(self, event: str) -> dict[str, Any]:
        """The next line of the log that tells this event."""
        while (line := self._news.get(timeout=WAIT)) is not None:
            if line["event"] == event:
                return line
        raise AssertionError(f"the service ended before it told {event}: {self.raw}")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end and wait for that; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        status = self.process.wait(timeout=WAIT)
        self._reading.join(timeout=WAIT)
        return status

    def metric(self, name: str, **labels: str) -> float:
        """A figure of /metrics; 0 where it is not there yet."""
        from prometheus_client.parser import text_string_to_metric_families

        headers = {"Authorization": self.client.headers.get("Authorization", "")}
        text = self.client.get("/metrics", headers=headers).text
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return next((one.value for one in samples if one.name == name and one.labels == labels), 0.0)


def workers(service: Service) -> list[int]:
    """The processes that read; the other child keeps track of what they share."""
    return [
        one
        for one in _children(service.process.pid)
        if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
    except FileNotFoundError:
        return False
