"""arguments: who did it to whom, when and where."""

from __future__ import annotations

from typing import Any

import pytest
from stage_cases import cases, differences, event


@pytest.mark.parametrize("case", cases("roles"))
def test_roles(case: dict[str, Any]) -> None:
    assert differences(case, event(case)) == {}


@pytest.mark.parametrize("case", cases("times"))
def test_times_and_places(case: dict[str, Any]) -> None:
    assert differences(case, event(case)) == {}
