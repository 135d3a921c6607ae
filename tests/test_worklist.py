"""The worklist: what was not understood, how often, where first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cnevents
from cnevents.cli import main
from cnevents.errors import InputError
from cnevents.io.worklist import read_worklist
from cnevents.lexicon.worklist import Worklist


@pytest.fixture(scope="module")
def extractor() -> cnevents.Extractor:
    return cnevents.load()


def found(extractor: cnevents.Extractor, *texts: str) -> list[tuple[str, str, int, int]]:
    """Kind, word, count and documents of each gap."""
    work = Worklist()
    for number, text in enumerate(texts):
        work.add(extractor.analyse(text, published="2025-03-05", doc_id=str(number)))
    return [(gap.kind, gap.word, gap.count, gap.documents) for gap in work.gaps()]


def test_a_verb_behind_a_state_that_is_in_no_table(extractor: cnevents.Extractor) -> None:
    assert found(extractor, "德国4日践行了自己的主张。") == [("verb", "践行", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "德国经济持续践行诺言。",  # not the state, but its economy
        "从德国践行诺言一事看，前景很好。",  # the state is no subject
        "德国践行的诺言很多。",  # no act but its description
        "德国现代化需要时间。",  # a word that is a noun as often
    ],
)
def test_what_is_no_act_of_the_state(extractor: cnevents.Extractor, text: str) -> None:
    assert [gap for gap in found(extractor, text) if gap[0] == "verb"] == []


def test_a_clause_that_tells_an_event_has_no_gap(extractor: cnevents.Extractor) -> None:
    assert found(extractor, "德国外长4日访问河内。") == []


def test_an_anaphor_that_nothing_fits(extractor: cnevents.Extractor) -> None:
    assert ("anaphor", "两国", 1, 1) in found(extractor, "两国4日签署了协议。")


def test_an_office_that_is_not_listed(extractor: cnevents.Extractor) -> None:
    assert ("office", "首席气象官", 1, 1) in found(extractor, "法国首席气象官马克龙4日访问河内。")


def test_the_most_frequent_first_with_its_first_place(extractor: cnevents.Extractor) -> None:
    work = Worklist()
    for number, text in enumerate(["德国恪守原则。", "法国践行诺言。", "意大利践行诺言。德国践行诺言。"]):
        work.add(extractor.analyse(text, doc_id=f"d{number}"))
    first, second = work.gaps()
    assert (first.word, first.count, first.documents, first.doc_id) == ("践行", 3, 2, "d1")
    assert "法国践行" in first.example
    assert (second.word, work.gaps(least=2)) == ("恪守", [first])


def test_both_scripts_are_one_word(extractor: cnevents.Extractor) -> None:
    assert found(extractor, "德國踐行諾言。", "德国践行诺言。") == [("verb", "践行", 2, 2)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    rows = [{"text": "德国践行诺言。", "date": "2025-03-05"}] * 2
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "no json\n", encoding="utf-8")
    return path


def test_the_command(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "worklist", str(corpus)]) == 1
    printed = capsys.readouterr()
    header, line = printed.out.splitlines()
    assert header.split("\t") == ["kind", "word", "count", "documents", "doc_id", "example"]
    assert line.split("\t")[:4] == ["verb", "践行", "2", "2"]
    assert json.loads(printed.err)["code"] == "E202"


def test_a_run_is_read_again(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="runs need the extra parquet")
    cnevents.run_batch(corpus, output=tmp_path / "run", workers=1, progress=False)
    gaps, failures = read_worklist(tmp_path / "run")
    assert [(gap.word, gap.count) for gap in gaps] == [("践行", 2)]
    assert len(failures) == 1
    assert read_worklist(corpus, limit=1, least=2) == ([], [])


@pytest.mark.parametrize("options", [{"least": 0}, {"limit": 0}])
def test_numbers_below_one(corpus: Path, options: dict[str, int]) -> None:
    with pytest.raises(InputError) as caught:
        read_worklist(corpus, **options)  # type: ignore[arg-type]
    assert caught.value.code == "E105"


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "worklist", str(tmp_path / "nothing.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("error E201")
