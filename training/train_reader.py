"""Train the reader: python training/train_reader.py VECTORS.npz GOLD.jsonl ... [--test GOLD.jsonl ...]

`VECTORS.npz` is what `train_vectors.py` wrote. Learns from the gold documents which words tell which type
of event, prints how well it does on the test sets after each round, and writes models/reader/model.npz with
its sidecar. With `--fold 0/3 --out FILE` it learns from all but every third document (by a hash of their
names); `train_confidence.py` needs such networks.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from reader_data import BATCH, GOLD, Text, analysed, fold_of, targets, texts
from torch import nn
from torch.nn import functional

from cnevents.ontology.frames import load_frames
from cnevents.reader.encode import KINDS, Encoder
from cnevents.reader.model import write_model

TARGET = Path(__file__).parents[1] / "models/reader/model.npz"
SIZE, STEPS, CHARACTER, KIND = 128, (1, 2, 4, 1), 24, 12
RATE, DECAY, DROPOUT, UNKNOWN_WORDS = 2e-3, 1e-2, 0.3, 0.05
WEIGHT = 2.0  # what a document of the gold sets counts
STRETCH = 3.0  # length of a word's vector


class Network(nn.Module):
    """Vectors, an entry, convolutions with what they saw before added, and an output."""

    def __init__(self, vectors: np.ndarray, characters: int, types: int) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=False, padding_idx=0)
        self.characters = nn.Embedding(characters, CHARACTER, padding_idx=0)
        self.kinds = nn.Embedding(max(KINDS.values()) + 1, KIND)
        self.entry = nn.Linear(vectors.shape[1] + 2 * CHARACTER + KIND + 2 * types + 1, SIZE)
        self.layers = nn.ModuleList(nn.Conv1d(SIZE, SIZE, 3, padding=step, dilation=step) for step in STEPS)
        self.norms = nn.ModuleList(nn.LayerNorm(SIZE) for _ in STEPS)
        self.output = nn.Linear(SIZE, types)
        self.drop = nn.Dropout(DROPOUT)
        self.habit = nn.Linear(1, SIZE, bias=False)  # what readers of the further items do otherwise
        self.habit_of_types = nn.Linear(1, types, bias=False)
        nn.init.zeros_(self.habit.weight)
        nn.init.zeros_(self.habit_of_types.weight)
        self.output.bias.data.fill_(-5.0)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        seen = [self.words(batch["words"]), self.characters(batch["firsts"]), self.characters(batch["lasts"])]
        state = torch.cat([*seen, self.kinds(batch["kinds"]), batch["signs"]], -1)
        state = functional.relu(self.entry(self.drop(state)) + self.habit(batch["further"]))
        for layer, norm in zip(self.layers, self.norms, strict=True):
            state = state * batch["here"]
            around = layer(state.transpose(1, 2)).transpose(1, 2)
            state = state + self.drop(functional.relu(norm(around)))
        return self.output(self.drop(state)) + self.habit_of_types(batch["further"])

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights as the library reads them."""
        own = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        half = {
            "word_vectors": own["words.weight"],
            "character_vectors": own["characters.weight"],
            "kind_vectors": own["kinds.weight"],
            "entry.weights": own["entry.weight"].T,
            "entry.bias": own["entry.bias"],
            "output.weights": own["output.weight"].T,
            "output.bias": own["output.bias"],
        }
        for number in range(len(STEPS)):
            kernel = own[f"layers.{number}.weight"]  # (to, from, 3) → (3 × from, to)
            half[f"layer{number}.weights"] = kernel.transpose(2, 1, 0).reshape(-1, SIZE)
            half[f"layer{number}.bias"] = own[f"layers.{number}.bias"]
            half[f"layer{number}.scale"] = own[f"norms.{number}.weight"]
            half[f"layer{number}.shift"] = own[f"norms.{number}.bias"]
        return {name: value.astype(np.float16) for name, value in half.items()}


def batch_of(chosen: list[Text], types: int, alike: bool = False) -> dict[str, torch.Tensor]:
    """Texts side by side, filled up with empty rows; `alike` takes all for texts of the gold sets."""
    longest = max(len(text.encoded.tokens) for text in chosen)
    columns: dict[str, list[torch.Tensor]] = {}
    for text in chosen:
        wanted, counts = targets(text, types)
        parts = {name: getattr(text.encoded, name) for name in ("words", "firsts", "lasts", "kinds", "signs")}
        here = (text.encoded.tokens >= 0).astype(np.float32)[:, None]
        own = text.set in GOLD
        counts = counts * here * (WEIGHT if own else 1.0)
        further = here * (0.0 if own or alike else 1.0)
        for name, value in {
            **parts,
            "here": here,
            "further": further,
            "wanted": wanted,
            "counts": counts,
        }.items():
            fill = [(0, longest - len(value)), *[(0, 0)] * (value.ndim - 1)]
            columns.setdefault(name, []).append(torch.tensor(np.pad(value, fill)))
    return {name: torch.stack(values) for name, values in columns.items()}


