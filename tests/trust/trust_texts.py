"""What the trust tests read: our own gold and samples, and texts made by chance of their pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

from conftest import ROOT, SAMPLES
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cnevents.records import Document, Span

# The same examples on every run: a test that fails now and then is not believed.
DETERMINED = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False
)
DAY = "2025-10-11"
HEADLINE = "外电综合报道当日要闻"
PIECES = (
    "美國總統川普", "中方", "中美", "朝俄", "两国", "双方", "他", "该国", "外交部", "金正恩", "平壤",
    "總理", "军方", "10月22日", "周二", "当天", "去年底", "民國113年", "农历正月", "至", "、", "，",
    "。", "；", "！", "\n", "（", "）", "(", ")", "「", "」", "《", "》", "“", "”", "：", "—", "…",
    "与", "和", "在", "对", "被", "将", "的", "了", "把", "否认", "未", "会见", "访问", "空袭", "签署",
    "宣布", "批评", "造成38人死亡", "据", "报道", "说", "２０２４年", "两年前", "百分之三", "第12次",
    "\0", "\u200b", "\ufeff", "\u2028", "😀", "𠀀", "é", "e\u0301", "A", "1", " ", "\t", "\r\n", "\x0b",
    "\x85", "...", "％", "ﾊ", "한국", "ا",
)  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANYTHING = st.text(max_size=60)  # every code point that a str can hold, lone surrogates too
TEXTS = st.tuples(NEWS, ANYTHING, NEWS).map("".join)


@cache
def articles() -> dict[str, str]:
    """Our own articles by name: the samples and the written gold."""
    found = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(SAMPLES.glob("*.txt"))}
    lines = (ROOT / "tests" / "gold" / "written_dev.jsonl").read_text(encoding="utf-8").splitlines()
    found.update((row["doc_id"], row["text"]) for row in map(json.loads, lines))
    return found


def story(name: str) -> str:
    """An article as one story of a roundup: a title and one paragraph."""
    return f"{HEADLINE}\n{articles()[name].replace(chr(10), '')}"


def unrelated(extractor: Any) -> list[tuple[str, str]]:
    """Pairs of articles that name nothing in common, so that none can tell the other's events again."""
    named = {
        name: {entity.id for entity in extractor.extract(story(name), published=DAY).entities}
        for name in articles()
    }
    return [pair for pair in combinations(named, 2) if not named[pair[0]] & named[pair[1]]]


def spans(record: Any) -> Iterator[Span]:
    """Every span in a record, however deep."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, BaseModel):
        for _, value in record:
            yield from spans(value)
    elif isinstance(record, tuple):
        for value in record:
            yield from spans(value)


def without_words(document: Document) -> dict[str, Any]:
    """A document's records without the words as written, the ids made of them, and the lines that list them.

    The two scripts may write one word in two ways that are no variants of each other (計畫, 计划): each has
    a line of its own in the tables.
    """
    return _bare(
        document.model_dump(mode="json", exclude={"text": True, "events": {"__all__": {"event_id"}}})
    )


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in ("text", "names", "rule")}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def moved(value: Any, by: int) -> Any:
    """A dumped record whose spans lie `by` characters further on."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "text"}:
            return {"start": value["start"] + by, "end": value["end"] + by, "text": value["text"]}
        return {key: moved(one, by) for key, one in value.items()}
    return [moved(one, by) for one in value] if isinstance(value, list) else value
