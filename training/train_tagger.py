"""Train the tagger for names that nobody listed: python training/train_tagger.py --corpora FOLDER.

Two rounds of silver labels: a first model of the labelled corpora tags today's news, a second learns from
both and tags it again, the third is kept. The same machine and inputs give the same file to the digit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tagger_corpora import Sentence, read_gold, read_msra, read_pfr, read_uner, split, without_overlap
from tagger_evaluate import in_domain, score
from tagger_fit import Settings, fit, log
from tagger_silver import Style, read_news, runs, silver
from tagger_words import jieba_words, word_table

from cnevents.tagger import Tagger
from cnevents.tagger.model import Model, write_model

VERSION = "1.0.0"
STYLE = Path(__file__).with_name("tagger_style.tsv")
OUTPUT = Path(__file__).resolve().parent.parent / "models" / "tagger" / "model.npz"
NEWS = {"xinwenlianbo_2022_2026.jsonl.xz": 1, "tw_president_1992_2025_trad.jsonl.xz": 2}  # every n-th article
CORPORA = [
    "MSRA (SIGHAN 2006)",
    "PFR People's Daily 1998-01",
    "Universal NER Chinese GSD",
    "xinwenlianbo 2022-2026 (silver)",
    "Taiwan presidential office 1992-2025 (silver)",
    "cnevents gold real_train, television transcripts",
]
HELD_OUT = 5000
GOLD_TIMES, UNER_TIMES = 5, 2
# of real_train only the television transcripts are trained on: the Hong Kong articles are for measuring
GOLD_SOURCE = "xwlb"
CHARACTERS = {"abroad": 3_000_000, "home": 2_300_000}


Gold = dict[str, list[tuple[str, Sentence]]]


@dataclass(slots=True)
class Labelled:
    """The labelled corpora: what is trained on, what is held out."""

    train: list[Sentence]
    msra: list[Sentence]
    uner_traditional: list[Sentence]
    uner_simplified: list[Sentence]


def read_labelled(folder: Path) -> Labelled:
    """Read the corpora; whatever shares a run of characters with the held-out sentences is left out."""
    msra = read_msra(folder / "msra_train_bio.xz")
    held = msra[-HELD_OUT:]
    dev = [read_uner(folder / f"{name}-ud-dev.iob2.xz") for name in ("zh_gsd", "zh_gsdsimp")]
    uner = read_uner(folder / "zh_gsd-ud-train.iob2.xz")
    texts = {sentence.text for sentence in uner}
    uner += [s for s in read_uner(folder / "zh_gsdsimp-ud-train.iob2.xz") if s.text not in texts]
    pfr = without_overlap(read_pfr(folder / "pfr199801.txt.xz"), held + dev[0] + dev[1])
    train = (
        without_overlap(msra[:-HELD_OUT], held) + pfr + without_overlap(uner, dev[0] + dev[1]) * UNER_TIMES
    )
    return Labelled(train, held, dev[0], dev[1])


def read_measures(folder: Path) -> Gold:
    """The gold sets by name."""
    return {path.stem: read_gold(path) for path in sorted(folder.glob("*.jsonl"))}


def abroad(sentence: Sentence, style: Style) -> bool:
    """Whether a sentence is about other states, or has a name written by sound."""
    home = {"中国", "台湾", "中华民国", "中华人民共和国"}
    for start, end, label in sentence.spans:
        name = sentence.text[start:end]
        foreign = name not in home and name in style.states
        if (label == "LOC" and foreign) or (label == "PER" and len(name) >= 4):
            return True
        if label == "ORG" and any(name.startswith(state) for state in style.states - home if len(state) > 1):
            return True
    return False


def evenly(sentences: list[Sentence], characters: int) -> list[Sentence]:
    """About so many characters of the sentences, spread evenly."""
    step = max(1.0, sum(len(sentence.text) for sentence in sentences) / characters)
    return [sentences[int(i * step)] for i in range(int(len(sentences) / step))]


def silver_sentences(folder: Path, teacher: Tagger, style: Style, avoid: set[str]) -> list[Sentence]:
    """Silver sentences, those about other states first."""

    def articles() -> Iterator[list[str]]:
        for name, every in NEWS.items():
            yield from read_news(folder / name, every, avoid)

    found, names = silver(articles(), teacher, style)
    far = [sentence for sentence in found if abroad(sentence, style)]
    near = [sentence for sentence in found if not abroad(sentence, style)]
    picked = evenly(far, CHARACTERS["abroad"]) + evenly(near, CHARACTERS["home"])
    log(f"{len(found):,} silver sentences, {len(names):,} names; {len(picked):,} picked")
    return picked


def measure(model: Model, labelled: Labelled, gold: Gold, listed: set[str]) -> dict[str, Any]:
    """F1 on everything that is measured; a whole gold set in the way of the gold guidelines."""
    tagger = Tagger(model)
    scores: dict[str, Any] = {
        "msra_held_out": score(in_domain(tagger, "msra"), labelled.msra),
        "uner_dev_traditional": score(in_domain(tagger, "uner"), labelled.uner_traditional),
        "uner_dev_simplified": score(in_domain(tagger, "uner"), labelled.uner_simplified),
    }
    for name, documents in gold.items():
        texts = [sentence for _, sentence in documents]
        scores[name] = score(tagger, texts)
        scores[f"{name}, names in no table"] = score(tagger, texts, listed)
        if name == "real_train":
            unseen = [sentence for key, sentence in documents if not key.startswith(GOLD_SOURCE)]
            scores["real_train, articles not trained on"] = score(tagger, unseen)
    return scores


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ner/ and text/")
    parser.add_argument("--gold", type=Path, required=True, help="folder with real_train.jsonl and others")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    labelled, gold = read_labelled(arguments.corpora / "ner"), read_measures(arguments.gold)
    style = Style.read(STYLE)
    avoid = runs(sentence.text for documents in gold.values() for _, sentence in documents)
    words = [word_table(jieba_words(), 19)]
    log(f"{len(labelled.train):,} labelled sentences")
    settings = Settings()
    model = fit(labelled.train, words, "msra", settings)
    for _ in range(2):
        extra = silver_sentences(arguments.corpora / "text", Tagger(model), style, avoid)
        style_set = [p for key, s in gold["real_train"] if key.startswith(GOLD_SOURCE) for p in split(s)]
        model = fit(labelled.train + extra + style_set * GOLD_TIMES, words, "silver", settings)
    scores = measure(in_domain(Tagger(model), "gold").model, labelled, gold, style.listed)
    about = {
        "name": "cnevents-tagger",
        "version": VERSION,
        "licence": "see README.md beside this file",
        "labels": ["PER", "ORG", "LOC"],
        "corpora": CORPORA,
        "dictionary": f"jieba {version('jieba')}",
        "scores": scores,
    }
    digest = write_model(arguments.output, replace(in_domain(Tagger(model), "gold").model, about=about))
    log(json.dumps(scores, ensure_ascii=False, indent=1))
    log(f"{arguments.output} {arguments.output.stat().st_size:,} bytes, SHA-256 {digest}")


if __name__ == "__main__":
    main()
