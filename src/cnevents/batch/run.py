"""A run: a corpus in, a folder of records out, that survives whatever happens to it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cnevents.api import load
from cnevents.batch.cores import cores
from cnevents.batch.files import TEMPORARY, only_one, read_blocks, remove_temporary, write_whole
from cnevents.batch.manifest import (
    check_same,
    configuration,
    input_lines,
    inputs_of,
    make_manifest,
    read_manifest,
    write_manifest,
)
from cnevents.batch.pool import Pool, Started, Task
from cnevents.batch.progress import Count, Display
from cnevents.batch.results import Run, read_run
from cnevents.batch.shards import (
    CHARACTERS,
    DOCUMENTS,
    cut,
    is_whole,
    marker_path,
    markers,
    part,
)
from cnevents.batch.write import WriterPlan
from cnevents.checks import check_date
from cnevents.errors import InputError, RunError
from cnevents.io.jsonl import Fields
from cnevents.io.optional import need
from cnevents.io.sources import Corpus, find_inputs

OnError = Literal["record", "raise"]
Lines = list[dict[str, Any]]


def run_batch(
    sources: str | Path | Iterable[str | Path], *, output: str | Path, workers: int | None = None,
    resume: bool = True, on_error: OnError = "record", progress: bool = True, text: str | None = None,
    doc_id: str | None = None, published: str | None = None, day: str | None = None,
    shard_documents: int = DOCUMENTS, shard_characters: int = CHARACTERS, **options: Any,
) -> Run:  # fmt: skip
    """Read a corpus with several processes and write a run: Parquet, JSON Lines, a manifest, failures.

    Records depend on the input and the options alone, never on the number of workers. The same call again
    goes on with a run that was stopped. In a script it must stand below `if __name__ == "__main__":`.

    Args:
        sources: Files, folders, patterns: JSON Lines, CSV, .txt (as .gz, .xz, .zst too), Parquet.
        output: The folder of the run.
        workers: Processes; None takes as many as this process has cores.
        resume: False refuses to continue a run that is there.
        on_error: "record" makes a failure of a document that cannot be read; "raise" ends the run.
        progress: Tell on standard error how far it is.
        text, doc_id, published: Fields or columns of them; None takes the usual ones (`Fields`).
        day: Day of publication of documents that have none.
        shard_documents, shard_characters: A shard ends with the document that reaches one of them.
        **options: Of the extractor, see `cnevents.load`.

    Raises:
        InputError: E103, E104 or E105 for an argument that cannot be used.
        FileError: E201, E206 or E210 for an input.
        UsageError: E401 without pyarrow.
        RunError: E502 begun otherwise, E503 folder taken, E504 no room, E505 no worker lives, E507 on_error.

    ```python
    >>> import cnevents, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> run = cnevents.run_batch("data/samples", output=folder.name, workers=1, progress=False)
    >>> run.status().documents, run.events().num_rows > 50
    (12, True)
    >>> folder.cleanup()

    ```
    """
    need("pyarrow", "parquet")
    _check(on_error, workers=workers, shard_documents=shard_documents, shard_characters=shard_characters)
    load(**options)
    fields, first = Fields.named(text, published, doc_id), check_date(day)
    _check_folder(Path(output), resume)
    first_day = first.isoformat() if first else None
    settings = configuration(options, fields, first_day, shard_documents, shard_characters)
    return _begun(Path(output), settings, sources, (workers, on_error, progress)).go()


def _begun(
    folder: Path,
    settings: dict[str, Any],
    sources: str | Path | Iterable[str | Path],
    how: tuple[int | None, OnError, bool],
) -> _Work:
    """The run with its manifest, written or found to be the same."""
    inputs = list(input_lines(find_inputs(sources)))
    manifest = make_manifest(settings, inputs)
    if (folder / "manifest.json").exists():
        check_same(folder, read_manifest(folder), (manifest, inputs))
    else:
        write_manifest(folder, manifest, inputs)
    return _Work(folder, manifest, inputs, *how)


def resume_run(
    path: str | Path, *, workers: int | None = None, on_error: OnError = "record", progress: bool = True
) -> Run:
    """Go on with a run by its folder alone; arguments and errors are those of `run_batch`.

    Raises RunError besides: E501 where the folder holds no run.
    """
    _check(on_error, workers=workers)
    folder = Path(path)
    before, lines = read_manifest(folder)
    settings = before["configuration"]
    inputs = list(input_lines(inputs_of(lines)))
    fields = Fields(**{name: tuple(names) for name, names in settings["fields"].items()})
    now = configuration(
        settings["options"],
        fields,
        settings["published"],
        settings["shards"]["documents"],
        settings["shards"]["characters"],
    )
    manifest = make_manifest(now, inputs)
    check_same(folder, (before, lines), (manifest, inputs))
    return _Work(folder, manifest, inputs, workers, on_error, progress).go()


def _check(on_error: str, **counts: int | None) -> None:
    if on_error not in ("record", "raise"):
        raise InputError("E105", value=on_error, name="on_error", options="record, raise")
    for name, value in counts.items():
        if value is not None and value < 1:
            raise InputError("E105", value=value, name=name, options="1 and more")


def _check_folder(folder: Path, resume: bool) -> None:
    """A folder that holds anything else is not written into."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise RunError("E503", path=folder, state="is a file")
    if (folder / "manifest.json").exists():
        if not resume:
            raise RunError("E503", path=folder, state="holds a run")
        return
    if any(path.name != "inputs.jsonl" and path.suffix != TEMPORARY for path in folder.iterdir()):
        raise RunError("E503", path=folder, state="holds other files")


