"""Models as files: plain arrays in an .npz, checked against the hash in the .json beside it; no pickle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cnevents.errors import ResourceError

Arrays = Mapping[str, NDArray[Any]]
Model = TypeVar("Model")


def read_stored(
    path: Path, key: str, version: int | str, assemble: Callable[[Arrays, Mapping[str, Any]], Model]
) -> Model:
    """What `assemble` makes of the arrays of a file and of its sidecar, whose `key` must be `version`.

    Raises:
        ResourceError: E304 where the file or its sidecar is missing, E305 where either is damaged.
    """
    sidecar = path.with_suffix(".json")
    for file in (path, sidecar):
        if not file.is_file():
            raise ResourceError("E304", file=str(file))
    data = path.read_bytes()
    try:
        about = json.loads(sidecar.read_text(encoding="utf-8"))
        expected, trained = about["sha256"], about[key]
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError("E305", file=str(sidecar), reason=f"no JSON with a sha256 ({error})") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ResourceError("E305", file=str(path), reason=f"its SHA-256 is not the one in {sidecar.name}")
    if trained != version:
        what = key.removesuffix("_version")
        reason = f"it was trained with {what} {trained}, this library has {version}"
        raise ResourceError("E305", file=str(path), reason=reason)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return assemble({name: arrays[name] for name in arrays.files}, about)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise ResourceError("E305", file=str(path), reason=str(error)) from error


def write_stored(path: Path, arrays: Arrays, about: Mapping[str, Any], compressed: bool = True) -> str:
    """Write the arrays and their sidecar, which gets the hash and the size; returns the SHA-256."""
    buffer = io.BytesIO()
    content: dict[str, Any] = dict(arrays)
    (np.savez_compressed if compressed else np.savez)(buffer, **content)
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    sidecar = {**about, "sha256": digest, "bytes": len(data)}
    path.with_suffix(".json").write_text(
        json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return digest
