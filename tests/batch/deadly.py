"""Plans of runs whose workers come to harm; workers import this module by its name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cnevents.batch.pool import Tell
from cnevents.batch.shards import Marker, Shard
from cnevents.batch.write import ShardWriter, WriterPlan
from cnevents.io.jsonl import Item


class Deadly(ShardWriter):
    """Dies of documents whose text asks for it."""

    def __call__(self, shard: Shard, skip: Mapping[int, int], started: Tell) -> Marker:
        def watched(index: int | None) -> None:
            started(index)
            if index is not None:
                self._obey(shard.items[index], index in skip)

        return super().__call__(shard, skip, watched)

    def _obey(self, item: object, skipped: bool) -> None:
        text = item.text if isinstance(item, Item) and not skipped else ""
        if "DIE ALWAYS" in text:
            os._exit(7)
        once = Path(self.plan.run) / ".died.tmp"
        if "DIE ONCE" in text and not once.exists():
            once.touch()
            os._exit(8)


class DeadlyPlan(WriterPlan):
    """Builds a `Deadly` writer."""

    def __call__(self) -> ShardWriter:
        return Deadly(self, super().__call__().extractor)


class StillbornPlan(WriterPlan):
    """Its workers end before they are ready."""

    def __call__(self) -> ShardWriter:
        os._exit(9)
