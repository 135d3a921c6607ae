"""Segmenters by name and by hand: whatever cuts the text, the tokens make it up and the records stand."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
import spacy
from conftest import SAMPLES

import cnevents

TEXT = "法國總統馬克龍，3日訪問 NATO 總部。"


def spacy_jieba() -> Any:
    """spaCy's Chinese pipeline with jieba as its tokenizer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
        pipeline("预热")  # jieba reads its dictionary now
    return pipeline


SEGMENTERS: dict[str, Callable[[], Any]] = {
    "jieba": lambda: "jieba",
    "character": lambda: "character",
    "char": lambda: "char",
    "spacy": lambda: "spacy",
    "a spaCy pipeline": spacy_jieba,
    "a spaCy tokenizer": lambda: spacy.blank("zh").tokenizer,
    "words without spaces": lambda: lambda text: text.split(),
}


@pytest.mark.parametrize("name", SEGMENTERS)
def test_tokens_make_up_the_text(name: str) -> None:
    analysis = cnevents.load(segmenter=SEGMENTERS[name](), tagger=None).analyse(TEXT, until="segment")
    assert "".join(token.text for token in analysis.tokens) == analysis.folded
    assert [token.text for token in analysis.tokens] == [
        analysis.folded[token.start : token.end] for token in analysis.tokens
    ]


@pytest.mark.parametrize("name", [name for name in SEGMENTERS if name != "words without spaces"])
def test_every_segmenter_reads_a_sample(name: str) -> None:
    text = (SAMPLES / "visit.txt").read_text(encoding="utf-8")
    found = cnevents.load(segmenter=SEGMENTERS[name]()).extract(text, published="2025-04-16")
    assert [event.frame for event in found.events][:3] == ["arrive", "visit", "talks"]
    assert all(text[span.start : span.end] == span.text for event in found.events for span in event.mentions)


def test_a_pipeline_is_asked_for_its_tokens_alone() -> None:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("sentencizer").__call__ = lambda doc: pytest.fail("the pipeline was run")  # type: ignore[method-assign]
    extractor = cnevents.load(segmenter=pipeline, tagger=None)
    assert [token.text for token in extractor.analyse("法国。", until="segment").tokens] == ["法", "国", "。"]


def test_char_is_character() -> None:
    both = [cnevents.load(segmenter=name).extract(TEXT) for name in ("char", "character")]
    assert both[0] == both[1]
