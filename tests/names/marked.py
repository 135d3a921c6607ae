"""Sentences with their names marked: [北韩|STATE|PRK]总统; a mark may stand in a mark."""

from __future__ import annotations

from dataclasses import dataclass

Found = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the names that its marks give: (start, end, type, id)."""

    text: str
    names: frozenset[Found]


def read_marks(line: str) -> Marked:
    """The sentence without its marks, and what they say.

    >>> sorted(read_marks("[[俄|STATE|RUS]军|ORGANIZATION|俄军]撤退").names)
    [(0, 1, 'STATE', 'RUS'), (0, 2, 'ORGANIZATION', '俄军')]
    """
    text, names, open_at = "", set(), []
    pieces = iter(line)
    for char in pieces:
        if char == "[":
            open_at.append(len(text))
        elif char == "|":
            label = "".join(iter(lambda: next(pieces), "]"))
            type_, _, identity = label.partition("|")
            names.add((open_at.pop(), len(text), type_, identity))
        else:
            text += char
    return Marked(text, frozenset(names))
