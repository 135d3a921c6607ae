"""Times: the date before the verb, else the one that carries over inside the sentence."""

from __future__ import annotations

from cnevents.analysis import Analysis
from cnevents.stages.clauses import position
from cnevents.stages.dates.mention import TimeMention


class Times:
    """Chooses the times of candidates."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def of(self, number: int) -> list[TimeMention | None]:
        """The time of candidate `number`; several for a list of dates, [None] where none is told."""
        candidate = self._analysis.candidates[number]
        items = self._analysis.items[candidate.clause]
        at = position(items, number)
        own = self._group(candidate.clause, at)
        if own:
            return list(own)
        clauses = self._analysis.clauses
        clause = candidate.clause - 1
        while clause >= 0 and clauses[clause].sentence == clauses[candidate.clause].sentence:
            found = self._group(clause, len(self._analysis.items[clause]))
            if found:
                return [found[-1]] if len(found) > 1 and not _is_list(found) else list(found)
            clause -= 1
        later = self._after(candidate.clause, at)
        return list(later) if later else [None]

    def _group(self, clause: int, before: int) -> list[TimeMention]:
        """The last list of calendar times before index `before` of a clause."""
        group: list[TimeMention] = []
        for item in reversed(self._analysis.items[clause][:before]):
            if item.kind == "T":
                time = self._analysis.times[item.ref]
                if not _is_calendar(time):
                    continue
                if group and not self._listed(time, group[0]):
                    break
                group.insert(0, time)
        return group

    def _after(self, clause: int, at: int) -> list[TimeMention]:
        for item in self._analysis.items[clause][at + 1 :]:
            if item.kind == "V":
                break
            if item.kind == "T" and _is_calendar(self._analysis.times[item.ref]):
                return [self._analysis.times[item.ref]]
        return []

    def _listed(self, left: TimeMention, right: TimeMention) -> bool:
        return self._analysis.folded[left.end : right.start].strip() in ("、", "和", "及", "与", "以及")


def _is_list(times: list[TimeMention]) -> bool:
    return len(times) > 1


def _is_calendar(time: TimeMention) -> bool:
    return time.kind in ("date", "range", "time") and time.begin is not None and time.until is not None
