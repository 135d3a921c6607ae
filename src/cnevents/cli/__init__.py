"""The command line: `cnevents extract`, `batch`, `explain`, `report`, `serve`; see `cnevents --help`."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give back its exit status.

    Args:
        argv: The arguments without the program's name; those of the process by default.

    Returns:
        0 where all went well, 1 where some documents failed, 2 for wrong use.
    """
    from cnevents.cli.app import run

    return run(argv)
