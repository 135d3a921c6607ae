"""HanLP's document in one form, whichever of its forms it comes in.

A document is a dict of layers. A layer is one sentence or a list of sentences; what stands in it are
tuples, or lists once it went through JSON; names and arguments carry token offsets, or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cnevents.errors import UsageError
from cnevents.integrations.hanlp.labels import PREDICATE


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of a sentence: its words, and its tokens where HanLP says which."""

    text: str
    label: str
    begin: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Arc:
    """A token's head (1-based, 0 for the root) and its relation to it."""

    head: int
    label: str


@dataclass(slots=True)
class ParsedSentence:
    """One sentence of a document: tokens, names, predicates with their arguments, dependencies."""

    words: list[str]
    names: list[Piece] = field(default_factory=list)
    predicates: list[list[Piece]] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)


# Fine words come first: HanLP's other tasks count their tokens by them.
TASKS = {
    "tok": ("tok", "tok/fine", "tok/coarse"),
    "ner": ("ner", "ner/msra", "ner/pku", "ner/ontonotes"),
    "srl": ("srl",),
    "dep": ("dep", "ud"),
}


def find_task(task: str, names: Iterable[str]) -> str:
    """The name that a task has in a document or a model ("ner" may be ner/msra), or "".

    >>> find_task("ner", ["tok/fine", "ner/pku", "ner/msra"]), find_task("srl", ["tok"])
    ('ner/msra', '')
    """
    there = list(names)
    known = [name for name in TASKS[task] if name in there]
    return next(iter(known or [name for name in there if name.startswith(f"{task}/")]), "")


def read_document(document: Mapping[str, Any], need: Iterable[str] = ("tok",)) -> list[ParsedSentence]:
    """The sentences of a HanLP document.

    Args:
        document: What a HanLP pipeline or multi-task model gives, or the same read back from JSON.
        need: Tasks that must be there: tok, ner, srl, dep.

    Raises:
        UsageError: E423 where a needed task is missing, E425 where a layer has no form that HanLP gives.

    >>> parsed = read_document({"tok/fine": ["法国", "宣布"], "ner/msra": [("法国", "LOCATION", 0, 1)]})
    >>> parsed[0].names
    [Piece(text='法国', label='LOCATION', begin=0, end=1)]
    """
    layers = {task: find_task(task, document) for task in TASKS}
    for task in dict.fromkeys(("tok", *need)):
        if not layers[task]:
            raise UsageError("E423", model="document", task=task, tasks=", ".join(document) or "nothing")
    try:
        return _sentences({task: document[name] for task, name in layers.items() if name})
    except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
        reason = f"a layer has an unknown form ({error})"
        raise UsageError("E425", tool="HanLP", reason=reason) from error


def _sentences(layers: dict[str, Any]) -> list[ParsedSentence]:
    tokens = layers["tok"]
    if len(tokens) and _is_token(tokens[0]):
        layers = {task: [layer] for task, layer in layers.items()}
    sentences = [ParsedSentence([_word(token) for token in row]) for row in layers["tok"]]
    for sentence, row in _rows(sentences, layers.get("ner")):
        sentence.names = [_piece(entry) for entry in row]
    for sentence, row in _rows(sentences, layers.get("srl")):
        sentence.predicates = [[_piece(entry) for entry in structure] for structure in row]
    for sentence, row in _rows(sentences, layers.get("dep")):
        sentence.arcs = [_arc(entry) for entry in row]
        if len(sentence.arcs) != len(sentence.words):
            raise ValueError("dependencies for other tokens")
    return sentences


def _rows(sentences: list[ParsedSentence], layer: Any) -> Iterable[tuple[ParsedSentence, Any]]:
    return zip(sentences, layer, strict=True) if layer is not None else ()


def _is_token(entry: Any) -> bool:
    """A word, or (word, begin, end), which a tokenizer with output_spans gives; else it is a sentence."""
    return isinstance(entry, str) or (len(entry) == 3 and isinstance(entry[1], int))


def _word(token: Any) -> str:
    word = token if isinstance(token, str) else token[0]
    if not isinstance(word, str):
        raise TypeError(f"a token that is {type(word).__name__}")
    return word


def _piece(entry: Sequence[Any]) -> Piece:
    text, label, *place = entry
    begin, end = place if place else (-1, -1)
    return Piece(str(text), str(label), int(begin), int(end))


def _arc(entry: Any) -> Arc:
    """(head, relation), or a row of CoNLL with these fields, which a parser by itself gives."""
    if hasattr(entry, "deprel"):
        return Arc(int(entry.head), str(entry.deprel))
    if isinstance(entry, Mapping):
        return Arc(int(entry["head"]), str(entry["deprel"]))
    head, label = entry
    return Arc(int(head), str(label))


def is_predicate(piece: Piece) -> bool:
    """Is this the verb of its structure, rather than an argument?"""
    return piece.label == PREDICATE
