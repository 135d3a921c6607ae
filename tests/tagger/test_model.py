"""The model file: found, checked, and refused with a clear error where it is missing or damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cnevents.errors import CneventsError
from cnevents.tagger import Tagger, model_path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    source = model_path("tagger/model.npz")
    shutil.copy(source, tmp_path / "model.npz")
    shutil.copy(source.with_suffix(".json"), tmp_path / "model.json")
    return tmp_path / "model.npz"


def test_it_is_small_and_described() -> None:
    path = model_path("tagger/model.npz")
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert path.stat().st_size == about["bytes"] < 20_000_000
    assert {"name", "version", "sha256", "corpora", "features_version", "scores"} <= set(about)


def test_a_copy_loads(copy: Path) -> None:
    assert Tagger.load(copy).tag(["记者王小明在巴黎报道。"]) == Tagger.load().tag(["记者王小明在巴黎报道。"])


@pytest.mark.parametrize("name", ["model.npz", "model.json"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy.parent / name).unlink()
    with pytest.raises(CneventsError, match=name) as caught:
        Tagger.load(copy)
    assert caught.value.code == "E304"


def test_no_such_model() -> None:
    with pytest.raises(CneventsError, match=r"nobody\.npz") as caught:
        model_path("tagger/nobody.npz")
    assert caught.value.code == "E304"


def test_changed_bytes_are_noticed(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(bytes(data))
    with pytest.raises(CneventsError, match="SHA-256") as caught:
        Tagger.load(copy)
    assert caught.value.code == "E305"


@pytest.mark.parametrize("sidecar", ["", "[]", "{}", "not json", '"text"'])
def test_a_damaged_sidecar_is_named(copy: Path, sidecar: str) -> None:
    copy.with_suffix(".json").write_text(sidecar, encoding="utf-8")
    with pytest.raises(CneventsError, match=r"model\.json") as caught:
        Tagger.load(copy)
    assert caught.value.code == "E305"


def test_other_features_are_refused(copy: Path) -> None:
    sidecar = copy.with_suffix(".json")
    about = json.loads(sidecar.read_text(encoding="utf-8"))
    sidecar.write_text(json.dumps({**about, "features_version": "0"}), encoding="utf-8")
    with pytest.raises(CneventsError, match="features 0") as caught:
        Tagger.load(copy)
    assert caught.value.code == "E305"


def test_a_right_hash_of_something_else(copy: Path) -> None:
    import hashlib

    copy.write_bytes(b"no arrays")
    sidecar = copy.with_suffix(".json")
    about = json.loads(sidecar.read_text(encoding="utf-8"))
    about["sha256"] = hashlib.sha256(b"no arrays").hexdigest()
    sidecar.write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(CneventsError, match=r"model\.npz") as caught:
        Tagger.load(copy)
    assert caught.value.code == "E305"
