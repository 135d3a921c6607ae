"""Train the chooser of roles: python training/train_roles.py GOLD.jsonl ... [--test GOLD.jsonl ...]

Reads gold documents as the extractor does, lets the grammar fill the roles of each happening, and learns
from those that gold tells with the same type which phrase is its actor, which its recipient, and which
takes no part, three times from other random beginnings. Writes models/roles/model.npz with its sidecar, and
prints F1 of the roles of events found, by the grammar and with the chooser, on the test sets. What the
extractor found in documents that the reader of events learned from is a little more right than elsewhere;
the roles hardly differ by that.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cnevents.analysis import Analysis
from cnevents.api import Extractor
from cnevents.build import build_document
from cnevents.evaluation.gold import GoldEvent, read_gold
from cnevents.evaluation.matching import match_events
from cnevents.evaluation.names import Surfaces
from cnevents.evaluation.predictions import Names, predict
from cnevents.stages.assemble.stage import participants
from cnevents.stages.choose.features import Choice, Scene, describe
from cnevents.stages.choose.model import FEATURES, OUTCOMES, assemble
from cnevents.stages.choose.stage import by_outcome, decide
from cnevents.tagger.stored import write_stored

TARGET = Path(__file__).parents[1] / "models/roles/model.npz"
LEAST_SURE = 0.3  # confidence from which a happening is learned from
LEAST = 8  # how often a feature must be seen
SIZE, HIDDEN, DROPOUT = 64, 32, 0.4
RATE, DECAY, ROUNDS, BATCH = 3e-3, 0.05, 4, 400
TRAININGS = 3  # which differ in their random beginnings


@dataclass(frozen=True, slots=True)
class Row:
    """A choice of a happening: its features, what it is called, and what it is.

    It is in doubt where gold has a participant for the role that the grammar gave it, and no choice bears
    that one's name: it may be the same by another name.
    """

    features: list[str]
    names: list[Names]
    choice: Choice
    role: str
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A happening that gold tells with the same type."""

    event: GoldEvent
    surfaces: Surfaces
    rows: list[Row]


def examples(paths: Sequence[Path]) -> Iterator[Told]:
    """The happenings of the documents that gold tells as well."""
    extractor = Extractor(min_confidence=LEAST_SURE, check_language=False)
    for path in paths:
        for gold in read_gold(path):
            analysis = extractor.analyse(gold.text, published=gold.published, until="assemble")
            found = predict(build_document(analysis), gold.doc_id).events
            surfaces = Surfaces(gold)
            for i, j in match_events(gold.events, found, surfaces).items():
                if gold.events[i].type == found[j].type:
                    yield Told(gold.events[i], surfaces, _rows(analysis, j, gold.events[i], surfaces))


def _rows(analysis: Analysis, number: int, event: GoldEvent, surfaces: Surfaces) -> list[Row]:
    scene, happening = Scene(analysis), analysis.happenings[number]
    usual = {entity.id: entity.name for entity in analysis.entities}
    choices = scene.choices(happening)
    names = [_known_by(analysis, choice, usual) for choice in choices]
    roles = _roles(choices, names, event, surfaces)
    described = describe(scene, happening, choices)
    every = [name for known in names for name in known]
    open_roles = {
        mark
        for mark, wanted in (("A", event.actors), ("R", event.recipients))
        if surfaces.count(wanted, every) < len(wanted)
    }
    return [
        Row(features, known, choice, role, not role and choice.given in open_roles)
        for features, known, choice, role in zip(described, names, choices, roles, strict=True)
    ]


def _known_by(analysis: Analysis, choice: Choice, usual: dict[str, str]) -> list[Names]:
    words = analysis.text[choice.phrase.head_start : choice.phrase.head_end]
    return [
        Names(names=tuple(filter(None, (identity, usual.get(identity, ""), words))))
        for identity, _ in participants([choice.phrase])
    ]


def _roles(
    choices: Sequence[Choice], names: Sequence[list[Names]], event: GoldEvent, surfaces: Surfaces
) -> list[str]:
    """What each choice should be: where two mean the same, the one that the grammar took, else the nearer.

    A choice has a role where it brings a participant that those before it have not brought.
    """
    roles = [""] * len(choices)
    for mark, wanted in (("A", event.actors), ("R", event.recipients)):

        def worth(at: int, mark: str = mark, wanted: tuple[str, ...] = wanted) -> tuple[Any, ...]:
            right = surfaces.count(wanted, names[at]) / max(1, len(names[at]))
            return choices[at].given != mark, choices[at].given != "-", -right, at

        told: list[Names] = []
        for at in sorted(range(len(choices)), key=worth):
            more = [*told, *names[at]]
            if not roles[at] and surfaces.count(wanted, more) > surfaces.count(wanted, told):
                roles[at], told = mark, more
    return roles


