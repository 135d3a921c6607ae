"""One target under atheris, which looks for input that takes new branches.

    python fuzz/fuzz.py extract -max_total_time=60 fuzz/corpus/extract

The arguments after the target are libFuzzer's. What broke something is written to `fuzz/found/`.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["cnevents"]):
    from targets import TARGETS


def main() -> None:
    """Fuzz the target that the command line names."""
    name, options = sys.argv[1], sys.argv[2:]
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
