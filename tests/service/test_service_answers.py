"""What the service answers to those who ask well."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from conftest import SAMPLES
from service_running import Service

import cnevents
from cnevents.io.schema import RECORDS, json_schema
from cnevents.records import SCHEMA_VERSION, DateMention, Document

SIMPLIFIED = ("韩国外长周二访问河内。", "2025-03-05")
TRADITIONAL = ("（中央社首爾15日電）北韓今天試射飛彈。", "2025-03-15")


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One process that reads, limits as by default."""
    with Service("--workers", "1") as running:
        yield running


@pytest.mark.parametrize(("text", "published"), [SIMPLIFIED, TRADITIONAL])
def test_an_article_gives_the_document_of_the_library(
    service: Service, extractor: cnevents.Extractor, text: str, published: str
) -> None:
    answer = service.client.post("/extract", json={"text": text, "published": published, "doc_id": "a1"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert Document.model_validate_json(answer.content) == extractor.extract(
        text, published=published, doc_id="a1"
    )


def test_what_an_article_gives(service: Service) -> None:
    text, published = SIMPLIFIED
    event = service.client.post("/extract", json={"text": text, "published": published}).json()["events"][0]
    assert (event["frame"], event["actors"][0]["id"], event["recipients"][0]["id"]) == ("visit", "KOR", "VNM")
    assert event["when"]["start"] == "2025-03-04"


def test_a_list_gives_a_list_with_a_failure_where_one_cannot_be_read(service: Service) -> None:
    articles = [
        {"doc_id": "a", "text": SIMPLIFIED[0]},
        {"doc_id": "b", "text": ""},
        {"doc_id": "c", "text": SIMPLIFIED[0], "published": "next week"},
        {"doc_id": "d", "text": TRADITIONAL[0]},
    ]
    found = service.client.post("/extract", json=articles).json()
    assert [one["doc_id"] for one in found] == ["a", "b", "c", "d"]
    assert [one.get("code") for one in found] == [None, "E107", "E103", None]
    assert [one.get("line") for one in found[1:3]] == [2, 3]


def test_an_empty_list_gives_an_empty_list(service: Service) -> None:
    assert service.client.post("/extract", json=[]).json() == []


def test_dates(service: Service) -> None:
    body = {"text": "昨日与10月3日", "published": "2024-10-08"}
    found = service.client.post("/dates", json=body).json()["dates"]
    assert [one["start"] for one in found] == ["2024-10-07", "2024-10-03"]
    assert DateMention.model_validate_json(json.dumps(found[0])).span.text == "昨日"


def test_dates_of_a_region(service: Service) -> None:
    """國慶 is in October on both sides of the strait, on the 1st and on the 10th."""
    body = {"text": "國慶日", "published": "2024-11-01"}
    starts = [
        service.client.post("/dates", json={**body, "region": region}).json()["dates"][0]["start"]
        for region in ("CN", "TW")
    ]
    assert starts == ["2024-10-01", "2024-10-10"]


def test_explain(service: Service) -> None:
    text, published = SIMPLIFIED
    found = service.client.post("/explain", json={"text": text, "published": published}).json()
    assert found == {"explanation": str(cnevents.explain(text, published=published))}


def test_explain_what_was_missed(service: Service) -> None:
    text = "联合国秘书长希望访问越南。"
    found = service.client.post("/explain", json={"text": text, "missed": True}).json()["explanation"]
    assert found.startswith(text)
    assert "visit: wish" in found


def test_schemas(service: Service) -> None:
    found = service.client.get("/schema").json()
    assert sorted(found) == sorted(RECORDS)
    assert service.client.get("/schema/event").text == json_schema("event")
    assert found["event"] == json.loads(json_schema("event"))


def test_health_and_version(service: Service) -> None:
    assert service.client.get("/health").json() == {"status": "ok", "readers": 1, "busy": 0}
    assert service.client.get("/version").json() == {
        "cnevents": cnevents.__version__,
        "schema_version": SCHEMA_VERSION,
    }


def test_examples_of_the_openapi_are_answered(service: Service) -> None:
    paths = service.client.get("/openapi.json").json()["paths"]
    asked = {
        (path, name): service.client.post(path, json=example["value"]).status_code
        for path, methods in paths.items()
        for example_of in [methods.get("post", {}).get("requestBody", {}).get("content", {})]
        for name, example in example_of.get("application/json", {}).get("examples", {}).items()
    }
    assert asked == {
        ("/extract", "one"): 200, ("/extract", "many"): 200, ("/dates", "one"): 200,
        ("/explain", "one"): 200, ("/explain", "missed"): 200,
    }  # fmt: skip


def test_the_id_of_a_request_is_kept_or_made(service: Service) -> None:
    kept = service.client.get("/version", headers={"X-Request-ID": "proxy-17"})
    made = [service.client.get("/version", headers={"X-Request-ID": "a b"}) for _ in range(2)]
    assert kept.headers["x-request-id"] == "proxy-17"
    assert len({one.headers["x-request-id"] for one in made} | {"a b"}) == 3


def test_every_sample_is_read(service: Service) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    found = service.client.post("/extract", json=[{"text": text} for text in texts]).json()
    assert [one["text"] for one in found] == texts
    assert all(one["events"] for one in found)


def test_the_page_holds_nothing_from_elsewhere(service: Service) -> None:
    answer = service.client.get("/")
    policy = answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "trusted-types 'none'" in policy
    elsewhere = answer.text.replace("http://www.w3.org/2000/svg", "")
    assert "://" not in elsewhere
    assert [
        word for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(") if word in elsewhere
    ] == []
