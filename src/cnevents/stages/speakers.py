"""Who says what: 据X报道, X称, quotations, statements and speeches that go on."""

from __future__ import annotations

from cnevents.analysis import Analysis, Candidate, Cue, Item, Phrase, Status
from cnevents.stages.clauses import PRESS, SPEECH, light_verb, subject_of
from cnevents.stages.grammar import pattern

SPEECH_REACH = 4  # sentences that a speech may go on over
ISSUED = frozenset({"STATEMENT", "DECISION"})
PAPER_REACH = 10  # characters before 说 in which its paper stands


class Speakers:
    """Who says what: 据X报道, X称, quotations."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._by_sentence: dict[int, list[tuple[int, list[Item], Item]]] = {}
        self._issuer: tuple[int, list[Item]] = (0, [])
        for number, items in enumerate(analysis.items):
            sentence = analysis.clauses[number].sentence
            for at, item in enumerate(items):
                self._issue(items, at, sentence)
                found = self._speaker(items, at, item) or self._of_paper(items, at, sentence)
                if found:
                    self._by_sentence.setdefault(sentence, []).append((item.end, found, item))

    def _speaker(self, items: list[Item], at: int, item: Item) -> list[Item]:
        if item.function == "cite":
            chain = []
            for later in items[at + 1 :]:
                if later.kind == "P" and later.function == "cite":
                    chain.append(later)
                elif later.function == "report":
                    break
            who = items[at - 1] if at else None
            if chain and who is not None and who.kind == "P" and not who.function:
                chain.insert(0, who)
            return chain
        if item.function in ("report", "announce", "deny"):
            return subject_of(items, at, self._analysis)
        return []

    def _issue(self, items: list[Item], at: int, sentence: int) -> None:
        """Remember who issued the last statement, resolution or notice."""
        item = items[at]
        if item.kind != "V" or self._analysis.candidates[item.ref].type not in ISSUED:
            return
        light = light_verb(items, at, self._analysis.folded)
        who = subject_of(items, at if light is None else min(light, at), self._analysis)
        if who:
            self._issuer = (sentence, who)

    def _of_paper(self, items: list[Item], at: int, sentence: int) -> list[Item]:
        """声明说, 决议指出: what a paper says is said by whoever issued it."""
        item, said, issuer = items[at], self._analysis.sentences, self._issuer
        if item.function != "report" or not issuer[1]:
            return []
        near = sentence - issuer[0] <= SPEECH_REACH and said[sentence].paragraph == said[issuer[0]].paragraph
        before = self._analysis.folded[max(0, item.start - PAPER_REACH) : item.start]
        return issuer[1] if near and pattern("paper").search(before) else []

    def attribute(self, status: Status, candidate: Candidate) -> None:
        """Write the speakers before the candidate in its sentence, innermost first; else who speaks on."""
        sentence = self._analysis.clauses[candidate.clause].sentence
        for end, chain, cue in self._by_sentence.get(sentence, ()):
            if end > candidate.start:
                break
            if cue.function == "deny" and cue.start < self._analysis.clauses[candidate.clause].start:
                continue  # 军方否认预警，总统谴责袭击: a denial reports its own clause alone
            self._add(status, chain, cue)
        if not status.sources:
            spoken = self._speaks_on(candidate, sentence)
            if spoken:
                self._add(status, *spoken)

    def _add(self, status: Status, chain: list[Item], cue: Item) -> None:
        if cue.function == "announce":
            return
        phrases = [self._analysis.phrases[item.ref] for item in chain]
        status.sources = self._in_list(phrases + [old for old in status.sources if old not in phrases])
        status.cues.append(Cue(cue.start, cue.end, "source", cue.rule))
        status.reported = True

    def _in_list(self, sources: list[Phrase]) -> list[Phrase]:
        """据路透社、法新社报道: of papers and agencies that are listed the one named first comes first."""
        press = [phrase for phrase in sources if phrase.sector == PRESS]
        if not press or sources[0] is not press[0]:
            return sources
        first = min(press, key=lambda phrase: phrase.start)
        if pattern("listed").fullmatch(self._analysis.folded, first.end, press[0].start) is None:
            return sources
        return [first, *(phrase for phrase in sources if phrase is not first)]

    def _speaks_on(self, candidate: Candidate, sentence: int) -> tuple[list[Item], Item] | None:
        """A quotation that goes on, or a sentence in which the speaker's own side (中方) is the subject."""
        sentences = self._analysis.sentences
        for earlier in range(sentence - 1, max(-1, sentence - 1 - SPEECH_REACH), -1):
            if sentences[earlier].paragraph != sentences[sentence].paragraph:
                return None
            found = self._by_sentence.get(earlier)
            if found:
                _, chain, cue = found[-1]
                if cue.function != "report" or not chain:
                    return None
                goes_on = self._in_quotation(candidate, cue) or self._own_side(candidate, chain)
                goes_on = goes_on or self._opens(candidate, sentence, chain)
                return (chain, cue) if goes_on else None
        return None

    def _in_quotation(self, candidate: Candidate, cue: Item) -> bool:
        return any(
            quotation.speech and cue.end <= quotation.start <= candidate.start < quotation.end
            for quotation in self._analysis.quotations
        )

    def _opens(self, candidate: Candidate, sentence: int, chain: list[Item]) -> bool:
        """感谢援助。希望日本…: a sentence that begins with an act of speech is by whoever spoke before."""
        first = self._analysis.sentences[sentence].start == candidate.start
        speaker = self._analysis.phrases[chain[0].ref]
        return first and candidate.type in SPEECH and speaker.kind == "person"

    def _own_side(self, candidate: Candidate, chain: list[Item]) -> bool:
        speaker = self._analysis.phrases[chain[0].ref]
        first = next((item for item in self._analysis.items[candidate.clause] if item.kind == "P"), None)
        if first is None or first.start > candidate.start or speaker.kind != "person":
            return False
        phrase = self._analysis.phrases[first.ref]
        return phrase.kind == "state" and bool(speaker.state) and phrase.state == speaker.state
