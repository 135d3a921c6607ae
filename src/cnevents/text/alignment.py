"""Words of another tool laid over the text: found by searching forward, spaces and widths apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from cnevents.errors import UsageError

_SILENT = ("Mn", "Cc", "Cf", "Zs", "Zl", "Zp")  # accents, control characters, spaces: tools drop them


def align(
    words: Iterable[str], text: str, start: int = 0, end: int | None = None, tool: str = "the segmenter"
) -> list[tuple[int, int]]:
    """The place of each word in `text[start:end]`, in order.

    Words may leave out spaces and marks and may differ in width, case and accents; a letter or a digit that
    no word covers is an error. A word that is nothing but spaces is given an empty place.

    Raises:
        UsageError: E424 where a word is not to be found.

    >>> align(["３月", "ABC"], "3月 （abc）")
    [(0, 2), (4, 7)]
    """
    limit = len(text) if end is None else end
    places, position = [], start
    for word in words:
        close = position + len(word)
        if close <= limit and text.startswith(word, position):  # nearly always
            places.append((position, close))
            position = close
            continue
        place = _search(_plain(word), text, position, limit)
        if place is None:
            raise UsageError("E424", tool=tool, word=word, offset=position)
        places.append(place)
        position = place[1]
    return places


def tile(places: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places that hold something, and each character between them by itself: all of `start` to `end`.

    >>> list(tile([(0, 2), (3, 5)], 0, 6))
    [(0, 2), (2, 3), (3, 5), (5, 6)]
    """
    at = start
    for low, high in places:
        yield from ((one, one + 1) for one in range(at, low))
        if high > low:
            yield low, high
        at = max(at, high)
    yield from ((one, one + 1) for one in range(at, end))


def _plain(word: str) -> str:
    """The word without what tools drop or change."""
    kept = (one for one in unicodedata.normalize("NFKD", word) if unicodedata.category(one) not in _SILENT)
    return "".join(kept).lower()


def _search(word: str, text: str, position: int, limit: int) -> tuple[int, int] | None:
    """The first place of a plain word, passing over nothing that is a letter or a digit."""
    if not word:
        return position, position
    for at in range(position, limit):
        close = _match(word, text, at, limit)
        if close:
            return at, close
        if text[at].isalnum() and _plain(text[at]):
            return None
    return None


def _match(word: str, text: str, at: int, limit: int) -> int:
    """Where the word that starts at `at` ends, with the accents on its last letter, or 0."""
    if not _plain(text[at]):
        return 0
    rest = word
    for position in range(at, limit):
        plain = _plain(text[position])
        if not rest.startswith(plain):
            return 0
        rest = rest[len(plain) :]
        if not rest:
            close = position + 1
            while close < limit and unicodedata.category(text[close]) == "Mn":
                close += 1
            return close
    return 0
