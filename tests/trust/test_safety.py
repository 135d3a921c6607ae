"""What the library never does: run foreign data as code, load what is damaged, ask for what is not free."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from cnevents.tagger import model_path

SOURCES = sorted((ROOT / "src").rglob("*.py"))
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {
    "pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve",  # data that runs as code
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "urllib3", "aiohttp",
}  # fmt: skip
# The service is asked over a socket that its server opens to listen; it opens none to anybody.
LISTENS = {"cnevents/service/server.py": ["socket"]}
# name of a call → what makes it safe, among its arguments
SAFE_WITH = {"yaml.load": "loader", "np.load": "allow_pickle=False", "numpy.load": "allow_pickle=False"}
# What is free without a demand on who uses it, by the word that metadata have for it.
FREE = {
    "MIT": "MIT", "BSD": "BSD", "Apache": "Apache-2.0", "ISC": "ISC", "PSF": "PSF-2.0", "MPL": "MPL-2.0",
    "Mozilla": "MPL-2.0",
}  # fmt: skip


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the dotted name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def modules(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def faults(code: str) -> list[str]:
    """What a piece of code does that the library must not do."""
    tree = ast.parse(code)
    found = [name for name in modules(tree) if name.split(".")[0] in FORBIDDEN_MODULES]
    for name, node in calls(tree):
        if name in FORBIDDEN_CALLS or name in ("os.system", "os.popen", "yaml.unsafe_load", "yaml.full_load"):
            found.append(name)
        if name in SAFE_WITH and SAFE_WITH[name] not in ast.unparse(node):
            found.append(name)
        if any(word.arg == "shell" for word in node.keywords):
            found.append(f"{name}(shell=...)")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_no_foreign_data_is_run_as_code_and_nothing_reaches_the_network(path: Path) -> None:
    allowed = LISTENS.get(str(path.relative_to(ROOT / "src")), [])
    assert faults(path.read_text(encoding="utf-8")) == allowed


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from urllib.request import urlopen",
        "def f():\n    import requests",
        "eval('1')",
        "yaml.load(text)",
        "yaml.load(text, yaml.Loader)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "subprocess.run('ls', shell=True)",
    ],
)
def test_the_check_finds_what_it_looks_for(code: str) -> None:
    assert len(faults(code)) == 1


def test_yaml_is_read_by_a_safe_loader_alone() -> None:
    code = (ROOT / "src/cnevents/resources/__init__.py").read_text(encoding="utf-8")
    assert 'loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)' in code
    users = [path for path in SOURCES if "yaml.load(" in path.read_text(encoding="utf-8")]
    assert [path.parent.name for path in users] == ["resources"]


def test_every_model_that_is_shipped_has_its_hash_beside_it() -> None:
    model = model_path("tagger/model.npz")
    about = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    assert hashlib.sha256(model.read_bytes()).hexdigest() == about["sha256"]
    weights = model_path("events/weights.json")
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert weights.with_suffix(".sha256").read_text(encoding="ascii") == f"{digest}  weights.json\n"


def required(package: str = "cnevents", seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """All packages that a plain install brings, by their names."""
    for line in importlib.metadata.requires(package) or ():
        requirement = Requirement(line)
        name = requirement.name.lower().replace("_", "-")
        if name not in seen and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            seen = required(name, seen | {name})
    return seen


def licence(package: str) -> str:
    """The licences that the metadata of a package name."""
    about = importlib.metadata.metadata(package)
    classes = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if "License ::" in line]
    said = (
        about.get("License-Expression") or "; ".join(classes) or (about.get("License") or "").split("\n")[0]
    )
    assert not re.search(r"GPL|General Public", said), said
    return ", ".join(sorted({name for word, name in FREE.items() if re.search(rf"\b{word}\b", said)}))


DEPENDENCIES = sorted(required())


def test_a_plain_install_is_what_it_is_thought_to_be() -> None:
    assert {"pydantic", "jieba", "regex", "spacy", "numpy", "typer", "rich"} <= set(DEPENDENCIES)
    assert not {"torch", "hanlp", "pyspark", "ray", "pandas", "pytest"} & set(DEPENDENCIES)


@pytest.mark.parametrize("package", DEPENDENCIES)
def test_every_dependency_is_free_and_listed(package: str) -> None:
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert licence(package)
    assert f"| {package} | {licence(package)} |" in page
