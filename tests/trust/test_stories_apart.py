"""What one story of a roundup tells is no context for the next."""

from __future__ import annotations

import pytest

import cnevents

FIRST = "法国局势\n法国总统马克龙周一宣布解散国会。法国警方逮捕了10人。巴勒斯坦总统阿巴斯访问巴黎。\n"


@pytest.mark.parametrize(
    ("story", "actors"),
    [
        ("智利局势\n总统周二任命新总理。", ["CHL"]),
        ("尼泊尔局势\n尼泊尔首都出现示威。警方逮捕了3人。", ["尼泊尔警方"]),
        ("南亚局势\n中巴两国周三签署协议。", ["CHN", "PAK"]),
    ],
    ids=["office", "body", "short form"],
)
def test_a_word_without_a_state_is_not_read_by_another_story(
    story: str, actors: list[str], extractor: cnevents.Extractor
) -> None:
    event = extractor.extract(FIRST + story, published="2025-10-11").events[-1]
    assert [actor.id for actor in event.actors] == actors


def test_a_word_without_a_state_is_read_by_its_own_story(extractor: cnevents.Extractor) -> None:
    text = "法国局势\n法国总统马克龙周一访问柏林。总统周二任命新总理。"
    event = extractor.extract(text, published="2025-10-11").events[-1]
    assert [actor.id for actor in event.actors] == ["马克龙"]
