"""What a speaker says of another: 表示，美方违反协议 accuses the subject, 应遵守协议 asks it.

The verb's subject is the recipient of what the speaker does by saying so. A frame of this kind has
no record where nobody speaks, where the subject is not told, or where a speaker tells of his own side.
"""

from __future__ import annotations

from cnevents.analysis import Analysis, Item, Phrase, Roles
from cnevents.ontology.frames import Frame
from cnevents.stages.arguments.subjects import Subjects
from cnevents.stages.clauses import chain_of, position
from cnevents.stages.parse import COVERBS

SPOKEN = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
HOPES = frozenset({"hope_of", "ask_of"})  # frames of a word right before whom it asks
ADVERB = 4  # characters
KINDS = frozenset({"state", "org", "person", "group", "office"})


def is_spoken(frame: Frame) -> bool:
    """Is the frame one of what is said of its subject?"""
    return frame.role("subj") == "recipient" and frame.role("obj") == "-" and frame.type in SPOKEN


def spoken_roles(analysis: Analysis, number: int, subjects: Subjects) -> Roles:
    """The speaker as actor and the subject as recipient; empty where either is not told."""
    candidate = analysis.candidates[number]
    sources = analysis.statuses[number].sources
    items = analysis.items[candidate.clause]
    if candidate.type == "REQUEST":
        subject = _beside(items, position(items, number), analysis)
    else:
        subject = _subject(items, position(items, number), analysis) or subjects.carried(candidate.clause)
    told = [analysis.phrases[item.ref] for item in subject]
    speaker = sources[:1]
    if not speaker or not told or any(phrase.kind not in KINDS for phrase in told):
        return Roles()
    if sides(speaker) & sides(told):
        return Roles()
    return Roles(actors=list(speaker), recipients=told)


def hoped_of(analysis: Analysis, number: int, roles: Roles) -> Roles:
    """希望|日本|相向而行, 请|外交部|关注: it is asked of whom the word stands right before.

    Roles are empty where nobody stands there, or where a speaker hopes something of his own side.
    """
    candidate = analysis.candidates[number]
    items = analysis.items[candidate.clause]
    at = position(items, number)
    near = items[at + 1] if at + 1 < len(items) else None
    if near is None or near.kind != "P" or near.start - items[at].end > 1 or near.possessor:
        return Roles()
    asks = roles.actors or list(analysis.statuses[number].sources[:1])
    chain = [analysis.phrases[item.ref] for item in chain_of(items, at + 1, analysis)]
    told = [phrase for phrase in chain if not sides(asks) & sides([phrase])]  # 日本|同中国
    if not asks or not told or told[0] is not chain[0] or any(phrase.kind not in KINDS for phrase in told):
        return Roles()
    roles.actors, roles.recipients = asks, told
    return roles


def _beside(items: list[Item], at: int, analysis: Analysis) -> list[Item]:
    """美国|应停止: who is asked to act stands right before the word, with an adverb between at most."""
    near = items[at - 1] if at else None
    if near is None or near.kind != "P" or near.function or items[at].start - near.end > ADVERB:
        return []
    return chain_of(items, at - 1, analysis)


def _subject(items: list[Item], at: int, analysis: Analysis) -> list[Item]:
    """The first phrase behind the word of saying that no coverb governs: 美国政府|加税的做法破坏…"""
    low = 0
    for index in range(at - 1, -1, -1):
        if items[index].function in ("report", "announce"):
            low = index + 1
            break
    for index in range(low, at):
        item = items[index]
        if item.kind == "V" and not item.function:
            later = items[index + 1 : at]
            if any(other.function == "de" for other in later):
                continue
            return []
        if item.kind == "P" and item.function not in COVERBS and item.function != "verb":
            return chain_of(items, index, analysis)
    return []


def sides(phrases: list[Phrase]) -> set[str]:
    """The ids and the states of some phrases."""
    ids = {identity for phrase in phrases for identity in phrase.ids}
    return ids | {phrase.state for phrase in phrases if phrase.state}
