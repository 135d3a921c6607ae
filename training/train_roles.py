"""Train the scorer of roles: python training/train_roles.py GOLD.jsonl [GOLD.jsonl ...] [--texts FILE.xz ...]

Reads gold documents, lets the grammar propose actors and recipients, and learns from gold which phrases
near a trigger take part and on which side. `--texts` gives the files of dated news that
`role_labels.tsv` is about: our own judgements of single events, by offsets. Prints figures with and
without the scorer, cross-validated over the gold documents, then writes models/roles/weights.json from
all of them. Deterministic: no random numbers. `--check GOLD.jsonl` measures the new weights on documents
that were not given to learn from.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import lzma
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnevents.analysis import Analysis, Phrase, Roles
from cnevents.api import Extractor
from cnevents.build import build_document
from cnevents.evaluation import GoldDocument, predict, read_gold, score
from cnevents.evaluation.gold import GoldEvent
from cnevents.evaluation.names import Surfaces, norm
from cnevents.lexicon import load_lexicon
from cnevents.stages.arguments import Arguments
from cnevents.stages.arguments.fill import fill_roles
from cnevents.stages.arguments.learned import LABELS, Choice, Limits, RoleScorer, choices
from cnevents.stages.arguments.subjects import Subjects
from cnevents.stages.assemble import Assemble
from cnevents.stages.assemble.confidence import load_scorer

TARGET = Path(__file__).parents[1] / "models/roles/weights.json"
LABELLED = Path(__file__).with_name("role_labels.tsv")
MIN_COUNT = 4
L2 = 10.0
STEPS = 150
MEMORY = 10
LIMITS = Limits()
SMALL = 0.03  # weights that move nothing are left out

Row = tuple[list[str], int, float]
Floats = NDArray[np.float64]


@dataclass
class Example:
    """A gold document, its analysis before the roles, and what is to be learned from it."""

    gold: GoldDocument
    analysis: Analysis
    rows: list[Row] = field(default_factory=list)


def read(paths: list[str]) -> list[Example]:
    extractor = Extractor()
    found = []
    for path in paths:
        for gold in read_gold(Path(path)):
            analysis = extractor.analyse(gold.text, published=gold.published, until="qualify")
            found.append(Example(gold, analysis, rows(gold, analysis)))
    return found


def labelled(texts: list[str]) -> list[Row]:
    """Rows from our own judgements of events in the texts of `texts` (JSON lines with id, text, date)."""
    wanted: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            wanted[row["doc"]].append(row)
    extractor = Extractor()
    found: list[Row] = []
    for path in texts:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                if document["id"] in wanted:
                    analysis = extractor.analyse(
                        document["text"], published=document.get("date"), until="qualify"
                    )
                    found += judged(analysis, wanted[document["id"]])
    return found


def judged(analysis: Analysis, told: list[dict[str, str]]) -> list[Row]:
    """Rows of one labelled document; a trigger or phrase that the grammar no longer sees gives none."""
    drafts = drafted(analysis)
    found: list[Row] = []
    for row in told:
        spans = dict(part.split(":") for part in row["roles"].split(";") if part)
        for number, candidate in enumerate(analysis.candidates):
            known = candidate.start == int(row["start"]) and candidate.type == row["type"]
            if not known or analysis.statuses[number].drop:
                continue
            for choice in choices(analysis, number, drafts):
                label = spans.get(f"{choice.phrase.head_start}-{choice.phrase.head_end}")
                if label is not None:
                    found.append((choice.names, LABELS.index(label), 1.0))
            break
    return found


def drafted(analysis: Analysis) -> list[Roles]:
    """What the grammar says."""
    subjects = Subjects(analysis)
    return [fill_roles(analysis, number, subjects) for number in range(len(analysis.candidates))]


def told_by(gold: GoldDocument, analysis: Analysis) -> dict[int, GoldEvent]:
    """Candidate → the gold event of its type that it tells: on its trigger, else inside a mention."""
    pairs = []
    for i, event in enumerate(gold.events):
        for j, candidate in enumerate(analysis.candidates):
            if analysis.statuses[j].drop or candidate.type != event.type:
                continue
            start, end = candidate.start, candidate.end
            if any(low < end and start < high for low, high in event.mentions):
                on_trigger = event.trigger.start < end and start < event.trigger.end
                pairs.append((on_trigger, event.core, -i, -j))
    told: dict[int, GoldEvent] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(pairs, reverse=True):
        if i not in used and -j not in told:
            used.add(i)
            told[-j] = gold.events[-i]
    return told


def rows(gold: GoldDocument, analysis: Analysis) -> list[Row]:
    surfaces, drafts = Surfaces(gold), drafted(analysis)
    found = []
    for number, event in sorted(told_by(gold, analysis).items()):
        actors, recipients = event.actors, event.recipients
        if event.type == "CONSULT" and event.mode != "visit":
            actors, recipients = actors + recipients, ()
        offered = choices(analysis, number, drafts)
        labels = [0] * len(offered)
        shares = [1.0] * len(offered)
        for label, wanted in ((1, actors), (2, recipients)):
            for gold_id in wanted:
                for share, at in named(gold_id, offered, LABELS[label], analysis, surfaces):
                    labels[at], shares[at] = (label, share) if share else (0, 0.0)
        found += [
            (choice.names, label, share)
            for choice, label, share in zip(offered, labels, shares, strict=True)
            if share
        ]
    return found


def named(
    gold_id: str, offered: list[Choice], role: str, analysis: Analysis, surfaces: Surfaces
) -> list[tuple[float, int]]:
    """Which of the phrases offered name a participant, with shares of one; share 0: say nothing of it.

    Where the grammar has it right, that phrase is the one; a place counts for its state only if nothing
    else does; of several phrases the nearest counts most.
    """
    fits = [
        at for at, choice in enumerate(offered) if takes_part(choice.phrase, (gold_id,), analysis, surfaces)
    ]
    right = [at for at in fits if offered[at].given == role]
    if right:
        return [(1.0 if at in right else 0.0, at) for at in fits]
    direct = [at for at in fits if offered[at].phrase.kind != "place"] or fits
    same = [at for at in direct if offered[at].given == "none"] or direct
    return [(1.0 / len(same) if at in same else 0.0, at) for at in fits]


def takes_part(phrase: Phrase, wanted: tuple[str, ...], analysis: Analysis, surfaces: Surfaces) -> bool:
    """Would gold count the phrase as one of `wanted`, as the evaluation does?"""
    ids = (phrase.state,) if phrase.kind == "place" and phrase.state else phrase.ids
    words = analysis.text[phrase.head_start : phrase.head_end]
    for identity in ids:
        names = [identity, words, _usual(identity, analysis)]
        if any(norm(name) in surfaces.people for name in names):
            names = [name for name in names if not name.isascii()]
        if any(surfaces.mean(gold_id, names) for gold_id in wanted):
            return True
    return False


def _usual(identity: str, analysis: Analysis) -> str:
    state = load_lexicon().states.get(identity)
    return state.name if state else identity


def fit(data: list[Row]) -> RoleScorer:
    """Multinomial logistic regression by L-BFGS; the weights are rounded, so that runs agree."""
    counts = Counter(name for names, _, _ in data for name in names)
    known = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    index = {name: at for at, name in enumerate(known)}
    columns, owners = [], []
    for at, (names, _, _) in enumerate(data):
        mine = [index[name] for name in names if name in index]
        columns += mine
        owners += [at] * len(mine)
    problem = Problem(
        np.array(columns), np.array(owners), len(known),
        np.array([label for _, label, _ in data]), np.array([weight for _, _, weight in data]),
    )  # fmt: skip
    solution = np.round(minimise(problem), 2)
    weights = {
        name: (float(a), float(b), float(c))
        for name, (a, b, c) in zip(known, solution[:-1], strict=True)
        if max(abs(a), abs(b), abs(c)) >= SMALL
    }
    none, actor, recipient = map(float, solution[-1])
    return RoleScorer(weights, (none, actor, recipient), LIMITS)


@dataclass
class Problem:
    """Sparse rows as pairs of row and column, their labels and weights."""

    columns: NDArray[np.int64]
    owners: NDArray[np.int64]
    width: int
    labels: NDArray[np.int64]
    weights: Floats

    def loss(self, flat: Floats) -> tuple[float, Floats]:
        """Penalised negative log likelihood and its gradient."""
        solution = flat.reshape(self.width + 1, len(LABELS))
        count = len(self.labels)
        scores = np.stack(
            [np.bincount(self.owners, solution[self.columns, k], count) for k in range(len(LABELS))], axis=1
        )
        scores += solution[-1]
        scores -= scores.max(axis=1, keepdims=True)
        parts = np.exp(scores)
        chances = parts / parts.sum(axis=1, keepdims=True)
        at = np.arange(count)
        value = -float(self.weights @ np.log(chances[at, self.labels] + 1e-12))
        value += 0.5 * L2 * float((solution[:-1] ** 2).sum())
        chances[at, self.labels] -= 1.0
        chances *= self.weights[:, None]
        slope = np.empty_like(solution)
        for k in range(len(LABELS)):
            slope[:-1, k] = np.bincount(self.columns, chances[self.owners, k], self.width)
        slope[:-1] += L2 * solution[:-1]
        slope[-1] = chances.sum(axis=0)
        return value, slope.ravel()


def minimise(problem: Problem) -> Floats:
    """L-BFGS with backtracking from zero."""
    point = np.zeros((problem.width + 1) * len(LABELS))
    value, slope = problem.loss(point)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(STEPS):
        direction = -_scaled(slope, moves)
        step = 1.0 if moves else 1.0 / max(1.0, float(np.abs(slope).sum()))
        expected = float(slope @ direction)
        while True:
            new_value, new_slope = problem.loss(point + step * direction)
            if new_value <= value + 1e-4 * step * expected or step < 1e-10:
                break
            step /= 2
        moves = [*moves[-MEMORY + 1 :], (step * direction, new_slope - slope)]
        point = point + step * direction
        done = value - new_value < 1e-5 * abs(value)
        value, slope = new_value, new_slope
        if done:
            break
    return point.reshape(problem.width + 1, len(LABELS))


def _scaled(slope: Floats, moves: list[tuple[Floats, Floats]]) -> Floats:
    """The slope times the curvature's inverse, as far as the last moves tell it."""
    result = slope.copy()
    shares = []
    for move, change in reversed(moves):
        share = float(move @ result) / float(move @ change)
        shares.append(share)
        result -= share * change
    if moves:
        move, change = moves[-1]
        result *= float(move @ change) / float(change @ change)
    for (move, change), share in zip(moves, reversed(shares), strict=True):
        result += move * (share - float(change @ result) / float(move @ change))
    return result


