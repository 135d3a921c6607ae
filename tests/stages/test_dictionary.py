"""The dictionary that jieba comes with, read in our own way."""

from __future__ import annotations

from typing import Any

from cnevents.stages.segment import _dictionary, verbs


def test_the_dictionary_is_what_jieba_reads() -> None:
    factory, frequencies, total, _ = _dictionary()
    tokenizer: Any = factory()
    assert (frequencies, total) == tokenizer.gen_pfdict(tokenizer.get_dict_file())


def test_verbs_are_the_words_that_are_nothing_else() -> None:
    assert {"奉行", "派出", "推动"} <= verbs()
    assert not {"会谈室", "总统", "打"} & verbs()
