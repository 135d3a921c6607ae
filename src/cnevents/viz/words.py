"""How a picture says what it shows and what it had to leave out."""

from __future__ import annotations


def plural(count: int, word: str) -> str:
    """A number and its noun.

    >>> plural(1, "event"), plural(2, "event")
    ('1 event', '2 events')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def left_out(count: int, why: str) -> str:
    """The sentence on events that are not shown, or "" where there are none.

    >>> left_out(2, "without a date")
    '2 events without a date not shown.'
    """
    return f"{plural(count, 'event')} {why} not shown." if count > 0 else ""


def most_of(limit: int, what: str, found: int) -> str:
    """The sentence on a picture that had to choose, or "" where it has all.

    >>> most_of(20, "rows", 25)
    'The 20 rows with the most events, of 25.'
    """
    return f"The {limit:,} {what} with the most events, of {found:,}." if found > limit else ""


def notes(*sentences: str) -> str:
    """The sentences that are not empty, as one."""
    return " ".join(filter(None, sentences))
