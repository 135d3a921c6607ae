"""The model file: found, checked, and refused with a clear error where it is missing or damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnevents.errors import CneventsError
from cnevents.tagger import Tagger, model_path
from cnevents.tagger.features import PairTable, WordTable
from cnevents.tagger.model import Model, read_model, write_model


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


def test_no_such_model() -> None:
    with pytest.raises(CneventsError, match=r"nobody\.npz") as caught:
        model_path("tagger/nobody.npz")
    assert caught.value.code == "E304"


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


def test_a_model_that_is_written_again_is_the_same(tmp_path: Path) -> None:
    first = read_model(model_path("tagger/model.npz"))
    digest = write_model(tmp_path / "made" / "model.npz", first)
    again = read_model(tmp_path / "made" / "model.npz")
    about = json.loads((tmp_path / "made" / "model.json").read_text(encoding="utf-8"))
    assert (about["sha256"], about["name"]) == (digest, first.about["name"])
    assert np.array_equal(again.weights, first.weights)
    assert np.array_equal(again.transitions, first.transitions)
    assert [one.classes.tolist() for one in again.lexicons] == [
        one.classes.tolist() for one in first.lexicons
    ]
    assert (again.scale, again.domain) == (first.scale, first.domain)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda one: replace(one, weights=one.weights[:-1]), "its weights are not for 13 labels"),
        (lambda one: replace(one, transitions=one.transitions[:-1]), "its weights are not for 13 labels"),
        (
            lambda one: replace(
                one, lexicons=(WordTable(one.lexicons[0].table, one.lexicons[0].classes[:-1]),)
            ),
            "a word table has the wrong size",
        ),
        (
            lambda one: replace(one, features=PairTable(one.features.pairs[:-1], one.features.bits)),
            "a table has the wrong size",
        ),
    ],
)
def test_arrays_that_do_not_fit_each_other(
    tmp_path: Path, change: Callable[[Model], Model], reason: str
) -> None:
    write_model(tmp_path / "model.npz", change(read_model(model_path("tagger/model.npz"))))
    with pytest.raises(CneventsError, match=f"damaged: {reason}") as caught:
        read_model(tmp_path / "model.npz")
    assert caught.value.code == "E305"
