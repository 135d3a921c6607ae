"""Vectors of words from unlabelled news: python training/train_vectors.py CORPORA OUT.npz

Reads the texts of CORPORA/text that may be learned from, folds and cuts them as the library does, and
learns a vector for each common word from the words around it (skip-gram with negative samples). It differs
a little from run to run.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from extra_events import MEASURED_ONLY
from gensim.models import Word2Vec

from cnevents.api import Extractor

SIZE, WINDOW, LEAST, ROUNDS, KEPT = 64, 4, 8, 2, 30_000


class Sentences:
    """The sentences of all texts as lists of words; may be gone over again."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder, self._kept = folder, kept

    def write(self) -> None:
        """Cut all texts once."""
        extractor = Extractor(check_language=False)
        with self._kept.open("w", encoding="utf-8") as out:
            for source in sorted(self._folder.glob("*.jsonl.xz")):
                if source.name == MEASURED_ONLY:
                    continue
                with lzma.open(source, "rt", encoding="utf-8") as lines:
                    for item in map(json.loads, lines):
                        text = f"{item['title']}\n{item['text']}"[:20_000]
                        if text.strip():
                            analysis = extractor.analyse(text, until="segment")
                            words = [token.text.replace(" ", "") for token in analysis.tokens]
                            out.write(" ".join(words) + "\n")

    def __iter__(self) -> Iterator[list[str]]:
        with self._kept.open(encoding="utf-8") as lines:
            for line in lines:
                yield line.split()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    sentences = Sentences(arguments.corpora / "text", arguments.out.with_suffix(".txt"))
    sentences.write()
    model = Word2Vec(
        sentences,
        vector_size=SIZE,
        window=WINDOW,
        min_count=LEAST,
        sg=1,
        negative=5,
        epochs=ROUNDS,
        sample=1e-4,
        workers=2,
        seed=1,
    )
    words = model.wv.index_to_key[:KEPT]
    vectors = model.wv.vectors[:KEPT]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez(arguments.out, words=stored, vectors=vectors.astype(np.float16))
    print(f"{arguments.out}: {len(words)} words")


if __name__ == "__main__":
    main()
