"""Write resources/text/folding.tsv: which character is read as which Simplified one.

The facts come from OpenCC's character tables (Apache-2.0), asked one character at a time, so that
folding can never change the length of a text. Run: python training/make_folding.py
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).parents[1] / "src/cnevents/resources/text/folding.tsv"
RANGES = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)]
# Variants that news of Hong Kong and Japan uses and OpenCC's Traditional tables leave alone.
# 么 is the Simplified form of 麼 before it is a variant of 幺.
EXTRA = {"閲": "阅", "説": "说", "衞": "卫", "敍": "叙", "著": "著", "么": "么"}


def simplified(converters: list[OpenCC], character: str) -> str:
    for converter in converters:
        folded = converter.convert(character)
        if len(folded) == 1 and folded != character:
            return simplified(converters[:1], folded)
    return character


def main() -> None:
    converters = [OpenCC(name) for name in ("t2s", "tw2s", "hk2s", "jp2t")]
    sources: dict[str, list[str]] = defaultdict(list)
    for low, high in RANGES:
        for code in range(low, high + 1):
            character = chr(code)
            target = EXTRA.get(character) or simplified(converters[:3], character)
            if target != character:
                sources[target].append(character)
    lines = ["# Made by training/make_folding.py from OpenCC's character tables (Apache-2.0).", "to\tfrom"]
    lines += [f"{target}\t{''.join(sources[target])}" for target in sorted(sources)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {sum(map(len, sources.values()))} characters")


if __name__ == "__main__":
    main()
