"""From HanLP's document to our tokens, name hints and role hints: a pure function, without HanLP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cnevents.analysis import NameHint, RoleHint, Token
from cnevents.errors import UsageError
from cnevents.integrations.hanlp.document import Arc, ParsedSentence, Piece, is_predicate, read_document
from cnevents.integrations.hanlp.labels import name_type, relation_role, semantic_role
from cnevents.text.alignment import align, tile

SOURCE = "hanlp"
SCORE = 0.9  # HanLP gives no probabilities; under that of our tables, over what our tagger is unsure of
Span = tuple[int, int]


@dataclass(slots=True)
class Adapted:
    """What a HanLP document says, by characters of the text.

    Attributes:
        tokens: HanLP's words, and each character that it dropped by itself; they make up the whole text.
        names: Persons, organisations and places.
        roles: Arguments of predicates, from its semantic roles where it has them, else from its dependencies.
    """

    tokens: list[Token] = field(default_factory=list)
    names: list[NameHint] = field(default_factory=list)
    roles: list[RoleHint] = field(default_factory=list)


def adapt(
    document: Mapping[str, Any],
    text: str,
    sentences: Sequence[Span] | None = None,
    need: Iterable[str] = ("tok",),
) -> Adapted:
    """Read a HanLP document of a text.

    Args:
        document: The document, in any form that HanLP gives.
        text: The text that was analysed; offsets count its characters.
        sentences: The stretches that HanLP was given, one a sentence; None where it split the text itself.
        need: Tasks that the document must have: tok, ner, srl, dep.

    Raises:
        UsageError: E423 for a missing task, E424 for tokens that do not align, E425 for an unknown form.

    >>> found = adapt({"tok": ["法国", "总统"], "ner": [["法国", "LOCATION", 0, 1]]}, "法国 总统")
    >>> [token.text for token in found.tokens], [(hint.start, hint.end, hint.type) for hint in found.names]
    (['法国', ' ', '总统'], [(0, 2, 'PLACE')])
    """
    parsed = read_document(document, need)
    if sentences is not None and len(parsed) != len(sentences):
        reason = f"{len(parsed)} sentences came back for {len(sentences)}"
        raise UsageError("E425", tool="HanLP", reason=reason)
    adapted = Adapted()
    places: list[Span] = []
    position = 0
    for number, sentence in enumerate(parsed):
        start, end = sentences[number] if sentences is not None else (position, len(text))
        found = align(sentence.words, text, start, end, "HanLP")
        places += found
        position = found[-1][1] if found else position
        adapted.names += _names(sentence, found, text, end)
        adapted.roles += _roles(sentence, found)
    adapted.tokens = [Token(low, high, text[low:high]) for low, high in tile(places, 0, len(text))]
    return adapted


def _names(sentence: ParsedSentence, places: list[Span], text: str, end: int) -> Iterator[NameHint]:
    position = places[0][0] if places else 0
    for piece in sentence.names:
        kind = name_type(piece.label)
        if piece.begin < 0:  # without token offsets: the next place where its words stand
            low, high = _look_up(piece, text, position, end)
            position = high
        else:
            low, high = _cover(places, piece)
        if kind and low < high:
            yield NameHint(low, high, kind, SOURCE, SCORE)


def _look_up(piece: Piece, text: str, position: int, end: int) -> Span:
    at = text.find(piece.text, position, end)
    if at < 0 or not piece.text:
        raise UsageError("E424", tool="HanLP", word=piece.text, offset=position)
    return at, at + len(piece.text)


def _cover(places: list[Span], piece: Piece) -> Span:
    """The characters of a stretch of tokens."""
    if not 0 <= piece.begin < piece.end <= len(places):
        raise UsageError("E424", tool="HanLP", word=piece.text, offset=places[-1][1] if places else 0)
    return places[piece.begin][0], places[piece.end - 1][1]


def _roles(sentence: ParsedSentence, places: list[Span]) -> Iterator[RoleHint]:
    if sentence.predicates:
        for structure in sentence.predicates:
            yield from _of_structure(structure, places)
    else:
        yield from _of_arcs(sentence.arcs, places)


def _of_structure(structure: list[Piece], places: list[Span]) -> Iterator[RoleHint]:
    """The arguments of one predicate; a structure without offsets or without a predicate tells nothing."""
    verb = next((piece for piece in structure if is_predicate(piece)), None)
    if verb is None or verb.begin < 0:
        return
    verb_start, verb_end = _cover(places, verb)
    for piece in structure:
        role = semantic_role(piece.label)
        if role:
            low, high = _cover(places, piece)
            yield RoleHint(verb_start, verb_end, low, high, role, f"{SOURCE}:srl")


def _of_arcs(arcs: list[Arc], places: list[Span]) -> Iterator[RoleHint]:
    """Dependents with a role, each with all that hangs on it."""
    reach = _subtrees(arcs)
    for token, arc in enumerate(arcs):
        role = relation_role(arc.label)
        if role and arc.head > 0:
            low, high = reach[token]
            verb = places[arc.head - 1]
            yield RoleHint(*verb, places[low][0], places[high][1], role, f"{SOURCE}:dep")


def _subtrees(arcs: list[Arc]) -> list[Span]:
    """The first and the last token of what hangs on each token, itself included."""
    reach = [(token, token) for token in range(len(arcs))]
    for token in range(len(arcs)):
        seen, head = {token}, arcs[token].head
        while head > 0 and head - 1 not in seen:
            if head > len(arcs):
                raise UsageError("E425", tool="HanLP", reason=f"a head ({head}) outside its sentence")
            seen.add(head - 1)
            low, high = reach[head - 1]
            reach[head - 1] = (min(low, token), max(high, token))
            head = arcs[head - 1].head
    return reach
