"""Names by their form: 《…》, “…联盟”, 飓风“…”, X州, 陆军第六军团."""

from __future__ import annotations

import re

from cnevents.analysis import Mention
from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.people import NameGuesser

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_QUOTED = re.compile(r"“([^“”，。；：！？\n]{2,30})”")
_STORM = re.compile(r"((?:超强|强)?(?:飓风|台风|热带风暴))“([\u4e00-\u9fff·]{2,8})”")
_UNIT = re.compile(
    r"第[零一二三四五六七八九十百\d]+(?:独立)?"
    r"(?:集团军|军团|舰队|步兵师|装甲师|空降师|机步师|装甲旅|空降旅|师|旅|团|营|军|联队)"
)
_LATIN_ORG = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9+&.-]{1,20}(?: [A-Z][A-Za-z]+)*(?![A-Za-z])")


class PatternFinder:
    """Finds names by marks around them and words in them."""

    def __init__(self, lexicon: Lexicon, people: NameGuesser) -> None:
        parts = lexicon.org_parts
        self.document_tails = tuple(parts.get("document_tail", ()))
        self.media_tails = tuple(parts.get("media_tail", ()))
        self.org_tails = tuple(parts.get("quoted_org", ()))
        self.event_tails = tuple(parts.get("event_tail", ()))
        self.event_words = tuple(parts.get("quoted_event", ()))
        self.org_words = tuple(parts.get("latin_org", ()))
        self.org_after = tuple(parts.get("latin_after", ()))
        self.works = tuple(parts.get("work", ()))
        self.lexicon = lexicon
        self.people = people
        letters = re.escape("".join(sorted(people.strong | people.weak)))
        suffixes = sorted(
            parts.get("place_suffix", frozenset()) | parts.get("building", frozenset()), key=len, reverse=True
        )
        self.places = (
            re.compile(f"[{letters}·-]{{2,12}}(?:{'|'.join(map(re.escape, suffixes))})") if suffixes else None
        )
        self.suffixes = tuple(suffixes)
        self.storm = re.compile("飓风|台风|热带风暴")
        self.dotted = re.compile(f"[{letters}-]{{1,10}}(?:·[{letters}-]{{1,10}})+")

    def before(self, frame: Frame) -> None:
        """Names whose marks settle them before the scan."""
        text = frame.text
        if "《" in text:
            self._titles(frame)
        if "“" in text:
            self._storms(frame)
            self._quoted(frame)
        if "风" in text:
            self._bare_storms(frame)
        if self.places is not None:
            self._foreign_places(frame)
        if "·" in text:
            self._foreign_people(frame)

    def _titles(self, frame: Frame) -> None:
        for match in _TITLE.finditer(frame.text):
            inside = match.group(1)
            known = next((e for e in self.lexicon.lookup(inside) if e.role == "name"), None)
            if known is not None:
                type_, id_, state, sector, rule = known.type, known.id, known.state, known.sector, known.rule
            elif inside.endswith(self.document_tails):
                type_, id_, state, sector, rule = "DOCUMENT", inside, "", "", "pattern:《》"
            elif inside.endswith(self.media_tails):
                type_, id_, state, sector, rule = "ORGANIZATION", inside, "", "JRN", "pattern:《》"
            elif len(inside) > 4 and not frame.text[max(0, match.start() - 8) : match.start()].rstrip(
                "，、"
            ).endswith(self.works):
                type_, id_, state, sector, rule = "DOCUMENT", inside, "", "", "pattern:《》"
            else:
                frame.closed.append((match.start(), match.end()))
                continue
            frame.mentions.append(Mention(match.start(1), match.end(1), type_, id_, state, sector, rule))

    def _storms(self, frame: Frame) -> None:
        """飓风“米尔顿” is one name; a later “米尔顿” is the same."""
        text = frame.text
        seen: set[str] = set()
        for match in _STORM.finditer(text):
            name = match.group(1).removeprefix("超强").removeprefix("强") + match.group(2)
            frame.mentions.append(
                Mention(match.start(), match.end(), "EVENT", name, rule="pattern:storm", kind="storm")
            )
            quoted = f"“{match.group(2)}”"
            at = -1 if quoted in seen else text.find(quoted)
            seen.add(quoted)
            while at >= 0:
                whole = _STORM.search(text, max(0, at - 6), at + len(quoted))
                if not match.start() <= at < match.end() and whole is None:
                    frame.mentions.append(
                        Mention(
                            at + 1, at + len(quoted) - 1, "EVENT", name, rule="pattern:storm", kind="storm"
                        )
                    )
                at = text.find(quoted, at + 1)

    def _bare_storms(self, frame: Frame) -> None:
        """台风韦帕 without quotation marks."""
        for match in self.storm.finditer(frame.text):
            end = self.people.foreign(frame, match.end())
            if end - match.end() >= 2:
                name = match.group()[-2:] + frame.text[match.end() : end]
                frame.mentions.append(
                    Mention(match.start(), end, "EVENT", name, rule="pattern:storm", kind="storm")
                )

    def _quoted(self, frame: Frame) -> None:
        """“三兄弟联盟”, “乙支自由护盾”演习."""
        text = frame.text
        for match in _QUOTED.finditer(text):
            inside, after = match.group(1), match.end()
            if any(e.role == "name" for e in self.lexicon.lookup(inside)):
                continue
            if (inside.endswith(self.event_tails) and len(inside) > 5) or (
                text.startswith(self.event_words, after) and not inside.endswith(self.document_tails)
            ):
                type_ = "EVENT"
            elif inside.endswith(self.org_tails) and len(inside) > 2:
                type_ = "ORGANIZATION"
            else:
                continue
            if any(m.start < match.end() and m.end > match.start() for m in frame.mentions):
                continue
            frame.mentions.append(
                Mention(match.start(1), match.end(1), type_, inside, rule="pattern:“”", score=0.7)
            )

    def _foreign_places(self, frame: Frame) -> None:
        """坦波夫州, 乌代德基地: a reading for the scan, so that 坦波夫州政府 is one name."""
        assert self.places is not None
        for match in self.places.finditer(frame.text):
            end = match.end()
            suffix = next(s for s in self.suffixes if match.group().endswith(s))
            start = self.people.foreign_start(frame, end - len(suffix))
            if end - len(suffix) - start < 2 or not frame.boundary(end):
                continue
            name = frame.text[start:end]
            if any(stop == end for stop, _ in frame.at(start)):
                continue
            entry = Entry(name, "name", "PLACE", name, "", "", "pattern", "", "pattern:place_suffix")
            frame.starts.setdefault(start, []).insert(0, (end, (entry,)))
            frame.starts[start].sort(key=lambda r: -r[0])

    def _foreign_people(self, frame: Frame) -> None:
        """大卫·罗森伯格, wherever it stands."""
        for match in self.dotted.finditer(frame.text):
            first = match.group().index("·")
            start = self.people.foreign_start(frame, match.start() + first, dotted=True)
            if start == match.start() + first:
                continue
            end = self.people.foreign(frame, start)
            if end <= match.start() + first + 1:
                continue
            name = frame.text[start:end]
            known = self._last_part(frame, name)
            entry = Entry(
                name, "name", "PERSON", known.id if known else name, known.state if known else "",
                known.sector if known else "", "guessed", "", known.rule if known else "pattern:·",
            )  # fmt: skip
            frame.starts.setdefault(start, []).insert(0, (end, (entry,)))
            frame.starts[start].sort(key=lambda r: -r[0])

    def _last_part(self, frame: Frame, name: str) -> Entry | None:
        """The person of the tables who has the last part as a name, if the text speaks of the state."""
        people = [e for e in self.lexicon.lookup(name.rsplit("·", 1)[-1]) if e.type == "PERSON"]
        return next((e for e in people if e.state in frame.introduced), None)

    def after(self, frame: Frame) -> None:
        """Names that need what the scan found: units of forces, names in Latin letters."""
        for mention in frame.mentions:
            if mention.type == "ORGANIZATION" and mention.sector == "MIL":
                unit = _UNIT.match(frame.text, mention.end)
                if unit:
                    name = mention.id
                    if len(name) < 4 and name.endswith("军") and mention.state:
                        name = self.lexicon.states[mention.state].name + (
                            "海军" if unit.group().endswith("舰队") else ""
                        )
                    mention.end, mention.id = unit.end(), name + unit.group()
        taken = {p for m in frame.mentions for p in (m.start, m.end - 1)}
        for match in _LATIN_ORG.finditer(frame.text):
            if match.start() in taken or match.end() - 1 in taken:
                continue
            before = frame.text[max(0, match.start() - 8) : match.start()].rstrip("“ ")
            after = frame.text[match.end() : match.end() + 5].lstrip("” ")
            if before.endswith(self.org_words) or after.startswith(self.org_after):
                frame.mentions.append(
                    Mention(
                        match.start(),
                        match.end(),
                        "ORGANIZATION",
                        match.group(),
                        rule="pattern:latin",
                        score=0.6,
                    )
                )
