"""What is sorted by another engine and merged in parts is what is merged as a whole."""

from __future__ import annotations

import datetime as dt
import io
import random
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from synthetic import reports, write_run

import cnevents
from cnevents.cli import main
from cnevents.errors import CneventsError
from cnevents.io.arrow import Row, to_batch
from cnevents.io.records import Records
from cnevents.merging.group import _signature, group, order
from cnevents.merging.items import Item, Itemizer
from cnevents.merging.match import ALIKE, LONG, profile, similarity
from cnevents.merging.rows import SortedRows
from cnevents.records import Document

GOLD = ROOT / "tests" / "merging" / "gold.jsonl"
pytest.importorskip("duckdb", reason="merging in parts needs the extra duckdb")


def whole(run: Path) -> str:
    """What one process gives."""
    records = Records(run)
    merged = cnevents.merge(list(records), published=records.published)  # type: ignore[arg-type]
    return "".join(one.model_dump_json() + "\n" for one in merged)


def in_parts(run: Path, workers: int = 2) -> str:
    """What DuckDB and processes give."""
    stream = io.StringIO()
    cnevents.merge_run(run, stream, workers=workers)
    return stream.getvalue()


# A run


def test_the_gold_in_parts(tmp_path: Path) -> None:
    cnevents.run_batch(GOLD, output=tmp_path / "run", workers=1, progress=False)
    found = in_parts(tmp_path / "run")
    assert found == whole(tmp_path / "run")
    assert found.count("\n") > 20


def test_synthetic_records_in_parts_whatever_their_order(tmp_path: Path) -> None:
    documents = list(reports(600, seed=3))
    write_run(tmp_path / "one", documents)
    random.Random(1).shuffle(documents)
    write_run(tmp_path / "two", documents, shards=3)
    found = in_parts(tmp_path / "one", workers=1)
    assert found == in_parts(tmp_path / "two") == whole(tmp_path / "one")
    assert 100 < found.count("\n") < 600


def test_every_record_once(tmp_path: Path) -> None:
    documents = list(reports(50, seed=1))
    write_run(tmp_path / "run", documents + documents[:20])
    done = cnevents.merge_run(tmp_path / "run", stream := io.StringIO(), workers=1)
    assert (done.records, done.duplicates) == (70, 20)
    assert stream.getvalue().count("\n") == done.happenings
    assert stream.getvalue() == whole(tmp_path / "run")
    assert stream.getvalue().count('"event_id"') == 50


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(tmp_path / "run", list(reports(30, seed=2)))
    assert main(["merge", str(tmp_path / "run"), "--output", str(tmp_path / "a")]) == 0
    assert main(["merge", str(tmp_path / "run"), "--workers", "1", "--output", str(tmp_path / "b")]) == 0
    assert (tmp_path / "a").read_text("utf-8") == (tmp_path / "b").read_text("utf-8") != ""
    first, second = capsys.readouterr().err.splitlines()
    assert first == second


# Bad input


def test_an_empty_run(tmp_path: Path) -> None:
    write_run(tmp_path / "run", [])
    assert cnevents.merge_run(tmp_path / "run", io.StringIO(), workers=1).happenings == 0


def test_records_of_another_version(tmp_path: Path) -> None:
    (document,) = reports(1, seed=2)
    old = document.events[0].model_copy(update={"schema_version": "0.9"})
    write_run(tmp_path / "run", [document.model_copy(update={"events": (old,)})])
    with pytest.raises(CneventsError, match="E111"):
        in_parts(tmp_path / "run")


@pytest.mark.parametrize(("workers", "code"), [(0, "E105"), (1, "E501")])
def test_what_cannot_be_merged(tmp_path: Path, workers: int, code: str) -> None:
    with pytest.raises(CneventsError, match=code):
        in_parts(tmp_path, workers)


# The parts of memory: days around the present one


def by_all_pairs(items: list[Item]) -> set[frozenset[str]]:
    """The groups as they are defined: every pair is looked at, nothing is closed before the end."""
    nodes: dict[Any, list[Item]] = {}
    for item in sorted(items, key=lambda one: one.key):
        nodes.setdefault(_signature(item, profile(item)), []).append(item)
    keys = sorted(nodes)
    whole = [profile(nodes[key][0]) for key in keys]
    pairs = []
    for one, two in combinations(range(len(keys)), 2):
        left, right = whole[one], whole[two]
        dated = left.days and right.days
        short = dated and all(days[1] - days[0] <= LONG for days in (left.days, right.days))  # type: ignore[index]
        shared = len(left.tokens & right.tokens) >= max(1, min(2, len(left.tokens), len(right.tokens)))
        if short and shared and left.kin == right.kin and (like := similarity(left, right)) >= ALIKE:
            pairs.append((-like, one, two))
    groups = {number: [number] for number in range(len(keys))}
    home = list(groups)
    for _, one, two in sorted(pairs):
        left_home, right_home = sorted((home[one], home[two]))
        if left_home != right_home and similarity(whole[left_home], whole[right_home]) >= ALIKE:
            whole[left_home] = whole[left_home].join(whole[right_home])
            groups[left_home] += groups.pop(right_home)
            home = [left_home if at == right_home else at for at in home]
    return {
        frozenset(item.event_id for at in members for item in nodes[keys[at]]) for members in groups.values()
    }


@settings(max_examples=40, deadline=None)
@given(seed=...)
def test_groups_day_by_day_are_those_of_all_pairs(seed: int) -> None:
    items = list(Itemizer().items(reports(120, seed=seed, days=6, states=4)))
    found = group(items)
    assert {frozenset(item.event_id for item in part) for part in found} == by_all_pairs(items)
    assert sum(map(len, found)) == len(items)


def test_what_sorted_rows_need_is_what_rows_have() -> None:
    documents = list(reports(40, seed=5))
    published = {document.doc_id: document.published for document in documents}
    rows = to_batch([Row(document) for document in documents], "events").to_pylist()
    items = {item.key: item for item in Itemizer(published).items(documents)}  # type: ignore[arg-type]
    rows.sort(key=lambda row: order(items[row["event_id"], row["doc_id"]]))
    source = SortedRows(row | {"published": published[row["doc_id"]]} for row in rows)
    found = [one for _, one in source]
    assert sorted(found, key=str) == sorted(cnevents.merge(documents), key=str)
    assert (source.records, source.duplicates) == (40, 0)


def test_a_time_that_is_turned_round_stands_where_it_belongs(tmp_path: Path) -> None:
    documents = [
        _turned(document) if number % 3 == 0 else document
        for number, document in enumerate(reports(60, seed=9, days=4, states=3))
    ]
    write_run(tmp_path / "run", documents)
    assert in_parts(tmp_path / "run", workers=1) == whole(tmp_path / "run")


def _turned(document: Document) -> Document:
    (event,) = document.events
    when = event.when
    if when is None or not isinstance(when.start, dt.date):
        return document
    odd = when.model_copy(update={"start": when.start + dt.timedelta(days=3), "end": when.start})
    return document.model_copy(update={"events": (event.model_copy(update={"when": odd}),)})