@dataclass(slots=True)
class _Work:
    """A run that is checked and ready to go on."""

    folder: Path
    manifest: dict[str, Any]
    inputs: Lines
    workers: int | None
    on_error: OnError
    progress: bool

    def go(self) -> Run:
        """Read what is missing; says how to go on where the user stops it."""
        with only_one(self.folder / "manifest.json") as free:
            if not free:
                raise RunError("E503", path=self.folder, state="another process works on it")
            return self._go()

    def _go(self) -> Run:
        remove_temporary(self.folder)
        whole = self._whole_shards()
        try:
            if not (self.folder / "summary.json").exists():
                self._finish(self._read(whole))
        except KeyboardInterrupt:
            self._say(f"stopped; go on with: cnevents resume {self.folder}\n")
            raise
        finally:
            remove_temporary(self.folder)
        return read_run(self.folder)

    def _whole_shards(self) -> set[int]:
        """The shards whose files are as they were written; the markers of others are taken away."""
        found = set()
        for path in sorted((self.folder / "shards").glob("*.json")):
            number = int(path.stem)
            found.add(number)
        whole = {one.shard for one in markers(self.folder) if is_whole(self.folder, one)}
        for number in found - whole:
            marker_path(self.folder, number).unlink()
        summary = self.folder / "summary.json"
        if summary.exists() and (found != whole or not _is_complete(summary, whole)):
            summary.unlink()
        return whole

    def _read(self, whole: set[int]) -> int:
        """Read the shards that are missing; gives the number of all shards."""
        settings = self.manifest["configuration"]
        fields = Fields(**{name: tuple(names) for name, names in settings["fields"].items()})
        corpus = Corpus(inputs_of(self.inputs), fields)
        count = Count(corpus.size)
        total = 0

        def tasks() -> Iterator[Task]:
            """The shards that are to be read; counts all."""
            nonlocal total
            for shard in cut(corpus, **settings["shards"]):
                total += 1
                if shard.number in whole:
                    count.skip(shard)
                else:
                    count.take(shard)
                    yield Task(shard.number, shard)

        plan = WriterPlan(
            str(self.folder), settings["options"], settings["published"], stop=self.on_error == "raise"
        )
        pool = Pool(plan, self.workers or cores())
        stream = sys.stderr if self.progress else None
        with closing(pool.run(tasks())) as happenings, Display(count, stream) as display:
            for one in happenings:
                if isinstance(one, Started):
                    count.started(one.number, one.index)
                else:
                    count.finish(one.number)
                display.refresh()
        return total

    def _finish(self, total: int) -> None:
        """Put the failures together and say that the run is at its end."""
        failed = (self.folder / part("failures", number) for number in range(total))
        write_whole(self.folder / "failures.jsonl", (block for path in failed for block in read_blocks(path)))
        status = read_run(self.folder).status()
        text = json.dumps({"shards": total, "documents": status.documents, "failures": status.failures})
        write_whole(self.folder / "summary.json", (text.encode() + b"\n",))

    def _say(self, text: str) -> None:
        if self.progress:
            sys.stderr.write(text)


def _is_complete(summary: Path, whole: set[int]) -> bool:
    try:
        return whole == set(range(json.loads(summary.read_bytes())["shards"]))
    except (ValueError, KeyError, TypeError):
        return False
