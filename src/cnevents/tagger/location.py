"""Where the trained models are: inside the installed package, or at the top of the repository."""

from __future__ import annotations

from pathlib import Path

from cnevents.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent.parent


def model_path(name: str) -> Path:
    """The file of a model such as ``"tagger/model.npz"``.

    A wheel carries the models as ``cnevents/models``; an editable install finds the repository's own.

    Raises:
        ResourceError: E304 where neither folder has it.

    >>> model_path("tagger/model.npz").name
    'model.npz'
    """
    folders = (_PACKAGE / "models", _PACKAGE.parent.parent / "models")
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise ResourceError("E304", file=str(folders[0] / name))
