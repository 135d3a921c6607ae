"""segment: sentences, clauses, quotations, stories and words."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_cases import cases, extractor, read, words

from cnevents.analysis import Analysis
from cnevents.api import Extractor
from cnevents.stages.segment import Segment, character_cutter, jieba_cutter
from cnevents.text.folding import fold

SHOWN: dict[str, Callable[[Analysis], list[Any]]] = {
    "sentences": lambda a: [words(a, one) for one in a.sentences],
    "clauses": lambda a: [words(a, one) for one in a.clauses],
    "quotations": lambda a: [[words(a, one), one.speech] for one in a.quotations],
    "stories": lambda a: [one.story for one in a.sentences],
    "headlines": lambda a: [words(a, one) for one in a.sentences if one.headline],
}
ALPHABET = "中美俄总统14日访问，。；：“”「」《》、（）\n 0aA.:!?總統臺"


@pytest.mark.parametrize("case", cases("segment"))
def test_layers(case: dict[str, Any]) -> None:
    analysis = read(case)
    expected = {key: case[key] for key in SHOWN if key in case}
    assert {key: SHOWN[key](analysis) for key in expected} == expected


@pytest.mark.parametrize("cutter", [None, character_cutter], ids=["jieba", "character"])
@given(text=st.text(ALPHABET, max_size=60))
@settings(max_examples=60, deadline=None)
def test_tokens_cover_the_text(cutter: Any, text: str) -> None:
    folded = fold(text)
    layers = (
        Segment(cutter=cutter).run(Analysis(text, folded))
        if cutter
        else _segment().run(Analysis(text, folded))
    )
    tokens = layers["tokens"]
    assert "".join(folded[token.start : token.end] for token in tokens) == folded
    assert [token.text for token in tokens] == [folded[token.start : token.end] for token in tokens]


def _segment() -> Segment:
    stage = extractor().pipeline.stages[0]
    assert isinstance(stage, Segment)
    return stage


@given(text=st.text(ALPHABET, max_size=80))
@settings(max_examples=150, deadline=None)
def test_layers_lie_in_order_inside_one_another(text: str) -> None:
    layers = Segment(cutter=character_cutter).run(Analysis(text, fold(text)))
    sentences, clauses = layers["sentences"], layers["clauses"]
    assert all(left.end <= right.start for left, right in itertools.pairwise(sentences))
    assert all(left.end <= right.start for left, right in itertools.pairwise(clauses))
    assert all(
        sentences[clause.sentence].start <= clause.start < clause.end <= sentences[clause.sentence].end
        for clause in clauses
    )


def test_words_of_the_tables_are_words() -> None:
    assert "再工业化峰会" in list(jieba_cutter(["再工业化峰会"])("他出席再工业化峰会。"))


def test_the_global_tokenizer_is_left_alone() -> None:
    import jieba

    jieba_cutter(["甲乙丙丁戊"])
    assert "甲乙丙丁戊" not in jieba.dt.FREQ


def test_a_cutter_of_the_callers_own() -> None:
    analysis = Extractor(segmenter=lambda text: [text[:2], text[2:]], tagger=None).analyse(
        "韩国外长访问河内。", until="segment"
    )
    assert [token.text for token in analysis.tokens] == ["韩国", "外长访问河内。"]


def test_a_text_may_end_in_a_digit_and_a_comma() -> None:
    Segment(cutter=character_cutter).run(Analysis("死者15,", "死者15,"))
