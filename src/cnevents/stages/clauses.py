"""What qualify and arguments both ask of a clause: its subject, its light verb, what governs what."""

from __future__ import annotations

from cnevents.analysis import Analysis, Candidate, Item
from cnevents.stages.segment import verbs

LIGHT = frozenset({"light", "hold", "arise", "attend", "host"})
PASSIVE = frozenset({"by"})
# Types whose object begins the telling of something that has not happened.
HELD_REACH = 8  # items between 会谈 and the 举行 behind it
EXPRESSED = 4  # characters between 表示 and the feeling that it expresses (表示强烈遗憾)
MATRIX = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE"})
PIVOTS = frozenset({"REQUEST", "SUPPORT", "ACCUSE", "AGREE", "PERSONNEL", "PROTEST"})
SPEECH = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "SUPPORT", "STATEMENT", "CONCEDE"})


PRESS = "JRN"  # an agency tells what others do
SAYING = frozenset({"report", "announce", "deny"})  # functions of verbs that a clause follows
RECEIVES = frozenset({"with", "to", "for", "give"})  # coverbs in front of guests
ATTENDING = frozenset({"attend_meeting", "attend_ceremony"})
GUESTS = frozenset({"person", "office", "org", "group"})


def position(items: list[Item], candidate: int) -> int:
    """Index of a candidate's item in its clause."""
    return next(at for at, item in enumerate(items) if item.kind == "V" and item.ref == candidate)


def behind_dateline(items: list[Item]) -> int:
    """新华社北京6月2日电|6月2日: index behind an agency's line at the head of a clause, 0 where none is."""
    lines = (at for at, item in enumerate(items) if item.function == "dateline" and at + 1 < len(items))
    return next(lines, -1) + 1


def light_verb(items: list[Item], at: int, folded: str) -> int | None:
    """Index of the light verb that governs the noun trigger at `at`, or None.

    Before the noun with no other trigger between (举行…会谈), or right after it (会谈…举行).
    """
    for index in range(at - 1, -1, -1):
        item = items[index]
        if item.kind == "V":
            break
        if item.kind == "W" and item.function in LIGHT:
            return index
        if item.function == "report" and items[at].start - item.end <= EXPRESSED:
            return index
    if at + 1 < len(items):
        for index in range(at + 1, min(at + HELD_REACH, len(items))):
            item = items[index]
            if item.kind == "V" or item.function in (
                "conj",
                "report",
                "de",
                "and",
                "to",
                "with",
                "cause",
                "hyp",
            ):
                break
            if item.kind == "W" and item.function in ("hold", "arise"):
                return index
    return None


def subject_of(items: list[Item], limit: int, analysis: Analysis, passive: bool = False) -> list[Item]:
    """The chain of phrases that is the subject of what stands at `limit`, nearest first fit.

    A phrase after a coverb, before 的, or governed by an earlier verb is none; a place or a tool is
    one only of a passive verb.
    """
    for at in range(limit - 1, -1, -1):
        item = items[at]
        phrase = analysis.phrases[item.ref] if item.kind == "P" else None
        if phrase is None or item.possessor:
            continue
        if not passive and (not phrase.acts or phrase.kind == "equipment"):
            continue
        if item.function == "scene" and at == limit - 1:
            return [item]
        if item.function not in ("", "agent", "cause"):
            continue
        if _is_object(items, at, limit, analysis):
            continue
        return chain_of(items, at, analysis)
    return []


def _is_object(items: list[Item], at: int, limit: int, analysis: Analysis) -> bool:
    """Is the phrase at `at` the object of a trigger before it, rather than a subject of its own?"""
    if at >= 2 and items[at - 1].function == "de" and items[at - 2].kind == "V":
        return items[at - 1].start != items[at - 2].end
    for index in range(at - 1, -1, -1):
        item = items[index]
        if item.kind == "V" and analysis.candidates[item.ref].form == "n":
            continue
        if item.kind == "V":
            said = item.function in SAYING or any(
                mid.function in ("conj", "report") for mid in items[index + 1 : at]
            )
            return not said and not _pivots(analysis, item, items, at, limit)
        if item.kind == "W" and item.function in ("report", "announce", "conj", "pivot", "cause"):
            return False
        plain = item.kind == "P" and item.function == "" and not item.possessor
        if plain and not _same_chain(item, items[at], analysis):
            return False
    return False


