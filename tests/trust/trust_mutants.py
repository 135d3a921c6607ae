"""Mutation testing: small changes of the code that a test must notice. `make mutation`.

    python tests/trust/trust_mutants.py [--sample 300] [--only cnevents.stages.qualify] [--names FILE]

mutmut makes the mutants in the folder mutants/; pyproject.toml says of which files. The tests run there in
one process: once to see which test reaches which function, then for each mutant in a fork, the fastest first,
until one fails. Each survivor is printed as a diff.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

LIMIT = 120  # seconds for one mutant; what takes longer (an endless loop) is found, too
# Each room with the tests that are about it, which are run first.
ROOMS = {"dates": "tests/dates/", "arguments": "test_stage_arguments", "qualify": "test_stage_status"}


def _generate() -> list[str]:
    """Write the mutants of all files; returns their names."""
    from mutmut import __main__ as tool
    from mutmut.mutation.trampoline import set_mutant_under_test

    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):
        tool.copy_src_dir()
        tool.copy_also_copy_files()
        tool.setup_source_paths()
        tool.create_mutants(2)
    found, _ = tool.collect_source_file_mutation_data(mutant_names=())
    return [name for _, name, _ in found]


def _clear(rooms: bool) -> None:
    """Forget the texts that tests keep for one another; if asked, also what the rooms have read of tables."""
    for name, module in list(sys.modules.items()):
        ours = rooms and name.startswith(tuple(f"cnevents.stages.{room}" for room in ROOMS))
        if ours or "/tests/" in (getattr(module, "__file__", None) or ""):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and (ours or signature(value).parameters):
                    value.cache_clear()


class Mutants:
    """A pytest plugin that runs the collected tests against each mutant."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.failed = False
        self.survivors: list[str] = []
        self.counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of one run: which test reaches what, then each mutant."""
        reach = self._reached(session)
        for number, name in enumerate(self.names, 1):
            function = name.rpartition("__mutmut_")[0]
            items = reach.get(function, [])
            result = self._try(session, name, items) if items else "no test"
            self.counts[f"{_room(name)} {result}"] += 1
            if result in ("survived", "no test"):
                self.survivors.append(name)
            print(f"{number}/{len(self.names)} {result} {name} ({len(items)} tests)", flush=True)
        return True

    def _reached(self, session: pytest.Session) -> dict[str, list[pytest.Item]]:
        """The tests that call each function, its room's first; all of them for what runs once, on load."""
        from mutmut.mutation import trampoline

        hits: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller: hits.add(name)
        trampoline.set_mutant_under_test("stats")
        reached: list[dict[str, list[pytest.Item]]] = []
        seconds: dict[str, float] = {}
        for first in (True, False):
            _clear(rooms=first)
            found: dict[str, list[pytest.Item]] = defaultdict(list)
            for item, after in zip(session.items, [*session.items[1:], session.items[0]], strict=True):
                hits.clear()
                _clear(rooms=False)
                begin = time.monotonic()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                seconds[item.nodeid] = time.monotonic() - begin
                for name in hits:
                    found[name].append(item)
            reached.append(found)
        if self.failed:
            raise pytest.UsageError("the tests fail without any change")
        for name, items in reached[0].items():
            if set(items) - set(reached[1][name]):
                reached[1][name] = list(session.items)
        for name, items in reached[1].items():
            about = ROOMS[_room(name)]
            items.sort(key=lambda item: (about not in item.nodeid, seconds[item.nodeid]))
        return reached[1]

    def _try(self, session: pytest.Session, name: str, items: list[pytest.Item]) -> str:
        child = os.fork()
        if child == 0:
            os._exit(self._in_fork(session, name, items))
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "too slow" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
        return "killed" if os.WEXITSTATUS(status) else "survived"

    def _in_fork(self, session: pytest.Session, name: str, items: list[pytest.Item]) -> int:
        from mutmut.mutation.trampoline import set_mutant_under_test

        signal.alarm(LIMIT)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        set_mutant_under_test(name)
        _clear(rooms=True)
        session._setupstate.teardown_exact(items[0])
        for item, after in zip(items, [*items[1:], items[0]], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.failed:
                return 1
        return 0


def _room(name: str) -> str:
    return next(room for room in ROOMS if f".stages.{room}." in name)


def _diffs(names: list[str]) -> Iterator[str]:
    from mutmut.__main__ import find_mutant, get_diff_for_mutant

    for name in names:
        yield f"{name}\n{get_diff_for_mutant(name, path=find_mutant(name).path)}"


def main() -> None:
    """Make the mutants, choose, run, print the score by room and the survivors."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--sample",
        type=int,
        default=300,
        help="how many, by chance, the same on each run; a run broken off is a smaller sample",
    )
    parser.add_argument("--only", default="", help="mutants whose names begin so")
    parser.add_argument("--names", type=Path, help="a file with the names of mutants, one a line")
    chosen = parser.parse_args()
    names = sorted(name for name in _generate() if name.startswith(chosen.only))
    print(f"{len(names):,} mutants", flush=True)
    if chosen.names:
        wanted = set(chosen.names.read_text(encoding="utf-8").split())
        names = [name for name in names if name in wanted]
    elif chosen.sample < len(names):
        names = random.Random(0).sample(names, chosen.sample)
    home = Path.cwd()
    mutants = Mutants(names)
    options: Any = _options()
    os.chdir("mutants")
    sys.path.insert(0, str(Path("src").resolve()))
    status = pytest.main([*options["pytest_add_cli_args"], "-o", "addopts=", "-s", "-p", "no:terminal",
                          *options["pytest_add_cli_args_test_selection"]], plugins=[mutants])  # fmt: skip
    os.chdir(home)
    for diff in _diffs(mutants.survivors):
        print(diff)
    print(json.dumps(dict(sorted(mutants.counts.items())), ensure_ascii=False))
    found = sum(count for name, count in mutants.counts.items() if not name.endswith(("survived", "no test")))
    print(f"{found} of {len(names)} noticed: {found / max(1, len(names)):.1%}")
    sys.exit(0 if status == pytest.ExitCode.OK else 1)


def _options() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]


if __name__ == "__main__":
    main()
