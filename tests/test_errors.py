"""Every error has a code, says what is wrong and what to do, and stands in docs/errors.md."""

from __future__ import annotations

import pickle
import re
import string

import pytest
from conftest import ROOT

from cnevents.errors import MESSAGES, CneventsError, FileError, InputError

PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))


def test_page_lists_every_code() -> None:
    assert sorted(re.findall(r"^\| (E\d{3}) \|", PAGE, re.MULTILINE)) == sorted(MESSAGES)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_page_says_what_the_error_says(code: str) -> None:
    message, hint = MESSAGES[code]
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {code} |"))
    literal = max(re.split(r"\{[^}]*\}|\n", message), key=len).strip(" :;,()'")
    assert literal in row
    assert len(hint) > 10


@pytest.mark.parametrize("code", sorted(set(re.findall(r"Error\(\s*\"(E\d{3})\"", SOURCES))))
def test_code_that_is_raised_is_known(code: str) -> None:
    assert code in MESSAGES


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_message_is_made_from_its_details(code: str) -> None:
    fields = {name for text in MESSAGES[code] for _, name, _, _ in string.Formatter().parse(text) if name}
    error = CneventsError(code, **dict.fromkeys(fields, 7))
    assert str(error).startswith(f"[{code}] ")
    assert error.message
    assert error.hint in str(error)


def test_errors_can_be_caught_as_what_they_are() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(FileError, OSError)


def test_error_survives_pickling_between_workers() -> None:
    error = pickle.loads(pickle.dumps(InputError("E103", value="soon")))
    assert (type(error), error.code, error.details) == (InputError, "E103", {"value": "soon"})
