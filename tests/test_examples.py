"""The notebooks in examples/ run from top to bottom, and what each cell ends with can be shown."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHARED

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
CORPUS = SHARED / "corpora" / "text" / "xinwenlianbo_2022_2026.jsonl.xz"


def run_cells(path: Path) -> list[tuple[str, Any]]:
    """Run a notebook in the percent format; gives the last value of each cell that ends with one."""
    names: dict[str, Any] = {"__name__": "__main__", "__file__": str(path)}
    shown = []
    for cell in path.read_text(encoding="utf-8").split("# %%")[1:]:
        head, _, code = cell.partition("\n")
        body = [] if "[markdown]" in head else ast.parse(code).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), str(path), "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), str(path), "eval"), names)
            shown.append((ast.unparse(last), value))
    return shown


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORPUS", raising=False)
    shown = [(code, value) for code, value in run_cells(path) if not code.startswith("print(")]
    assert len(shown) >= 5
    for code, value in shown:
        html = getattr(value, "_repr_html_", lambda value=value: repr(value))()
        assert html, code
        assert "There is no event to show" not in html, code


def test_notebook_of_a_corpus_reads_one(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not CORPUS.is_file():
        pytest.skip("the corpus that this test reads is not in ../shared")
    monkeypatch.setenv("CORPUS", str(CORPUS))
    values = dict(run_cells(ROOT / "examples" / "corpus_of_a_year.py"))
    documents, events = values["(len(documents), sum((len(document.events) for document in documents)))"]
    assert documents > 150
    assert events > documents
