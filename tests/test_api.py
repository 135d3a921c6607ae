"""The public calls: what they take, what they refuse, and that they can be shared."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import cnevents
from cnevents.errors import InputError

TEXT = "韩国外长4日访问越南。"


@pytest.mark.parametrize(
    "published",
    [
        dt.date(2025, 3, 5),
        dt.datetime(2025, 3, 5, 23, 59),
        "2025-03-05",
        "2025-03-05T08:00:00+08:00",
        " 20250305 ",
    ],
)
def test_day_of_publication_in_any_form(published: Any) -> None:
    when = cnevents.extract_events(TEXT, published=published)[0].when
    assert when is not None
    assert when.start == dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xe5\xa4\x96", "E101"),
        (None, "E101"),
        ("外" * 1_000_001, "E102"),
        ("", "E107"),
        (" \u3000\n", "E107"),
        ("Not a word of Chinese.", "E106"),
        ("이 기사는 한국어로 쓰여 있습니다.", "E106"),
        ("外长\ud800", "E108"),
    ],
    ids=["bytes", "None", "too long", "empty", "blank", "English", "Korean", "surrogate"],
)
def test_text_that_cannot_be_read(text: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        cnevents.extract_events(text)
    assert caught.value.code == code


def test_rare_characters_of_names_are_chinese() -> None:
    assert len(cnevents.extract_events("𠮷𠮷𠀀")) == 0


@pytest.mark.parametrize("published", ["next week", "2025-02-30", 20250305, ["2025-03-05"]])
def test_day_that_is_none(published: Any) -> None:
    with pytest.raises(InputError, match="E103"):
        cnevents.extract_events(TEXT, published=published)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sgmenter": "jieba"}, r"E104.*'sgmenter'.*segmenter"),
        ({"segmenter": "words"}, r"E105.*jieba, character"),
        ({"region": "JP"}, r"E105.*CN, TW, HK, MO"),
    ],
)
def test_option_that_is_none(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cnevents.load(**options)


@pytest.mark.parametrize("text", ["12345", "2025-03-05", "……", "😀"])
def test_text_without_letters_is_read_and_holds_nothing(text: str) -> None:
    assert cnevents.extract_events(text) == ()


def test_limit_and_language_can_be_lifted() -> None:
    extractor = cnevents.load(max_chars=5, check_language=False)
    assert extractor.extract("abcde").events == ()
    with pytest.raises(InputError, match="E102"):
        extractor.extract("abcdef")


def test_article_brings_its_own_day_and_id(extractor: cnevents.Extractor) -> None:
    article = cnevents.Article(text=TEXT, doc_id="own", published=dt.date(2024, 3, 5))
    document = extractor.extract(article, published="2025-03-05", doc_id="other")
    assert (document.doc_id, document.published) == ("own", dt.date(2024, 3, 5))


def test_one_extractor_serves_many_threads(extractor: cnevents.Extractor) -> None:
    texts = [TEXT, "法国总统马克龙3日在北京会见中国国家主席习近平。", "以色列军队14日对加沙发动空袭。"] * 8
    alone = [extractor.extract(text, published="2025-03-15").model_dump_json() for text in texts]
    fresh = cnevents.load()
    with ThreadPoolExecutor(8) as pool:
        together = list(
            pool.map(lambda text: fresh.extract(text, published="2025-03-15").model_dump_json(), texts)
        )
    assert together == alone


def test_dates_alone() -> None:
    dates = cnevents.find_dates("昨日与10月3日", published="2024-10-08")
    assert [(str(date.span), date.start) for date in dates] == [
        ("昨日", dt.date(2024, 10, 7)),
        ("10月3日", dt.date(2024, 10, 3)),
    ]
