"""The reader: its file is checked, it sees one sentence at a time, and what it says decides what is read."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

import cnevents
from cnevents.analysis import Analysis
from cnevents.errors import CneventsError
from cnevents.ontology.frames import load_frames
from cnevents.reader import READERS, Encoder, Reader, load_reader, read_model
from cnevents.reader.encode import GAP
from cnevents.reader.model import ENCODING, write_model
from cnevents.reader.threads import one_thread
from cnevents.stages.triggers import ADMITTED, Triggers
from cnevents.tagger.location import model_path

STRIKE = "以色列军队14日对加沙发动空袭。"
VISIT = "法国总统马克龙5日访问北京。"


def layers(text: str) -> Analysis:
    return cnevents.load(scorer=None).analyse(text, until="phrases")


def values(text: str) -> np.ndarray:
    analysis, triggers = layers(text), Triggers()
    marks = triggers.marks(analysis)
    return load_reader().read(analysis, marks, range(len(analysis.sentences))).values


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    source = model_path(READERS[0])
    for name in ("model.npz", "model.json"):
        shutil.copy(source.parent / name, tmp_path / name)
    return tmp_path / "model.npz"


@pytest.mark.parametrize("name", READERS)
def test_it_is_small_and_described(name: str) -> None:
    path = model_path(name)
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert path.stat().st_size == about["bytes"] < 10_000_000
    assert about["encoding"] == ENCODING
    assert {"name", "sha256", "documents", "rounds"} <= set(about)


def test_it_knows_the_types_of_the_frames() -> None:
    assert set(load_reader().types) == {frame.type for frame in load_frames().values()}


def test_a_copy_says_the_same(copy: Path) -> None:
    analysis, triggers = layers(STRIKE), Triggers()
    marks = triggers.marks(analysis)
    second = read_model(model_path(READERS[1]))
    again = Reader(read_model(copy), second).read(analysis, marks, [0]).values
    assert np.array_equal(again, values(STRIKE))
    alone = Reader(read_model(copy)).read(analysis, marks, [0]).values
    other = Reader(second).read(analysis, marks, [0]).values
    assert np.allclose((alone + other) / 2, values(STRIKE), atol=1e-6)


def test_networks_of_different_types_do_not_go_together(copy: Path) -> None:
    model = read_model(copy)
    with pytest.raises(ValueError, match="different words or types"):
        Reader(model, dataclasses.replace(model, types=model.types[::-1]))


@pytest.mark.parametrize("left_out", ["types", "steps", "entry.weights", "layer1.scale", "words"])
def test_arrays_that_are_left_out_are_noticed(copy: Path, left_out: str) -> None:
    with np.load(copy) as stored:
        arrays = {name: stored[name] for name in stored.files if name != left_out}
    write_model(copy, arrays, {})
    with pytest.raises(CneventsError, match=left_out) as caught:
        read_model(copy)
    assert caught.value.code == "E305"


def test_the_types_of_plain_sentences() -> None:
    for text, word, kind in ((STRIKE, "空袭", "ASSAULT"), (VISIT, "访问", "CONSULT")):
        analysis, triggers = layers(text), Triggers()
        marks = triggers.marks(analysis)
        likely = load_reader().read(analysis, marks, [0])
        start = text.index(word)
        assert likely.of(start, start + len(word), kind) > 0.9
        assert likely.of(start, start + len(word), "AID") < 0.1
        assert likely.of(0, 2, kind) < 0.1
        assert likely.of(start, start, kind) == 0.0
        assert likely.of(start, start + 1, "no type") == 0.0


def test_sentences_do_not_see_each_other() -> None:
    both = values(STRIKE + VISIT)
    alone = np.concatenate([values(STRIKE), values(VISIT)])
    assert np.abs(both - alone).max() < 1e-5


def test_no_layer_looks_farther_than_the_empty_rows() -> None:
    assert max(layer.step for model in load_reader().models for layer in model.layers) <= GAP


def test_sentences_that_are_not_asked_for_are_nothing() -> None:
    analysis, triggers = layers(STRIKE + VISIT), Triggers()
    marks = triggers.marks(analysis)
    found = load_reader().read(analysis, marks, [1]).values
    first = sum(token.end <= len(STRIKE) for token in analysis.tokens)
    assert not found[:first].any()
    assert found[first:].any()
    assert not load_reader().read(analysis, marks, []).values.any()


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("英国外相周二质疑北京的做法。", "质疑", "ACCUSE"),
        ("两国代表团周五起在日内瓦磋商停火。", "磋商", "CONSULT"),
    ],
)
def test_a_word_whose_conditions_fail_is_read_where_it_is_likely(text: str, word: str, kind: str) -> None:
    strict = cnevents.load(scorer=None).analyse(text).candidates
    assert all(one.admitted is None and one.likelihood == 0.0 for one in strict)
    at = text.index(word)
    assert at not in {one.start for one in strict}
    found = next(one for one in cnevents.load().analyse(text).candidates if one.start == at)
    assert found.type == kind
    assert found.admitted is not None
    assert 1.0 >= found.likelihood == found.admitted >= ADMITTED
    assert "(conditions fail; reader: " in str(cnevents.explain(text))


def test_blas_keeps_to_one_thread_inside_and_gets_back_what_it_had() -> None:
    libraries = ThreadpoolController().select(user_api="blas").lib_controllers
    before = [library.num_threads for library in libraries]
    with one_thread():
        with one_thread():
            assert [library.num_threads for library in libraries] == [1] * len(libraries)
        assert [library.num_threads for library in libraries] == [1] * len(libraries)
    assert [library.num_threads for library in libraries] == before


def test_an_error_inside_gives_the_threads_back() -> None:
    libraries = ThreadpoolController().select(user_api="blas").lib_controllers
    before = [library.num_threads for library in libraries]
    with pytest.raises(ValueError, match="inside"), one_thread():
        raise ValueError("inside")
    assert [library.num_threads for library in libraries] == before


def test_parts_are_whole_sentences_and_all_of_them() -> None:
    analysis, triggers = layers((STRIKE + VISIT) * 20), Triggers()
    model = load_reader().models[0]
    encoder = Encoder(model.words, model.characters, model.types)
    encoded = encoder(analysis, analysis.tokens, triggers.marks(analysis), range(len(analysis.sentences)))
    parts = list(encoded.parts(30))
    assert len(parts) > 5
    assert np.array_equal(np.concatenate([part.tokens for part in parts]), encoded.tokens)
    assert all(part.tokens[0] >= 0 and part.tokens[-1] < 0 for part in parts)
    whole = model.likelihoods(encoded)
    apart = np.concatenate([model.likelihoods(part) for part in parts])
    words = encoded.tokens >= 0  # empty rows say nothing that counts
    assert np.allclose(apart[words], whole[words], atol=1e-5)
