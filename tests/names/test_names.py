"""Names in sentences of our own: types, ids and places, with jieba's words and with none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import Marked, read_marks

from cnevents.analysis import Analysis, Mention, Token
from cnevents.api import Extractor
from cnevents.errors import InputError
from cnevents.lexicon import load_lexicon
from cnevents.stages.entities import Entities, NamePolicy
from cnevents.stages.link import Link
from cnevents.stages.segment import jieba_cutter
from cnevents.text.folding import fold

LINES = [
    line
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
CUT = jieba_cutter()
ENTITIES = Entities(load_lexicon())
LINK = Link(load_lexicon())


def analyse(text: str, *, words: bool = True) -> Analysis:
    analysis = Analysis(text, fold(text))
    at = 0
    for word in CUT(analysis.folded) if words else ():
        analysis.tokens.append(Token(at, at + len(word), word))
        at += len(word)
    return analysis


def names(text: str, *, words: bool = True, entities: Entities = ENTITIES) -> list[Mention]:
    analysis = analyse(text, words=words)
    found = entities.run(analysis)
    analysis.mentions, analysis.nominals = found["mentions"], found["nominals"]  # type: ignore[assignment]
    return LINK.run(analysis)["mentions"]  # type: ignore[return-value]


@pytest.mark.parametrize("marked", [read_marks(line) for line in LINES], ids=lambda marked: marked.text)
def test_names_of_a_sentence(marked: Marked) -> None:
    found = names(marked.text)
    assert {(m.start, m.end, m.type, m.id) for m in found} == marked.names


def test_states_are_found_without_words() -> None:
    assert [m.id for m in names("中美俄三国代表昨天见面。", words=False)] == ["CHN", "USA", "RUS"]


def test_office_without_a_name_stands_for_its_state() -> None:
    found = ENTITIES.run(analyse("法国总统抵达雅典。"))["nominals"]
    assert [(n.head, n.kind, n.state, n.stands_for_state) for n in found] == [("总统", "office", "FRA", True)]  # type: ignore[union-attr]


def test_policy_gives_territories_another_type() -> None:
    policy = NamePolicy(types={"TWN": "PLACE"})
    found = names("台湾代表出席会议。", entities=Entities(load_lexicon(), policy=policy))
    assert [(m.type, m.id) for m in found] == [("PLACE", "TWN")]


def test_policy_is_an_option_of_the_extractor() -> None:
    extractor = Extractor(tagger=None, policy={"TWN": "PLACE:CHN", "HKG": "STATE"})
    found = extractor.extract("台灣總統府發表聲明，台灣代表與香港官員會面。").entities
    assert [(e.id, e.type, e.state) for e in found if e.id in ("TWN", "HKG")] == [
        ("TWN", "PLACE", "CHN"),
        ("HKG", "STATE", "HKG"),
    ]
    assert {e.state for e in found if e.type == "ORGANIZATION"} == {"CHN"}


@pytest.mark.parametrize("policy", [{"XXQ": "PLACE"}, {"TWN": "TOWN"}, {"TWN": "PLACE:XXQ"}])
def test_policy_with_a_fault_is_refused(policy: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        Extractor(policy=policy).extract("法国总统抵达雅典。")
    assert caught.value.code == "E105"


def test_place_has_a_position_and_a_kind() -> None:
    found = {e.name: e for e in Extractor(tagger=None).extract("法国总统抵达雅典，油轮驶过南海。").entities}
    athens, france = found["雅典"], found["法国"]
    assert (athens.kind, round(athens.latitude or 0), round(athens.longitude or 0)) == ("capital", 38, 24)
    assert (france.kind, france.latitude, france.longitude) == ("state", None, None)


def test_envoy_belongs_to_the_state_that_sends() -> None:
    found = names("英国驻日本大使吴若兰离任。")
    assert [(m.id, m.state) for m in found if m.type == "PERSON"] == [("吴若兰", "GBR")]


def test_bare_body_takes_the_state_spoken_of() -> None:
    found = names("印度尼西亚总统发表讲话。外交部随后证实了这一消息。")
    assert [m.id for m in found if m.type == "ORGANIZATION"] == ["印度尼西亚外交部"]


def test_ambiguous_character_means_the_state_that_the_text_names() -> None:
    assert [m.id for m in names("阿塞拜疆总统抵达边境，阿方表示欢迎。")] == ["AZE", "AZE"]
    assert [m.id for m in names("阿根廷总统抵达边境，阿方表示欢迎。")] == ["ARG", "ARG"]


def test_one_entity_for_all_names_of_a_state() -> None:
    analysis = analyse("朝鲜与北韩是一个国家，朝方没有回应。")
    analysis.mentions = ENTITIES.run(analysis)["mentions"]  # type: ignore[assignment]
    entities = LINK.run(analysis)["entities"]
    assert [(e.id, e.name, e.names) for e in entities] == [("PRK", "朝鲜", ["朝鲜", "北韩", "朝"])]  # type: ignore[union-attr]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("中美俄国防部总统李明·（）“”《》、，。\n第一届大会驻军方8日 AB称以"),
        max_size=40,
    )
)
def test_any_text_gives_mentions_inside_it(text: str) -> None:
    folded = fold(text)
    for mention in names(text):
        assert 0 <= mention.start < mention.end <= len(folded)
