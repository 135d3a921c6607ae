"""What the tests share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cnevents
from cnevents.cli import main

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "samples"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def extractor() -> cnevents.Extractor:
    """One extractor for all tests: its resources are read once."""
    return cnevents.load()


@pytest.fixture(scope="session")
def sample() -> Callable[[str], dict[str, Any]]:
    """The annotation of a sample by its name."""

    def read(name: str) -> dict[str, Any]:
        return json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))

    return read


@pytest.fixture
def shared() -> Path:
    """The folder of gold that is not ours to copy; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: the scorer and the gold that this test compares with are outside")
    return SHARED


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in this process: (exit status, standard output, standard error)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call
