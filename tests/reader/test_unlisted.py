"""Words that no row reads as what the reader finds likely."""

from __future__ import annotations

import numpy as np
import pytest

import cnevents
from cnevents.analysis import Analysis, Candidate
from cnevents.reader import load_reader
from cnevents.reader.reader import Likelihoods
from cnevents.stages.readings import load_triggers
from cnevents.stages.unlisted import OTHERWISE, UNLISTED, Neighbours, unlisted

TALK = "挪威首相15日在奥斯陆同冰岛总理沟通，讨论渔业合作。"
SEEN = ("ASSAULT", "CONSULT")


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours(load_triggers(), load_reader().models[0])


def told(analysis: Analysis, *likely: tuple[str, str, float]) -> Likelihoods:
    """Likelihoods of the tokens that are these words; of all others none."""
    values = np.zeros((len(analysis.tokens), len(SEEN)), dtype=np.float32)
    for word, kind, value in likely:
        number = next(at for at, token in enumerate(analysis.tokens) if token.text == word)
        values[number, SEEN.index(kind)] = value
    return Likelihoods(analysis.tokens, SEEN, values)


def read(
    text: str, neighbours: Neighbours, *likely: tuple[str, str, float], listed: str = "", types: str = ""
) -> list[tuple[str, str]]:
    analysis = cnevents.load(scorer=None).analyse(text, until="entities")
    at = text.find(listed) if listed else 0
    words = [(at, at + len(listed), frozenset(types.split()))] if listed else []
    found = unlisted(analysis, analysis.tokens, told(analysis, *likely), words, [], neighbours)
    return [(text[one.start : one.end], one.type) for one in found]


def test_a_word_that_no_row_has_is_read_where_it_is_likely() -> None:
    def candidates(extractor: cnevents.Extractor) -> list[Candidate]:
        return [one for one in extractor.analyse(TALK).candidates if one.start == TALK.index("沟通")]

    assert candidates(cnevents.load(scorer=None)) == []
    (found,) = candidates(cnevents.load())
    assert (found.type, found.unlisted) == ("CONSULT", True)
    assert found.admitted is not None
    assert UNLISTED <= found.admitted <= 1.0
    event = cnevents.extract_events(TALK)[0]
    assert {actor.id for actor in event.actors} == {"NOR", "ISL"}
    assert "(like this row's word; reader: " in str(cnevents.explain(TALK))


def test_it_takes_a_likelihood(neighbours: Neighbours) -> None:
    assert read(TALK, neighbours, ("沟通", "CONSULT", UNLISTED)) == [("沟通", "CONSULT")]
    assert read(TALK, neighbours, ("沟通", "CONSULT", UNLISTED - 0.01)) == []


def test_a_word_that_tells_other_types_takes_more(neighbours: Neighbours) -> None:
    other = {"listed": "沟通", "types": "AID"}
    assert read(TALK, neighbours, ("沟通", "CONSULT", OTHERWISE), **other) == [("沟通", "CONSULT")]
    assert read(TALK, neighbours, ("沟通", "CONSULT", OTHERWISE - 0.01), **other) == []


def test_a_word_with_rows_of_that_type_is_left_to_them(neighbours: Neighbours) -> None:
    own = {"listed": "沟通", "types": "AID CONSULT"}
    assert read(TALK, neighbours, ("沟通", "CONSULT", 0.99), **own) == []


def test_no_name_is_read_and_no_single_character(neighbours: Neighbours) -> None:
    assert read(TALK, neighbours, ("奥斯陆", "CONSULT", 0.99), ("同", "CONSULT", 0.99)) == []


def test_words_side_by_side_that_tell_one_type_are_one(neighbours: Neighbours) -> None:
    text = "叛军15日炮轰围攻小镇。"
    both = [("炮轰", "ASSAULT", 0.9), ("围攻", "ASSAULT", 0.8)]
    assert read(text, neighbours, *both) == [("炮轰围攻", "ASSAULT")]
    apart = [("炮轰", "ASSAULT", 0.9), ("围攻", "CONSULT", 0.8)]
    assert read(text, neighbours, *apart) == [("炮轰", "ASSAULT"), ("围攻", "CONSULT")]


def test_the_frame_is_that_of_words_used_alike(neighbours: Neighbours) -> None:
    near = neighbours.reading("沟通", "CONSULT")
    assert near is not None
    assert near.frame is not None
    assert (near.frame.type, near.form) == ("CONSULT", "v")
    assert near.word in load_triggers().readings
    assert neighbours.reading("沟通", "no such type") is None


def test_a_word_that_the_reader_does_not_know_has_the_usual_frame(neighbours: Neighbours) -> None:
    assert "囧囧" not in load_reader().models[0].words
    usual = neighbours.reading("囧囧", "ASSAULT")
    assert usual is not None
    assert usual.frame is not None
    assert usual.frame.type == "ASSAULT"


def test_nothing_likely_is_nothing_read(neighbours: Neighbours) -> None:
    assert read(TALK, neighbours) == []
    empty = Likelihoods([], SEEN, np.zeros((0, len(SEEN)), dtype=np.float32))
    assert list(unlisted(cnevents.load().analyse(TALK), [], empty, [], [], neighbours)) == []
