"""Names that are words too, or belong to several: found where something beside them speaks for a name."""

from __future__ import annotations

from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.frame import Frame

_OPENERS = frozenset("\n。！？；，：“（【 ")
_LONGEST = 4
_NUMBERS = "两三四五六七八九十"


class Gate:
    """Decides on a gated entry.

    How: a person needs an office before or after the name, a verb of speaking after it at the start of a
    clause, another person beside it, or a text that speaks of the person's state; a place needs its state in
    the text, a word of place before it or another place beside it; a paper needs 报道 or the like after it;
    a party or an exercise needs quotation marks, its state in the text or a word of its kind.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues
        self.before_place = cues["place_before"]
        self.after_place = tuple(cues["place_after"])
        self.after_media = tuple(cues["media_after"])
        self.before_media = cues["media_before"]
        self.after_event = tuple(lexicon.org_parts.get("event_join", ()))
        self.join = cues["join"]
        self.suffixes = lexicon.org_parts.get("place_suffix", frozenset())
        self.people_before = lexicon.contexts.get("person", frozenset())
        self.verbs = lexicon.contexts.get("verb", frozenset())

    def opens(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        """May `entry` be read as a name between `start` and `end`?"""
        if entry.sector == "JRN" and entry.type == "ORGANIZATION":
            before = frame.text[start - 1 : start] in self.before_media
            return frame.boundary(start) and (before or frame.text.startswith(self.after_media, end))
        if not (frame.boundary(start) and frame.boundary(end)):
            return False
        if entry.type == "PERSON":
            found = self._person(frame, start, end, entry)
            if not found:
                frame.gated.append((start, end, entry))
            return found
        if entry.type == "PLACE":
            return self._place(frame, start, end, entry)
        return self._named(frame, start, end, entry)

    def place_before(self, frame: Frame, start: int) -> bool:
        """Does a word that wants a place stand before `start`?"""
        text = frame.text
        return any(
            text[start - size : start] in self.before_place and frame.boundary(start - size)
            for size in range(1, min(_LONGEST, start) + 1)
        )

    def _place(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        last = frame.nominals[-1] if frame.nominals else None
        if last is not None and last.end == start and last.kind == "office":
            return False
        if self.place_before(frame, start) or self._beside(frame, start, entry):
            return True
        if self._elsewhere(frame, start, entry):
            return False
        if entry.word[0] in _NUMBERS and entry.word.endswith("国"):
            return False
        if entry.state != "CHN" and entry.state in frame.introduced:
            return True
        if frame.text.startswith(self.after_place, end):
            return True
        after = frame.text[end : end + 2]
        return after in self.suffixes or (after[:1] in self.suffixes and frame.boundary(end + 1))

    def speaks_of_place(self, frame: Frame, start: int, entry: Entry) -> bool:
        """Does a word that wants a place, or the place's own state, stand before `start`?"""
        last = frame.mentions[-1] if frame.mentions else None
        home = last is not None and last.end == start and last.type == "PLACE" and last.state == entry.state
        return home or self.place_before(frame, start)

    def _elsewhere(self, frame: Frame, start: int, entry: Entry) -> bool:
        """Does a place of another state stand right before it: 台湾 + 泰安?"""
        last = frame.mentions[-1] if frame.mentions else None
        lands = last is not None and last.end == start and last.type in ("PLACE", "STATE")
        return lands and last is not None and last.state not in ("", entry.state)

    def _beside(self, frame: Frame, start: int, entry: Entry) -> bool:
        """Does a place of the same state stand before it: 山东 + 德州, 巴黎 + 和 + 里昂?"""
        last = frame.mentions[-1] if frame.mentions else None
        if last is None or last.type not in ("PLACE", "STATE"):
            return False
        joined = last.end == start - 1 and frame.text[start - 1] in self.join
        return joined or (last.end == start and entry.state in ("", last.state))

    def _named(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        """A party, an event: in quotation marks, in a text about its state, or its kind after it."""
        text = frame.text
        if text[start - 1 : start] in ("“", "《") or (entry.state and entry.state in frame.introduced):
            return True
        if entry.type == "EVENT":
            return text.startswith(self.after_event, end)
        return frame.office(end) is not None

    def _person(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        text = frame.text
        if frame.nominals and frame.nominals[-1].end == start:
            return True
        if frame.office(end) is not None:
            return True
        if (
            text[end : end + 1] in "（("
            and text[end + 1 : end + 2].isascii()
            and text[end + 1 : end + 2].isalpha()
        ):
            return True
        beside = (
            text[start - 1 : start] in self.join and frame.mentions and frame.mentions[-1].end == start - 1
        )
        if beside and frame.mentions[-1].type == "PERSON":
            return True
        known, word = entry.state in frame.introduced, frame.glued(start, end)
        if any(text[start - size : start] in self.people_before for size in (2, 1) if start >= size):
            return known or not word
        if known:
            return not word or len(text) > 400
        opens = start == 0 or text[start - 1] in _OPENERS
        speaks = any(text[end : end + size] in self.verbs for size in (1, 2, 3, 4))
        return opens and speaks
