"""Words of another tool laid over the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnevents.errors import UsageError
from cnevents.text.alignment import align, tile


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["法国", "总统"], "法国总统", ["法国", "总统"]),
        (["法国", "总统"], " 法国\u3000 总统\n", ["法国", "总统"]),
        (["３", "月", "ＡＢＣ"], "3月ABC", ["3", "月", "ABC"]),
        (["3", "月", "ABC"], "３月ＡＢＣ", ["３", "月", "ＡＢＣ"]),
        (["nato", "峰会"], "NATO峰会", ["NATO", "峰会"]),
        (["uber"], "Über", ["Über"]),
        (["ü"], "u\u0308", ["u\u0308"]),
        (["新华社", "电"], "（新华社）——电", ["新华社", "电"]),
        (["New York"], "New York", ["New York"]),
        (["NewYork"], "New  York", ["New  York"]),
        (["New York"], "NewYork", ["NewYork"]),
        (["法国", " ", "总统"], "法国总统", ["法国", "", "总统"]),
        (["法国", "…"], "法国\u200b…", ["法国", "…"]),
        (["法国", "宣布"], "法国\u200b宣布", ["法国", "宣布"]),
        (["m2"], "㎡", ["㎡"]),
        ([], "法国", []),
        (["。", "。"], "。。", ["。", "。"]),
    ],
)
def test_place_of_each_word(words: list[str], text: str, expected: list[str]) -> None:
    assert [text[low:high] for low, high in align(words, text)] == expected


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["德国"], "法国总统"),
        (["总统"], "法国总统"),
        (["法国", "总统", "总统"], "法国总统"),
        (["[UNK]"], "法国"),
        (["法国总统府"], "法国总统"),
        (["法"], ""),
    ],
)
def test_word_that_is_not_there(words: list[str], text: str) -> None:
    with pytest.raises(UsageError, match=r"E424.*the segmenter"):
        align(words, text)


def test_stretch_is_not_left() -> None:
    assert align(["法国"], "法国。法国。", 3, 6) == [(3, 5)]
    with pytest.raises(UsageError, match="'总统' is not at offset 2"):
        align(["法国", "总统"], "法国。总统", 0, 3)


def test_places_and_what_lies_between_make_up_all() -> None:
    assert list(tile([(1, 3), (3, 3), (4, 5)], 0, 6)) == [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6)]


@given(st.lists(st.text("法国总统AB12。 （㎡é", min_size=1, max_size=4), max_size=8))
def test_words_of_a_text_are_found_where_they_are(words: list[str]) -> None:
    text = "".join(words)
    places = align(words, text)
    assert [text[low:high] for low, high in places] == words
    assert "".join(text[low:high] for low, high in tile(places, 0, len(text))) == text
