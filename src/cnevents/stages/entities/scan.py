"""The scan: one pass over the text that turns words of the lexicon into mentions."""

from __future__ import annotations

from collections.abc import Mapping

from cnevents.analysis import Mention, Nominal
from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.accept import Acceptance
from cnevents.stages.entities.bodies import Body, BodyFinder
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.patterns import PatternFinder
from cnevents.stages.entities.people import NameGuesser
from cnevents.stages.entities.short import ShortForms
from cnevents.stages.entities.tails import TailFinder
from cnevents.stages.entities.titles import TitleReader

LEADS = ("STATE", "PLACE")
UNIONS = ("EUR", "UNO")
ARMY = ("军", "军方", "军队")
JOINED = ("force", "agency", "composed", "government")


class Scanner:
    """Walks over the text from left to right and takes, at each place, the reading that reaches farthest."""

    def __init__(self, lexicon: Lexicon, types: Mapping[str, str]) -> None:
        self.lexicon = lexicon
        self.types = types
        self.short = ShortForms(lexicon)
        self.bodies = BodyFinder(lexicon)
        self.people = NameGuesser(lexicon)
        self.accept = Acceptance(lexicon, self.people)
        self.titles = TitleReader(lexicon, self.people, self.accept)
        self.patterns = PatternFinder(lexicon, self.people)
        self.tails = TailFinder(lexicon, self.people)
        self.descent = lexicon.cues["descent"]
        self.suffixes = lexicon.org_parts.get("place_suffix", frozenset())
        self.state_names = {code: state.name for code, state in lexicon.states.items()}
        self.short_of = {code: state.short[0] for code, state in lexicon.states.items() if state.short}

    def scan(self, frame: Frame) -> None:
        """Fill `frame.mentions` and `frame.nominals`."""
        self.patterns.before(frame)
        taken = sorted([(m.start, m.end) for m in frame.mentions] + frame.closed)
        cursor, next_taken = 0, 0
        for start in sorted(frame.starts):
            if start < cursor:
                continue
            while next_taken < len(taken) and taken[next_taken][1] <= start:
                next_taken += 1
            if next_taken < len(taken) and taken[next_taken][0] <= start:
                cursor = taken[next_taken][1]
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
                frame.mentions.append(_mention(start, end, entry))
                taken.update(range(start, end))

    def _step(self, frame: Frame, start: int) -> int:
        """Take the best reading at `start`; where the next may begin."""
        found: list[tuple[int, int, Entry]] = []
        for end, readings in frame.at(start):
            entry = self.accept.pick(frame, readings, start)
            if entry.role != "tail" and self.accept.allowed(frame, start, end, entry):
                found.append((-self._reach(frame, start, end, entry), end, entry))
        if len(found) > 1:
            found.sort(key=_reach)
        for _, end, entry in found:
            stop = self._take(frame, start, end, entry)
            if stop:
                return stop
        return start + 1

    def _reach(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        """How far a reading takes us, with what belongs to it after it."""
        if entry.role == "short":
            code = self.short.codes(frame, start)
            return self._composite_end(frame, end, code, short=True) if code else end
        if entry.role == "name" and entry.type in LEADS:
            return self._composite_end(frame, end, entry.state)
        return end

    def _composite_end(self, frame: Frame, end: int, state: str, short: bool = False) -> int:
        body = self.bodies.after(frame, end, state, short)
        office = frame.office(end)
        return max(end, office[0] if office else end, body.end if body else end)

    def _take(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        """Make of a reading what it is; where the next may begin, 0 where it is nothing after all."""
        if entry.role == "short":
            return self._take_short(frame, start, end)
        if entry.role == "name":
            return self._take_name(frame, start, end, entry)
        if entry.role == "body":
            return self._take_body(frame, start, end, entry)
        if entry.role == "office":
            before = frame.mentions[-1] if frame.mentions else None
            state = before.state if before is not None and before.end == start else ""
            return self.titles.office(frame, start, end, entry, state)
        if entry.role == "block":
            frame.consumed.append((start, end))
        if entry.role == "nominal":
            self._nominal(frame, start, end, entry, "")
        return end

    def _take_short(self, frame: Frame, start: int, end: int) -> int:
        body = self.bodies.after(frame, end, self.short.codes(frame, start), short=True)
        found = self.short.accept(frame, start, body.end if body else 0)
        if not found:
            return 0
        codes = [code for _, code in found]
        for position, code in found:
            short = self.lexicon.shorts[frame.text[position]]
            if short.level == 5 or (code == "EUR" and "USA" in codes):
                self._place_char(frame, position, "欧洲" if code == "EUR" else code)
            else:
                self._state(frame, position, position + 1, code, short.rule)
        last, code = found[-1]
        return last + 1 if len(found) > 1 else self._after_lead(frame, last, last + 1, code, short=True)

    def _place_char(self, frame: Frame, start: int, name: str) -> None:
        """津 in 离津, 欧 in 欧美."""
        known = next((e for e in self.lexicon.lookup(name) if e.type == "PLACE"), None)
        rule = self.lexicon.shorts[frame.text[start]].rule
        id_, state = (known.id, known.state) if known else (name, "")
        frame.mentions.append(Mention(start, start + 1, "PLACE", id_, state, "", rule))

    def _state(self, frame: Frame, start: int, end: int, code: str, rule: str, kind: str = "") -> None:
        organisation = code in UNIONS or code not in self.lexicon.states
        type_ = "ORGANIZATION" if organisation else self.types.get(code, "STATE")
        state = code if len(code) == 3 and code.isascii() else ""
        frame.mentions.append(Mention(start, end, type_, code, state, "GOV", rule, kind=kind))

    def _take_name(self, frame: Frame, start: int, end: int, entry: Entry) -> int:
        if entry.type == "STATE":
            self._state(frame, start, end, entry.id, entry.rule, entry.kind)
            return self._after_lead(frame, start, end, entry.id)
        mention = _mention(start, end, entry)
        frame.mentions.append(mention)
        if entry.type == "PLACE":
            return self._after_lead(frame, start, self._extend(frame, mention), entry.state)
        if entry.type == "PERSON":
            return self.titles.after_person(frame, mention)
        if entry.type == "ORGANIZATION":
            self._division(frame, mention, entry)
        return mention.end

    def _division(self, frame: Frame, mention: Mention, entry: Entry) -> None:
        """欧盟 + 统计局, 胡塞武装 + 卫生部门, 中国外交部 + 亚洲司."""
        if entry.sector in ("MIL", "REB") or entry.id in UNIONS:
            body = self.bodies.after(frame, mention.end, "")
            if body is not None and body.kind in JOINED:
                lead = frame.text[mention.start : mention.end] if entry.id in UNIONS else entry.id
                mention.end, mention.id = body.end, lead + body.name
        elif entry.kind in ("ministry", "agency", "parliament"):
            division = self.bodies.division(frame, mention.end)
            if division is not None:
                mention.end, mention.id = division.end, entry.id + division.name

    def _extend(self, frame: Frame, mention: Mention) -> int:
        """纽约 + 州, 加沙 + 城."""
        for size in (3, 2, 1):
            end = min(mention.end + size, len(frame.text))
            word = frame.text[mention.end : end]
            if word in self.suffixes and word != "地区" and frame.boundary(end) and mention.kind != "pattern":
                mention.end, mention.id = end, frame.text[mention.start : end]
                break
        return mention.end

    def _after_lead(self, frame: Frame, start: int, end: int, state: str, short: bool = False) -> int:
        """What stands after a state's or a place's name: a body makes one name with it, an office not."""
        body = self.bodies.after(frame, end, state, short)
        seat = body is not None and body.name == "政府" and frame.mentions[-1].kind == "capital"
        if body is not None and seat and frame.text.startswith("大楼", body.end):
            body = None
        if body is not None and body.kind == "diplomatic" and frame.text[start - 1 : start] == "驻":
            body = None
        group = end + (frame.text[end : end + 1] in self.descent)
        office = frame.office(group)
        if body is not None and (office is None or body.end >= office[0]):
            return self._join(frame, body, state, short)
        if office is not None and frame.boundary(office[0]):
            sender = self._sender(frame, start) or state
            return self.titles.office(frame, group, office[0], office[1], sender)
        nominal = self._nominal_at(frame, group)
        if nominal is not None:
            self._nominal(frame, group, nominal[0], nominal[1], state)
            return nominal[0]
        return end

    def _sender(self, frame: Frame, start: int) -> str:
        """The state that sent an envoy to the place at `start`: 中国 in 中国驻大阪总领事."""
        last = frame.mentions[-2] if len(frame.mentions) > 1 else None
        posted = last is not None and last.end == start - 1 and frame.text[start - 1] == "驻"
        return last.state if posted and last is not None else ""

    def _nominal_at(self, frame: Frame, start: int) -> tuple[int, Entry] | None:
        """The nominal at `start`, unless a longer name stands there (越南 + 人民报)."""
        for end, readings in frame.at(start):
            entry = readings[0]
            if entry.role == "nominal":
                return end, entry
            if entry.role == "name" and self.accept.allowed(frame, start, end, entry):
                return None
        return None

    def _join(self, frame: Frame, body: Body, state: str, short: bool) -> int:
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
        words = frame.text[lead.start : lead.end]
        if lead.type == "PLACE" and lead.id not in self.state_names:
            return words + body.name
        name = self.state_names.get(state, words)
        if body.name in ARMY and (body.name == "军" or len(words) == 1):
            return self.short_of.get(state, name) + "军"
        return name + body.name

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
            words = frame.text[start : body.end]
            frame.nominals.append(Nominal(start, body.end, words, "body", body.sector, "", False, body.rule))
        return body.end

    def _nominal(self, frame: Frame, start: int, end: int, entry: Entry, state: str) -> None:
        frame.nominals.append(
            Nominal(start, end, entry.word, entry.kind, entry.sector, state, False, entry.rule)
        )


def _reach(found: tuple[int, int, Entry]) -> int:
    return found[0]


def _mention(start: int, end: int, entry: Entry) -> Mention:
    return Mention(start, end, entry.type, entry.id, entry.state, entry.sector, entry.rule, kind=entry.kind)
