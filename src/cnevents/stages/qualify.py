"""qualify: is it true, is it done, and who says so? Polarity, modality, aspect and attribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cnevents.analysis import Analysis, Candidate, Cue, Item, Status
from cnevents.stages.clauses import LIGHT, MATRIX, SPEECH, light_verb, position
from cnevents.stages.denials import deny_told
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.parse import COVERBS
from cnevents.stages.segment import verbs
from cnevents.stages.speakers import Speakers

STATUS = frozenset({"neg", "future", "hyp", "modal", "wish", "any", "done", "earlier", "going", "crime"})
AUTHORITIES = frozenset({"COERCE", "ACCUSE", "SANCTION", "PERSONNEL"})  # 涉嫌 tells why, not whether
NAMING = frozenset({"CASUALTY", "PROTEST"})
PEOPLE = "grammar/patterns.yaml"
STOPPING = frozenset({"suspend_operation", "stop_attacks", "ceasefire"})
PROPOSING = frozenset({"AGREE", "REQUEST"})
CUT_OFF = frozenset({"suspend_aid"})  # 暂停向乌克兰提供武器
NEAR_NEGATION = 8  # characters between 未 and the verb that it denies


class Qualify:
    """Reads the cues in front of each candidate; their scope ends at another trigger."""

    name = "qualify"
    reads: tuple[str, ...] = (
        "folded",
        "sentences",
        "clauses",
        "quotations",
        "phrases",
        "candidates",
        "items",
    )
    writes: tuple[str, ...] = ("statuses",)

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """One status a candidate."""
        statuses: list[Status] = []
        speakers = Speakers(analysis)
        for number, candidate in enumerate(analysis.candidates):
            items = analysis.items[candidate.clause]
            at = position(items, number)
            status = Status()
            if candidate.type == "STATEMENT" and items[at].function in ("report", "announce"):
                status.drop = "introduces what is said"
            elif _told_before(items, at):
                status.drop = "points back"
            elif candidate.frame == "mediate" and _brought(items, at):
                status.drop = "names a mediator"
            elif candidate.type in NAMING and _names_people(items, at, analysis):
                status.drop = "only names people"
            elif at and items[at - 1].function == "without":
                status.drop = "was not given"  # 未经乌方同意
            elif _attended(items, at, analysis):
                status.drop = "what is attended"
            elif _named_again(items, at, number, analysis):
                status.drop = "told again"
            elif _modifies_thing(items, at):
                status.drop = "only describes a thing"
            _own_cues(status, statuses, items, at, analysis)
            _inherited_cues(status, number, items, at, analysis, statuses)
            _matrix(status, statuses, items, at, analysis)
            speakers.attribute(status, candidate)
            statuses.append(status)
        deny_told(analysis, statuses)
        return {"statuses": statuses}


def _told_before(items: list[Item], at: int) -> bool:
    """这一袭击, 此次会谈: a word that points back to what was told."""
    before = items[at - 1] if at else None
    return before is not None and before.function == "dem" and items[at].start - before.end <= 1


def _named_again(items: list[Item], at: int, number: int, analysis: Analysis) -> bool:
    """指责印度发动袭击，称|袭击造成…: the bare word for what the sentence has just told."""
    candidate = analysis.candidates[number]
    opens = at == 0 or items[at - 1].function in ("report", "announce")
    if not opens or candidate.form == "v" or not _goes_on(items, at, analysis):
        return False
    sentence = analysis.clauses[candidate.clause].sentence
    word = analysis.folded[candidate.start : candidate.end]
    for earlier in reversed(analysis.candidates[:number]):
        if analysis.clauses[earlier.clause].sentence != sentence:
            return False
        if analysis.folded[earlier.start : earlier.end].endswith(word):
            return True
    return False


def _goes_on(items: list[Item], at: int, analysis: Analysis) -> bool:
    """造成, 侵犯: does a verb stand right behind the word, whose subject it is?"""
    after = items[at + 1] if at + 1 < len(items) else None
    if (
        after is not None
        and after.start == items[at].end
        and (after.function == "cause" or after.kind == "V")
    ):
        return True
    return analysis.folded[items[at].end : items[at].end + 2] in verbs()


def _brought(items: list[Item], at: int) -> bool:
    """在卡塔尔斡旋下, 经阿曼斡旋: the mediator of another happening."""
    before = items[at - 1] if at else None
    if before is None or before.kind != "P":
        return False
    under = any(item.function == "under" for item in items[at + 1 : at + 2])
    return before.function in ("agent", "scene") or (before.function == "at" and under)


def _names_people(items: list[Item], at: int, analysis: Analysis) -> bool:
    """阵亡官兵, 示威学生: a word right before those who did or suffered it, without a number, names them."""
    over = items[at - 1] if at else None
    if over is not None and over.kind == "P" and over.end >= items[at].end:
        return analysis.phrases[over.ref].kind == "group"  # 阵亡官兵家属
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None or after.kind != "P" or after.start != items[at].end:
        return False
    phrase = analysis.phrases[after.ref]
    before = items[at - 1] if at else None
    brought = before is not None and before.function in COVERBS and before.end == items[at].start
    bare = phrase.start == phrase.head_start or brought
    return phrase.kind == "group" and bare and phrase.rule != PEOPLE


def _attended(items: list[Item], at: int, analysis: Analysis) -> bool:
    """参加俄罗斯红场阅兵: an occasion that a trigger of the same type says someone attends."""
    candidate = analysis.candidates[items[at].ref]
    if candidate.form not in ("n", "vn"):
        return False
    for item in reversed(items[:at]):
        if item.kind == "V":
            other = analysis.candidates[item.ref]
            word = analysis.folded[other.start : other.end]
            return other.type == candidate.type and grammar_words().get(word, ("", ""))[0] == "attend"
        if item.kind == "W" and item.function != "de":
            return False
    return False


def _modifies_thing(items: list[Item], at: int) -> bool:
    """发射的导弹, 达成的协议: a verb right before 的 whose head is no participant."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None or after.function != "de" or after.start != items[at].end:
        return False
    if any(item.function in LIGHT for item in items[:at]):
        return False
    head = items[at + 2] if at + 2 < len(items) else None
    return head is None or head.start - after.end > 2 or head.kind == "W"


