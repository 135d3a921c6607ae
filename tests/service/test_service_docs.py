"""The requests of docs/service.md, asked of a running service."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from conftest import ROOT
from doc_blocks import agrees
from service_running import Service

PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)```\n\n```json\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service("--workers", "0") as running:
        yield running


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6


@pytest.mark.parametrize(("command", "expected"), EXAMPLES)
def test_the_service_answers_what_the_page_says(service: Service, command: str, expected: str) -> None:
    """Of curl only `-s URL -H HEADER -d BODY` is understood here."""
    words = shlex.split(command.replace("\\\n", ""))
    path = words[2].removeprefix("http://127.0.0.1:8000")
    options = dict(zip(words[3::2], words[4::2], strict=True))
    name, _, value = options.get("-H", "Accept: */*").partition(": ")
    body = options["-d"].encode() if "-d" in options else None
    answer = service.client.request("POST" if body else "GET", path, content=body, headers={name: value})
    assert agrees(expected, answer.text), answer.text


def test_the_page_lists_every_option_and_counter(service: Service) -> None:
    counters = set(re.findall(r"^# TYPE (cnevents_\w+)", service.client.get("/metrics").text, re.MULTILINE))
    counters = {name for name in counters if not name.endswith("_created")}
    assert [name for name in sorted(counters) if name not in PAGE] == []
