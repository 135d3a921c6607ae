"""PLOVER's codes of actors: a state, or what stands at the place of one (UNO, EUR, IGO, NGO, IMG, MNC)."""

from __future__ import annotations

import re
from functools import cache

from cnevents.resources import read_tsv

_CODE = re.compile(r"[A-Z]{3}")


@cache
def _exceptions() -> dict[str, tuple[str, str]]:
    """Id or state → PLOVER's code and the sector that it adds."""
    return {row["id"]: (row["code"], row["sector"]) for row in read_tsv("ontology/actors.tsv")}


@cache
def _sectors() -> dict[str, tuple[str, str]]:
    """Sector of ours → PLOVER's, and the code of one that belongs to no state."""
    return {row["sector"]: (row["plover"], row["code"]) for row in read_tsv("ontology/sectors.tsv")}


def actor_code(identity: str, state: str | None, sector: str | None, *, named: bool = True) -> str | None:
    """The code of PLOVER's actor field, or None where nothing tells it.

    `named` is False for a group without a name (示威者), which no organisation's code fits.

    >>> actor_code("格陵兰岛", "GRL", "GOV"), actor_code("华为", "CHN", "BUS")
    ('DNK', 'MNC')
    >>> actor_code("无国界医生", None, "NGO"), actor_code("示威者", None, "CVL", named=False)
    ('NGO', None)
    """
    exceptions = _exceptions()
    for key in (identity, state):
        if key in exceptions:
            return exceptions[key][0]
    if state and _CODE.fullmatch(state):
        return state
    if sector is None or not named:
        return None
    return _sectors().get(sector, ("", ""))[1] or None


def plover_sectors(state: str | None, sector: str | None) -> tuple[str, ...]:
    """PLOVER's sectors of an actor, the first of them its primary one.

    >>> plover_sectors("ABH", "GOV"), plover_sectors("DEU", "NGO"), plover_sectors("UNO", "IGO")
    (('GOV', 'PRE'), ('SOC',), ())
    """
    own = _sectors().get(sector or "", ("", ""))[0]
    added = _exceptions().get(state or "", ("", ""))[1]
    return tuple(filter(None, (own, added)))