def _own_cues(status: Status, statuses: list[Status], items: list[Item], at: int, analysis: Analysis) -> None:
    """Cues between the last trigger (or the start of the clause) and this one; 计划 after 的 counts too."""
    for left, right in pairwise(items[at + 1 : at + 4]):
        if left.function == "de" and right.function == "future" and left.start == items[at].end:
            _apply(status, right, right.end)
    light = light_verb(items, at, analysis.folded)
    speaks = analysis.candidates[items[at].ref].type in SPEECH
    if light is not None and light > at and not speaks:  # 会谈|将于15日|举行
        for item in items[at + 1 : light]:
            if item.kind == "W" and item.function in STATUS:
                _apply(status, item, items[light].start)
    for index in range(at - 1, -1, -1):
        item = items[index]
        if item.kind == "V" and not _joined_verbs(items, index, at):
            _share_plan(status, statuses, items, index, at)
            break
        once = pattern("once_planned").fullmatch(item.text) is not None
        relative = once and any(mid.function == "de" for mid in items[index + 1 : at])
        acts = relative or (
            item.function == "crime" and analysis.candidates[items[at].ref].type in AUTHORITIES
        )
        if item.kind == "W" and item.function in STATUS and not acts and not _closed_by_de(items, index):
            anchor = items[light].start if light is not None and index < light else items[at].start
            after = items[index + 1] if index + 1 < len(items) else None
            beside = after is not None and after.function in COVERBS and after.start == item.end
            _apply(status, item, item.end if beside else anchor)


def _closed_by_de(items: list[Item], at: int) -> bool:
    """有需要的国家: a cue right before 的 belongs to the noun after it."""
    return at + 1 < len(items) and items[at + 1].function == "de" and items[at + 1].start == items[at].end


def _share_plan(status: Status, statuses: list[Status], items: list[Item], index: int, at: int) -> None:
    """将前往北京出席活动: what follows a planned verb is planned, but for a relative clause or a report."""
    governor = statuses[items[index].ref]
    if governor.modality == "future" and not any(
        item.function in ("de", "report", "announce") for item in items[index + 1 : at]
    ):
        status.modality = "future"
        status.cues += governor.cues[:1]


def _joined_verbs(items: list[Item], left: int, right: int) -> bool:
    between = items[left + 1 : right]
    return any(item.function in ("and", "conj") for item in between) and all(
        item.kind != "P" for item in between
    )


