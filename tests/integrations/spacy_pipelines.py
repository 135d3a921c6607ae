"""Pipelines with tokenizers that cut as differently as tokenizers can; importable in other processes."""

from __future__ import annotations

import warnings
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab


class InThrees:
    """Cuts every three characters, through names and words alike."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = [text[at : at + 3] for at in range(0, len(text), 3)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def chinese(segmenter: str) -> Language:
    """spaCy's own Chinese tokenizer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own
        return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})


def in_threes() -> Language:
    nlp = spacy.blank("zh")
    nlp.tokenizer = InThrees(nlp.vocab)
    return nlp


# "xx" splits at spaces and punctuation, so that a clause of Chinese is one token.
BLANK = {
    "char": lambda: chinese("char"),
    "jieba": lambda: chinese("jieba"),
    "whitespace": lambda: spacy.blank("xx"),
    "in threes": in_threes,
}


def pipeline(tokenizer: str = "char", **config: Any) -> Language:
    """A blank pipeline with our component."""
    nlp = BLANK[tokenizer]()
    nlp.add_pipe("cnevents", config=config)
    return nlp