class Network(nn.Module):
    """Vectors of features summed, two layers, and what each feature says of the outcome by itself."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(features, SIZE, mode="sum")
        self.direct = nn.EmbeddingBag(features, len(OUTCOMES), mode="sum")
        self.bias = nn.Parameter(torch.zeros(SIZE))
        self.hidden = nn.Linear(SIZE, HIDDEN)
        self.output = nn.Linear(HIDDEN, len(OUTCOMES))
        self.drop = nn.Dropout(DROPOUT)
        nn.init.normal_(self.vectors.weight, std=0.03)
        nn.init.zeros_(self.direct.weight)

    def forward(self, numbers: torch.Tensor, begins: torch.Tensor) -> torch.Tensor:
        state = self.drop(functional.relu(self.vectors(numbers, begins) + self.bias))
        state = self.drop(functional.relu(self.hidden(state)))
        return self.output(state) + self.direct(numbers, begins)


def together(networks: Sequence[Network]) -> dict[str, np.ndarray]:
    """The weights as the library reads them: the networks side by side, the mean of what they put out."""
    own = [
        {name: value.detach().numpy() for name, value in network.state_dict().items()} for network in networks
    ]
    share = 1 / len(networks)
    hidden = np.zeros((SIZE * len(own), HIDDEN * len(own)))
    for at, one in enumerate(own):
        rows, columns = slice(at * SIZE, (at + 1) * SIZE), slice(at * HIDDEN, (at + 1) * HIDDEN)
        hidden[rows, columns] = one["hidden.weight"].T
    direct = share * sum(one["direct.weight"] for one in own)
    half = {
        "vectors": np.concatenate([*(one["vectors.weight"] for one in own), direct], axis=1),
        "bias": np.concatenate([*(one["bias"] for one in own), np.zeros(len(OUTCOMES))]),
        "hidden.weights": hidden,
        "hidden.bias": np.concatenate([one["hidden.bias"] for one in own]),
        "output.weights": share * np.concatenate([one["output.weight"].T for one in own]),
        "output.bias": share * sum(one["output.bias"] for one in own),
    }
    return {name: value.astype(np.float16) for name, value in half.items()}


def learn(rows: list[Row], numbers: dict[str, int], seed: int) -> Network:
    """A network that went over the rows; row 0 of its vectors is no feature and is in every choice."""
    torch.manual_seed(seed)
    random.seed(seed)
    network = Network(len(numbers) + 1)
    known = [
        ([0, *(numbers[name] for name in row.features if name in numbers)], OUTCOMES.index(row.role))
        for row in rows
    ]
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = ROUNDS * (len(known) // BATCH + 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for number in range(ROUNDS):
        random.shuffle(known)
        total = 0.0
        for at in range(0, len(known), BATCH):
            part = known[at : at + BATCH]
            begins = np.cumsum([0, *(len(features) for features, _ in part[:-1])])
            joined = torch.tensor([one for features, _ in part for one in features])
            wanted = torch.tensor([role for _, role in part])
            loss = functional.cross_entropy(network(joined, torch.tensor(begins)), wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            pace.step()
            total += float(loss.detach()) * len(part)
        print(f"round {number + 1}: loss {total / len(known):.4f}", flush=True)
    return network


def measure(told: Sequence[Told], chosen: Sequence[Sequence[str]]) -> float:
    """F1 of the roles of events found, each row's role as in `chosen`."""
    right = found = wanted = 0
    for one, roles in zip(told, chosen, strict=True):
        if not one.event.core:
            continue
        for mark, gold in (("A", one.event.actors), ("R", one.event.recipients)):
            taken = {
                name.names[0]: name
                for row, role in zip(one.rows, roles, strict=True)
                if role == mark
                for name in row.names
            }
            right += one.surfaces.count(gold, list(taken.values()))
            found, wanted = found + len(taken), wanted + len(gold)
    return 2 * right / max(1, found + wanted)


def by_grammar(told: Told) -> list[str]:
    """The roles that the grammar gave."""
    return [row.choice.given if row.choice.given in OUTCOMES else "" for row in told.rows]


def by_network(told: Told, values: np.ndarray) -> list[str]:
    """The roles as the library chooses them."""
    roles = decide([row.choice for row in told.rows], by_outcome(values))
    return roles if any(roles) else by_grammar(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=TARGET)
    arguments = parser.parse_args()
    told = list(examples(arguments.gold))
    rows = [row for one in told for row in one.rows if not row.in_doubt]
    counts = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    print(f"{len(told)} happenings, {len(rows)} choices, {len(names)} features")
    numbers = {name: number for number, name in enumerate(names, start=1)}
    arrays: dict[str, Any] = together([learn(rows, numbers, seed) for seed in range(TRAININGS)])
    arrays["features"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
    about = {"name": "roles", "features": FEATURES, "happenings": len(told), "choices": len(rows)}
    write_stored(arguments.out, arrays, about)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")
    chooser = assemble(arrays, about)
    for path in arguments.test:
        tests = list(examples([path]))
        chosen = [by_network(one, chooser.likelihoods([row.features for row in one.rows])) for one in tests]
        before = measure(tests, [by_grammar(one) for one in tests])
        print(f"{path.stem}: {before:.4f} by the grammar, {measure(tests, chosen):.4f} with the chooser")


if __name__ == "__main__":
    main()