def learn(network: Network, chosen: list[Text], types: int, rounds: int, tests: list[Text]) -> None:
    """Go over the texts `rounds` times."""
    vectors = [network.words.weight]
    rest = [value for name, value in network.named_parameters() if name != "words.weight"]
    optimiser = torch.optim.AdamW(
        [{"params": rest, "lr": RATE}, {"params": vectors, "lr": RATE / 4}], weight_decay=DECAY
    )
    steps = rounds * (len(chosen) // BATCH + 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, RATE / 4], total_steps=steps, pct_start=0.1)
    for number in range(rounds):
        order = sorted(chosen, key=lambda text: len(text.encoded.tokens) + 60 * random.random())
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        random.shuffle(batches)
        total = 0.0
        network.train()
        for part in batches:
            batch = batch_of(part, types)
            lost = torch.rand(batch["words"].shape) < UNKNOWN_WORDS
            batch["words"] = torch.where(lost & (batch["words"] > 0), 1, batch["words"])
            each = functional.binary_cross_entropy_with_logits(
                network(batch), batch["wanted"], reduction="none"
            )
            loss = (each * batch["counts"]).sum() / len(part)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 8.0)
            optimiser.step()
            pace.step()
            total += float(loss.detach())
        print(f"round {number + 1}: loss {total / len(batches):.2f}", flush=True)
        for name in sorted({text.set for text in tests}):
            print(f"  {name}: {measure(network, [t for t in tests if t.set == name], types)}", flush=True)


def measure(network: Network, chosen: list[Text], types: int) -> str:
    """Precision, recall and F1 of rows that tell a type, by threshold."""
    network.eval()
    right = {threshold: [0, 0, 0] for threshold in (0.3, 0.4, 0.5)}
    with torch.no_grad():
        for text in chosen:
            batch = batch_of([text], types, alike=True)
            values = torch.sigmoid(network(batch))[0].numpy()
            wanted, counts = batch["wanted"][0].numpy() > 0, batch["counts"][0].numpy() > 0
            for threshold, sums in right.items():
                found = (values >= threshold) & counts
                sums[0] += int((found & wanted).sum())
                sums[1] += int(found.sum())
                sums[2] += int(wanted.sum())
    shares = {t: (hit / max(1, found), hit / max(1, told)) for t, (hit, found, told) in right.items()}
    return "  ".join(
        f"{t}: {p:.3f} {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}" for t, (p, r) in shares.items()
    )


def common(chosen: list[Path], least: int = 5) -> list[str]:
    """Characters that words of the texts begin or end with, `least` times or more."""
    counts: Counter[str] = Counter()
    for _, _, analysis in analysed(chosen):
        for token in analysis.tokens:
            counts.update((token.text[:1], token.text[-1:]))
    return sorted(one for one, count in counts.items() if count >= least and one.strip())


def lines(items: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(items).encode(), dtype=np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vectors", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--fold", default="")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=TARGET)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    torch.set_num_threads(2)
    with np.load(arguments.vectors) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        vectors = np.concatenate(
            [
                np.zeros((2, stored["vectors"].shape[1]), np.float32),
                stored["vectors"].astype(np.float32) * STRETCH,
            ]
        )
    types = sorted({frame.type for frame in load_frames().values()})
    characters = common(arguments.gold)
    encoder = Encoder(
        {word: number for number, word in enumerate(words, start=2)},
        {one: number for number, one in enumerate(characters, start=2)},
        types,
    )
    chosen = texts(arguments.gold, encoder, types)
    if arguments.fold:
        number, parts = map(int, arguments.fold.split("/"))
        chosen = [text for text in chosen if fold_of(text.doc, parts) != number]
    tests = texts(arguments.test, encoder, types)
    print(f"{len(chosen)} documents, {sum(len(text.right) for text in chosen)} rows that tell something")
    network = Network(vectors, len(characters) + 2, len(types))
    learn(network, chosen, len(types), arguments.rounds, tests)
    arrays: dict[str, Any] = {**network.arrays(), "steps": np.array(STEPS), "types": lines(types)}
    arrays |= {"words": lines(words), "characters": lines(characters)}
    about = {"name": "reader", "documents": len(chosen), "rounds": arguments.rounds}
    write_model(arguments.out, arrays, about)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
