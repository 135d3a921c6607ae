"""Time grows with the text and no faster, whatever the text; memory does not grow with the documents."""

from __future__ import annotations

import ast
import gc
import re
import tracemalloc

import pytest
from conftest import ROOT
from trust_growth import CASES, READER, ROOM, growth, text
from trust_texts import DAY, articles

import cnevents
from cnevents.errors import InputError

SMALL, LARGE = 2_500, 12_500


@pytest.mark.parametrize("case", CASES)
def test_time_grows_with_the_text_at_every_stage(case: str) -> None:
    # A second look decides: another process on the machine may have slowed the first.
    assert any(max(growth(case, SMALL, LARGE).values()) < ROOM for _ in range(2))


def test_a_hundred_thousand_characters_are_read_whole() -> None:
    words = text("no marks", 100_000)
    document = READER.extract(words, published=DAY)
    assert document.text == words
    assert document.entities[0].mentions[-1].start > 99_900


def test_the_longest_text_is_what_the_caller_says() -> None:
    with pytest.raises(InputError, match=r"E102.* 11 characters, more than the limit of 10"):
        cnevents.load(max_chars=10).extract("一" * 11)
    with pytest.raises(InputError, match="limit of 1,000,000"):
        cnevents.extract_events("一" * 1_000_001)


def test_memory_stays_flat_over_many_documents(extractor: cnevents.Extractor) -> None:
    texts = list(articles().values())
    numbered = [f"{one}\n第{number}次。" for number in range(8) for one in texts[:12]]
    _read(extractor, numbered[:48])
    tracemalloc.start()
    try:
        _read(extractor, [f"{one}其一。" for one in numbered[:48]])
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        _read(extractor, [f"{one}其二。" for one in numbered])
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 100_000


def _read(extractor: cnevents.Extractor, texts: list[str]) -> None:
    for one in texts:
        extractor.extract(one, published=DAY)


# Caches without a bound whose arguments are few: names of tables, layers, languages and our own files, years.
FEW = {
    "_compiled", "_first_cells", "asset", "feast_days", "output_schema", "pattern", "read_yaml", "schema",
}  # fmt: skip


def test_no_cache_without_a_bound_is_keyed_by_text() -> None:
    found = {
        node.name
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.args.args
        for decorator in map(ast.unparse, node.decorator_list)
        if re.fullmatch(r"(functools\.)?cache|.*lru_cache\(maxsize=None\)", decorator)
    }
    assert found <= FEW, found - FEW
