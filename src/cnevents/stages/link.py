"""link: which mentions mean one thing, second mentions, aliases that the text defines, bare bodies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cnevents.analysis import Analysis, Entity, Mention
from cnevents.lexicon import Lexicon
from cnevents.lexicon.entries import TYPES
from cnevents.lexicon.home import guess_home, names_all_but_own
from cnevents.stages.grammar import pattern

_DEFINED = re.compile(
    r"[ ]?[（(](?:以下|下|又|亦|也|原|旧|前)?(?:统|全|简|俗)?(?:称)(?:作|为|之为)?[：:]?"
    r"[“‘《]?([^（）()“”‘’《》\n]{2,14})[”’》]?[）)]"
)
_BRACKET = re.compile(r"[ ]?[（(][“‘]?([\u4e00-\u9fffA-Za-z0-9·+-]{2,12})[”’]?[）)]")
_GLOSS = re.compile(
    r"[ ]?[（(]\s?([A-Z][A-Za-zÀ-ž0-9 .,'’&-]{1,70})[）)]"
    r"|[ ]([A-Z][a-zÀ-ž]{1,30}(?: [A-Z][a-zÀ-ž]{1,30}){1,9})"
)
# How a name was found, or only which table it stands in: no kind of thing.
_NO_KIND = frozenset({"", "guessed", "pattern", "surname", "composed", "own", "body", *TYPES})
# The press that names the state of every body but its own: a bare 外交部 is the home state's.
BARE_AT_HOME = "TWN"
SPOKESMAN = 6  # characters between a body and the name of who speaks for it
_PARTY = re.compile(r",\s?[A-Z]-|，|;")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Link:
    """One entity for all names of one thing.

    How: mentions of one type and id are one entity. Before that, (1) an alias that the text defines is
    found in the rest of the text, (2) a part of a person's name (高市 after 高市早苗, 佐科 after
    佐科·维多多) is found and given the person's id, (3) a body without its state (外交部) gets
    the state spoken of before it.
    """

    name = "link"
    reads = ("mentions", "nominals", "sentences")
    writes = ("mentions", "entities")

    def __init__(self, lexicon: Lexicon, home: str | None = None) -> None:
        """`home` is the state that 我外交部 belongs to; None guesses it from the wording."""
        self.lexicon = lexicon
        self._home = home
        self.japanese = lexicon.surnames.get("ja", frozenset())
        self.names = {code: state.name for code, state in lexicon.states.items()}
        self.only = {row["word"]: row["states"] for row in lexicon.table("bodies") if row["states"]}
        self.own = lexicon.own_bodies

    def run(self, analysis: Analysis) -> dict[str, list[Mention] | list[Entity]]:
        """The mentions with what was added, and the entities of the document."""
        mentions = list(analysis.mentions)
        taken = _Taken(mentions)
        mentions.extend(self._defined(analysis.folded, mentions, taken))
        mentions.extend(self._shortened(analysis.folded, mentions, taken))
        mentions.extend(_glosses(analysis.folded, mentions, taken))
        mentions.sort(key=_order)
        mentions = _parts_of_names(_surnames(mentions, analysis.folded))
        mentions = self._bodies(analysis, mentions)
        entities = _entities(mentions, analysis.folded, self.names)
        for entity in entities:
            if entity.id in self.lexicon.states:
                entity.kind = self.lexicon.states[entity.id].status
            if entity.type == "PLACE":
                entity.latitude, entity.longitude = self._position(entity)
        return {"mentions": mentions, "entities": entities}

    def _position(self, entity: Entity) -> tuple[float | None, float | None]:
        """Where the tables say a place is; of several places of one name the one in its state."""
        found = self.lexicon.positions.get(entity.name, {})
        return found.get(entity.state) or found.get("") or (None, None)

    def _defined(self, text: str, mentions: Iterable[Mention], taken: _Taken) -> Iterator[Mention]:
        """Aliases in brackets after a name, and every place where they stand later."""
        for mention in list(mentions):
            if mention.type in ("STATE", "PLACE") or mention.inner:
                continue
            after = mention.end + (text[mention.end : mention.end + 1] in ("”", "》"))
            match = _DEFINED.match(text, after)
            if match is None:
                match = _BRACKET.match(text, after)
                if match and not _abbreviates(match.group(1), text[mention.start : mention.end]):
                    match = None
            if match is not None:
                yield from _everywhere(text, match.group(1), match.start(1), mention, taken, "defined alias")

    def _shortened(self, text: str, mentions: list[Mention], taken: _Taken) -> Iterator[Mention]:
        """Later mentions of a person by a part of the name."""
        people: dict[str, Mention] = {}
        for mention in mentions:
            if mention.type == "PERSON":
                people.setdefault(text[mention.start : mention.end], mention)
        clash: dict[str, set[str]] = {}
        parts = {name: list(self._parts(name, mention)) for name, mention in people.items()}
        for name, mention in people.items():
            for part in parts[name]:
                clash.setdefault(part, set()).add(mention.id)
        for name, mention in sorted(people.items(), key=lambda item: -len(item[0])):
            if mention.kind == "guessed" or mention.rule.startswith(("tagger", "hint:")):
                yield from _everywhere(text, name, mention.end, mention, taken, "same name")
            for part in parts[name]:
                if len(clash[part]) == 1 and part not in people:
                    yield from _everywhere(text, part, mention.end, mention, taken, "part of the name")

    def _parts(self, name: str, mention: Mention) -> Iterator[str]:
        if "·" in name:
            yield from (part for part in name.split("·") if len(part) > 1)
        elif " " in name:
            yield from (part for part in name.split(" ") if len(part) > 3 and part[0].isupper())
        elif len(name) >= 4 and name[:2] in self.japanese:
            yield name[:2]

    def _bodies(self, analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
        """Give a state to bodies that stand without one."""
        states = [
            m
            for m in mentions
            if m.state and m.state not in ("EUR", "UNO") and not (m.type == "PLACE" and m.kind == "")
        ]
        starts = [m.start for m in states]
        result = []
        stories = _Stories(analysis)
        for number, mention in enumerate(mentions):
            if (
                mention.type == "ORGANIZATION"
                and not mention.state
                and mention.rule.startswith("names/bodies")
            ):
                ours = pattern("ours").search(analysis.folded, max(0, mention.start - 1), mention.start)
                if ours:
                    code = self._home if self._home is not None else guess_home(analysis.text)
                elif self._at_home(stories, mention, mentions[number + 1 : number + 4]):
                    code = BARE_AT_HOME
                else:
                    code = self._state_for(analysis, mention, states, starts)
                if code:
                    known = self.own.get((code, mention.id)) or self.own.get(
                        (code, analysis.folded[mention.start : mention.end])
                    )
                    name = known.id if known else self.names.get(code, "") + mention.id
                    mention = replace(mention, id=name, state=code)
            result.append(mention)
        return result

    def _at_home(self, stories: _Stories, mention: Mention, following: list[Mention]) -> bool:
        """Is a bare body's story told by that press, and nobody of another state named as its speaker?"""
        if self._home not in (None, BARE_AT_HOME):
            return False
        for later in following:
            near = 0 <= later.start - mention.end <= SPOKESMAN
            if near and later.type == "PERSON" and later.state not in ("", BARE_AT_HOME):
                return False
        return stories.name_all_but_own(mention.start)

    def _state_for(
        self, analysis: Analysis, mention: Mention, states: list[Mention], starts: list[int]
    ) -> str:
        """The state of the nearest name before it, else after it, that has such a body."""
        word = analysis.folded[mention.start : mention.end]
        i = bisect_left(starts, mention.start)
        found = ""
        for state in reversed(states[max(0, i - 40) : i]):
            if self._has(state.state, word):
                found = state.state
                break
        if not found:
            found = next((m.state for m in states[i : i + 40] if self._has(m.state, word)), "")
        only = self.only.get(word, "!")
        return found or ("" if only.startswith("!") or "|" in only else only)

    def _has(self, state: str, word: str) -> bool:
        """May this state have a body that is called so?"""
        only = self.only.get(word)
        if not only:
            return True
        return state not in only[1:].split("|") if only[0] == "!" else state in only.split("|")


