"""Stored models of tagger, reader and chooser: whatever is wrong with a file is noticed and named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cnevents.errors import CneventsError
from cnevents.reader import READERS, read_model
from cnevents.stages.choose import read_chooser
from cnevents.stages.choose.model import MODEL
from cnevents.tagger import Tagger
from cnevents.tagger.location import model_path

Read = Callable[[Path], Any]
STORED: list[tuple[str, Read, str]] = [
    ("tagger/model.npz", Tagger.load, "features_version"),
    (READERS[0], read_model, "encoding"),
    (MODEL, read_chooser, "features"),
]
EACH = pytest.mark.parametrize(("name", "read", "key"), STORED, ids=[name for name, _, _ in STORED])


@pytest.fixture
def copy(name: str, tmp_path: Path) -> Path:
    """A copy of a packaged model with its sidecar."""
    source = model_path(name)
    for file in (source, source.with_suffix(".json")):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / source.name


def raised(read: Read, path: Path) -> CneventsError:
    with pytest.raises(CneventsError) as caught:
        read(path)
    return caught.value


@EACH
@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_a_missing_file_is_named(copy: Path, read: Read, key: str, suffix: str) -> None:
    copy.with_suffix(suffix).unlink()
    error = raised(read, copy)
    assert error.code == "E304"
    assert f"model{suffix}" in str(error)


@EACH
def test_changed_bytes_are_noticed(copy: Path, read: Read, key: str) -> None:
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(bytes(data))
    error = raised(read, copy)
    assert error.code == "E305"
    assert "SHA-256" in str(error)


@EACH
@pytest.mark.parametrize("content", ["", "[]", "{", '{"sha256": "0"}', '"text"'])
def test_a_damaged_sidecar_is_named(copy: Path, read: Read, key: str, content: str) -> None:
    copy.with_suffix(".json").write_text(content, encoding="utf-8")
    error = raised(read, copy)
    assert error.code == "E305"
    assert "model.json" in str(error)


@EACH
def test_another_making_is_refused(copy: Path, read: Read, key: str) -> None:
    sidecar = copy.with_suffix(".json")
    about = json.loads(sidecar.read_text(encoding="utf-8"))
    sidecar.write_text(json.dumps({**about, key: "0"}), encoding="utf-8")
    error = raised(read, copy)
    assert error.code == "E305"
    assert f"{key.removesuffix('_version')} 0" in str(error)
