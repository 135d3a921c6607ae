"""What Prometheus reads at /metrics; all labels come from small fixed sets."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from cnevents.service.readers import Readers

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one application, in a registry of its own."""

    def __init__(self, readers: Readers) -> None:
        """Register all counters; `readers` is asked when Prometheus asks."""
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "cnevents_requests", "Requests answered.", ("path", "method", "status"), registry=registry
        )
        self.seconds = Histogram(
            "cnevents_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("path",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.articles = Counter("cnevents_articles", "Articles handed in.", ("path",), registry=registry)
        self.characters = Counter("cnevents_characters", "Their characters.", ("path",), registry=registry)
        self.failures = Counter(
            "cnevents_failures", "Requests and articles that failed.", ("code",), registry=registry
        )
        self.open = Gauge("cnevents_requests_open", "Requests that are open.", registry=registry)
        busy = Gauge("cnevents_readers_busy", "Requests that are read or wait for it.", registry=registry)
        busy.set_function(lambda: readers.busy)
        restarts = Gauge(
            "cnevents_reader_restarts", "Times that the readers were restarted.", registry=registry
        )
        restarts.set_function(lambda: readers.restarts)

    def read(self, path: str, articles: int, chars: int, failed: Iterable[str]) -> None:
        """Count what a reader did."""
        self.articles.labels(path).inc(articles)
        self.characters.labels(path).inc(chars)
        for code in failed:
            self.failures.labels(code).inc()

    def answered(self, path: str, method: str, status: int, seconds: float, code: str | None) -> None:
        """Count an answer."""
        self.requests.labels(path, method, str(status)).inc()
        self.seconds.labels(path).observe(seconds)
        if code is not None:
            self.failures.labels(code).inc()

    def text(self) -> bytes:
        """In the text format of Prometheus."""
        return generate_latest(self.registry)
