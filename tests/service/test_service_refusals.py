"""What the service answers to those who ask badly: a status, a code, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from service_running import Service

JSON = {"Content-Type": "application/json"}
TEXT = "韩国外长周二访问河内。"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One process that reads, limits as by default."""
    with Service("--workers", "1") as running:
        yield running


def seen(answer: httpx.Response) -> tuple[int, str]:
    problem = answer.json()
    assert sorted(problem) == ["code", "hint", "message"]
    return answer.status_code, problem["code"]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/extract", {"text": TEXT, "published": "next week"}, (422, "E103")),
        ("/extract", {"text": TEXT, "published": "2025-02-30"}, (422, "E103")),
        ("/extract", {"text": ""}, (422, "E107")),
        ("/extract", {"text": "The president arrived in Hanoi on Tuesday."}, (422, "E106")),
        ("/extract", {"text": 3}, (422, "E602")),
        ("/extract", {"text": None}, (422, "E602")),
        ("/extract", {}, (422, "E602")),
        ("/extract", {"text": TEXT, "publised": "2025-01-01"}, (422, "E602")),
        ("/extract", {"text": TEXT, "published": 20250101}, (422, "E602")),
        ("/extract", {"text": TEXT, "doc_id": "x" * 501}, (422, "E602")),
        ("/extract", [{"text": TEXT}, "text"], (422, "E602")),
        ("/extract", "text", (422, "E602")),
        ("/extract", [{"text": TEXT}] * 101, (413, "E609")),
        ("/dates", {"text": TEXT, "region": "US"}, (422, "E602")),
        ("/dates", {"text": "昨日", "published": "x"}, (422, "E103")),
        ("/dates", [{"text": TEXT}], (422, "E602")),
        ("/explain", {"text": "  "}, (422, "E107")),
        ("/explain", {"text": TEXT, "missed": "yes"}, (422, "E602")),
    ],
)
def test_what_does_not_fit(service: Service, path: str, body: Any, expected: tuple[int, str]) -> None:
    assert seen(service.client.post(path, json=body)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"text": "a"', (400, "E601")),
        (b"", (422, "E602")),
        (b"null", (422, "E602")),
        (b"{'text': 1}", (400, "E601")),
        ('{"text": "韩国"}'.encode("gb18030"), (400, "E601")),
        (b"[" * 100_000, (400, "E601")),
        (b'{"text": ' + b"1" * 10_000 + b"}", (400, "E601")),
        (rb'{"text": "\ud800\u97e9\u56fd"}', (422, "E108")),
        (rb'{"text": "\u97e9", "doc_id": "\ud800"}', (422, "E602")),
        (rb'{"text": "\u97e9", "\ud800": 1}', (422, "E602")),
        (b'{"text": "a", "text": NaN}', (422, "E602")),
    ],
)
def test_bytes_that_are_no_request(service: Service, content: bytes, expected: tuple[int, str]) -> None:
    assert seen(service.client.post("/extract", content=content, headers=JSON)) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=gb18030"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_another_type_of_content(service: Service, headers: dict[str, str]) -> None:
    assert seen(service.client.post("/extract", content=b'{"text":"a"}', headers=headers)) == (415, "E604")


@pytest.mark.parametrize("kind", ["application/json", "APPLICATION/JSON", "application/json; charset=UTF-8"])
def test_json_by_any_of_its_names(service: Service, kind: str) -> None:
    body = '{"text":"韩国外长周二访问河内。"}'.encode()
    answer = service.client.post("/extract", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", (404, "E607")),
        ("GET", "/docs", (404, "E607")),
        ("GET", "/schema/nothing", (404, "E105")),
        ("GET", "/extract", (405, "E607")),
        ("PUT", "/extract", (405, "E607")),
        ("OPTIONS", "/extract", (405, "E607")),
        ("POST", "/health", (405, "E607")),
    ],
)
def test_other_paths_and_methods(service: Service, method: str, path: str, expected: tuple[int, str]) -> None:
    assert seen(service.client.request(method, path)) == expected


def test_a_wrong_method_names_the_right_one(service: Service) -> None:
    assert service.client.put("/extract").headers["allow"] == "POST"


def test_markup_is_text(service: Service) -> None:
    text = "<script>alert(1)</script>韩国外长周二访问河内。"
    answer = service.client.post("/extract", json={"text": text, "doc_id": "<b>"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (answer.json()["text"], answer.json()["doc_id"]) == (text, "<b>")


def test_a_refusal_does_not_repeat_the_article(service: Service) -> None:
    answer = service.client.post("/extract", json=[{"text": [TEXT]}])
    assert answer.json()["message"].endswith("body.0.text: Input should be a valid string")


def test_other_sites_get_no_leave(service: Service) -> None:
    """A browser asks before a page of another site may post JSON; without an answer it does not post."""
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = service.client.options("/extract", headers=headers)
    assert [name for name in answer.headers if name.startswith("access-control")] == []
