"""The check of the language tables finds what it is there to find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cnevents.lexicon.lint import find, lint

TRIGGERS = "word\tframe\tform\tleft\tright\tnot_left\tnot_right\tnear\tnot_near\texample_yes\texample_no\n"


@pytest.fixture
def faults(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The faults of a folder with one table."""

    def check(name: str, content: str) -> list[str]:
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        return [str(fault) for fault in lint(tmp_path)]

    return check


def test_packaged_tables_have_no_faults() -> None:
    assert [str(fault) for fault in lint()] == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("會见\tmeet\tv" + "\t" * 7 + "他們會见。", "word '會见' is not folded: write '会见'"),
        ("会见\tmeeet\tv" + "\t" * 7 + "他会见。", "the frame 'meeet' is in no table of frames"),
        ("会见\tmeet\tx" + "\t" * 7 + "他会见。", "the form 'x' is none of: l, n, t, v, va, vn"),
        ("会见\tmeet\tv", "会见 has no example_yes"),
        ("会见\tmeet\tv" + "\t" * 7 + "他会谈。", "会见 is not in its example_yes '他会谈。'"),
        ("会见\tmeet\tv\t(" + "\t" * 6 + "他会见。", "left '(' is no pattern"),
        ("会见\tmeet\tv\t(?:a+)+" + "\t" * 6 + "他会见。", "left '(?:a+)+' repeats a repetition"),
        ("会见 \tmeet\tv" + "\t" * 7 + "他会见 。", "a space around word '会见 '"),
    ],
)
def test_fault_of_a_trigger_is_named(row: str, fault: str, faults: Callable[[str, str], list[str]]) -> None:
    found = faults("frames/triggers_x.tsv", TRIGGERS + row + "\n")
    assert [one for one in found if one.startswith(f"frames/triggers_x.tsv:2: {fault}")]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("names/a.tsv", "word\tkind\n甲\tx\n甲\tx\n", "names/a.tsv:3: stands already in names/a.tsv:2"),
        ("names/a.tsv", "word\n甲\t乙\n", "names/a.tsv:2: 2 cells in a table of 1 columns"),
        (
            "names/a.tsv",
            "name\taliases\n甲\t乙||丙\n",
            "names/a.tsv:2: an empty value between bars in aliases",
        ),
        (
            "names/a.tsv",
            "name\taliases\n甲\t乙|乙\n",
            "names/a.tsv:2: a value of aliases stands twice: 乙|乙",
        ),
        (
            "names/a.tsv",
            "name\tstate\n甲\tXYZ\n",
            "names/a.tsv:2: the state 'XYZ' is not in names/states.tsv",
        ),
        ("names/a.tsv", "name\tstate\n\tFRA\n", "names/a.tsv:2: the first cell is empty"),
        (
            "frames/frames_x.tsv",
            "frame\ttype\na\tPARTY\n",
            "frames/frames_x.tsv:2: the type 'PARTY' is not in",
        ),
    ],
)
def test_fault_of_a_table_is_named(
    name: str, content: str, fault: str, faults: Callable[[str, str], list[str]]
) -> None:
    found = faults(name, content)
    assert [one for one in found if one.startswith(fault)]


def test_sound_table_has_no_faults(faults: Callable[[str, str], list[str]]) -> None:
    rows = "会见\tmeet\tv" + "\t" * 7 + "他4日会见来宾。\n会见厅\t-" + "\t" * 9 + "他走进会见厅。\n"
    assert faults("frames/triggers_x.tsv", TRIGGERS + rows) == []


@pytest.mark.parametrize("word", ["北韩", "北韓"])
def test_word_is_found_in_either_script(word: str) -> None:
    places = [line.split(":")[0] for line in find(word)]
    assert "names/states.tsv" in places


def test_word_of_no_table_is_not_found() -> None:
    assert list(find("无此词语")) == []


def test_commands(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("word\n甲\n甲\n", encoding="utf-8")
    assert run("lexicon", "lint", "--folder", str(tmp_path)) == (
        1,
        "a.tsv:3: stands already in a.tsv:2\n1 faults\n",
        "",
    )
    assert run("lexicon", "find", "甲", "--folder", str(tmp_path))[0] == 0
    assert run("lexicon", "find", "乙", "--folder", str(tmp_path)) == (1, "", "")
    assert run("lexicon", "lint", "--folder", "missing")[0] == 2


@pytest.mark.parametrize(
    ("table", "content", "fault"),
    [
        ("people.tsv", b"name\tid\n\xe7\x8e\n", "people.tsv:2: not UTF-8: byte 0xe7"),
        ("people.tsv", b"nam\nX\n", "people.tsv:1: 'nam' is no column of people"),
        ("states.tsv", "full\n某国\n".encode(), "states.tsv:1: the column 'code' is missing"),
        ("places.tsv", "name\tlat\tlon\n某地\tnorth\t3\n".encode(), "places.tsv:2: lat 'north' is no number"),
        (
            "one_char.tsv",
            "char\tcodes\tlevel\n某\tCHN\thigh\n".encode(),
            "one_char.tsv:2: level 'high' is no",
        ),
    ],
    ids=["not UTF-8", "a column of no table", "no key", "no degrees", "no level"],
)
def test_a_user_s_table_that_cannot_be_read_is_named(
    table: str, content: bytes, fault: str, tmp_path: Path
) -> None:
    (tmp_path / table).write_bytes(content)
    assert any(str(found).startswith(fault) for found in lint(tmp_path))
