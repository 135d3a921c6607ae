"""The segmenters by name, and the words of whatever callable the user hands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cnevents.stages.segment import Cutter, character_cutter
from cnevents.text.alignment import align, tile


def make_cutter(segmenter: str | Callable[[str], Iterable[Any]]) -> Cutter | None:
    """The function that cuts a folded text; None for jieba with our dictionary.

    "hanlp" cuts into characters here: a stage of its own puts HanLP's words in their place.

    Args:
        segmenter: A name of `cnevents.api.Segmenter`, a function from text to words, a spaCy pipeline or
            a spaCy tokenizer.

    >>> cutter = make_cutter(lambda text: text.split())
    >>> list(cutter("法国 总统 访问"))
    ['法国', ' ', '总统', ' ', '访问']
    """
    if segmenter == "jieba":
        return None
    if segmenter == "spacy":
        return _aligned(_spacy_tokenizer(), "spaCy")
    if not callable(segmenter):
        return character_cutter
    # A pipeline is asked for its tokens alone: a tagger or parser behind them would be run for nothing.
    return _aligned(getattr(segmenter, "make_doc", segmenter), "the segmenter")


def _spacy_tokenizer() -> Callable[[str], Iterable[Any]]:
    """spaCy's Chinese tokenizer as `spacy.blank("zh")` has it: single characters."""
    import spacy

    return spacy.blank("zh").make_doc


def _aligned(cut: Callable[[str], Iterable[Any]], tool: str) -> Cutter:
    """A cutter whose words make up the text, whatever spaces and widths `cut` changes."""

    def cutter(text: str) -> Iterator[str]:
        """The words of a text; raises UsageError (E424, E425)."""
        from cnevents.integrations.guard import guarded

        with guarded(tool):
            words = [word if isinstance(word, str) else word.text for word in cut(text)]
        places = align(words, text, tool=tool)
        return (text[low:high] for low, high in tile(places, 0, len(text)))

    return cutter
