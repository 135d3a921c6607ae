"""Predictions with every kind of mistake, made from gold: for comparing two scorers, not for measuring."""

from __future__ import annotations

import random
from typing import Any

TYPES = ("AGREE", "CONSULT", "MOBILIZE", "ASSAULT", "SUPPORT")
OTHER_DAY = ["2020-01-01", "2020-01-02"]


def perturb(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A prediction for a gold document: parts are dropped, moved, renamed, retyped and doubled."""
    words: dict[str, list[str]] = {}
    for entity in gold["entities"]:
        words.setdefault(entity["id"], []).append(entity["text"])
    events = [found for event in gold["events"] for found in _event(event, words, chance)]
    return {
        "doc_id": gold["doc_id"],
        "entities": [found for entity in gold["entities"] for found in _entity(entity, chance)],
        "dates": [found for date in gold["dates"] for found in _date(date, chance)],
        "events": events,
    }


def _entity(gold: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    found = {
        "start": gold["start"],
        "end": gold["end"],
        "type": gold["type"],
        "id": [gold["id"], gold["text"]],
    }
    changes: list[list[dict[str, Any]]] = [
        [],
        [{**found, "end": gold["end"] + 1}],
        [{**found, "type": "PLACE"}],
        [{**found, "id": [gold["text"]]}],
        [{**found, "id": ["XXX"]}],
    ]
    return chance.choice([*changes, [found], [found], [found]])


def _date(gold: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    found = {"start": gold["start"], "end": gold["end"], "value": gold["value"]}
    moved = {**found, "end": gold["end"] - 1}
    return chance.choice(
        [[], [found], [found], [moved], [{**found, "value": OTHER_DAY}], [{**found, "value": None}]]
    )


def _event(gold: dict[str, Any], words: dict[str, list[str]], chance: random.Random) -> list[dict[str, Any]]:
    start = max(0, gold["trigger"]["start"] + chance.choice([0, 0, 0, 2, -3, -20]))
    found = {
        "type": chance.choice([gold["type"]] * 3 + [chance.choice(TYPES)]),
        "trigger": {"start": start, "end": start + 2},
        "actors": _people(gold["actors"], words, chance),
        "recipients": _people(gold["recipients"], words, chance),
        "date": chance.choice([gold["date"], gold["date"], None, OTHER_DAY]),
        "place": _one(gold["place"], chance),
        "source": _one(gold["source"], chance),
        "polarity": chance.choice([gold["polarity"], gold["polarity"], "negative"]),
        "modality": chance.choice([gold["modality"], gold["modality"], "future"]),
    }
    return chance.choice([[], [found], [found], [found], [found, dict(found)]])


def _people(ids: list[str], words: dict[str, list[str]], chance: random.Random) -> list[dict[str, Any]]:
    people = [chance.choice(_ways(identity, words)) for identity in ids]
    return [{"names": names} for names in (*people, chance.choice([[], [], [], ["某人"]])) if names]


def _ways(identity: str, words: dict[str, list[str]]) -> list[list[str]]:
    half = identity[: max(1, len(identity) // 2 + 1)]
    return [[], [identity], words.get(identity, [identity]), [half], [identity, "PRK"]]


def _one(gold: str | list[str] | None, chance: random.Random) -> dict[str, Any] | None:
    names = gold if isinstance(gold, list) else [gold] if gold else []
    return chance.choice([{"names": [name, "zz"]} for name in names] + [None, {"names": ["某地"]}])
