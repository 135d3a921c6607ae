"""How fast runs over corpora are: the table of docs/speed.md, everything measured in one go.

    python benchmarks/batch.py [--megabytes 20] [--documents 100000] [--characters 120] [--only NAME ...]
        [CORPUS.jsonl.xz ...]

Texts are the first megabytes of each corpus, beside the repository unless others are named; without any the
samples are read again and again. `--only` takes some of: extraction, posseg, workers, memory, first,
encoder, growth, clusters. The encoder needs torch and transformers, the clusters the environments of
`make test-ray` and `make test-spark`; what is missing is said and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

from extraction import CORPUS, PUBLISHED, ROOT, corpus_texts, sample_texts, take

import cnevents

CORPORA = (CORPUS, CORPUS.with_name("hkcnews_news_only_trad.jsonl.xz"))
WARM_UP = 20
POSSEG_CHARACTERS = 100_000
FIRST = "import cnevents; cnevents.extract_events('韩国外长周二访问河内。', published='2025-03-05')[0]"
CHILDREN = Path(__file__).parent / "batch_children"


def texts_of(paths: Iterable[Path], megabytes: float) -> dict[str, list[str]]:
    """The first megabytes of each corpus by its name, or of the samples where there is none."""
    size = int(megabytes * 1_000_000)
    found = {path.name.partition("_")[0]: take(corpus_texts(path), size) for path in paths if path.is_file()}
    if not found:
        print("no corpus: the samples of data/samples are read again and again")
        return {"samples": take(sample_texts(), size)}
    return found


def write_corpus(path: Path, texts: Iterable[str]) -> Path:
    """The texts as JSON Lines, each with an id."""
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            row = {"doc_id": str(number), "published": PUBLISHED.isoformat(), "text": text}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def speed(read: Callable[[str], object], texts: list[str]) -> float:
    """Characters a second of processor time, after a warm-up."""
    for text in texts[:WARM_UP]:
        read(text)
    begin = time.process_time()
    for text in texts:
        read(text)
    return sum(map(len, texts)) / (time.process_time() - begin)


def extraction(texts: list[str]) -> float:
    """The whole way from text to records, in this process."""
    extractor = cnevents.load(check_language=False)
    return speed(lambda text: extractor.extract(text, published=PUBLISHED), texts)


def posseg(texts: list[str]) -> float:
    """`jieba.posseg` with its hidden Markov model: words and their classes, no more.

    It reads a part of the texts, evenly spread: on Traditional it is dozens of times slower.
    """
    import warnings

    warnings.simplefilter("ignore")
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    step = max(1, sum(map(len, texts)) // POSSEG_CHARACTERS)
    return speed(lambda text: [pair.flag for pair in jieba.posseg.cut(text, HMM=True)], texts[::step])


def run_seconds(corpus: Path, workers: int) -> float:
    """Wall time of a run, from the call to the last marker, start of the processes included."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        cnevents.run_batch(
            corpus, output=Path(folder) / "run", workers=workers, progress=False, check_language=False,
            shard_documents=100,
        )  # fmt: skip
        return time.perf_counter() - begin