class _Stories:
    """Which stories of a text are of the press that leaves the state of its own bodies unsaid."""

    def __init__(self, analysis: Analysis) -> None:
        self._folded = analysis.folded
        self._starts = [sentence.start for sentence in analysis.sentences]
        self._story = [sentence.story for sentence in analysis.sentences]
        self._spans: dict[int, tuple[int, int]] = {}
        for sentence in analysis.sentences:
            first = self._spans.get(sentence.story, (sentence.start, sentence.end))[0]
            self._spans[sentence.story] = (first, sentence.end)
        self._known: dict[int, bool] = {}

    def name_all_but_own(self, offset: int) -> bool:
        """Is the story at `offset` of that press? Each story is looked at once."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return False
        story = self._story[index]
        if story not in self._known:
            start, end = self._spans[story]
            self._known[story] = names_all_but_own(self._folded[start:end])
        return self._known[story]


class _Taken:
    """Which stretches of the text are names already."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.spans = sorted((m.start, m.end) for m in mentions)
        self.searched: dict[str, int] = {}

    def free(self, start: int, end: int) -> bool:
        """Is nothing taken between the two offsets?"""
        i = bisect_right(self.spans, (start, 1 << 60))
        before = i and self.spans[i - 1][1] > start
        return not before and not (i < len(self.spans) and self.spans[i][0] < end)

    def take(self, start: int, end: int) -> None:
        """Mark what lies between the two offsets as taken."""
        self.spans.insert(bisect_left(self.spans, (start, end)), (start, end))


