"""A griffe extension: mkdocstrings gets docstrings with blocks of code and a line for each field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from griffe import Extension, Object

sys.path.insert(0, str(Path(__file__).parent))  # griffe loads this file by its path alone
from docstrings import expanded, fenced


class Docstrings(Extension):
    """Puts fences around examples and gives each field a line of its own."""

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        """Change the docstring of whatever has one."""
        if obj.docstring is not None:
            obj.docstring.value = fenced("\n".join(expanded(obj.docstring.value)))
