"""How much load the service holds: short articles at a fixed rate on loopback, whether it answers or not.

    python benchmarks/service.py [--rate 500] [--seconds 30] [-- options of cnevents serve]

Requests leave on time even where earlier ones wait, and a latency counts from the moment at which its
request was due, so that a slow service cannot make its own figures better. The articles are those of
data/samples, in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parent.parent
TIMEOUT = 30.0


@dataclass
class Tally:
    """What came back: statuses, and how long each answer took."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    unhinted: int = 0

    def add(self, status: str, took: float) -> None:
        self.statuses[status] += 1
        self.seconds.setdefault(status, []).append(took)

    def percentiles(self, status: str) -> str:
        took = self.seconds.get(status, [])
        if len(took) < 2:
            return "-"
        cuts = quantiles(took, n=100)
        return f"{cuts[49] * 1000:.0f} / {cuts[94] * 1000:.0f} / {max(took) * 1000:.0f}"


class Client:
    """As many connections as are needed, each used again when it is free."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.port = port
        self.tally = tally
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, request: bytes, due: float) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                status = await self._ask(request)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            status = type(error).__name__
        self.tally.add(status, time.perf_counter() - due)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self.idle:
            reader, writer = self.idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def _ask(self, request: bytes) -> str:
        reader, writer = await self._connection()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        status = head[9:12].decode("ascii")
        if status in ("429", "503") and b"\r\nretry-after: " not in head:
            self.tally.unhinted += 1
        self.idle.append((reader, writer))
        return status


def requests() -> list[bytes]:
    """One request for each sample."""
    found = []
    for path in sorted((ROOT / "data" / "samples").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        body = json.dumps({"text": text, "published": "2025-03-05"}, ensure_ascii=False).encode("utf-8")
        head = (
            f"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        found.append(head.encode("ascii") + body)
    return found


async def offer(port: int, rate: float, seconds: float, tally: Tally) -> None:
    """Send `rate` requests a second, in steps of ten milliseconds."""
    client, bodies, tasks = Client(port, tally), requests(), set()
    begin, sent = time.perf_counter(), 0
    while (passed := time.perf_counter() - begin) < seconds:
        while sent < passed * rate:
            task = asyncio.create_task(client.ask(bodies[sent % len(bodies)], begin + sent / rate))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            sent += 1
        await asyncio.sleep(0.01)
    await asyncio.gather(*tasks)
    for _, writer in client.idle:
        writer.close()


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def memory(pid: int) -> float:
    """Megabytes of a process and its children (resident, shared pages counted in each)."""
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def start(options: list[str]) -> tuple[subprocess.Popen[str], int]:
    """The service and its port."""
    command = [sys.executable, "-m", "cnevents.cli", "serve", "--port", "0", *options]
    service = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert service.stderr is not None
    for line in service.stderr:
        if '"listening"' in line:
            return service, json.loads(line)["port"]
    raise SystemExit("the service did not start")


async def drain(service: subprocess.Popen[str]) -> int:
    """Read the log away, as whoever runs a service does; the number of its lines."""
    assert service.stderr is not None
    return await asyncio.to_thread(lambda: sum(1 for _ in service.stderr or ()))


async def measure(rate: float, seconds: float, options: list[str]) -> tuple[Tally, list[float]]:
    """The tally, and the memory after a first second, in the middle and at the end."""
    service, port = start(options)
    reading = asyncio.create_task(drain(service))
    tally, megabytes = Tally(), []
    try:
        await offer(port, rate, 1.0, Tally())
        megabytes.append(memory(service.pid))
        for _ in range(2):
            await offer(port, rate, seconds / 2, tally)
            megabytes.append(memory(service.pid))
    finally:
        service.terminate()
        await reading
        service.wait()
    return tally, megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rate", type=float, default=500.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("options", nargs="*", help="of cnevents serve, after --")
    given = parser.parse_args()
    busy = os.getloadavg()[0]
    tally, megabytes = asyncio.run(measure(given.rate, given.seconds, given.options))
    offered, answered = sum(tally.statuses.values()), tally.statuses["200"]
    print(f"offered              {offered} ({offered / given.seconds:.0f}/s for {given.seconds:.0f} s)")
    print(f"answered with 200    {answered} ({answered / given.seconds:.0f}/s)")
    print(f"refused with 503     {tally.statuses['503']}, {tally.unhinted} of them without Retry-After")
    others = {status: count for status, count in tally.statuses.items() if status not in ("200", "503")}
    print(f"anything else        {others or 'none'}")
    print(f"ms for 200           {tally.percentiles('200')} (p50 / p95 / max)")
    print(f"ms for 503           {tally.percentiles('503')}")
    print(f"MB, start/middle/end {' / '.join(f'{one:.0f}' for one in megabytes)}")
    print(f"load before          {busy:.2f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
