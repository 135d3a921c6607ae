"""The words and numbers that time expressions are built of, and the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cnevents.resources import read_tsv, read_yaml
from cnevents.text.numerals import CHINESE, is_digit_string, parse_number

Value = int | float | str
NUMERALS = "0-9" + CHINESE
_FIRST_CODE = 0xE000  # classes are private-use characters, so that a rule is a regular expression over them
_CHINESE_NUMBER = f"[{CHINESE}]++"
_BEFORE_ISO = "(?<![0-9A-Za-z/=_.-])"  # no piece of an address or a number
_ISO_DATE = _BEFORE_ISO + (
    r"(?:1[0-9]|20|21)[0-9]{2}"
    r"(?:(?:[-/.][0-9]{1,2}){2}|(?: [0-9]{2}){2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_CLOCK = r"(?<![0-9.:：])(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9:：])"


@dataclass(slots=True)
class Word:
    """One word of the vocabulary: its class, what it adds, and the contexts that it needs."""

    text: str
    kind: str
    values: dict[str, Value]
    plain: Value
    start: str | None
    tail: str
    code: str = ""


@dataclass(slots=True)
class Token:
    """A piece of an expression: the character that stands for its class, and its value."""

    code: str
    text: str
    start: int
    end: int
    plain: Value | None = None
    values: dict[str, Value] = field(default_factory=dict)


def _parse_value(cell: str) -> tuple[dict[str, Value], Value]:
    def atom(text: str) -> Value:
        """A number where the text is one, else the text."""
        return int(text) if re.fullmatch(r"-?\d+", text) else text

    if "=" in cell:
        pairs = (part.split("=", 1) for part in cell.split(","))
        return {key: atom(value) for key, value in pairs}, cell
    return {}, atom(cell)


def _tail(word: str, row: dict[str, str]) -> str:
    parts = [
        f"(?={row['before']})" if row.get("before") else "",
        f"(?!{row['not_before']})" if row.get("not_before") else "",
    ]
    if row.get("not_after"):
        parts.append(f"(?<![{row['not_after']}]{re.escape(word)})")
    return "".join(parts)


def _read_words() -> dict[str, list[Word]]:
    """Word → its senses; where there are several, the contexts tell them apart."""
    words: dict[str, list[Word]] = {}

    def add(row: dict[str, str], names: str, kind: str, cell: str, start: str) -> None:
        """Add the words of a row, each with its values."""
        values, plain = _parse_value(cell)
        begins = None if not start else "" if start == "y" else f"(?={start})"
        for name in names.split("|"):
            sense = Word(name, kind or name, values, plain if cell else name, begins, _tail(name, row))
            if not any(other.kind == sense.kind for other in words.get(name, ())):
                words.setdefault(name, []).append(sense)

    for row in read_tsv("dates/words.tsv"):
        add(row, row["word"], row["class"], row["value"], row["start"])
    for row in read_tsv("dates/eras.tsv"):
        add({}, row["word"], "ERA", f"era={row['base']}", "y")
    for row in read_tsv("dates/periods.tsv"):
        add({}, row["word"], "PERIOD", "", "y")
    for row in read_tsv("dates/festivals.tsv"):
        add(row, row["name"], "FESTIVAL", "", "y")
    return words


def _either(tails: list[str]) -> str:
    return tails[0] if len(tails) == 1 else "" if "" in tails else f"(?:{'|'.join(tails)})"


def trie_pattern(words: dict[str, str]) -> str:
    """A regular expression for the longest of many words; the values are conditions to check at a word's end.

    >>> trie_pattern({"今天": "", "今日": ""})
    '今(?:天|日)'
    """
    tree: dict[str, Any] = {}
    for word, tail in words.items():
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = tail

    def write(node: dict[str, Any]) -> str:
        """The regular expression of one node of the tree of words."""
        branches = [
            re.escape(character) + write(child) for character, child in sorted(node.items()) if character
        ]
        if "" in node:
            branches.append(node[""])
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"

    return write(tree)


class Vocabulary:
    """All words and kinds of number, with the patterns that find and cut runs of them."""

    def __init__(self) -> None:
        self.words = _read_words()
        self.classes: dict[str, str] = {}
        self._codes = iter(range(_FIRST_CODE, 0xF8FF))
        for word in (sense for senses in self.words.values() for sense in senses):
            key = f"{word.kind}={word.plain}"
            known = self.classes.get(key)
            word.code = known or chr(next(self._codes))
            if known is None:
                self.classes[key] = word.code
                self.classes[word.kind] = self.classes.get(word.kind, "") + word.code
        self._add_patterns_of_numbers()
        self._compile()

    def _add_patterns_of_numbers(self) -> None:
        for name in ("ISODATE", "CLOCK", "WD"):
            self.classes[name] = chr(next(self._codes))
        data = read_yaml("dates/numbers.yaml")
        self._number_kinds: dict[str, list[dict[str, Any]]] = data["kinds"]
        self._follow: str = data["follow"]
        self._second: str = data["second"]
        self._not_after_weekday: str = data["not_after_weekday"]
        edges = {edge + step for kind in self._number_kinds.values() for case in kind
                 for edge in (case["from"], case["to"]) for step in (-1, 0, 1)}  # fmt: skip
        shapes = {
            (form, digits, float(edge))
            for form in ("a", "c", "s", "cs", "d")
            for digits in range(1, 6)
            for edge in edges
        }
        self._number_codes: dict[tuple[str, ...], str] = {}
        for shape in sorted(shapes):
            kinds = self._kinds_of(*shape)
            if kinds not in self._number_codes:
                code = self._number_codes[kinds] = chr(next(self._codes))
                for kind in kinds:
                    self.classes[kind] = self.classes.get(kind, "") + code

    def _kinds_of(self, forms: str, digits: int, value: float) -> tuple[str, ...]:
        return tuple(
            name
            for name, cases in self._number_kinds.items()
            if any(
                case["form"] in forms
                and case["from"] <= value <= case["to"]
                and case.get("digits", [0, 99])[0] <= digits <= case.get("digits", [0, 99])[1]
                for case in cases
            )
        )

    def _compile(self) -> None:
        every = trie_pattern(
            {text: _either([sense.tail for sense in senses]) for text, senses in self.words.items()}
        )
        first = trie_pattern(
            {
                text: _either(tails)
                for text, senses in self.words.items()
                if (tails := [s.tail + s.start for s in senses if s.start is not None])
            }
        )
        follow = f"(?= ?(?:{self._follow}))"
        ascii_number = r"(?<![0-9A-Za-z.,])[0-9]++(?:\.[0-9]+)?"
        chinese = f"(?<![{CHINESE.replace('零', '')}周拜])(?<!星期){_CHINESE_NUMBER}"
        weekday = f"(?:(?<=周)|(?<=星期)|(?<=礼拜))[一二三四五六日天](?!{self._not_after_weekday})"
        back = "|".join(f"(?<=@[{NUMERALS}]{{{width}}})" for width in (1, 2, 3))
        clock_minute, bare_day = back.replace("@", "[时点]"), back.replace("@", "[月历初]")
        ending = "(?=[^一-龥A-Za-z0-9.%]|$|[晚早上下凌中傍夜深至到])"
        number = f"(?:{ascii_number}|{chinese})(?:{follow}|{clock_minute}|(?:{bare_day}){ending})"
        lunar_day = "(?<=月)(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)(?![名个多余万分亿点])"
        number = f"(?:{number}|{lunar_day})"
        start_number = f"(?<![-/.:第])(?:{ascii_number}|{chinese}){follow}"
        iso = _ISO_DATE
        later_iso = iso.replace(_BEFORE_ISO, "(?<![0-9])")
        item = f"(?:{later_iso}|{_CLOCK}|{weekday}|{every}|{number})"
        run = f"(?:{iso}|{_CLOCK}|{first}|{start_number})(?:(?: |T(?=[0-9]))?{item})*+"
        self._scan = re.compile(f"{self._prefilter()}(?<=(?=({run})).)", re.DOTALL)
        self.item = re.compile(
            f"(?: |T)?(?:(?P<iso>{later_iso})|(?P<clock>{_CLOCK})|(?P<wd>{weekday})|(?P<word>{every})"
            f"|(?P<number>{ascii_number}|{chinese}))"
        )

    def _prefilter(self) -> str:
        """The first two characters of a run: a set of characters is what `re` searches fastest."""
        starts = [
            text for text, senses in self.words.items() if any(sense.start is not None for sense in senses)
        ]
        single = "".join(text for text in starts if len(text) == 1)
        first = {text[0] for text in starts} | set(CHINESE)
        second = {text[1] for text in starts if len(text) > 1} | set(CHINESE + self._second)
        sets = (re.escape("".join(sorted(characters))) for characters in (first, second))
        return "[0-9{}](?:(?=[0-9{}])|(?<=[{}]))".format(*sets, re.escape(single))

    def runs(self, text: str) -> Iterator[tuple[int, int]]:
        """Where runs of time words stand in a text.

        >>> list(vocabulary().runs("他2024年10月抵达，三天后离开"))
        [(1, 9), (12, 15)]
        """
        position, search = 0, self._scan.search
        while match := search(text, position):
            span = match.span(1)
            position = span[1]
            yield span

    def cut(self, text: str, begin: int, end: int) -> list[Token]:
        """The tokens of the run text[begin:end], offsets relative to it; what stands around it is context."""
        tokens = []
        position = begin
        while position < end and (match := self.item.match(text, position)):
            kind = match.lastgroup or ""
            start, position = match.span(kind)
            if position > end:
                break
            tokens.append(self._token(kind, match, start - begin, position - begin))
        return tokens

    def _token(self, kind: str, match: re.Match[str], start: int, end: int) -> Token:
        text = match[kind]
        if kind == "word":
            senses = self.words[text]
            word = senses[0]
            if len(senses) > 1:
                word = next((s for s in senses if re.compile(s.tail).match(match.string, match.end())), word)
            return Token(word.code, text, start, end, word.plain, word.values)
        if kind == "number":
            return Token(self._number_code(text), text, start, end, parse_number(text))
        if kind == "iso":
            parts_of_day = (
                re.split("[-/. ]", text)
                if len(text) != 8 or not text.isdigit()
                else (text[:4], text[4:6], text[6:])
            )
            year, month, day = map(int, parts_of_day)
            return Token(
                self.classes["ISODATE"], text, start, end, text, {"year": year, "month": month, "day": day}
            )
        if kind == "clock":
            parts = dict(zip(("hour", "minute", "second"), map(int, re.split("[:：]", text)), strict=False))
            return Token(self.classes["CLOCK"], text, start, end, text, dict(parts))
        return Token(self.classes["WD"], text, start, end, parse_number(text) or 7)

    def _number_code(self, text: str) -> str:
        value = parse_number(text)
        if value is None:
            return "\0"
        if text[0].isascii():
            forms = "d" if "." in text else "a"
        else:
            digits = is_digit_string(text)
            forms = "cs" if digits and len(text) == 1 else "s" if digits else "c"
        return self._number_codes.get(self._kinds_of(forms, len(text), value), "\0")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read on first use."""
    return Vocabulary()
