"""Records through spaCy are those of `extract_events`, with any tokenizer, in one process and in several."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy_pipelines import BLANK, pipeline

import cnevents

GOLD = [
    json.loads(line)
    for path in sorted((ROOT / "tests" / "gold").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
WITH_CONTEXT = [(record["text"], record) for record in GOLD]
SHARED_PIPELINES = {name: pipeline(name, published="2025-03-05") for name in BLANK}
# Python 3.12 warns of every fork beside a thread, and spaCy starts threads before its processes.
FORKS = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(scope="module")
def expected(extractor: cnevents.Extractor) -> list[cnevents.Document]:
    return [
        extractor.extract(record["text"], published=record["published"], doc_id=record["doc_id"])
        for record in GOLD
    ]


def test_gold_is_worth_comparing(expected: list[cnevents.Document]) -> None:
    assert len(expected) >= 24
    assert sum(len(document.events) for document in expected) > 400


@pytest.mark.parametrize("tokenizer", BLANK)
def test_records_are_those_of_extract_events(tokenizer: str, expected: list[cnevents.Document]) -> None:
    nlp = pipeline(tokenizer)
    docs = [doc for doc, _ in nlp.pipe(WITH_CONTEXT, as_tuples=True)]
    assert [doc._.cnevents_document for doc in docs] == expected
    assert [doc._.cnevents for doc in docs] == [
        cnevents.extract_events(r["text"], published=r["published"], doc_id=r["doc_id"]) for r in GOLD
    ]


@pytest.mark.parametrize("tokenizer", BLANK)
def test_records_of_real_press_too(tokenizer: str, shared: Path, extractor: cnevents.Extractor) -> None:
    lines = (shared / "gold" / "sets" / "real_dev.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [(record["text"], record) for record in map(json.loads, lines)]
    found = [doc._.cnevents_document for doc, _ in pipeline(tokenizer).pipe(articles, as_tuples=True)]
    assert found == [
        extractor.extract(text, published=record["published"], doc_id=record["doc_id"])
        for text, record in articles
    ]


@FORKS
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("tokenizer", BLANK)
def test_records_from_two_processes(
    tokenizer: str, method: str, expected: list[cnevents.Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system starts no process by {method}")
    monkeypatch.setattr("spacy.language.mp", multiprocessing.get_context(method))
    nlp = pipeline(tokenizer)
    found = list(nlp.pipe(WITH_CONTEXT, as_tuples=True, n_process=2, batch_size=5))
    assert [doc._.cnevents_document for doc, _ in found] == expected
    assert [context["doc_id"] for _, context in found] == [record["doc_id"] for record in GOLD]
    assert [len(doc.spans["cnevents"]) for doc, _ in found] == [len(d.events) for d in expected]


@pytest.mark.parametrize("tokenizer", BLANK)
def test_views_cover_the_words_of_the_records(tokenizer: str, expected: list[cnevents.Document]) -> None:
    nlp = pipeline(tokenizer, published=GOLD[0]["published"])
    doc, document = nlp(GOLD[0]["text"]), expected[0]
    triggers, dates = doc.spans["cnevents"], doc.spans["cnevents_dates"]
    assert [span.label_ for span in triggers] == [event.type for event in document.events]
    assert [span.kb_id_ for span in triggers] == [event.frame for event in document.events]
    assert [span.label_ for span in dates] == ["DATE"] * len(document.dates)
    words = [
        *(event.trigger for event in document.events),
        *(date.span for date in document.dates),
        *(span for span, _ in document.mentions()),
    ]
    spans = [*triggers, *dates, *doc.spans["cnevents_entities"]]
    pairs = list(zip(spans, words, strict=True))
    assert [(s.text, w.text) for s, w in pairs if s.start_char > w.start or s.end_char < w.end] == []


def test_views_are_exact_where_each_character_is_a_token() -> None:
    doc = pipeline(published="2025-03-05")("韩国外长4日在河内同越南外长举行会谈。")
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["cnevents"]] == [("会谈", "CONSULT", "talks")]
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["cnevents_dates"]] == [
        ("4日", "DATE", "2025-03-04")
    ]
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["cnevents_entities"]] == [
        ("韩国", "STATE", "KOR"),
        ("河内", "PLACE", "河内"),
        ("越南", "STATE", "VNM"),
    ]
    assert doc.ents == ()


def test_trigger_leads_to_its_event() -> None:
    doc = pipeline(published="2025-03-05")("韩国外长4日在河内同越南外长举行会谈。")
    assert [span._.cnevents_event for span in doc.spans["cnevents"]] == list(doc._.cnevents)
    assert doc[0:2]._.cnevents_event is None


def child(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def test_one_line_in_a_fresh_process() -> None:
    line = "import spacy; n=spacy.blank('zh'); n.add_pipe('cnevents'); print(n('{}')._.cnevents)"
    assert child(line.format("…")) == "no events\n"
    table = child(line.format("法国总统马克龙在北京会见中国国家主席习近平。"))
    row = table.splitlines()[2].split()
    assert row == ["CONSULT", "meet", "马克龙", "(FRA)、习近平", "(CHN)", "北京", "会见"]


@pytest.mark.parametrize(
    "start", ["spacy.blank('en')", "spacy.blank('zh')", "spacy.util.registry.factories.get_all()"]
)
def test_entry_point_loads_nothing_but_spacy(start: str) -> None:
    heavy = ("cnevents.api", "cnevents.records", "jieba", "ahocorasick_rs", "torch", "hanlp", "pandas")
    code = (
        f"import spacy, sys; before = set(sys.modules); {start}; import cnevents.integrations.spacy; "
        f"print(*(set({heavy!r}) & (set(sys.modules) - before)))"
    )
    assert child(code) == "\n"


def test_extractor_is_not_built_before_the_first_document() -> None:
    nlp = pipeline(options={"home": "VNM"})
    component: Any = nlp.get_pipe("cnevents")
    assert component.extractor._pipeline is None
    nlp("河内今天下雨。")
    assert component.extractor._pipeline is not None


# Names, dates and triggers between every kind of space, which tokenizers treat most differently.
PIECES = (
    "韩国",
    "外长",
    "4日",
    "同",
    "越南",
    "会谈",
    "，",
    "。",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\u3000",
    "\t",
    "A",
    "😀",
)


@pytest.mark.parametrize("tokenizer", BLANK)
@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_spaces_do_not_move_the_views(tokenizer: str, text: str) -> None:
    doc = SHARED_PIPELINES[tokenizer](text)
    document = doc._.cnevents_document
    assert doc.text == text
    assert (document is None) == (doc._.cnevents_failure is not None)
    words = [span for span, _ in document.mentions()] if document else []
    spans = doc.spans["cnevents_entities"]
    assert [w.text for w, s in zip(words, spans, strict=True) if w.text not in s.text] == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_read_or_recorded_as_a_failure(text: str) -> None:
    doc = SHARED_PIPELINES["char"](text)
    assert (doc._.cnevents_document is None) == (doc._.cnevents_failure is not None)
