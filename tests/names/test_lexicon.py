"""Overlays of the user, their faults, rows added, offices out of date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cnevents.cli import main
from cnevents.errors import ResourceError
from cnevents.lexicon import Lexicon, load_lexicon
from cnevents.lexicon.examples import check_examples
from cnevents.lexicon.upkeep import add, stale


def test_row_of_an_overlay_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "people.tsv").write_text("name\taliases\tstate\n普京\t甲乙丙\tRUS\n", encoding="utf-8")
    lexicon = load_lexicon([tmp_path])
    assert [entry.id for entry in lexicon.lookup("甲乙丙")] == ["普京"]
    assert lexicon.lookup("普丁") == ()
    assert load_lexicon().lookup("普丁")


def test_all_faults_of_an_overlay_are_named_at_once(tmp_path: Path) -> None:
    table = "name\taliases\tlatin\tstate\tsector\toffices\n"
    table += "澤倫\t\t\tUKR\n甲乙\t\t\tXXQ\n丙丁\t\t\tFRA\tGOV\t总统@2020-13-01..\n戊己\n戊己\n"
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "people.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        load_lexicon([tmp_path])
    assert caught.value.code == "E303"
    lines = caught.value.details["faults"].split("\n")
    assert [line.split("people.tsv:")[1].split(":")[0] for line in lines] == ["2", "3", "4", "6"]


def test_added_row_is_read(tmp_path: Path) -> None:
    path = add(tmp_path, "people", {"name": "艾小例", "state": "CHE", "sector": "GOV"})
    assert path.name == "people.tsv"
    assert [entry.state for entry in load_lexicon([tmp_path]).lookup("艾小例")] == ["CHE"]


def test_command_adds_a_row_and_names_old_offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = ["name=艾小例", "state=CHE", "sector=GOV", "offices=大使@2024-01-01.."]
    assert main(["lexicon", "add", str(tmp_path), "people", *row]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'names' / 'people.tsv'}\n"
    assert load_lexicon([tmp_path]).lookup("艾小例")[0].state == "CHE"
    assert main(["lexicon", "stale", "--on", "2021-06-01", "--days", "200"]) == 0
    assert "特朗普 总统 2017-01-20..2021-01-20" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "peopl", "name=甲乙"), "E105"),
        (("add", "people", "nam=甲乙"), "E105"),
        (("add", "people", "name=甲\t乙"), "E105"),
        (("add", "people", "name=甲乙", "state=XXQ"), "E303"),
        (("stale", "--on", "yesterday"), "E103"),
    ],
)
def test_commands_say_what_is_wrong(
    words: tuple[str, ...], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = words
    assert main(["lexicon", command, *([str(tmp_path)] if command == "add" else []), *rest]) != 0
    assert f"error {code}" in capsys.readouterr().err


def test_faulty_row_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(ResourceError):
        add(tmp_path, "people", {"name": "艾小例", "state": "XXQ"})
    assert "艾小例" not in (tmp_path / "names" / "people.tsv").read_text(encoding="utf-8")


def test_office_that_ended_is_stale() -> None:
    assert any("特朗普" in line for line in stale(dt.date(2021, 6, 1)))


def test_every_state_of_iso_is_there() -> None:
    codes = [code for code in load_lexicon().states if len(code) == 3 and code.isascii()]
    assert len(set(codes)) >= 249 + 2


def test_examples_of_all_tables_run() -> None:
    assert [str(fault) for fault in check_examples(Lexicon())] == []