def _apply(status: Status, item: Item, anchor: int) -> None:
    gap = anchor - item.end
    if item.function == "neg":
        if gap > NEAR_NEGATION or (len(item.text) == 1 and gap > 4):
            return
        status.polarity = "negative"
    elif item.function == "future" and status.aspect != "done":
        status.modality = "future"
    elif item.function in ("hyp", "crime") and status.modality != "future":
        status.modality = "hypothetical"
    elif item.function in ("modal", "wish", "any"):
        if gap > NEAR_NEGATION:
            return
        status.drop = status.drop or item.function
    elif item.function in ("done", "earlier", "going"):
        status.aspect = status.aspect or item.function
    status.cues.append(Cue(item.start, item.end, item.function, item.rule))


def _inherited_cues(
    status: Status, number: int, items: list[Item], at: int, analysis: Analysis, statuses: list[Status]
) -> None:
    """A plan goes on over commas as long as no new subject comes: 将访问…，并会见…"""
    if status.cues or any(item.kind == "P" and not item.function for item in items[:at]):
        return
    planned = _planned_before(analysis, analysis.candidates[number])
    if planned is not None:
        _apply(status, planned, planned.end)
    if number == 0 or planned is not None:
        return
    candidate, before = analysis.candidates[number], analysis.candidates[number - 1]
    same = analysis.clauses[candidate.clause].sentence == analysis.clauses[before.clause].sentence
    if not same or candidate.clause == before.clause or candidate.clause - before.clause > 1:
        return
    if statuses[number - 1].modality == "future":
        status.modality = "future"
        status.cues += statuses[number - 1].cues[:1]


def _planned_before(analysis: Analysis, candidate: Candidate) -> Item | None:
    """外长将于下周前往北京，与王毅会谈: the cue of a plan in a clause before that has no trigger."""
    clauses, before = analysis.clauses, candidate.clause - 1
    if before < 0 or clauses[before].sentence != clauses[candidate.clause].sentence:
        return None
    items = analysis.items[before]
    if candidate.type in SPEECH or any(item.kind == "V" or item.function == "de" for item in items):
        return None
    return next((item for item in items if item.kind == "W" and item.function == "future"), None)


def _matrix(status: Status, statuses: list[Status], items: list[Item], at: int, analysis: Analysis) -> None:
    """What is demanded, threatened or refused did not happen: no event of its own."""
    for index in range(at - 1, -1, -1):
        item = items[index]
        if item.function == "conj" and item.text in ("并", "并且"):
            return
        if item.function == "deny":
            status.polarity = "negative"
            status.cues.append(Cue(item.start, item.end, "deny", item.rule))
            return
        if item.kind == "V":
            governor = analysis.candidates[item.ref]
            nominal = analysis.candidates[items[at].ref].form in ("n", "vn")
            stopped = governor.frame in CUT_OFF or (governor.frame in STOPPING and nominal)
            if (governor.type in MATRIX or stopped) and _takes_content(governor, items, index, at):
                status.drop = status.drop or f"content of {governor.type}"
                status.cues.append(Cue(item.start, item.end, "matrix", governor.rule))
            elif statuses[item.ref].drop.startswith("content"):
                status.drop = status.drop or statuses[item.ref].drop
            elif _inside_phrase(items, index, at):
                continue  # 否认向|援助|物资点开枪
            return
    _matrix_before(status, items[:at], analysis, analysis.candidates[items[at].ref])


def _inside_phrase(items: list[Item], index: int, at: int) -> bool:
    """否认向|援助物资点的平民|开枪: a verb right behind a coverb, inside what 的 closes."""
    behind = index > 0 and items[index - 1].function == "to"
    return behind and any(item.function == "de" for item in items[index + 1 : at])


def _matrix_before(status: Status, before: list[Item], analysis: Analysis, candidate: Candidate) -> None:
    """提议，在莫斯科举行会晤: what the verb that ends the clause before proposes or demands."""
    clauses, number = analysis.clauses, candidate.clause - 1
    subject = bool(before) and before[0].kind == "P" and before[0].function in ("", "agent")
    if (
        subject
        or number < 0
        or candidate.type in SPEECH
        or clauses[number].sentence != clauses[candidate.clause].sentence
    ):
        return
    last = analysis.items[number][-1] if analysis.items[number] else None
    if last is None or last.kind != "V" or clauses[number].end - last.end > 1:
        return
    governor = analysis.candidates[last.ref]
    if governor.type in PROPOSING and governor.form != "n":
        status.drop = status.drop or f"content of {governor.type}"
        status.cues.append(Cue(last.start, last.end, "matrix", governor.rule))


def _takes_content(governor: Candidate, items: list[Item], index: int, at: int) -> bool:
    if governor.form == "n":
        return False
    relative = any(item.function == "de" for item in items[index + 1 : at])
    return not (relative and governor.type in ("ACCUSE", "AGREE"))
