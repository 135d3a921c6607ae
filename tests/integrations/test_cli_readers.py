"""The options that choose what reads a text, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

import cnevents
from cnevents.integrations.hanlp import model as hanlp_model

VISIT = str(SAMPLES / "visit.txt")
Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("segmenter", ["jieba", "character", "char", "spacy"])
def test_extract_reads_with_each_segmenter(run: Run, segmenter: str) -> None:
    status, out, _ = run("extract", VISIT, "--published", "2025-04-16", "--segmenter", segmenter)
    assert status == 0
    frames = [json.loads(line)["frame"] for line in out.splitlines()]
    assert frames[:3] == ["arrive", "visit", "talks"]


def test_tagger_none_is_without_a_tagger(run: Run) -> None:
    _, out, _ = run("extract", VISIT, "--documents", "--tagger", "none")
    text = Path(VISIT).read_text(encoding="utf-8")
    expected = cnevents.load(tagger=None).extract(text, doc_id=VISIT)
    assert json.loads(out) == json.loads(expected.model_dump_json())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--segmenter", "words"), "E105"),
        (("--segmenter", "hanlp"), "E421"),
        (("--tagger", "hanlp"), "E421"),
        (("--hanlp", "a", "--hanlp", "b"), "E105"),
        (("--hanlp", "tok=a", "--hanlp", "b"), "E105"),
        (("--segmenter", "hanlp", "--hanlp", "no/such/folder"), "E4"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "explain"])
def test_wrong_use(run: Run, command: str, options: tuple[str, ...], code: str) -> None:
    status, out, err = run(command, VISIT, *options)
    assert (status, out) == (2, "")
    assert err.startswith(f"error {code}")


def fails_on_bad_texts(path: str | Path) -> Callable[[list[str]], dict[str, Any]]:
    """Stands for a model that some texts break."""

    def model(sentences: list[str]) -> dict[str, Any]:
        if "坏" in sentences[0]:
            raise RuntimeError("out of memory")
        words = [["别的"] if "错" in one else list(one) for one in sentences]
        return {"tok": words}

    return model


def test_text_that_a_tool_fails_on_is_not_the_end_of_a_stream(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hanlp_model, "load_component", fails_on_bad_texts)
    texts = ["法国宣布承认巴勒斯坦国。", "坏的文章。", "错的文章。", "韩国外长周二访问河内。"]
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "stream.jsonl").write_text("\n".join(lines), encoding="utf-8")
    status, out, err = run(
        "extract", str(tmp_path / "stream.jsonl"), "--segmenter", "hanlp", "--hanlp", "models/some"
    )
    assert status == 1
    assert [json.loads(line)["doc_id"] for line in out.splitlines()] == ["0", "3"]
    failures = [json.loads(line) for line in err.splitlines()]
    assert [(one["doc_id"], one["code"]) for one in failures] == [("1", "E425"), ("2", "E424")]


def test_evaluate_measures_with_the_tools_chosen(run: Run) -> None:
    gold = str(ROOT / "tests/gold/written_dev.jsonl")
    status, out, _ = run("evaluate", gold, "--json", "--segmenter", "character", "--tagger", "none")
    assert status == 0
    assert json.loads(out)["scores"]["typed events"]["f1"] > 0.85


def test_explain_with_an_extractor_of_ones_own() -> None:
    def model(sentences: list[str]) -> dict[str, Any]:
        structure = [("谴责", "PRED", 2, 4), ("法国和德国", "ARG0", 11, 16)]
        return {"tok": [list(one) for one in sentences], "srl": [[structure] for _ in sentences]}

    text = "深夜谴责以色列的，正是法国和德国。"
    shown = str(cnevents.explain(text, extractor=cnevents.load(hanlp=model, scorer=None)))
    assert "because “法国和德国” [11:16]  hanlp:srl" in shown
