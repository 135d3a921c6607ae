"""Every kind of input gives the same documents, and what is damaged gives a failure."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import articles, write_csv, write_jsonl, write_parquet

from cnevents.errors import FileError
from cnevents.io.jsonl import Fields, Item
from cnevents.io.sources import Corpus, find_inputs
from cnevents.records import Failure

ROWS = articles(5)
WRITERS: dict[str, Callable[..., Path]] = {
    "a.jsonl": write_jsonl, "a.ndjson": write_jsonl, "a.jsonl.gz": write_jsonl, "a.jsonl.xz": write_jsonl,
    "a.jsonl.zst": write_jsonl, "a.csv": write_csv, "a.parquet": write_parquet,
}  # fmt: skip


def read(*sources: Path | str, **fields: tuple[str, ...]) -> list[Item | Failure]:
    return list(Corpus(find_inputs([str(source) for source in sources]), Fields(**fields)))


def failed(items: list[Item | Failure]) -> list[tuple[int | None, str]]:
    return [(item.line, item.code) for item in items if isinstance(item, Failure)]


@pytest.mark.parametrize("name", WRITERS)
def test_each_kind_gives_the_same_documents(tmp_path: Path, name: str) -> None:
    items = read(WRITERS[name](tmp_path / name, ROWS))
    assert [(item.doc_id, item.published, item.text) for item in items if isinstance(item, Item)] == [
        (row["doc_id"], row["published"], row["text"]) for row in ROWS
    ]


def test_tabs_part_the_cells_of_a_tsv(tmp_path: Path) -> None:
    items = read(write_csv(tmp_path / "a.tsv", ROWS, "\t"))
    assert [item.doc_id for item in items] == ["d0", "d1", "d2", "d3", "d4"]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "notes.md", ".hidden.txt", ".git/3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [item.text for item in read(tmp_path) if isinstance(item, Item)] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_a_pattern_and_a_file_named_twice(tmp_path: Path) -> None:
    for name in ("2.jsonl", "1.jsonl"):
        write_jsonl(tmp_path / name, [{"text": name, "id": name}])
    items = read(tmp_path / "*.jsonl", tmp_path / "1.jsonl")
    assert [item.doc_id for item in items] == ["1.jsonl", "2.jsonl"]


@pytest.mark.parametrize(
    ("name", "code"), [("none.jsonl", "E201"), ("*.csv", "E201"), ("empty", "E201"), ("x.pdf", "E210")]
)
def test_names_that_lead_nowhere(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError) as caught:
        find_inputs(tmp_path / name)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "kept"), [("a.jsonl.gz", 40), ("a.jsonl.xz", 40), ("a.jsonl.zst", 60), ("a.parquet", 200)]
)
def test_a_file_cut_off_gives_one_failure(tmp_path: Path, name: str, kept: int) -> None:
    path = WRITERS[name](tmp_path / name, ROWS)
    path.write_bytes(path.read_bytes()[:kept])
    good = write_jsonl(tmp_path / "b.jsonl", ROWS)
    items = read(path, good)
    assert failed(items) == [(None, "E209")]
    assert [item.doc_id for item in items[-5:]] == ["d0", "d1", "d2", "d3", "d4"]


def test_lines_before_the_damage_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 20_000) + b"\x1f\x8b no gzip")
    items = read(path)
    assert (len(items), failed(items)) == (20_001, [(None, "E209")])


def test_rows_of_csv_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        'id,text,date\n1,"一\n二",\n,三,2024-01-02\n3,'.encode() + "四".encode("gb18030") + b",\n\n"
    )
    items = read(path)
    assert items[:2] == [
        Item("一\n二", str(path), "1", None, 3),
        Item("三", str(path), f"{path}:4", "2024-01-02", 4),
    ]
    assert failed(items) == [(5, "E204")]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_its_column_of_text(tmp_path: Path, name: str) -> None:
    items = read(WRITERS[name](tmp_path / name, ROWS), text=("body",))
    assert failed(items) == [(1, "E203")]


def test_parquet_with_moments_numbers_and_nothing(tmp_path: Path) -> None:
    moments = pa.array([1709510400123456789, None], pa.timestamp("ns"))
    table = pa.table({"id": [7, 8], "text": ["一", None], "date": moments, "vast": ["x", "y"]})
    pq.write_table(table, tmp_path / "a.parquet")
    items = read(tmp_path / "a.parquet")
    assert isinstance(items[0], Item)
    assert (items[0].doc_id, items[0].published) == ("7", dt.datetime(2024, 3, 4, 0, 0, 0, 123456))
    assert failed(items) == [(2, "E208")]


def test_position_ends_at_the_size(tmp_path: Path) -> None:
    paths = [WRITERS[name](tmp_path / name, ROWS) for name in ("a.jsonl", "a.parquet", "a.jsonl.xz")]
    corpus = Corpus(find_inputs(paths))
    seen = [corpus.position for _ in corpus]
    assert seen == sorted(seen)
    assert corpus.position == corpus.size == sum(path.stat().st_size for path in paths)


def test_what_is_not_json_is_a_failure_in_its_place(tmp_path: Path) -> None:
    rows: list[Any] = [json.dumps({"text": "一"}), "{", json.dumps({"body": "二"})]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert failed(read(tmp_path / "a.jsonl")) == [(2, "E202"), (3, "E203")]