def extract(example: Example, scorer: RoleScorer | None) -> Analysis:
    """The last stages of the pipeline, with `scorer` for the roles."""
    analysis = copy.copy(example.analysis)
    # The last stages write into these; the next run must find them as they were.
    analysis.statuses = [copy.copy(status) for status in analysis.statuses]
    analysis.roles = list(Arguments(scorer).run(analysis)["roles"])
    analysis.happenings = list(Assemble(load_scorer()).run(analysis)["happenings"])
    return analysis


def figures(pairs: list[tuple[Example, RoleScorer | None]]) -> str:
    gold = {example.gold.doc_id: example.gold for example, _ in pairs}
    found = {
        example.gold.doc_id: predict(build_document(extract(example, scorer)), example.gold.doc_id)
        for example, scorer in pairs
    }
    report = score(gold, found).as_dict()
    roles, records = report["scores"]["roles"], report["scores"]["records"]
    typed, people = report["scores"]["typed events"], report["over typed events found"]["participants"]
    return (
        f"roles {roles['p']:.3f} {roles['r']:.3f} {roles['f1']:.3f}  records {records['f1']:.3f}  "
        f"typed {typed['f1']:.3f}  participants {people['right']:.3f}"
    )


def folds_of(examples: list[Example], folds: int) -> list[int]:
    """Fold of each document: every `folds`-th of the sorted names."""
    order = {name: at for at, name in enumerate(sorted(example.gold.doc_id for example in examples))}
    return [order[example.gold.doc_id] % folds for example in examples]


