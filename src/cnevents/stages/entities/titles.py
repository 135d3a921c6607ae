"""Offices and the people who hold them: 法国总统马克龙, 众议员甲、乙和丙, 蔡总统, 特朗普政府."""

from __future__ import annotations

from cnevents.analysis import Mention, Nominal
from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.accept import Acceptance
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.people import NameGuesser
from cnevents.stages.grammar import grammar_words

PLURAL = ("legislator", "academic", "journalist", "civil", "military", "minister")


class TitleReader:
    """Gives an office to the name after or before it, or makes a nominal of it.

    How: after an office stands a name of the tables or one that `NameGuesser` reads; a surname right before
    it is a person too. An office without a name is a participant of its own, with the state of the
    words before it.
    """

    def __init__(self, lexicon: Lexicon, people: NameGuesser, accept: Acceptance) -> None:
        self.people = people
        self.accept = accept
        cues = lexicon.cues
        self.entries = lexicon.entries
        self.family_names = lexicon.surnames.get("zh", frozenset())
        self.honorific = tuple(cues["honorific"])
        self.surnames = lexicon.surnames.get("zh", frozenset()) - cues["not_before_office"]
        self.before_surname = cues["before_surname"]
        self.list = cues["list"]
        self.name_end = cues["name_end"]
        self.dynasties = tuple(cues["dynasty"])
        self.shorts = lexicon.shorts

    def office(self, frame: Frame, start: int, end: int, entry: Entry, state: str) -> int:
        """Read an office word; the end of what belongs to it."""
        parted = self._parted(frame, start, end, entry)
        if parted:
            return parted
        frame.consumed.append((start, end))
        state = state or self._shared(frame, start)
        known = self._known(frame, end, state, entry)
        name_end = end + len(known.word) if known is not None else end
        if known is None and not any(r[0].role in ("office", "block") for _, r in frame.at(end)):
            name_end = self.people.guess(frame, end, state)
        if start and not state:
            self._surname(frame, start, entry)
        if name_end == end:
            stands = entry.level == "state"
            frame.nominals.append(
                Nominal(start, end, entry.word, "office", entry.sector, state, stands, entry.rule)
            )
            return end
        if known is not None:
            person = Mention(
                end,
                name_end,
                "PERSON",
                known.id,
                state or known.state,
                known.sector or entry.sector,
                known.rule,
            )
        else:
            person = self._guessed(frame, end, name_end, state, entry.sector, entry.rule)
        person.office = entry.word
        frame.mentions.append(person)
        return self._more(frame, name_end, person) if entry.kind in PLURAL else name_end

    def _parted(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        """李总统登辉先生: an office between surname and given name; where the name ends, 0 where none is."""
        text = frame.text
        surname = text[start - 1 : start]
        if not surname or any(m.start < start <= m.end for m in frame.mentions):
            return 0
        for stop in (end + 2, end + 1):
            given = text[end:stop]
            known = next((e for e in self.entries.get(surname + given, ()) if e.type == "PERSON"), None)
            polite = text.startswith(self.honorific, stop) and given not in self.honorific
            alone = surname in self.family_names and frame.boundary(start - 1)
            if known is None and not (polite and alone and stop == end + 2):
                continue
            if not (polite or frame.boundary(stop)):
                continue
            frame.consumed.append((start, end))
            state, rule = (known.state, known.rule) if known else ("", "pattern:parted name")
            sector = (known.sector if known else "") or entry.sector
            person = Mention(start - 1, stop, "PERSON", surname + given, state, sector, rule, entry.word)
            frame.mentions[:] = [m for m in frame.mentions if m.end <= start or m.start >= stop]
            frame.mentions.append(person)
            return stop
        return 0

    def _shared(self, frame: Frame, start: int) -> str:
        """The state of the office before it in a row: 土耳其外长、防长."""
        last = frame.nominals[-1] if frame.nominals else None
        if last is None or last.kind != "office" or last.end != start - 1:
            return ""
        return last.state if frame.text[last.end] in self.list else ""

    def _guessed(self, frame: Frame, start: int, end: int, state: str, sector: str, rule: str) -> Mention:
        return Mention(
            start, end, "PERSON", frame.text[start:end], state, sector, rule, kind="guessed", score=0.8
        )

    def _known(self, frame: Frame, start: int, state: str, office: Entry) -> Entry | None:
        """The person of the tables whose name starts here; of several the one of this state and sector."""
        for _, readings in frame.at(start):
            people = [r for r in readings if r.role == "name" and r.type == "PERSON"]
            if people and not self._longer(frame, start, people[0], state):
                best = max(
                    people,
                    key=lambda r: (r.state == state, r.sector == office.sector, r.state in frame.introduced),
                )
                return None if best.level == "gated" and self._foreign(best.state, state) else best
        return None

    def _foreign(self, own: str, state: str) -> bool:
        """Is a person of `own` hardly an officer of `state`? 冈比亚总统巴罗 is not the Frenchman."""
        alike = {"CHN", "TWN", "HKG", "MAC"}
        unions = ("", "EUR", "UNO")
        return own != state and own not in unions and state not in unions and not {own, state} <= alike

    def _longer(self, frame: Frame, start: int, person: Entry, state: str) -> bool:
        """Is it the beginning of another name (孙文 of 孙文广, 野田 of 野田圣子, 阿里 of 阿里巴尔)?"""
        end = start + len(person.word)
        if self.accept.torn(frame, start, end):
            return True
        if person.level != "gated" or frame.text[end : end + 1] in self.name_end:
            return False
        if not frame.boundary(end) and frame.glued(start, end):
            return True
        longer = max(self.people.foreign(frame, start), self.people.japanese(frame, start, state))
        return longer > end and frame.boundary(longer)

    def _more(self, frame: Frame, end: int, person: Mention) -> int:
        """众议员甲、乙和丙: names in a row after one office."""
        while frame.text[end : end + 1] in self.list:
            start = end + 1
            if any(r[0].role in ("name", "office", "body", "nominal", "block") for _, r in frame.at(start)):
                return end
            stop = self.people.guess(frame, start, person.state)
            after = frame.text[stop : stop + 1]
            if stop - start < 2 or (after and after not in self.name_end):
                return end
            frame.mentions.append(self._guessed(frame, start, stop, person.state, person.sector, person.rule))
            end = stop
        return end

    def _surname(self, frame: Frame, start: int, entry: Entry) -> None:
        """蔡总统, 韩市长: a surname before an office is a person."""
        text, char = frame.text, frame.text[start - 1]
        if (
            char in grammar_words()
            or char not in self.surnames
            or not frame.boundary(start - 1)
            or not (frame.boundary(start) or frame.boundary(start + len(entry.word)))
        ):
            return
        before = text[start - 2] if start > 1 else ""
        if "\u4e00" <= before <= "\u9fff" and frame.lone(start - 2) and before not in self.before_surname:
            return
        if char in self.shorts and entry.kind in ("head", "minister", "legislator", "party"):
            return  # 韩总统, 美议员: a state
        if frame.mentions and frame.mentions[-1].end >= start:
            return
        frame.mentions.append(
            Mention(
                start - 1,
                start,
                "PERSON",
                char,
                "",
                entry.sector,
                "pattern:surname",
                entry.word,
                kind="surname",
            )
        )

    def after_person(self, frame: Frame, mention: Mention) -> int:
        """What follows a person's name: an office, or a word that makes a body of it (特朗普政府)."""
        text, end = frame.text, mention.end
        listed = text[mention.start - 1 : mention.start] in self.list
        government = text.startswith("政府", end) and mention.sector == "GOV" and not listed
        if government or text.startswith(self.dynasties, end):
            mention.end += 2
            mention.type, mention.id = "ORGANIZATION", text[mention.start : mention.end]
            return mention.end
        office = frame.office(end)
        if office is not None:
            mention.office = office[1].word
            return office[0]
        return end
