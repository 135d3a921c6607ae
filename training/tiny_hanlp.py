"""Train HanLP models of a few hundred kilobytes on the samples, to test and to measure our use of HanLP with.

    .venv-hanlp/bin/python training/tiny_hanlp.py FOLDER

Needs the extra `hanlp` (make test-hanlp installs it) and no network; takes under a minute on a CPU. Writes
FOLDER/tok (a tokenizer), FOLDER/ner (names, from words) and FOLDER/mtl (words, names and semantic roles in
one multi-task model). What they learn is what cnevents itself reads out of data/samples: the models show
that HanLP's components work behind our stages, and are good for nothing else.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import cnevents
from cnevents.analysis import Analysis
from cnevents.build import build_document

ROOT = Path(__file__).parents[1]
SEED = 1
LABELS = {"PERSON": "PERSON", "ORGANIZATION": "ORGANIZATION", "PLACE": "LOCATION", "STATE": "LOCATION"}
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@dataclass
class Lesson:
    """A sentence to learn from: words, names (first word, last word, label) and arguments of predicates."""

    words: list[str]
    names: list[tuple[int, int, str]] = field(default_factory=list)
    arguments: list[tuple[int, int, int, str]] = field(default_factory=list)


def lessons() -> Iterator[Lesson]:
    """The sentences of the samples, as cnevents reads them."""
    extractor = cnevents.load()
    for path in sorted((ROOT / "data/samples").glob("*.txt")):
        analysis = extractor.analyse(path.read_text(encoding="utf-8"), published="2025-06-01")
        document = build_document(analysis)
        names = [
            (span.start, span.end, LABELS[entity.type])
            for entity in document.entities
            if entity.type in LABELS
            for span in entity.mentions
        ]
        roles = [
            (event.trigger, who.span, label)
            for event in document.events
            for label, group in (("ARG0", event.actors), ("ARG1", event.recipients))
            for who in group
        ]
        yield from _sentences(analysis, names, roles)


def _sentences(analysis: Analysis, names: list[Any], roles: list[Any]) -> Iterator[Lesson]:
    borders = {token.start for token in analysis.tokens}
    borders.update(place for start, end, _ in names for place in (start, end))
    borders.update(place for verb, _, _ in roles for place in (verb.start, verb.end))
    for sentence in analysis.sentences:
        cuts = sorted(
            {sentence.start, sentence.end, *(b for b in borders if sentence.start < b < sentence.end)}
        )
        spans = [(low, high) for low, high in pairwise(cuts) if analysis.folded[low:high].strip()]
        first = {low: number for number, (low, _) in enumerate(spans)}
        last = {high: number for number, (_, high) in enumerate(spans)}
        yield Lesson(
            [analysis.folded[low:high] for low, high in spans],
            [(first[a], last[b], label) for a, b, label in names if a in first and b in last],
            [
                (first[verb.start], first[span.start], last[span.end], label)
                for verb, span, label in roles
                if verb.start in first and span.start in first and span.end in last
            ],
        )


def write_lessons(folder: Path, taught: list[Lesson]) -> None:
    """The files that HanLP trains from: tok.txt, ner.tsv and srl.jsonlines."""
    lines = [" ".join(lesson.words) for lesson in taught]
    (folder / "tok.txt").write_text("\n".join(lines), encoding="utf-8")
    rows = ("\n".join(map("\t".join, zip(one.words, _tags(one), strict=True))) for one in taught)
    (folder / "ner.tsv").write_text("\n\n".join(rows) + "\n", encoding="utf-8")
    documents = ({"sentences": [one.words], "srl": [one.arguments]} for one in taught)
    text = "\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
    (folder / "srl.jsonlines").write_text(text, encoding="utf-8")


def _tags(lesson: Lesson) -> list[str]:
    """BIO tags, from which HanLP reads names whatever follows what; the longest of names that overlap."""
    tags = ["O"] * len(lesson.words)
    for first, last, label in sorted(lesson.names, key=lambda name: name[0] - name[1]):
        if set(tags[first : last + 1]) == {"O"}:
            tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first)]
    return tags


def make_encoder(folder: Path, characters: Iterable[str]) -> str:
    """A transformer of two small layers that has learned nothing yet."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(SEED)
    folder.mkdir(parents=True)
    vocabulary = [*MARKS, *sorted(set(characters) - {" ", "\n"})]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=192,
    )
    BertModel(config).save_pretrained(folder)
    return str(folder)


def put_adamw_back() -> None:
    """HanLP asks transformers for its AdamW, which went to torch for good."""
    import torch
    from transformers import optimization

    def adamw(parameters: Any, no_deprecation_warning: bool = False, **options: Any) -> Any:
        return torch.optim.AdamW(parameters, **options)

    optimization.AdamW = adamw


def train_tokenizer(source: Path, encoder: str, target: Path) -> None:
    """A tokenizer over the encoder."""
    from hanlp.components.tokenizers.transformer import TransformerTaggingTokenizer

    data = str(source / "tok.txt")
    TransformerTaggingTokenizer().fit(
        data, data, str(target), transformer=encoder, epochs=40, lr=3e-3, batch_size=16, devices=-1, seed=SEED
    )


def train_recogniser(source: Path, target: Path) -> None:
    """Names from words, without an encoder."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    data = str(source / "ner.tsv")
    RNNNamedEntityRecognizer().fit(
        data, data, str(target), epochs=30, embed=64, rnn_hidden=64, lr=1e-2, batch_size=16, crf=False,
        tagging_scheme="BIO", devices=-1, seed=SEED,
    )  # fmt: skip


def train_multitask(source: Path, encoder: str, target: Path) -> None:
    """Words, names and semantic roles over one encoder."""
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.srl.bio_srl import SpanBIOSemanticRoleLabeling
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    batches = SortingSamplerBuilder(batch_size=16)
    files = {name: str(source / name) for name in ("tok.txt", "ner.tsv", "srl.jsonlines")}
    tasks = {
        "tok/fine": TaggingTokenization(files["tok.txt"], files["tok.txt"], sampler_builder=batches),
        "ner/msra": TaggingNamedEntityRecognition(
            files["ner.tsv"], files["ner.tsv"], sampler_builder=batches, dependencies="tok"
        ),
        "srl": SpanBIOSemanticRoleLabeling(
            files["srl.jsonlines"],
            files["srl.jsonlines"],
            sampler_builder=batches,
            dependencies="tok",
            n_mlp_rel=128,
        ),
    }
    MultiTaskLearning().fit(
        ContextualWordEmbedding("token", encoder, average_subwords=True, max_sequence_length=512),
        tasks, str(target), epochs=30, lr=2e-3, encoder_lr=2e-3, devices=-1, seed=SEED, eval_trn=False,
    )  # fmt: skip


def train(folder: Path) -> None:
    """All three models, in sub-folders of `folder`; their encoder lies beside them."""
    import torch

    torch.set_num_threads(1)  # layers this small lose more by sharing than they gain
    put_adamw_back()
    taught = list(lessons())
    encoder = make_encoder(folder / "encoder", "".join("".join(lesson.words) for lesson in taught))
    with tempfile.TemporaryDirectory() as source:
        write_lessons(Path(source), taught)
        train_tokenizer(Path(source), encoder, folder / "tok")
        train_recogniser(Path(source), folder / "ner")
        train_multitask(Path(source), encoder, folder / "mtl")


if __name__ == "__main__":
    os.environ.setdefault("HANLP_VERBOSE", "0")
    warnings.simplefilter("ignore")
    train(Path(sys.argv[1]).resolve())
