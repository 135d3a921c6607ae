"""Which predicted event is which gold event: the best pairs first, each event once."""

from __future__ import annotations

from collections.abc import Sequence

from cnevents.evaluation.gold import GoldEvent
from cnevents.evaluation.names import Surfaces
from cnevents.evaluation.predictions import PredictedEvent


def match_events(
    gold: Sequence[GoldEvent], found: Sequence[PredictedEvent], surfaces: Surfaces
) -> dict[int, int]:
    """Index of a gold event → index of the predicted event that tells it."""
    ranked = [
        (likeness, -i, -j)
        for i, wanted in enumerate(gold)
        for j, event in enumerate(found)
        if (likeness := _likeness(wanted, event, surfaces)) is not None
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(ranked, reverse=True):
        if -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs


def _likeness(gold: GoldEvent, found: PredictedEvent, surfaces: Surfaces) -> float | None:
    """How well two events go together; None where they tell different things.

    They may go together where the predicted trigger touches a mention of the gold event, and either
    touches its trigger or has its type.
    """
    start, end = found.trigger.start, found.trigger.end
    if not any(low < end and start < high for low, high in gold.mentions):
        return None
    on_trigger = gold.trigger.start < end and start < gold.trigger.end
    same_type = gold.type == found.type
    if not on_trigger and not same_type:
        return None
    shared = surfaces.count(gold.actors, found.actors) + surfaces.count(gold.recipients, found.recipients)
    share = 2 * shared / max(1, len(gold.actors) + len(gold.recipients))
    return 2 * on_trigger + 3 * same_type + share + (gold.date == found.date) + 0.5 * gold.core