def _pivots(analysis: Analysis, verb: Item, items: list[Item], at: int, limit: int) -> bool:
    """Can the object of `verb` be the subject of what follows? Not of speech: that is the speaker's."""
    if any(item.function == "conj" for item in items[at + 1 : limit]):
        return False
    behind = items[limit] if limit < len(items) and items[limit].kind == "V" else None
    if behind is not None and analysis.candidates[behind.ref].type in SPEECH:
        both = {analysis.candidates[item.ref].type for item in (verb, behind)}
        return both == {"SUPPORT"} and items[at].start == verb.end  # 感谢|美国|支持台湾
    return analysis.candidates[verb.ref].type in PIVOTS


def guest_of(items: list[Item], at: int, analysis: Analysis) -> int | None:
    """会见|来华进行国事访问的洪都拉斯总统: index of the guest whom the visit at `at` describes, or None.

    The visit stands right behind a verb of meeting or a coverb (同来华访问的外长会谈); the guest is the
    first person or office behind a 的.
    """
    item, before = items[at], items[at - 1] if at else None
    if item.kind != "V" or before is None:
        return None
    attends = analysis.candidates[item.ref].frame in ATTENDING
    if attends and before.kind == "P" and at >= 2 and before.end - before.start == 1:
        before = items[at - 2]  # 会见|来华|出席
    if analysis.candidates[item.ref].mode != "visit" and not attends:
        return None
    meeting = before.kind == "V" and analysis.candidates[before.ref].type == "CONSULT"
    if item.start - before.end > (2 if attends else 0) or not (meeting or before.function in RECEIVES):
        return None
    for index in range(at + 1, len(items) - 1):
        if items[index].function in ("report", "announce"):
            return None
        head = items[index + 1]
        named = head.kind == "P" and analysis.phrases[head.ref].kind in GUESTS
        if items[index].function == "de" and named and head.start == items[index].end:
            return index + 1
    return None


def guest_behind(items: list[Item], at: int, analysis: Analysis) -> list[Item]:
    """The guest of whose visit the verb at `at` tells: 会见来华|出席|峰会的总统."""
    for index in range(at, -1, -1):
        guest = guest_of(items, index, analysis)
        if guest is not None:
            return chain_of(items, guest, analysis) if at < guest else []
    return []


def passive_marked(items: list[Item]) -> bool:
    """Does 被 or 遭 mark the verb behind `items`? Not inside a relative clause: 对被占的城进行打击."""
    for at, item in enumerate(items):
        if item.function != "by" or item.kind != "W":
            continue
        agent = at + 1 < len(items) and items[at + 1].kind == "P"
        if agent or not any(later.function == "de" for later in items[at + 1 : -1]):
            return True
    return False


def _same_chain(left: Item, right: Item, analysis: Analysis) -> bool:
    chain = analysis.phrases[left.ref].coordinated
    return chain >= 0 and chain == analysis.phrases[right.ref].coordinated


def chain_of(items: list[Item], at: int, analysis: Analysis) -> list[Item]:
    """The phrase at `at` with those joined to it, in the order of the text."""
    chain = [items[at]]
    low = at - 1
    while low >= 0 and (items[low].kind == "P" or items[low].function in ("and", "with")):
        if items[low].kind == "P":
            if not _same_chain(items[low], chain[0], analysis):
                break
            chain.insert(0, items[low])
        low -= 1
    high = at + 1
    while high < len(items) and (items[high].kind == "P" or items[high].function in ("and", "with")):
        if items[high].kind == "P":
            if not _same_chain(chain[-1], items[high], analysis):
                break
            chain.append(items[high])
        high += 1
    return chain


def nominal_use(items: list[Item], at: int, candidate: Candidate, folded: str) -> bool:
    """Is a trigger that can be verb or noun a noun here: 空袭造成…, X的访问, 这次访问期间?"""
    if candidate.form == "n":
        return True
    if candidate.form != "vn":
        return False
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    if before is not None and before.function == "de" and before.end == items[at].start:
        return True
    if at == 0 and folded[candidate.end : candidate.end + 2] in verbs():
        return True
    subject = any(item.kind == "P" and not item.function and not item.possessor for item in items[:at])
    return not subject and after is not None and after.function == "cause" and after.start == items[at].end
