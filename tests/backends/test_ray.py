"""Ray on this machine gives what one worker gives: `make test-ray`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from articles import COLUMNS, articles, expected

from cnevents import backends
from cnevents.errors import InputError

ray = pytest.importorskip("ray", reason="Ray is not installed: make test-ray")
# Ray warns of its own ways, and its processes talk over sockets of this machine.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.loopback]


@pytest.fixture(scope="module")
def dataset() -> Iterator[Any]:
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    yield ray.data.from_arrow([articles().slice(0, 11), articles().slice(11)])
    ray.shutdown()


@pytest.mark.parametrize("records", ["events", "entities", "documents"])
def test_ray_gives_the_same(dataset: Any, records: str) -> None:
    found = backends.ray.extract(dataset, **COLUMNS, records=records, actors=2, rows=4)
    assert found.take_all() == expected(records)


def test_nested_records_travel(dataset: Any) -> None:
    found = backends.ray.extract(dataset, **COLUMNS, records="all", actors=(1, 2), rows=8)
    assert found.take_all() == expected("all")


def test_an_article_less_batch_keeps_the_schema(dataset: Any) -> None:
    found = backends.ray.extract(dataset.limit(5).filter(lambda row: row["id"] == 4), **COLUMNS)
    assert found.take_all() == []


def test_wrong_column(dataset: Any) -> None:
    with pytest.raises(InputError, match="E105"):
        backends.ray.extract(dataset, text="words")
