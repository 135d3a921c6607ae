"""The scan: one pass over the text that turns words of the lexicon into mentions."""

from __future__ import annotations

from collections.abc import Mapping

from cnevents.analysis import Mention, Nominal
from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.bodies import Body, BodyFinder
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.gate import Gate
from cnevents.stages.entities.patterns import PatternFinder
from cnevents.stages.entities.people import NameGuesser
from cnevents.stages.entities.short import ShortForms
from cnevents.stages.entities.tails import TailFinder

PLURAL = ("legislator", "academic", "journalist", "civil", "military", "minister")
DYNASTIES = ("王朝", "内阁")
_BEFORE_NAMES = ("与", "和", "同", "跟", "向", "对", "、", "，", "。", "“")
LEADS = ("STATE", "PLACE")


class Scanner:
    """Walks over the text from left to right and takes, at each place, the reading that reaches farthest."""

    def __init__(self, lexicon: Lexicon, types: Mapping[str, str]) -> None:
        self.lexicon = lexicon
        self.types = types
        self.short = ShortForms(lexicon)
        self.bodies = BodyFinder(lexicon)
        self.people = NameGuesser(lexicon)
        self.patterns = PatternFinder(lexicon, self.people)
        self.gate = Gate(lexicon)
        self.tails = TailFinder(lexicon, self.people)
        self.surnames = lexicon.surnames.get("zh", frozenset()) - frozenset(
            "和时应同从由将能会对就于曾所与及并高年原代前新副任"
        )
        self.suffixes = lexicon.org_parts.get("place_suffix", frozenset())
        self.state_names = {code: state.name for code, state in lexicon.states.items()}
        self.short_of = {code: state.short[0] for code, state in lexicon.states.items() if state.short}

    def scan(self, frame: Frame) -> None:
        """Fill `frame.mentions` and `frame.nominals`."""
        cursor = 0
        self.patterns.before(frame)
        taken = sorted([(m.start, m.end) for m in frame.mentions] + frame.closed)
        for start in sorted(frame.starts):
            if start < cursor:
                continue
            while taken and taken[0][1] <= start:
                taken.pop(0)
            if taken and taken[0][0] <= start:
                cursor = taken[0][1]
                continue
            cursor = max(cursor, self._step(frame, start))
        self._second_look(frame)
        self.tails.find(frame)
        self.patterns.after(frame)

    def _second_look(self, frame: Frame) -> None:
        """Take the doubtful names of people whom the text names without doubt elsewhere."""
        if not frame.gated:
            return
        people = {m.id for m in frame.mentions if m.type == "PERSON"}
        taken = {p for m in frame.mentions for p in range(m.start, m.end)}
        for start, end, entry in frame.gated:
            if entry.id in people and start not in taken and end - 1 not in taken:
                frame.mentions.append(
                    Mention(start, end, "PERSON", entry.id, entry.state, entry.sector, entry.rule, kind=entry.kind)
                )
                taken.update(range(start, end))

    def _step(self, frame: Frame, start: int) -> int:
        """Take the best reading at `start`; where the next may begin."""
        best_reach = 0
        best: tuple[int, Entry] | None = None
        for end, readings in frame.at(start):
            entry = self._pick(frame, readings, start)
            if entry.role == "tail" or not self._allowed(frame, start, end, entry):
                continue
            reach = self._reach(frame, start, end, entry)
            if reach > best_reach:
                best_reach, best = reach, (end, entry)
        if best is None:
            return start + 1
        end, entry = best
        return self._take(frame, start, end, entry)

    def _pick(self, frame: Frame, readings: tuple[Entry, ...], start: int) -> Entry:
        """The reading of a word that fits: a name of a state that the text speaks of before others."""
        if len(readings) == 1:
            return readings[0]
        names = [r for r in readings if r.role == "name"]
        if len(names) > 1:
            types = {r.type for r in names}
            if types == {"PERSON", "PLACE"}:
                wanted = "PLACE" if self.gate.place_before(frame, start) else "PERSON"
                names = [r for r in names if r.type == wanted]
            near = frame.nearest([r.state for r in names], start)
            return next((r for r in names if r.state == near), names[0])
        if names:
            return names[0]
        return next((r for r in readings if r.role != "body" or not r.state), None) or readings[0]

    def _allowed(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        if entry.role == "short":
            return True
        if entry.word[0].isascii():
            return self._latin(frame.text, start, end)
        if entry.role == "name" and 2 < end - start < 7 and entry.type != "PERSON" and frame.cut(start, end):
            return False
        if entry.level == "whole" and (not frame.boundary(start) or frame.cut(start, end)):
            return False
        if entry.level == "gated" and not self.gate.opens(frame, start, end, entry):
            return False
        if entry.role == "block":
            return frame.boundary(start) and not frame.cut(start, end) and not self._hides(frame, start, end)
        if (
            entry.role == "name"
            and frame.text[end : end + 1] in ("号", "级")
            or frame.text[end : end + 2] == "”号"
        ):
            return False
        if entry.role == "body" and not frame.boundary(end):
            return False
        if (
            entry.role == "name"
            and end - start <= 3
            and entry.type in ("PERSON", "PLACE")
            and self._torn(frame, start, end)
        ):
            return False
        if (
            entry.role == "office"
            and entry.word[-1] == "长"
            and start
            and frame.text[start - 1] == frame.text[start]
        ):
            return True
        if (
            end - start <= 2
            and entry.role in ("body", "nominal", "office")
            or entry.type in ("PLACE", "PERSON")
        ):
            if entry.type == "PERSON" and frame.text[start - 1 : start] in _BEFORE_NAMES:
                return frame.boundary(start)
            if entry.role == "name":
                return frame.boundary(start) and (end - start > 2 or not frame.cut(start, end))
            return frame.boundary(start) and (frame.boundary(end) or end - start > 2)
        if (
            entry.type == "PERSON"
            and entry.kind != "guessed"
            and frame.text[end : end + 1] in self.suffixes
            and frame.lone(end)
        ):
            return False
        if (
            entry.type in ("STATE", "PLACE")
            and end - start == 2
            and not (frame.boundary(start) or frame.boundary(end))
        ):
            return False
        if entry.type == "STATE" and start and frame.text[start - 1].isdigit() and entry.word[0] == "日":
            return False
        return True

    def _latin(self, text: str, start: int, end: int) -> bool:
        """Does a name in Latin letters stand as a word of its own, and not inside a longer one?"""
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if any(char.isascii() and (char.isalnum() or char in "-&") for char in (before, after) if char):
            return False
        longer = after == " " and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isupper()
        return not (longer and " " not in text[start:end])

    def _torn(self, frame: Frame, start: int, end: int) -> bool:
        """Is this a piece of a longer foreign name (卡桑 of 阿卡桑德)?"""
        text, people = frame.text, self.people
        if not frame.tokenised or text[end - 1] not in people.strong:
            return False
        if start and text[start - 1] in people.sound and frame.lone(start - 1):
            return True
        if end < len(text) and text[end] in people.strong and frame.cut(start, end):
            return True
        if end >= len(text) or text[end] not in people.strong or not frame.lone(end):
            return False
        return text[end] in people.sound - people.single or text[end + 1 : end + 2] in people.strong

    def _hides(self, frame: Frame, start: int, end: int) -> bool:
        """Does a name start inside these words and end after them (中国 in 心中国)?"""
        return any(
            e > end and readings[0].role == "name" and frame.boundary(inside)
            for inside in range(start + 1, end)
            for e, readings in frame.at(inside)
        )

    def _reach(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        """How far a reading takes us, with what belongs to it after it."""
        if entry.role == "short":
            if not self.short.codes(frame, start):
                return end
            after = self._composite_end(frame, end, self.short.codes(frame, start), short=True)
            return after if after > end else end
        if entry.role == "name" and entry.type in LEADS:
            return self._composite_end(frame, end, entry.state)
        return end

    def _composite_end(self, frame: Frame, end: int, state: str, short: bool = False) -> int:
        body = self.bodies.after(frame, end, state, short)
        office = next((e for e, r in frame.at(end) if r[0].role == "office"), end)
        return max(end, office, body.end if body else end)

    def _take(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        if entry.role == "short":
            return self._take_short(frame, start, end)
        if entry.role == "name":
            return self._take_name(frame, start, end, entry)
        if entry.role == "body":
            return self._take_body(frame, start, end, entry)
        if entry.role == "office":
            before = frame.mentions[-1] if frame.mentions else None
            return self._take_office(
                frame, start, end, entry, before.state if before and before.end == start else ""
            )
        if entry.role == "block":
            frame.consumed.append((start, end))
        if entry.role == "nominal":
            self._nominal(frame, start, end, entry, "")
        return end

    def _take_short(self, frame: Frame, start: int, end: int) -> int:
        body = self.bodies.after(frame, end, self.short.codes(frame, start), short=True)
        found = self.short.accept(frame, start, body.end if body else 0)
        if not found:
            return start + 1
        for position, code in found:
            if (
                code == "EUR"
                and len(found) > 1
                and position > start - 1
                and any(c == "USA" for _, c in found)
            ):
                frame.mentions.append(
                    Mention(position, position + 1, "PLACE", "欧洲", "", "", "names/one_char.tsv")
                )
                continue
            if self.lexicon.shorts[frame.text[position]].level == 5:
                self._place_char(frame, position, code)
                continue
            self._state(
                frame, position, position + 1, code, f"{self.lexicon.shorts[frame.text[position]].rule}"
            )
        last, code = found[-1]
        if len(found) > 1:
            return last + 1
        return self._after_lead(frame, last, last + 1, code, short=True)

    def _place_char(self, frame: Frame, start: int, code: str) -> None:
        known = next((e for e in self.lexicon.lookup(code) if e.role == "name"), None)
        rule = self.lexicon.shorts[frame.text[start]].rule
        frame.mentions.append(
            Mention(
                start, start + 1, "PLACE", known.id if known else code, known.state if known else "", "", rule
            )
        )

    def _state(self, frame: Frame, start: int, end: int, code: str, rule: str, kind: str = "") -> None:
        type_ = (
            "ORGANIZATION"
            if code in ("EUR", "UNO") or code not in self.lexicon.states
            else self.types.get(code, "STATE")
        )
        frame.mentions.append(
            Mention(start, end, type_, code, code if len(code) == 3 else "", "GOV", rule, kind=kind)
        )

    def _take_name(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        if entry.type == "STATE":
            self._state(frame, start, end, entry.id, entry.rule, entry.kind)
            return self._after_lead(frame, start, end, entry.id)
        mention = Mention(
            start, end, entry.type, entry.id, entry.state, entry.sector, entry.rule, kind=entry.kind
        )
        frame.mentions.append(mention)
        if entry.type == "PLACE":
            end = self._extend(frame, mention)
            return self._after_lead(frame, start, end, entry.state)
        if entry.type == "PERSON":
            return self._after_person(frame, mention)
        if entry.type == "ORGANIZATION" and (entry.sector in ("MIL", "REB") or entry.id in ("EUR", "UNO")):
            body = self.bodies.after(frame, end, "")
            if body is not None and body.kind in ("force", "agency", "composed", "government"):
                lead = frame.text[start:end] if entry.id in ("EUR", "UNO") else entry.id
                mention.end, mention.id = body.end, lead + body.name
                return body.end
        elif entry.kind in ("ministry", "agency", "parliament"):
            division = self.bodies.division(frame, end)
            if division is not None:
                mention.end, mention.id = division.end, entry.id + division.name
                return division.end
        return end

    def _extend(self, frame: Frame, mention: Mention) -> int:
        """纽约 + 州, 加沙 + 城."""
        for size in (3, 2, 1):
            end = mention.end + size
            word = frame.text[mention.end : end]
            if word in self.suffixes and word != "地区" and frame.boundary(end) and mention.kind != "pattern":
                mention.end, mention.id = end, frame.text[mention.start : end]
                break
        return mention.end

    def _after_lead(self, frame: Frame, start: int, end: int, state: str, short: bool = False) -> int:
        """What stands after a state's or a place's name: a body makes one name with it, an office does not."""
        office = next(((e, r[0]) for e, r in frame.at(end) if r[0].role == "office"), None)
        body = self.bodies.after(frame, end, state, short)
        if body is not None and body.name == "政府" and frame.mentions[-1].kind == "capital":
            body = None
        if body is not None and body.kind == "diplomatic" and frame.text[start - 1 : start] == "驻":
            body = None
        if body is not None and (office is None or body.end >= office[0]):
            return self._join(frame, start, body, state, short)
        if office is not None and frame.boundary(office[0]):
            return self._take_office(frame, end, office[0], office[1], state)
        nominal = next(((e, r[0]) for e, r in frame.at(end) if r[0].role == "nominal"), None)
        if nominal is not None:
            self._nominal(frame, end, nominal[0], nominal[1], state)
            return nominal[0]
        return end

    def _join(self, frame: Frame, start: int, body: Body, state: str, short: bool) -> int:
        lead = frame.mentions[-1]
        name = body.name if body.whole else self._body_id(frame, lead, body, state)
        if short:
            lead.inner = True
            lead.type = "ORGANIZATION" if lead.state == "EUR" else "STATE"
        else:
            frame.mentions.pop()
        frame.mentions.append(
            Mention(lead.start, body.end, "ORGANIZATION", name, state, body.sector, body.rule, kind=body.kind)
        )
        return body.end

    def _body_id(self, frame: Frame, lead: Mention, body: Body, state: str) -> str:
        if lead.type == "PLACE" and lead.id not in self.state_names:
            return frame.text[lead.start : lead.end] + body.name
        if body.name in ("军", "军方", "军队") and (
            lead.inner or body.name == "军" or lead.end - lead.start == 1
        ):
            return self.short_of.get(state, self.state_names.get(state, "")) + "军"
        return self.state_names.get(state, frame.text[lead.start : lead.end]) + body.name

    def _take_body(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        body = self.bodies.after(frame, start, "")
        if body is None or body.kind == "composed" or body.end < end:
            body = Body(end, entry.id, False, entry.sector, entry.kind, entry.rule)
        if entry.level == "yes":
            frame.mentions.append(
                Mention(
                    start, body.end, "ORGANIZATION", body.name, "", body.sector, body.rule, kind=body.kind
                )
            )
        else:
            frame.nominals.append(
                Nominal(
                    start, body.end, frame.text[start : body.end], "body", body.sector, "", False, body.rule
                )
            )
        return body.end

    def _surname(self, frame: Frame, start: int, entry: Entry) -> None:
        """蔡总统, 韩市长: a surname before an office is a person."""
        char = frame.text[start - 1]
        if char not in self.surnames or not frame.boundary(start - 1) or not frame.boundary(start):
            return
        if (
            start > 1
            and "\u4e00" <= frame.text[start - 2] <= "\u9fff"
            and frame.lone(start - 2)
            and frame.text[start - 2] not in "和与由向对在是的及跟请为"
        ):
            return
        if char in self.lexicon.shorts and (
            entry.kind in ("head", "minister")
            or entry.word in ("议员", "参议员", "众议员", "议长", "代表", "主席")
        ):
            return
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

    def _take_office(self, frame: Frame, start: int, end: int, entry: Entry, state: str) -> int:
        """An office: with a name after it it belongs to the person, bare it is a participant of its own."""
        frame.consumed.append((start, end))
        known = self._known(frame, end, state, entry)
        name_end = end
        if known is None and not any(r[0].role in ("office", "block") for e, r in frame.at(end)):
            name_end = self.people.guess(frame, end, state)
        if start and not state and entry.kind not in ("civil", "business") or entry.word in ("先生", "女士"):
            self._surname(frame, start, entry)
        if known is None and name_end == end:
            frame.nominals.append(
                Nominal(
                    start, end, entry.word, "office", entry.sector, state, entry.level == "state", entry.rule
                )
            )
            return end
        if known is not None:
            name_end = end + len(known.word)
        person = Mention(
            end, name_end, "PERSON", known.id if known else frame.text[end:name_end],
            state or (known.state if known else ""), (known.sector if known else "") or entry.sector,
            known.rule if known else entry.rule, office=entry.word, kind="" if known else "guessed",
        )  # fmt: skip
        frame.mentions.append(person)
        return self._more(frame, name_end, person) if entry.kind in PLURAL else name_end

    def _more(self, frame: Frame, end: int, person: Mention) -> int:
        """众议员甲、乙和丙: names in a row after one office."""
        while frame.text[end : end + 1] in ("、", "和", "及", "与"):
            start = end + 1
            if any(r[0].role in ("name", "office", "body", "nominal", "block") for e, r in frame.at(start)):
                return end
            stop = self.people.guess(frame, start, person.state)
            if stop - start < 2 or frame.text[stop : stop + 1] not in "、，。在等和及与（到；":
                return end
            frame.mentions.append(
                Mention(
                    start,
                    stop,
                    "PERSON",
                    frame.text[start:stop],
                    person.state,
                    person.sector,
                    person.rule,
                    kind="guessed",
                )
            )
            end = stop
        return end

    def _known(self, frame: Frame, start: int, state: str, office: Entry) -> Entry | None:
        """The person of the tables whose name starts here; of several the one of this state and sector."""
        for _, readings in frame.at(start):
            people = [r for r in readings if r.role == "name" and r.type == "PERSON"]
            if people and not self._torn(frame, start, start + len(people[0].word)):
                return max(
                    people,
                    key=lambda r: (r.state == state, r.sector == office.sector, r.state in frame.introduced),
                )
        return None

    def _after_person(self, frame: Frame, mention: Mention) -> int:
        listed = frame.text[mention.start - 1 : mention.start] in ("、", "和", "与", "及", "对")
        if (
            frame.text.startswith("政府", mention.end)
            and mention.sector == "GOV"
            and not listed
            and not mention.office
        ):
            mention.end += 2
            mention.type, mention.id = "ORGANIZATION", frame.text[mention.start : mention.end]
            return mention.end
        if frame.text.startswith(DYNASTIES, mention.end):
            mention.end += 2
            mention.type, mention.id = "ORGANIZATION", frame.text[mention.start : mention.end]
            return mention.end
        office = next(((e, r[0]) for e, r in frame.at(mention.end) if r[0].role == "office"), None)
        if office is not None:
            mention.office = office[1].word
            return office[0]
        return mention.end

    def _nominal(self, frame: Frame, start: int, end: int, entry: Entry, state: str) -> None:
        frame.nominals.append(
            Nominal(start, end, entry.word, entry.kind, entry.sector, state, False, entry.rule)
        )
