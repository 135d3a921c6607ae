"""Another tool's failure as an error of one document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cnevents.errors import CneventsError, UsageError


@contextmanager
def guarded(tool: str) -> Iterator[None]:
    """Turn whatever a tool raises on a text into a UsageError (E425) that names the tool.

    >>> with guarded("the segmenter"):
    ...     int("不")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    cnevents.errors.UsageError: [E425] the segmenter failed on this text: ValueError: ...
    """
    try:
        yield
    except CneventsError:
        raise
    except Exception as error:
        raise UsageError("E425", tool=tool, reason=f"{type(error).__name__}: {error}") from error
