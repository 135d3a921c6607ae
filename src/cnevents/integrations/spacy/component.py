"""The component: what it is told, when it reads, what becomes of a document that it cannot read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional  # noqa: UP035

from spacy.language import Language
from spacy.tokens import Doc

from cnevents.integrations.spacy.store import get_doc_id, get_published, store
from cnevents.integrations.spacy.views import name_hints, write_ents, write_spans

if TYPE_CHECKING:
    from cnevents.api import Extractor
    from cnevents.records import Document, Failure

NAME = "cnevents"
ON_ERROR = ("record", "raise")
# NORP (nationalities, faiths, adherents) is left out: what it marks is no name of a person or body.
LABELS = {
    "PERSON": "PERSON", "PER": "PERSON",
    "ORG": "ORGANIZATION", "ORGANIZATION": "ORGANIZATION",
    "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "PLACE": "PLACE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What the component is told; every value is JSON, so that it fits into spaCy's config.

    Attributes:
        options: What `cnevents.load` takes: segmenter, home, region, max_chars and the others.
        published: Day of publication of documents that have none of their own.
        spans_key: The group of triggers; dates and entities go under it with _dates and _entities.
        use_ents: Take the entities that components before it found as evidence for names.
        ent_labels: What their labels mean: PERSON, ORGANIZATION, PLACE, or "" for no evidence.
        set_ents: Put entities and dates into `doc.ents`.
        on_error: "record" keeps a failure with the document; "raise" leaves it to spaCy.
    """

    options: dict[str, Any] = field(default_factory=dict)
    published: str | None = None
    spans_key: str = NAME
    use_ents: bool = False
    ent_labels: dict[str, str] = field(default_factory=lambda: dict(LABELS))
    set_ents: bool = False
    on_error: str = "record"

    def check(self) -> None:
        """Raise InputError: E103 for the day, E105 for a value that does not exist."""
        from cnevents.checks import HINT_TYPES, check_date
        from cnevents.errors import InputError

        check_date(self.published)
        if self.on_error not in ON_ERROR:
            raise InputError("E105", value=self.on_error, name="on_error", options=", ".join(ON_ERROR))
        for kind in self.ent_labels.values():
            if kind and kind not in HINT_TYPES:
                raise InputError("E105", value=kind, name="ent_labels", options=", ".join(HINT_TYPES))


class CnEvents:
    """Reads each document of a pipeline and keeps its records with it.

    How: `doc.text` goes through an `Extractor`, so the records are those of `cnevents.extract_events`
    whatever the tokenizer. The extractor is built when the first document comes, in the process that
    reads it, and is never pickled.

    Sets `doc._.cnevents` (events), `doc._.cnevents_document`, `doc._.cnevents_failure`, three groups of
    `doc.spans`, and `doc.ents` where `set_ents` asks for it.

    >>> import spacy
    >>> component = CnEvents(Settings(published="2025-03-05"))
    >>> doc = component(spacy.blank("zh")("韩国外长周二访问河内。"))
    >>> print(doc._.cnevents[0].when.start)
    2025-03-04
    """

    def __init__(self, settings: Settings | None = None, name: str = NAME) -> None:
        """Check the settings; raises InputError: E103, E104 or E105."""
        self.name = name
        self.settings = settings or Settings()
        self._extractor: Extractor | None = None
        self._configure()

    def _configure(self) -> None:
        self.settings.check()
        self._extractor = None
        _ = self.extractor  # a wrong option is told now, not with the first document

    @property
    def extractor(self) -> Extractor:
        """The reader behind the component."""
        if self._extractor is None:
            from cnevents.api import default_extractor, load

            options = self.settings.options
            self._extractor = load(**options) if options else default_extractor()
        return self._extractor

    def __call__(self, doc: Doc) -> Doc:
        """Read a document; a failure is kept or raised, as the settings say."""
        from cnevents.errors import CneventsError, internal

        _ = self.extractor.pipeline  # a broken installation is an error of its own, not one a document
        try:
            result: Document | Failure = self._read(doc)
        except Exception as error:
            known = error if isinstance(error, CneventsError) else internal(error)
            if self.settings.on_error == "raise":
                raise known from error
            result = _failure(doc, known)
        self._write(doc, result)
        return doc

    def _read(self, doc: Doc) -> Document:
        settings = self.settings
        hints = list(name_hints(doc, settings.ent_labels)) if settings.use_ents else []
        published = get_published(doc) or _told(doc).get("published") or settings.published
        return self.extractor.extract(doc.text, published=published, doc_id=_doc_id(doc), names=hints)

    def _write(self, doc: Doc, result: Document | Failure) -> None:
        from cnevents.records import Document

        store(doc, result)
        document = result if isinstance(result, Document) else None
        write_spans(doc, document, self.settings.spans_key)
        if document is not None and self.settings.set_ents:
            write_ents(doc, document)

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "settings": self.settings, "_extractor": None}

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The settings, for `nlp.to_bytes`."""
        return json.dumps(asdict(self.settings)).encode("ascii")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> CnEvents:
        """Take the settings that were saved, except where this component was told otherwise."""
        self.settings = _merged(json.loads(data), self.settings)
        self._configure()
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """The settings, for `nlp.to_disk`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "settings.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> CnEvents:
        """Take the settings that were saved, except where this component was told otherwise."""
        return self.from_bytes((Path(path) / "settings.json").read_bytes())


def _merged(saved: Mapping[str, Any], own: Settings) -> Settings:
    """Saved settings under those that differ from the default: `spacy.load(path, config=...)` wins."""
    default = asdict(Settings())
    told = {name: value for name, value in asdict(own).items() if value != default[name]}
    known = {item.name for item in fields(Settings)}
    return Settings(**{**{name: value for name, value in saved.items() if name in known}, **told})


def _told(doc: Doc) -> dict[str, Any]:
    """Day and id that came with the text in `nlp.pipe(..., as_tuples=True)`, under the names of a stream."""
    from cnevents.io.jsonl import Fields

    context = doc._context
    if not isinstance(context, Mapping):
        return {}
    return {
        item.name: value
        for item in fields(Fields)
        for name in reversed(getattr(Fields(), item.name))
        if (value := context.get(name)) is not None
    }


def _doc_id(doc: Doc) -> str | None:
    value = get_doc_id(doc) or _told(doc).get("doc_id")
    return None if value is None else str(value)


def _failure(doc: Doc, error: Any) -> Failure:
    from cnevents.io.jsonl import failure

    return failure(error, "spacy", doc_id=_doc_id(doc))


# spaCy reads the types of these arguments when a config is checked.
@Language.factory(
    NAME,
    default_config=asdict(Settings()),
    assigns=["doc._.cnevents", "doc._.cnevents_document", "doc._.cnevents_failure", "doc.spans"],
)
def make(
    nlp: Language,
    name: str,
    options: Dict[str, Any],  # noqa: UP006
    published: Optional[str],  # noqa: UP045
    spans_key: str,
    use_ents: bool,
    ent_labels: Dict[str, str],  # noqa: UP006
    set_ents: bool,
    on_error: str,
) -> CnEvents:
    """The component of a pipeline; the arguments are the attributes of `Settings`.

    Raises InputError: E103, E104 or E105.
    """
    from cnevents.integrations.spacy.tokenizer import make_picklable

    make_picklable(nlp.tokenizer)
    settings = Settings(options, published, spans_key, use_ents, ent_labels, set_ents, on_error)
    return CnEvents(settings, name)
