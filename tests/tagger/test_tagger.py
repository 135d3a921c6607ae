"""The trained tagger: what it gives back, and that its offsets and scores hold on any text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnevents.tagger import Tagger
from cnevents.text.folding import fold

SENTENCES = [
    ("记者王小明在巴黎报道。", [("王小明", "PER"), ("巴黎", "LOC")]),
    ("外长贝尔特兰德·科万迪28日会见了来访的客人。", [("贝尔特兰德·科万迪", "PER")]),
    ("英國駐華大使吳若蘭昨日出席論壇。", [("吴若兰", "PER")]),
    ("發言人斯特帕尼卡表示，談判仍在進行。", [("斯特帕尼卡", "PER")]),
    ("地震发生在距离卡拉布科市40公里处。", [("卡拉布科市", "LOC")]),
    ("他现任东海海洋经济研究院院长。", [("东海海洋经济研究院", "ORG")]),
    ("天气很好，大家都很高兴。", []),
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_names_that_no_table_has(tagger: Tagger, text: str, expected: list[tuple[str, str]]) -> None:
    folded = fold(text)
    (spans,) = tagger.tag([folded])
    found = [(folded[span.start : span.end], span.label) for span in spans]
    assert [item for item in expected if item not in found] == []
    assert expected or not found


def test_both_scripts_read_alike(tagger: Tagger) -> None:
    traditional, simplified = (
        "據報道，烏國總統澤倫科夫訪問瑞士蘇黎世。",
        "据报道，乌国总统泽伦科夫访问瑞士苏黎世。",
    )
    assert tagger.tag([fold(traditional)]) == tagger.tag([fold(simplified)])


def test_empty_input(tagger: Tagger) -> None:
    assert tagger.tag([]) == []
    assert tagger.tag(["", "。", " \n"]) == [[], [], []]


def test_a_sentence_alone_and_in_company(tagger: Tagger) -> None:
    texts = [fold(text) for text, _ in SENTENCES]
    together = tagger.tag(texts)
    alone = [tagger.tag([text])[0] for text in texts]
    assert [[(s.start, s.end, s.label) for s in spans] for spans in together] == [
        [(s.start, s.end, s.label) for s in spans] for spans in alone
    ]


def test_without_probabilities(tagger: Tagger) -> None:
    (spans,) = tagger.tag(["记者王小明在巴黎报道。"], margins=False)
    assert [span.score for span in spans] == [1.0, 1.0]


def test_threads_share_one_tagger(tagger: Tagger) -> None:
    texts = [fold(text) for text, _ in SENTENCES]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: tagger.tag(texts), range(8)))
    assert results == [results[0]] * 8


def test_default_is_loaded_once() -> None:
    assert Tagger.load() is Tagger.load()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec=None), max_size=40), max_size=4))
def test_any_text_gives_spans_inside_it(texts: list[str]) -> None:
    result = Tagger.load().tag(texts)
    assert len(result) == len(texts)
    flat = [(span, text) for spans, text in zip(result, texts, strict=True) for span in spans]
    assert all(0 <= span.start < span.end <= len(text) and 0.0 <= span.score <= 1.0 for span, text in flat)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="中美俄王小明在北京会见记者，。·A1 军", max_size=60))
def test_spans_do_not_overlap(text: str) -> None:
    (spans,) = Tagger.load().tag([text])
    assert all(before.end <= after.start for before, after in pairwise(spans))
