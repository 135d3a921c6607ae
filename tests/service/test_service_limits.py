"""How much, how fast, how many, and by whom: each limit in a service that has small ones."""

from __future__ import annotations

import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from service_running import Service

TOKEN = "correct-horse-battery"
LONG = "法国总统马克龙3日在北京会见中国国家主席习近平。" * 7000


@pytest.fixture(scope="module")
def small() -> Iterator[Service]:
    """Little of everything, and a token."""
    options = "--workers 1 --queue 2 --time-limit 0.7 --receive-limit 1 --max-body 600000 --max-articles 2"
    with Service(*options.split(), "--token-env", "SECRET", SECRET=TOKEN) as running:
        running.client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def request(body: bytes, length: int) -> bytes:
    head = (
        "POST /extract HTTP/1.1",
        "Host: x",
        f"Authorization: Bearer {TOKEN}",
        "Content-Type: application/json",
    )
    return "\r\n".join((*head, f"Content-Length: {length}", "", "")).encode() + body


def talk(service: Service, *parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """What comes back over a connection of its own until it is closed, and after how many seconds."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
        found = b"".join(iter(lambda: connection.recv(65536), b""))
    return found, time.monotonic() - begin


@pytest.mark.parametrize("size", [600_001, 3_000_000, 6_000_000])
def test_a_body_that_is_too_large(small: Service, size: int) -> None:
    answer = small.client.post("/extract", json={"text": "a" * size})
    assert code(answer) == (413, "E603")


def test_a_body_that_is_too_large_and_does_not_say_so(small: Service) -> None:
    parts = (b"x" * 10_000 for _ in range(100))
    answer = small.client.post("/extract", content=parts, headers={"Content-Type": "application/json"})
    assert code(answer) == (413, "E603")


def test_too_many_articles(small: Service) -> None:
    assert code(small.client.post("/extract", json=[{"text": "昨日"}] * 3)) == (413, "E609")


def test_a_text_that_takes_too_long(small: Service) -> None:
    begin = time.monotonic()
    answer = small.client.post("/extract", json={"text": LONG})
    assert code(answer) == (504, "E403")
    assert time.monotonic() - begin < 3
    assert small.client.post("/extract", json={"text": "韩国外长周二访问河内。"}).status_code == 200


def test_a_list_that_takes_too_long_gives_what_was_read(small: Service) -> None:
    articles = [{"text": "韩国外长周二访问河内。"}, {"text": LONG}]
    found = small.client.post("/extract", json=articles).json()
    assert [one.get("code") for one in found] == [None, "E403"]


def test_a_client_that_sends_its_body_slowly(small: Service) -> None:
    found, took = talk(small, request(b'{"text"', 100))
    assert found.startswith(b"HTTP/1.1 408 ")
    assert b'"E606"' in found
    assert 0.9 < took < 5


@pytest.mark.parametrize(
    "sent", [b"", b"POST /extract HT", b"GET /health HTTP/1.1\r\nHost: x\r\nX-", b"\r\n"]
)
def test_a_client_that_does_not_finish_its_head(small: Service, sent: bytes) -> None:
    found, took = talk(small, sent)
    assert found == b""
    assert 0.9 < took < 5


def test_a_head_that_never_ends(small: Service) -> None:
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        talk(small, b"GET /health HTTP/1.1\r\n", *([b"X-A: " + b"a" * 1000 + b"\r\n"] * 100), pause=0.002)


def test_bytes_that_are_no_http(small: Service) -> None:
    found, _ = talk(small, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \u00e9"]
)
def test_a_wrong_token(small: Service, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    with httpx.Client(base_url=small.client.base_url, trust_env=False) as anyone:
        answers = [anyone.get(path, headers=headers) for path in ("/version", "/metrics", "/openapi.json")]
        answers.append(anyone.post("/extract", json={"text": "昨日"}, headers=headers))
    assert [code(answer) for answer in answers] == [(401, "E608")] * 4
    assert answers[0].headers["www-authenticate"] == "Bearer"


def test_page_and_health_ask_for_no_token(small: Service) -> None:
    with httpx.Client(base_url=small.client.base_url, trust_env=False) as anyone:
        assert [anyone.get(path).status_code for path in ("/", "/health")] == [200, 200]


def test_the_scheme_of_a_token_may_be_written_small(small: Service) -> None:
    headers = {"Authorization": f"bearer {TOKEN}"}
    assert small.client.get("/version", headers=headers).status_code == 200


def test_the_openapi_tells_of_the_token(small: Service) -> None:
    found = small.client.get("/openapi.json").json()
    assert found["paths"]["/extract"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in found["paths"]["/health"]["get"]


def test_too_many_at_once_get_a_no_that_says_when_to_ask_again(small: Service) -> None:
    """One is read and two wait; of thirty most are refused, and all of them at once."""
    body = {"text": LONG[:4000]}
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: small.client.post("/extract", json=body), range(30)))
    found = Counter(answer.status_code for answer in answers)
    assert set(found) <= {200, 503, 504}
    assert found[503] >= 10
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert code(refused) == (503, "E605")
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert small.client.post("/extract", json={"text": "韩国外长周二访问河内。"}).status_code == 200


def test_the_log_holds_neither_texts_nor_the_token(small: Service) -> None:
    words = ["会见习近平特使", "next-fortnight", "my-doc-id", "no-such-field", "path-of-mine"]
    small.client.post("/extract", json={"text": words[0], "published": words[1], "doc_id": words[2]})
    small.client.post("/extract", json={"text": words[0], words[3]: 1})
    small.client.post(f"/{words[4]}", json={"text": words[0]}, params={"text": words[0]})
    small.client.get("/version", headers={"Authorization": "Bearer guessed-token"})
    small.wait_for("request")
    small.client.get("/version", headers={"X-Request-ID": "the-last"})
    while small.wait_for("request").get("id") != "the-last":
        pass
    log = "".join(small.raw)
    readable = log + json.dumps(small.lines, ensure_ascii=False)
    assert [word for word in (*words, TOKEN, "guessed-token", "习近平") if word in readable] == []
    assert '"code": "E103"' in log
    assert '"path": "other"' in log
