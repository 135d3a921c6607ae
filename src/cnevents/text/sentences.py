"""Sentences, clauses, quotations and stories of a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnevents.analysis import Clause, Quotation, Sentence

_ENDS = "。！？!?"
_STOPS = "，；,;"
_SENTENCE_END = re.compile(r"[。！？!?]+[”’）)】》]*")
_CLAUSE_MARK = re.compile(r"[，,；;：:、—…\s]+|[“”‘’（）()【】]")
_QUOTE = re.compile(r"[“”‘’]")
_CAPTION = re.compile(r"[）)】]\s*$")
_GLOSS = re.compile(
    r"(?<=[\w”’》])[ ]?[（(]"
    r"(?:[^（）()，。；！？\n]{1,12}|[^（）()，。；！？\n\u4e00-\u9fff]{1,60})"
    r"[）)](?=[ ]?[\w“‘《])"
)
_HAN_OR_WORD = re.compile(r"\w")
MAX_HEADLINE = 45
# Who reads a clause or a sentence compares its words with one another: the time is the square of its length.
MAX_CLAUSE = 500
MAX_SENTENCE = 1_000


def split_lines(folded: str) -> list[tuple[int, int]]:
    """Paragraphs: lines that hold more than space, as (start, end) without the space around."""
    lines, position = [], 0
    for line in folded.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            lines.append((start, start + len(stripped)))
        position += len(line) + 1
    return lines


def is_headline(line: str) -> bool:
    """Is this line a title: short, with no full stop at its end, no caption, no list item?

    >>> is_headline("以军空袭加沙 联合国呼吁停火"), is_headline("会谈15日举行。")
    (True, False)
    """
    return (
        4 <= len(line) <= MAX_HEADLINE
        and line[-1] not in "。！？!?；;，,：:”’"
        and "。" not in line
        and not _CAPTION.search(line)
    )


def find_sentences(folded: str) -> list[Sentence]:
    """Sentences in the order of the text, each with its paragraph and story.

    A headline that follows other text begins a new story: what was said of actors and dates before
    it does not carry over. A sentence of more than `MAX_SENTENCE` characters is cut behind a comma.
    """
    sentences: list[Sentence] = []
    story, body_seen = 0, False
    lines = split_lines(folded)
    for paragraph, (start, end) in enumerate(lines):
        headline = is_headline(folded[start:end]) and len(lines) > 1
        if headline and body_seen:
            story, body_seen = story + 1, False
        body_seen = body_seen or not headline
        position = start
        for match in _SENTENCE_END.finditer(folded, start, end):
            for low, high in _pieces(folded, position, match.end(), MAX_SENTENCE, _STOPS):
                sentences.append(Sentence(low, high, paragraph, story, headline))
            position = match.end()
        if _HAN_OR_WORD.search(folded, position, end):
            for low, high in _pieces(folded, position, end, MAX_SENTENCE, _STOPS):
                sentences.append(Sentence(low, high, paragraph, story, headline))
    return sentences


def _pieces(folded: str, start: int, end: int, longest: int, marks: str) -> Iterator[tuple[int, int]]:
    """`start` to `end` in pieces of at most `longest` characters, cut behind one of `marks` if it can be."""
    while end - start > longest:
        cut = max(folded.rfind(mark, start, start + longest) for mark in marks) + 1 or start + longest
        yield start, cut
        start = cut
    yield start, end


def find_quotations(folded: str) -> list[Quotation]:
    """Pairs of quotation marks inside one line; speech is told from names by length and marks."""
    quotations: list[Quotation] = []
    opened: list[int] = []
    line_end = -1
    for match in _QUOTE.finditer(folded):
        if match.start() > line_end:
            opened = []
            line_end = folded.find("\n", match.start())
            line_end = len(folded) if line_end < 0 else line_end
        if match.group() in "“‘":
            opened.append(match.end())
        elif opened:
            start = opened.pop()
            quotations.append(Quotation(start, match.start(), _is_speech(folded, start, match.start())))
    return sorted(quotations, key=lambda quotation: (quotation.start, -quotation.end))


def _is_speech(folded: str, start: int, end: int) -> bool:
    inside = folded[start:end]
    if len(inside) < 6:
        return False
    introduced = folded[max(0, start - 2) : start - 1] in ("：", ":")
    return introduced or any(mark in inside for mark in "，。；！？")


def find_glosses(folded: str) -> list[tuple[int, int]]:
    """Brackets that explain the word before them, inside a clause: 拜登（Joe Biden）说, 今天（3日）.

    >>> find_glosses("总统拜登（Joe Biden）抵达"), find_glosses("（路透社）以军空袭")
    ([(4, 15)], [])
    """
    return [match.span() for match in _GLOSS.finditer(folded)]


def find_clauses(folded: str, sentences: list[Sentence], quotations: list[Quotation]) -> list[Clause]:
    """Clauses of each sentence, closed by commas, semicolons, colons, brackets or quotation marks.

    The enumeration mark 、, quotation marks around a name and a gloss do not close a clause. A clause of
    more than `MAX_CLAUSE` characters is cut.
    """
    inside = {place for span in find_glosses(folded) for place in range(*span)}
    speech = [(quotation.start, quotation.end) for quotation in quotations if quotation.speech]
    borders = {edge for start, end in speech for edge in (start - 1, end)}
    clauses: list[Clause] = []
    for number, sentence in enumerate(sentences):
        position = sentence.start
        for match in _CLAUSE_MARK.finditer(folded, sentence.start, sentence.end):
            mark = match.group()
            if mark[0] in "、“”‘’" and match.start() not in borders:
                continue
            if match.start() in inside:
                continue
            if mark.isspace() and not sentence.headline and not _is_wide_gap(folded, match):
                continue
            if mark[0] in ":：" and folded[match.start() - 1 : match.start()].isdigit():
                continue
            around = folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1]
            if mark == "," and all(character.isdigit() for character in around):
                continue
            _close(clauses, folded, position, match.start(), number, mark[0])
            position = match.end()
        end = sentence.end
        while end > position and folded[end - 1] in _ENDS + "”’）)】》":
            end -= 1
        _close(clauses, folded, position, end, number, "。")
    _mark_quoted(clauses, speech)
    return clauses


def _mark_quoted(clauses: list[Clause], speech: list[tuple[int, int]]) -> None:
    """Mark the clauses that lie inside a span of speech; both in the order of the text."""
    farthest, position = 0, 0
    for clause in clauses:
        while position < len(speech) and speech[position][0] <= clause.start:
            farthest = max(farthest, speech[position][1])
            position += 1
        clause.quoted = clause.end <= farthest


def _is_wide_gap(folded: str, match: re.Match[str]) -> bool:
    around = folded[max(0, match.start() - 1) : match.start()] + folded[match.end() : match.end() + 1]
    return len(around) == 2 and all("一" <= character <= "鿿" for character in around)


def _close(clauses: list[Clause], folded: str, start: int, end: int, sentence: int, mark: str) -> None:
    while start < end and folded[start].isspace():
        start += 1
    for low, high in _pieces(folded, start, end, MAX_CLAUSE, "、 "):
        if high > low and _HAN_OR_WORD.search(folded, low, high):
            clauses.append(Clause(low, high, sentence, mark if high == end else ""))
