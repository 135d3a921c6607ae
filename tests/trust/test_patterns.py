"""No pattern takes long: those of the tables on their longest text; a user's words are no patterns."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from trust_texts import DAY

import cnevents
from cnevents.lexicon.lint import PATTERNS, tables
from cnevents.resources import parse_tsv
from cnevents.stages.readings import GATES, WINDOW, Reading
from cnevents.text.sentences import MAX_SENTENCE

SLOW = 0.05  # seconds for all conditions of a row; the worst takes a tenth of it on an idle machine
CATASTROPHE = "(一|一一|一+)+州"


def test_the_conditions_of_triggers_are_all_the_patterns_of_the_tables() -> None:
    found = {
        name
        for name, table in tables()
        for row in parse_tsv(table.read_text(encoding="utf-8"), name)
        if any(row.get(column) for column in PATTERNS)
    }
    assert found
    assert {name for name in found if not name.startswith("frames/triggers_")} == set()


def rows() -> list[Reading]:
    """Every row of the tables of triggers that has a condition."""
    return [
        Reading(row["word"], None, "v", **{name: row[name] for name in GATES}, at=row["_at"])
        for name, table in tables()
        if name.startswith("frames/triggers_")
        for row in parse_tsv(table.read_text(encoding="utf-8"), name)
        if any(row[gate] for gate in GATES)
    ]


def slowest(reading: Reading) -> float:
    """Seconds for the text that takes its conditions longest, of texts made of the words in them."""
    pieces = sorted(set(re.findall(r"[一-鿿]+", "".join(getattr(reading, name) for name in GATES))))
    texts = {
        (piece * MAX_SENTENCE)[:MAX_SENTENCE]
        for piece in [*pieces[:12], "".join(pieces), "一", "1", "，", "x"]
    }
    longest = 0.0
    for text in texts:
        begin = time.process_time()
        reading.fits(text[:WINDOW], text[:WINDOW], text)
        longest = max(longest, time.process_time() - begin)
    return longest


def test_no_condition_of_a_trigger_takes_long_on_the_longest_sentence() -> None:
    found = rows()
    assert len(found) > 500
    slow = [one.at for one in found if slowest(one) > SLOW and slowest(one) > SLOW]
    assert slow == []


# Every table of names that patterns are made of, each with a word that would take exponential time as one.
TABLES = {
    "organisations": f"name\tstate\n{CATASTROPHE}\tUSA",
    "people": f"name\tstate\n{CATASTROPHE}\tUSA",
    "org_parts": f"word\tkind\n{CATASTROPHE}\torg_tail\n{CATASTROPHE}\tplace_suffix\n{CATASTROPHE}\tbuilding",
    "translit": f"characters\tclass\n{CATASTROPHE}\tstrong",
    "surnames": f"surname\tclass\n{CATASTROPHE}\tja",
    "cues": f"word\tkind\n{CATASTROPHE}\tverb",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_word_of_a_users_table_is_no_pattern(tmp_path: Path, table: str) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / f"{table}.tsv").write_text(TABLES[table] + "\n", encoding="utf-8")
    reader = cnevents.load(lexicon=[tmp_path], check_language=False)
    reader.extract("先读一遍。")
    begin = time.process_time()
    document = reader.extract(f"美国{'一' * 900}。", published=DAY)
    assert time.process_time() - begin < 2
    assert [one.id for one in document.entities] == ["USA"]


def test_a_name_with_the_signs_of_patterns_is_found_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "organisations.tsv").write_text("name\tstate\n天网(C++)集团\tUSA\n", encoding="utf-8")
    reader = cnevents.load(lexicon=[tmp_path])
    assert "天网(C++)集团" in [one.id for one in reader.extract("美国宣布制裁天网(C++)集团。").entities]
    assert "天网(C++)集团" not in [one.id for one in reader.extract("美国宣布制裁天网CC集团。").entities]


def test_a_pattern_that_repeats_a_repetition_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    header = "word\tframe\tform\tleft\tright\tnot_left\tnot_right\tnear\tnot_near\texample_yes\texample_no"
    row = "会见\tmeet\tv\t(?:a+)+" + "\t" * 6 + "他会见。\t"
    (folder / "triggers_own.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(cnevents.CneventsError, match=r"E303.*(?s:.)*repeats a repetition"):
        cnevents.load(lexicon=[tmp_path]).extract("他会见。")
