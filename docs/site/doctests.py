"""A griffe extension: examples of docstrings become blocks of code, not quotations, in Markdown."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

FENCE = "```"


class Doctests(Extension):
    """Puts fences around examples."""

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        """Change the docstring of whatever has one."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(text: str) -> str:
    """The text with each run of examples in a block of its own; one that has fences already stays as it is.

    >>> print(fenced("Adds.\\n\\n>>> 1 + 1\\n2\\n\\nMore.").replace(FENCE, "~~~"))
    Adds.
    <BLANKLINE>
    ~~~python
    >>> 1 + 1
    2
    ~~~
    <BLANKLINE>
    More.
    """
    if FENCE in text:
        return text
    return re.sub(r"(?:^>>> .*\n?(?:^(?!\s*$).*\n?)*)", _block, text, flags=re.MULTILINE)


def _block(match: re.Match[str]) -> str:
    return f"{FENCE}python\n{match[0].rstrip()}\n{FENCE}\n"
