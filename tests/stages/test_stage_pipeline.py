"""The stages together: each gives what it says, any can be imported first, no row of words makes one fail."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_cases import analyse, extractor

import cnevents.stages
from cnevents.analysis import Analysis
from cnevents.errors import UsageError
from cnevents.pipeline import Pipeline
from cnevents.resources import read_tsv
from cnevents.text.folding import fold

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(cnevents.stages.__path__, "cnevents.stages.")
)
# One process for all: each module is imported with nothing of ours loaded before it.
IMPORTS = """
import importlib, sys
failed = []
for name in sys.argv[1:]:
    for loaded in [one for one in sys.modules if one.partition(".")[0] == "cnevents"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except ImportError:
        failed.append(name)
print(*failed)
"""
PIECES = st.sampled_from(
    [
        *("中国", "美国", "普京", "以军", "外长", "总统", "基辅", "两国", "双方", "他", "35人"),
        *("15日", "昨天", "访问", "会谈", "空袭", "签署", "呼吁", "死亡", "造成", "否认", "据", "报道"),
        *("将", "未", "的", "被", "把", "与", "在"),
        *"，。、：“”《》（）\n0a ",
    ]
)


def test_every_module_can_be_imported_first() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, *MODULES], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_order() -> None:
    stages = extractor().pipeline.stages
    names = [stage.name for stage in stages]
    assert names.index("segment") == 0
    assert names[-1] == "assemble"
    with pytest.raises(UsageError) as raised:
        Pipeline(list(reversed(stages)))
    assert raised.value.code == "E402"


def test_a_stage_gives_what_it_says() -> None:
    text = "据报道，俄军15日空袭基辅，造成3人死亡。两国外长随后会谈。"
    analysis = Analysis(text, fold(text))
    for stage in extractor().pipeline.stages:
        layers = stage.run(analysis)
        assert set(layers) <= set(stage.writes), stage.name
        for name, layer in layers.items():
            setattr(analysis, name, layer)


def test_layers_are_as_long_as_the_candidates() -> None:
    analysis = analyse("据报道，俄军15日空袭基辅，造成3人死亡。两国外长随后会谈。")
    assert len(analysis.candidates) == len(analysis.statuses) == len(analysis.roles) >= 3


@given(pieces=st.lists(PIECES, max_size=25))
@settings(max_examples=150, deadline=None)
def test_any_row_of_words_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    analysis = Analysis(text, fold(text))
    found = extractor().pipeline.run(analysis).happenings
    assert all(0 <= one.candidate.start < one.candidate.end <= len(text) for one in found)


NAMED = [row["name"] for row in read_tsv("names/named_events.tsv")]


@pytest.mark.parametrize("name", ["伊斯兰革命", "九三阅兵"])
def test_an_occasion_may_have_only_a_year(name: str) -> None:
    assert name in NAMED
    analyse(f"法国总统出席{name}纪念仪式。")
