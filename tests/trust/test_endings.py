"""A text may end anywhere: a name, a body or a date as its last character."""

from __future__ import annotations

import pytest
from trust_texts import DAY, articles, spans

import cnevents
from cnevents.lexicon import load_lexicon

READER = cnevents.load(check_language=False)


def _holds(text: str) -> bool:
    return all(
        text[span.start : span.end] == span.text for span in spans(READER.extract(text, published=DAY))
    )


@pytest.mark.parametrize(
    ("text", "body"), [("美外交部", "美国外交部"), ("中国外交部", "中国外交部"), ("美国能源部", "美国能源部")]
)
def test_a_body_that_ends_the_text(text: str, body: str) -> None:
    found = READER.extract(text, published=DAY).entities[0]
    assert (found.id, found.mentions[0].text, found.mentions[0].end) == (body, text, len(text))


@pytest.mark.parametrize("state", ["美", "美国", "中方", "纽约"])
def test_any_word_of_a_body_ends_the_text_behind_a_state(state: str) -> None:
    lexicon = load_lexicon()
    parts = lexicon.org_parts
    words = {row["word"] for row in lexicon.table("bodies")} | parts["topic"] | parts["org_suffix"]
    assert len(words) > 500
    assert [word for word in sorted(words) if not _holds(state + word)] == []


@pytest.mark.parametrize("name", sorted(articles())[::12])
def test_an_article_that_breaks_off_at_any_character(name: str) -> None:
    text = articles()[name][:160]
    assert [size for size in range(1, len(text) + 1) if not _holds(text[:size])] == []
