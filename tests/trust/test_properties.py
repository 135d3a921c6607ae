"""What holds for every text: true offsets, both scripts alike, the same records wherever they are read."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trust_children import read
from trust_texts import (
    ANYTHING,
    DAY,
    DETERMINED,
    HEADLINE,
    TEXTS,
    articles,
    moved,
    spans,
    story,
    unrelated,
    without_words,
)

import cnevents
from cnevents.errors import InputError
from cnevents.io import arrow
from cnevents.text.folding import fold

READER = cnevents.load(check_language=False)
AT_HOME = cnevents.load(
    check_language=False, home="CHN", region="CN"
)  # which the script would tell otherwise
NAMES = sorted(articles())
JSON = {name: read([articles()[name]])[0] for name in NAMES[:8]}


def refused(text: str) -> bool:
    """Is it a text that cannot be read at all: empty, or with a lone surrogate?"""
    return not text.strip() or any("\ud800" <= character <= "\udfff" for character in text)


def wrong(text: str, record: Any) -> list[str]:
    """The spans of a record that do not say what stands there."""
    return [
        repr(span)
        for span in spans(record)
        if not span.start < span.end <= len(text) or text[span.start : span.end] != span.text
    ]


@given(text=TEXTS)
@settings(DETERMINED, max_examples=150)
def test_any_string_is_read_with_true_offsets_or_refused(text: str) -> None:
    if refused(text):
        with pytest.raises(InputError, match=r"E10[78]"):
            READER.extract(text, published=DAY)
    else:
        document = READER.extract(text, published=DAY)
        assert document.text == text
        assert wrong(text, document) == []


@given(text=TEXTS, day=st.dates() | st.text(max_size=12) | st.none())
@settings(DETERMINED, max_examples=150)
def test_dates_of_any_string_have_true_offsets_or_are_refused(text: str, day: Any) -> None:
    with contextlib.suppress(InputError):
        assert wrong(text, tuple(cnevents.find_dates(text, published=day))) == []


@given(text=TEXTS)
@settings(DETERMINED, max_examples=40)
def test_any_string_is_explained_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        assert str(cnevents.explain(text, published=DAY))


@given(text=ANYTHING | TEXTS)
@settings(DETERMINED, max_examples=300)
def test_folding_keeps_length_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_no_character_of_unicode_is_folded_into_two_or_twice() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(every)) == len(every)
    assert fold(fold(every)) == fold(every)


@pytest.mark.parametrize("name", NAMES)
def test_offsets_of_the_articles_are_true(name: str, extractor: cnevents.Extractor) -> None:
    document = extractor.extract(articles()[name], published=DAY)
    assert wrong(articles()[name], document) == []
    assert document.events


@pytest.mark.parametrize("table", ["s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s"])
def test_both_scripts_give_the_same_records(table: str, extractor: cnevents.Extractor) -> None:
    convert = opencc.OpenCC(table).convert
    pairs = [(text, convert(text)) for text in articles().values()]
    assert [text[:20] for text, other in pairs if len(text) != len(other)] == []
    differing = [
        text[:20]
        for text, other in pairs
        if without_words(extractor.extract(text, published=DAY))
        != without_words(extractor.extract(other, published=DAY))
    ]
    assert differing == []


@given(text=TEXTS.filter(lambda text: not refused(text)))
@settings(DETERMINED, max_examples=40)
def test_a_text_and_its_folded_form_give_the_same_records(text: str) -> None:
    whole, folded = (without_words(AT_HOME.extract(one, published=DAY)) for one in (text, fold(text)))
    assert whole == folded


def test_unrelated_stories_in_one_text_keep_their_records(extractor: cnevents.Extractor) -> None:
    pairs = unrelated(extractor)[::4]
    assert len(pairs) > 30
    assert [pair for pair in pairs if not _kept(extractor, *map(story, pair))] == []


def _kept(extractor: cnevents.Extractor, first: str, second: str) -> bool:
    apart = [event for text in (first, second) for event in [_events(extractor, text)]]
    together = _events(extractor, f"{first}\n{second}")
    return together == apart[0] + moved(apart[1], len(first) + 1)


def _events(extractor: cnevents.Extractor, text: str) -> list[dict[str, Any]]:
    events = extractor.extract(text, published=DAY).events
    return [event.model_dump(mode="json", exclude={"event_id"}) for event in events]


def test_the_title_of_the_roundup_tells_nothing(extractor: cnevents.Extractor) -> None:
    assert extractor.extract(HEADLINE, published=DAY).events == ()


def test_a_second_run_of_another_hash_seed_gives_the_same() -> None:
    code = (
        "import sys, trust_children, trust_texts\n"
        f"texts = [trust_texts.articles()[name] for name in {list(JSON)!r}]\n"
        "sys.stdout.buffer.write('\\n'.join(trust_children.read(texts)).encode())"
    )
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": path},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split("\n") == list(JSON.values())


def test_sixteen_threads_of_one_extractor_give_the_same(extractor: cnevents.Extractor) -> None:
    wanted = [name for _ in range(20) for name in JSON]
    with ThreadPoolExecutor(16) as pool:
        found = pool.map(
            lambda name: extractor.extract(articles()[name], published=DAY).model_dump_json(), wanted
        )
        assert [name for name, one in zip(wanted, found, strict=True) if one != JSON[name]] == []


def test_sixteen_threads_that_meet_in_a_new_extractor_give_the_same() -> None:
    extractor = cnevents.load()
    with ThreadPoolExecutor(16) as pool:
        found = pool.map(
            lambda name: extractor.extract(articles()[name], published=DAY).model_dump_json(), [*JSON, *JSON]
        )
        assert list(found) == [*JSON.values(), *JSON.values()]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_another_process_gives_the_same(method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        assert pool.submit(read, [articles()[name] for name in JSON]).result() == list(JSON.values())


@given(text=TEXTS.filter(lambda text: not refused(text)))
@settings(DETERMINED, max_examples=60)
def test_records_of_any_text_survive_json_and_pickle(text: str) -> None:
    document = READER.extract(text, published=DAY)
    assert cnevents.Document.model_validate_json(document.model_dump_json()) == document
    assert cnevents.Document.model_validate(document.model_dump()) == document
    assert pickle.loads(pickle.dumps(document)) == document


@pytest.mark.parametrize("name", NAMES)
def test_records_survive_arrow(name: str, extractor: cnevents.Extractor) -> None:
    document = extractor.extract(articles()[name], published=DAY, doc_id=name)
    _through_arrow(document)


@given(text=TEXTS.filter(lambda text: not refused(text)))
@settings(DETERMINED, max_examples=40)
def test_records_of_any_text_survive_arrow(text: str) -> None:
    _through_arrow(READER.extract(text, published=DAY, doc_id="any"))


def _through_arrow(document: cnevents.Document) -> None:
    rows = [arrow.Row(document)]
    events = arrow.to_batch(rows, "events").to_pylist()
    dates = arrow.to_batch(rows, "dates").to_pylist()
    entities = arrow.to_batch(rows, "entities").to_pylist()
    assert tuple(map(arrow.event_of, events)) == document.events
    assert tuple(map(arrow.date_of, dates)) == document.dates
    named = [{key: value for key, value in row.items() if key != "doc_id"} for row in entities]
    assert tuple(map(cnevents.Entity.model_validate, named)) == document.entities
