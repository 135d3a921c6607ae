"""Prints every failing case grouped by what differs: python tests/phenomena/show_failures.py [--ids]."""

from __future__ import annotations

import sys
from collections import defaultdict

from phenomena_cases import Case, load_cases
from phenomena_matching import Difference, compare, report

from cnevents.api import Extractor
from cnevents.records import Document

Failed = tuple[Case, Document, list[Difference]]

ORDER = [
    "error", "missing", "type", "entity", "absent", "actors", "recipients", "others", "place", "date",
    "polarity", "modality", "sources", "mode", "number", "mentions", "counts", "offsets",
]  # fmt: skip


def failures() -> list[Failed]:
    """The failing cases, each with its records and differences."""
    extractor = Extractor()
    failed: list[Failed] = []
    for case in load_cases():
        document, differences = _run(extractor, case)
        if differences:
            failed.append((case, document, differences))
    return failed


def _run(extractor: Extractor, case: Case) -> tuple[Document, list[Difference]]:
    try:
        document = extractor.extract(case.text, published=case.published, doc_id=case.id)
    except Exception as error:
        return Document(text=case.text), [Difference("", "error", "records", repr(error))]
    return document, compare(case, document)


def main() -> None:
    """Print ids alone with `--ids`, else the full report."""
    failed = failures()
    if "--ids" in sys.argv:
        print("\n".join(sorted(case.id for case, _, _ in failed)))
        return
    groups: defaultdict[str, list[Failed]] = defaultdict(list)
    items: defaultdict[int, list[str]] = defaultdict(list)
    for case, document, differences in failed:
        first = min(differences, key=lambda difference: ORDER.index(difference.field))
        groups[first.field].append((case, document, differences))
        items[case.item].append(case.id)
    print(f"{len(load_cases())} cases, {len(failed)} fail")
    print("by what differs:", ", ".join(f"{key} {len(groups[key])}" for key in ORDER if groups[key]))
    print("by item:", "; ".join(f"{item}: {' '.join(ids)}" for item, ids in sorted(items.items())))
    for key in ORDER:
        for number, (case, document, differences) in enumerate(groups[key]):
            print("" if number else f"\n== {key} ({len(groups[key])})")
            print(report(case, document, differences))


if __name__ == "__main__":
    main()
