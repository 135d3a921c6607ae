"""The dictionary that jieba comes with, read in our own way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cnevents.stages.segment import _dictionary, verbs
from cnevents.stages.words import DictionaryCutter

SAMPLES = Path(__file__).parents[2] / "data/samples"


def test_the_dictionary_is_what_jieba_reads() -> None:
    factory, frequencies, total, *_ = _dictionary()
    tokenizer: Any = factory()
    assert (frequencies, total) == tokenizer.gen_pfdict(tokenizer.get_dict_file())


def test_verbs_are_the_words_that_are_nothing_else() -> None:
    assert {"奉行", "派出", "推动"} <= verbs()
    assert not {"会谈室", "总统", "打"} & verbs()


def test_the_words_are_those_of_jieba() -> None:
    factory, frequencies, total, *_ = _dictionary()
    tokenizer: Any = factory()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    cut = DictionaryCutter(frequencies, total)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    texts += ["", " \r\n\t　", "F-16战机A320neo飞往K.2；+852 3.5% T恤\r\n\r\n第二段", "㐀𠀀囧丨"]
    for text in texts:
        assert list(cut(text)) == list(tokenizer.cut(text, HMM=False))
        assert "".join(cut(text)) == text
    assert len(texts) > 10


@given(st.text(alphabet="中国总统访问河内abc019 \r\n，。%+-囧𠀀", max_size=60))
def test_the_words_of_any_text_are_those_of_jieba(text: str) -> None:
    factory, frequencies, total, *_ = _dictionary()
    tokenizer: Any = factory()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    assert list(DictionaryCutter(frequencies, total)(text)) == list(tokenizer.cut(text, HMM=False))
