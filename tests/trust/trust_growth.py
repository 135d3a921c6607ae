"""Texts made to be slow, and the processor time that each stage takes for them.

python tests/trust/trust_growth.py 10000 1000000     # what `make growth` runs
"""

from __future__ import annotations

import datetime as dt
import math
import sys
import time
from collections import Counter

import cnevents
from cnevents.analysis import Analysis
from cnevents.build import build_document
from cnevents.text.folding import fold

ROOM = 3.0  # how far above n log n the measure of a busy machine may lie
LEAST = 0.1  # seconds that count as the least, for what takes less is noise
CASES = {
    "no marks": "韩国外长访问河内并与越南总理会谈后美国宣布制裁俄罗斯",
    "digits": "1234567890",
    "Chinese digits": "一二三四五六七八九十",
    "thousands": "1,234,",
    "states in a row": "中美",
    "的": "的",
    "list of states": "美国、",
    "list of people": "金正恩、普京、",
    "joined": "中国与",
    "brackets that open": "（",
    "brackets": "（）",
    "quotation marks that open": "“",
    "nested quotation marks": "“‘",
    "speech": "“美国宣布制裁，”",
    "book titles": "《美国》",
    "lines": "中\n",
    "headlines": "美国宣布制裁俄罗斯\n",
    "stories": "美国宣布制裁俄罗斯\n美国宣布制裁俄罗斯。\n",
    "commas": "，",
    "short clauses": "中，",
    "days": "3月5日、",
    "time words": "年月日",
    "triggers": "会谈",
    "visits": "访问美国，",
    "tolls": "造成3人死亡，",
    "meetings": "3月5日美国总统会见法国总统，",
    "reports": "据报道，",
    "speakers": "他说",
    "anaphors": "双方会谈。",
    "surnames": "王总统",
    "foreign names": "阿·",
    "Latin names": "Joe Biden ",
    "aliases": "美国（以下简称“美”）",
    "spaces": " 中",
    "combining marks": "e\u0301",
    "beyond the first plane": "𠀀",
}
READER = cnevents.load(check_language=False, max_chars=10_000_000)


def text(case: str, size: int) -> str:
    """The text of a case with so many characters."""
    piece = CASES[case]
    return (piece * (size // len(piece) + 1))[:size]


def measure(case: str, size: int) -> Counter[str]:
    """Seconds of processor time by stage."""
    spent: Counter[str] = Counter()
    words = text(case, size)
    analysis = Analysis(words, fold(words), dt.date(2025, 10, 11))
    for stage in READER.pipeline.stages:
        begin = time.process_time()
        for layer, content in stage.run(analysis).items():
            setattr(analysis, layer, content)
        spent[stage.name] = time.process_time() - begin
    begin = time.process_time()
    build_document(analysis)
    spent["records"] = time.process_time() - begin
    return spent


def growth(case: str, small: int, large: int) -> dict[str, float]:
    """By stage: the time of `large` over what n log n allows it after the time of `small`; 1 is just that."""
    before, after = measure(case, small), measure(case, large)
    allowed = (large * math.log(large)) / (small * math.log(small))
    before["all"], after["all"] = before.total(), after.total()
    return {name: after[name] / (max(before[name], LEAST / allowed) * allowed) for name in after}


def main() -> None:
    """Print each case with its seconds and the stage that grows most; stop with 1 if one grows too fast."""
    small, large = int(sys.argv[1]), int(sys.argv[2])
    worst = 0.0
    print(f"from {small:,} to {large:,} characters; 1.00 is n log n")
    for case in CASES:
        ratios = growth(case, small, large)
        name = max(ratios, key=lambda stage: ratios[stage])
        worst = max(worst, ratios[name])
        print(f"{case:26} all {ratios['all']:5.2f}   most {ratios[name]:5.2f} ({name})", flush=True)
    sys.exit(worst > ROOM)


if __name__ == "__main__":
    main()
