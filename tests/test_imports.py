"""Importing cnevents is cheap, and the first reading does not make anyone wait."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cnevents

HEAVY = ("spacy", "jieba", "pandas", "pyarrow", "torch", "numpy", "rich", "typer", "yaml", "regex")
IMPORT = f"""
import sys, time
begin = time.perf_counter()
import cnevents
print(time.perf_counter() - begin)
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""
# Processor time of all threads: a busy machine does not make it longer.
FIRST_CALL = """
import time
begin = time.process_time()
import cnevents
cnevents.extract_events("韩国外长周二访问河内。", published="2025-03-05")
print(time.process_time() - begin)
"""


def child(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split("\n")


def test_import_is_fast_and_light() -> None:
    runs = [child(IMPORT) for _ in range(5)]
    assert runs[0][1] == ""
    assert min(float(run[0]) for run in runs) < 0.15


def test_first_call_is_fast() -> None:
    assert min(float(child(FIRST_CALL)[0]) for _ in range(2)) < 3.0


def test_import_of_the_command_line_does_not_load_the_readers() -> None:
    loaded = child(
        "import sys, cnevents.cli.app\nprint(*(n for n in ('spacy', 'jieba') if n in sys.modules))"
    )
    assert loaded[0] == ""


@pytest.mark.parametrize("name", cnevents.__all__)
def test_public_names_are_there(name: str) -> None:
    assert getattr(cnevents, name) is not None
    assert name in dir(cnevents)


def test_explain_stays_a_function_after_its_module_is_loaded() -> None:
    assert [callable(cnevents.explain) for _ in range(2)] == [True, True]


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        cnevents.nothing  # noqa: B018