def child(name: str, *arguments: object, python: Path = Path(sys.executable)) -> dict[str, float]:
    """What a script of `batch_children` prints as its last line, a JSON object."""
    command = [str(python), str(CHILDREN / f"{name}.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
        return {}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def first_record() -> float:
    """Wall time of a process that imports cnevents, reads one sentence and ends."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST], check=True)
    return time.perf_counter() - begin


class Table:
    """Rows of the page, printed as they come."""

    def __init__(self) -> None:
        """Print the head."""
        print("| what | measured | goal |\n|---|---|---|", flush=True)

    def row(self, what: str, measured: str, goal: str = "") -> None:
        """Print a row."""
        print(f"| {what} | {measured} | {goal} |", flush=True)


def measure_speed(table: Table, corpora: dict[str, list[str]], wanted: set[str]) -> None:
    """One core against jieba's tagger, corpus by corpus."""
    for name, texts in corpora.items():
        ours = extraction(texts) if "extraction" in wanted else 0.0
        if ours:
            table.row(f"whole extraction, one core, {name}", f"{ours:,.0f} characters/s", "≥ 60,000")
        if "posseg" in wanted:
            theirs = posseg(texts)
            ratio = f"; ours is {ours / theirs:.2f} ×" if ours else ""
            table.row(
                f"`jieba.posseg` with its model, {name}", f"{theirs:,.0f} characters/s{ratio}", "ours ≥ 2 ×"
            )


def measure_workers(table: Table, corpus: Path, characters: int) -> None:
    """One worker and two, each twice in turn; the better of each counts."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for workers in (1, 2, 1, 2):
        seconds[workers].append(run_seconds(corpus, workers))
    one, two = min(seconds[1]), min(seconds[2])
    table.row("`run_batch`, one worker, wall time", f"{characters / one:,.0f} characters/s ({one:.1f} s)")
    table.row("two workers against one", f"{one / two:.2f} × ({two:.1f} s)", "≥ 1.85 ×")


def measure_memory(table: Table, folder: Path, texts: list[str], documents: int) -> None:
    """One worker over many documents: what the process holds after 1,000 of them and at the end."""
    corpus = write_corpus(folder / "many.jsonl", islice(cycle(texts), documents))
    found = child("memory", corpus, folder / "many-run")
    if found:
        growth = found["last"] / found["first"] - 1
        table.row(f"memory of the worker, 1,000 to {documents:,} documents",
            f"{found['first']:.0f} → {found['last']:.0f} MB ({growth:+.1%}), most {found['most']:.0f} MB",
            "within 5 %, ≤ 400 MB")  # fmt: skip
        table.row("memory of the parent", f"most {found['parent']:.0f} MB")


def measure_growth(table: Table, folder: Path, texts: list[str], documents: int) -> None:
    """Wall time and memory of one worker by number of documents, from 1,000 in steps of ten times."""
    size = 1000
    while size <= documents:
        characters = sum(map(len, islice(cycle(texts), size)))
        corpus = write_corpus(folder / "growing.jsonl", islice(cycle(texts), size))
        found = child("memory", corpus, folder / f"growing-{size}")
        if found:
            seconds = found["seconds"]
            rates = f"{size / seconds:,.0f} documents/s, {characters / seconds:,.0f} characters/s"
            memory = f"worker {found['most']:.0f} MB, parent {found['parent']:.0f} MB"
            what = f"{size:,} documents ({characters:,} characters), one worker"
            table.row(what, f"{seconds:,.1f} s, {rates}; {memory}")
        size *= 10


def measure_clusters(table: Table, corpus: Path) -> None:
    """Ray and Spark of this machine against local processes, two workers each, without their start."""
    base = child("cluster", "local", corpus)
    if not base:
        return
    table.row("`backends.local`, two processes", f"{base['seconds']:.1f} s")
    for name in ("ray", "spark"):
        python = ROOT / f".venv-{name}/bin/python"
        if not python.exists():
            table.row(f"`backends.{name}`", f"not installed: make test-{name}", "≥ .8 ×")
            continue
        found = child("cluster", name, corpus, python=python)
        if found:
            ratio = base["seconds"] / found["seconds"]
            table.row(
                f"`backends.{name}`, two workers", f"{found['seconds']:.1f} s, {ratio:.2f} × local", "≥ .8 ×"
            )


PARTS = ("extraction", "posseg", "workers", "memory", "first", "encoder", "growth", "clusters")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="*", type=Path, default=list(CORPORA))
    parser.add_argument("--megabytes", type=float, default=20.0, help="of each corpus")
    parser.add_argument("--documents", type=int, default=100_000, help="for memory and growth")
    parser.add_argument("--characters", type=int, help="at most so many of each document")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    arguments = parser.parse_args()
    wanted = set(arguments.only)
    corpora = texts_of(arguments.corpora, arguments.megabytes)
    if arguments.characters:
        corpora = {name: [text[: arguments.characters] for text in some] for name, some in corpora.items()}
    texts = [text for some in corpora.values() for text in some]
    characters = sum(map(len, texts))
    print(f"{len(texts):,} documents, {characters:,} characters\n")
    table = Table()
    measure_speed(table, corpora, wanted)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(folder / "corpus.jsonl", texts)
        if "workers" in wanted:
            measure_workers(table, corpus, characters)
        if "memory" in wanted:
            measure_memory(table, folder, texts, arguments.documents)
        if "first" in wanted:
            seconds = min(first_record() for _ in range(3))
            table.row("time to the first record, from the start of Python", f"{seconds:.2f} s", "≤ 1.5 s")
        if "encoder" in wanted:
            found = child("encoder")
            if found:
                table.row("ELECTRA-small sized encoder, random weights, one thread",
                    f"{found['speed']:,.0f} characters/s", "for comparison")  # fmt: skip
        if "growth" in wanted:
            measure_growth(table, folder, texts, arguments.documents)
        if "clusters" in wanted:
            measure_clusters(table, corpus)


if __name__ == "__main__":
    main()
