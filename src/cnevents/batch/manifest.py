"""The manifest of a run: all that its records depend on, so that nobody continues it under other terms."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cnevents import __version__
from cnevents.api import Extractor
from cnevents.batch.files import file_digest, folder_digest, write_whole
from cnevents.errors import FileError, InputError, RunError
from cnevents.io.arrow import FORM
from cnevents.io.jsonl import Fields
from cnevents.io.sources import Input
from cnevents.reader import READERS
from cnevents.records import SCHEMA_VERSION
from cnevents.stages.choose.model import MODEL as CHOOSER
from cnevents.tagger.location import model_path

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGES = ("ahocorasick-rs", "jieba", "numpy", "pyarrow", "pydantic", "regex")
SHOWN = 12  # differences that an error lists


def configuration(
    options: Mapping[str, Any], fields: Fields, published: str | None, documents: int, characters: int
) -> dict[str, Any]:
    """What the records of a run depend on besides its input, as plain JSON values.

    Raises:
        InputError: E105 for a segmenter that is a function, which no manifest can hold.
        ResourceError: E304 where a model is missing.
    """
    given = {**(Extractor.__init__.__kwdefaults__ or {}), **options}
    if callable(given["segmenter"]):
        raise InputError("E105", value=given["segmenter"], name="segmenter", options="jieba, character")
    overlays = given["lexicon"]
    overlays = [overlays] if isinstance(overlays, str | Path) else list(overlays)
    given["lexicon"] = [str(Path(folder).resolve()) for folder in overlays]
    given["policy"] = dict(given["policy"] or {})
    models = {
        name: _model(given, name, file)
        for name, file in (("tagger", "tagger/model.npz"), ("scorer", "events/weights.json"))
    }
    for name in (*READERS, CHOOSER):
        models[name] = None if given["scorer"] is None else file_digest(model_path(name))
    return {
        "options": given,
        "fields": {name: list(getattr(fields, name)) for name in Fields.__slots__},
        "published": published,
        "shards": {"documents": documents, "characters": characters},
        "schema": f"{SCHEMA_VERSION}/{FORM}",
        "lexicon": {
            "packaged": folder_digest(PACKAGE / "resources", "*.*"),
            "own": [folder_digest(Path(folder), "*.tsv") for folder in given["lexicon"]],
        },
        "models": models,
        "code": folder_digest(PACKAGE, "*.py"),
        "versions": _versions(),
    }


def _model(options: dict[str, Any], name: str, file: str) -> str | None:
    """The hash of a model; in the options its path becomes one that holds from everywhere."""
    choice = options[name]
    if choice is None:
        return None
    if choice == "default":
        return file_digest(model_path(file))
    path = Path(choice).resolve()
    options[name] = str(path)
    try:
        return folder_digest(path, "*") if path.is_dir() else file_digest(path)
    except OSError as error:
        raise FileError("E201", path=choice) from error


def _versions() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    return {"cnevents": __version__, "python": python} | {name: version(name) for name in PACKAGES}


def input_lines(inputs: Iterable[Input]) -> Iterator[dict[str, Any]]:
    """Each input with its hash; raises FileError (E206) for one that cannot be read."""
    for one in inputs:
        try:
            digest = file_digest(one.path)
        except OSError as error:
            raise FileError("E206", path=one.name, reason=error.strerror) from error
        yield {
            "name": one.name,
            "path": one.path,
            "kind": one.kind,
            "packing": one.packing,
            "size": one.size,
            "sha256": digest,
        }


def inputs_of(lines: Iterable[Mapping[str, Any]]) -> list[Input]:
    """The inputs that the lines of a manifest name."""
    return [Input(*(line[name] for name in Input.__slots__)) for line in lines]


def make_manifest(settings: dict[str, Any], inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """The manifest; the list of inputs has a file of its own, for it may be long."""
    digest = hashlib.sha256()
    for line in inputs:
        digest.update(f"{line['name']}\0{line['size']}\0{line['sha256']}\n".encode())
    size = sum(line["size"] for line in inputs)
    return {
        "configuration": json.loads(json.dumps(settings)),
        "inputs": {"files": len(inputs), "bytes": size, "sha256": digest.hexdigest()},
    }


def write_manifest(run: Path, manifest: dict[str, Any], inputs: list[dict[str, Any]]) -> None:
    """Write both files, the manifest last: where it is, the run has begun. Raises RunError (E504)."""
    lines = (json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in inputs)
    write_whole(run / "inputs.jsonl", lines)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_whole(run / "manifest.json", (text.encode(),))


def read_manifest(run: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The manifest and its inputs; raises RunError (E501) where they are missing or damaged."""
    try:
        manifest = json.loads((run / "manifest.json").read_bytes())
        inputs = [json.loads(line) for line in (run / "inputs.jsonl").read_bytes().splitlines()]
        if make_manifest(manifest["configuration"], inputs)["inputs"] != manifest["inputs"]:
            raise ValueError("inputs.jsonl is not the one that manifest.json was written with")
    except FileNotFoundError as error:
        raise RunError("E501", path=run, reason=f"it has no {Path(error.filename).name}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError("E501", path=run, reason=f"its manifest is damaged ({error})") from error
    return manifest, inputs


def check_same(
    run: Path,
    before: tuple[dict[str, Any], list[dict[str, Any]]],
    now: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Raise RunError (E502) with all that differs between two manifests and their inputs."""
    found = list(_differences(before[0]["configuration"], now[0]["configuration"], ""))
    old, new = ({line["name"]: line["sha256"] for line in inputs} for _, inputs in (before, now))
    found.extend(f"  {name}: not among the inputs any more" for name in old.keys() - new.keys())
    found.extend(f"  {name}: not among the inputs before" for name in new.keys() - old.keys())
    found.extend(
        f"  {name}: its bytes have changed" for name in old.keys() & new.keys() if old[name] != new[name]
    )
    if not found and list(old) != list(new):
        found.append("  the inputs are in another order")
    if found:
        more = [f"  and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise RunError("E502", path=run, differences="\n".join([*sorted(found)[:SHOWN], *more]))


def _differences(before: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from _differences(before.get(key), now.get(key), f"{name}.{key}" if name else key)
    elif before != now:
        yield f"  {name}: {_short(before)} before, {_short(now)} now"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:13] + '…"'