def cross_validated(examples: list[Example], more: list[Row], folds: int) -> list[RoleScorer]:
    """For each example a scorer that has not seen it; all have seen `more`."""
    fold_of = folds_of(examples, folds)
    scorers = []
    for fold in range(folds):
        others = [example for example, mine in zip(examples, fold_of, strict=True) if mine != fold]
        scorers.append(fit([row for example in others for row in example.rows] + more))
    return [scorers[fold] for fold in fold_of]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--texts", nargs="*", default=[])
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--check", nargs="*", default=[])
    arguments = parser.parse_args()
    more = labelled(arguments.texts)
    groups = [read([path]) for path in arguments.gold]
    examples = [example for group in groups for example in group]
    labels = Counter(label for example in examples for _, label, _ in example.rows)
    counted = ", ".join(f"{labels[at]} {name}" for at, name in enumerate(LABELS))
    print(f"gold: {counted}; our own judgements: {len(more)}")
    scorers = cross_validated(examples, more, arguments.folds)
    unseen = iter(scorers)
    for path, group in zip(arguments.gold, groups, strict=True):
        print(f"{path}\n  without         {figures([(example, None) for example in group])}")
        pairs: list[tuple[Example, RoleScorer | None]] = [(example, next(unseen)) for example in group]
        print(f"  cross-validated {figures(pairs)}")
    scorer = fit([row for example in examples for row in example.rows] + more)
    for path in arguments.check:
        group = read([path])
        print(f"{path}\n  without         {figures([(example, None) for example in group])}")
        print(f"  with            {figures([(example, scorer) for example in group])}")
    write(scorer)


def write(scorer: RoleScorer) -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    limits = {name: getattr(scorer.limits, name) for name in ("drop", "add", "switch", "hold")}
    content = {"limits": limits, "bias": scorer.bias, "weights": scorer.weights}
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    TARGET.write_text(body.replace('],"', '],\n"') + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(scorer.weights)} features")


if __name__ == "__main__":
    main()
