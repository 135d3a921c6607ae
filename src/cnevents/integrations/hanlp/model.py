"""A HanLP model, or several that work together, asked once for each text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cnevents.errors import UsageError
from cnevents.integrations.guard import guarded
from cnevents.integrations.hanlp.adapter import Adapted, adapt
from cnevents.integrations.hanlp.document import TASKS, find_task
from cnevents.integrations.hanlp.loading import Component, load_component

One = str | Path | Callable[..., Any]
Source = One | Mapping[str, One]
# Packages of HanLP's single components, and the task that each does.
_PACKAGES = {"tokenizers": "tok", "ner": "ner", "srl": "srl", "parsers": "dep"}


class HanlpModel:
    """Gives HanLP's document of a text.

    How: one component that gives documents (multi-task model, pipeline, any function from sentences to a
    document), or single components by task: a tokenizer cuts the sentences, and the others read its words;
    without a tokenizer they read single characters. Only the tasks that are used are run.

    >>> model = HanlpModel(lambda sentences: {"tok": [list(one) for one in sentences]})
    >>> [token.text for token in model.read("法国。", [(0, 3)]).tokens]
    ['法', '国', '。']
    """

    def __init__(self, source: Source, need: Iterable[str] = (), roles: bool = True) -> None:
        """Load what `source` names.

        Args:
            source: A folder, a pipeline's JSON file, a name of `hanlp.pretrained`, a loaded component or a
                function from sentences to a document; or several by task: {"tok": …, "ner": …}.
            need: Tasks without which the model is of no use: tok, ner.
            roles: Whether to run semantic roles or dependencies where the model has them.

        Raises:
            UsageError: E401, E422, E426 as `load_component`; E423 where a needed task is missing.
        """
        self.label = ", ".join(map(str, source.values())) if isinstance(source, Mapping) else str(source)
        self._parts: dict[str, Any] = {}
        self._whole: Any = None
        self._take(source)
        self._need = tuple(need)
        self._roles = roles
        self._tasks = self._choose()
        self._lock = threading.Lock()
        self._last = threading.local()

    def _take(self, source: Source) -> None:
        if isinstance(source, Mapping):
            unknown = ", ".join(task for task in source if task not in TASKS)
            if unknown or not source:
                raise UsageError("E422", path=unknown or "{}", reason=f"tasks are {', '.join(TASKS)}")
            self._parts = {task: _loaded(one) for task, one in source.items()}
            return
        component = _loaded(source)
        task = _single_task(component)
        if task:
            self._parts = {task: component}
        else:
            self._whole = component

    def _choose(self) -> list[str]:
        """The model's own names of the tasks to run; none where it is not known which it has."""
        there = list(self._parts or getattr(self._whole, "tasks", None) or ())
        if not there:
            return []
        for task in self._need:
            if not find_task(task, there):
                self._lack(task, there)
        role = next((task for task in ("srl", "dep") if find_task(task, there)), "") if self._roles else ""
        if not self._need and not role:
            self._lack("srl", there)
        names = (find_task(task, there) for task in dict.fromkeys(("tok", *self._need, role)) if task)
        return [name for name in names if name]

    def _lack(self, task: str, there: Sequence[str]) -> None:
        raise UsageError("E423", model=self.label, task=task, tasks=", ".join(there))

    def read(self, text: str, sentences: Sequence[tuple[int, int]]) -> Adapted:
        """Tokens, names and roles of a text.

        Args:
            text: The folded text.
            sentences: Where its sentences stand.

        Raises:
            UsageError: E423, E424 or E425.
        """
        if not sentences:
            return adapt({"tok": []}, text)
        document = self._document([text[start:end] for start, end in sentences])
        return adapt(document, text, sentences, self._need)

    def _document(self, pieces: list[str]) -> Mapping[str, Any]:
        """HanLP's document, kept until the thread reads another text: stage and tagger ask for the same."""
        if getattr(self._last, "pieces", None) != pieces:
            with self._lock, guarded("HanLP"):  # HanLP's components are not made for several threads
                self._last.document = self._run(pieces)
            self._last.pieces = pieces
        document: Mapping[str, Any] = self._last.document
        return document

    def _run(self, pieces: list[str]) -> Mapping[str, Any]:
        if self._whole is not None:
            options = {"tasks": self._tasks} if self._tasks else {}
            document = self._whole(list(pieces), **options)
            if not isinstance(document, Mapping):
                reason = f"{type(document).__name__} for a document; name its task: hanlp={{'tok': ...}}"
                raise UsageError("E425", tool="HanLP", reason=reason)
            return document
        # Copies of all that is handed in: some of HanLP's components change it.
        tokenizer = self._parts.get("tok")
        words = tokenizer(list(pieces)) if tokenizer else [list(one) for one in pieces]
        found = {"tok": words}
        for task in self._tasks:
            if task != "tok":
                found[task] = self._parts[task]([[_word(token) for token in row] for row in words])
        return found


def _word(token: Any) -> str:
    return str(token if isinstance(token, str) else token[0])


def _loaded(one: One) -> Component:
    return one if callable(one) else load_component(one)


def _single_task(component: Any) -> str:
    """The task of one of HanLP's single components, by the package of its class; "" for anything else."""
    module = type(component).__module__
    if not module.startswith("hanlp.components."):
        return ""
    return _PACKAGES.get(module.split(".")[2], "")