def _everywhere(text: str, word: str, after: int, of: Mention, taken: _Taken, rule: str) -> Iterator[Mention]:
    if taken.searched.get(word, after + 1) <= after:  # nothing is left to take
        return
    taken.searched[word] = after
    at = text.find(word, after)
    while at >= 0:
        end = at + len(word)
        if taken.free(at, end):
            taken.take(at, end)
            yield replace(of, start=at, end=end, rule=rule, office="", inner=False)
        at = text.find(word, end)


def _surnames(mentions: list[Mention], text: str) -> list[Mention]:
    """Give a surname before an office (蔡总统) the id of the person of that surname."""
    people: dict[str, list[Mention]] = {}
    for m in mentions:
        if m.type == "PERSON" and m.kind != "surname" and m.end - m.start <= 4:
            people.setdefault(text[m.start], []).append(m)
    result = []
    for mention in mentions:
        if mention.kind == "surname":
            same = people.get(mention.id, [])
            before = bisect_left(same, mention.start, key=lambda person: person.start)
            known = same[max(0, before - 1)] if same else None
            if known is not None:
                mention = replace(mention, id=known.id, state=known.state, sector=known.sector)
        result.append(mention)
    return result


def _parts_of_names(mentions: list[Mention]) -> list[Mention]:
    """Give a name found by its form the id of the one longer name (阿布·盖特) that it is a part of."""
    whole: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.type == "PERSON" and "·" in mention.id:
            for part in mention.id.split("·"):
                whole.setdefault(part, set()).add(mention.id)
    return [
        replace(m, id=next(iter(whole[m.id])))
        if m.type == "PERSON" and not m.rule.startswith("names/people") and len(whole.get(m.id, ())) == 1
        else m
        for m in mentions
    ]


def _glosses(text: str, mentions: Iterable[Mention], taken: _Taken) -> Iterator[Mention]:
    """A name repeated in Latin letters in brackets, and where it stands alone later."""
    for mention in list(mentions):
        if mention.inner:
            continue
        after = mention.end + (text[mention.end : mention.end + 1] in ("”", "》"))
        match = _GLOSS.match(text, after)
        if match:
            group = 1 if match.group(1) else 2
            if group == 1 or mention.type == "PERSON":
                words = _PARTY.split(match.group(group))[0].rstrip()
                yield from _everywhere(text, words, match.start(group), mention, taken, "gloss")


def _abbreviates(short: str, name: str) -> bool:
    """Do the characters of `short` stand in `name`, in this order (西共体 in 西非国家经济共同体)?

    >>> _abbreviates("欧安组织", "欧洲安全与合作组织")
    True
    """
    if not _HAN.search(short):
        return short.isupper()
    if len(short) >= len(name):
        return False
    rest = iter(name)
    return all(char in rest for char in short)


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _entities(mentions: list[Mention], text: str, states: Mapping[str, str]) -> list[Entity]:
    found: dict[tuple[str, str], Entity] = {}
    for index, mention in enumerate(mentions):
        words = text[mention.start : mention.end]
        entity = found.get((mention.type, mention.id))
        if entity is None:
            name = states.get(mention.id, mention.id)
            entity = Entity(mention.id, mention.type, name, mention.state, mention.sector)
            found[mention.type, mention.id] = entity
        entity.mentions.append(index)
        entity.state = entity.state or mention.state
        entity.sector = entity.sector or mention.sector
        if not entity.kind and mention.kind not in _NO_KIND:
            entity.kind = mention.kind
        if words not in entity.names:
            entity.names.append(words)
    return list(found.values())
