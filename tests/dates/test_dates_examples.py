"""Every example that stands beside a rule, a festival, an era or a period is read as it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from cnevents.resources import read_tsv, read_yaml
from cnevents.stages.dates import find
from cnevents.text.folding import fold

PUBLISHED = date(2025, 9, 1)  # a Monday
TABLES = ("festivals", "eras", "periods", "fiscal_years")


def read_examples() -> Iterator[tuple[str, str]]:
    for row in read_yaml("dates/rules.yaml")["rules"]:
        for example in row["examples"]:
            yield f"rules.yaml:{row['rule']}", example
    for table in TABLES:
        for row in read_tsv(f"dates/{table}.tsv"):
            if row["example"]:
                yield row["_at"], row["example"]


def show(moment: date | datetime | None) -> str:
    return "-" if moment is None else str(moment.date() if isinstance(moment, datetime) else moment)


EXAMPLES = list(read_examples())


@pytest.mark.parametrize(("place", "example"), EXAMPLES, ids=[f"{place} {text}" for place, text in EXAMPLES])
def test_example_is_read(place: str, example: str) -> None:
    text, _, expected = example.partition(" = ")
    mentions = find(fold(text), PUBLISHED)
    assert mentions, f"{place}: nothing found in {text}"
    last = mentions[-1]
    value = last.timex if expected.startswith("P") else f"{show(last.begin)}..{show(last.until)}"
    found = "invalid" if last.invalid else value
    assert (found, last.end) == (expected, len(text))


def test_every_rule_has_an_example() -> None:
    bare = {row["rule"] for row in read_yaml("dates/rules.yaml")["rules"] if not row["examples"]}
    assert not bare
