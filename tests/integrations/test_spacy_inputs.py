"""What goes into the component: day, id, options, entities of other components; and what it refuses."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

import pytest
import spacy
from confection import ConfigValidationError
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed
from spacy_pipelines import pipeline

import cnevents
from cnevents.errors import CneventsError

TEXT = "韩国外长4日在河内同越南外长举行会谈。"
UNKNOWN = "青禾合作社14日宣布罢工。"


def day(doc: Doc) -> dt.date | dt.datetime | None:
    when = doc._.cnevents[0].when
    return when.start if when else None


def test_day_of_the_pipeline() -> None:
    assert day(pipeline(published="2025-03-05")(TEXT)) == dt.date(2025, 3, 4)


@pytest.mark.parametrize("value", ["2024-07-06", dt.date(2024, 7, 6), dt.datetime(2024, 7, 6, 23, 59)])
def test_day_and_id_of_a_document_win(value: Any) -> None:
    nlp = pipeline(published="2025-03-05")
    doc = nlp.make_doc(TEXT)
    doc._.cnevents_published = value
    doc._.cnevents_doc_id = "a1"
    assert day(nlp(doc)) == dt.date(2024, 7, 4)
    assert (doc._.cnevents_published, doc._.cnevents_doc_id) == ("2024-07-06", "a1")
    assert (doc._.cnevents_document.doc_id, doc._.cnevents[0].doc_id) == ("a1", "a1")


def test_day_and_id_can_be_taken_back() -> None:
    doc = spacy.blank("zh")(TEXT)
    doc._.cnevents_published, doc._.cnevents_doc_id = "2024-07-06", 7
    assert doc.user_data == {"cnevents_published": "2024-07-06", "cnevents_doc_id": "7"}
    doc._.cnevents_published = doc._.cnevents_doc_id = None
    assert doc.user_data == {}


def test_day_of_a_document_is_checked_when_it_is_set() -> None:
    doc = spacy.blank("zh")(TEXT)
    with pytest.raises(CneventsError, match="'soon' is not a date"):
        doc._.cnevents_published = "soon"


@pytest.mark.parametrize(
    "context",
    [
        {"published": "2024-07-06", "doc_id": "a1"},
        {"date": dt.date(2024, 7, 6), "id": "a1"},
        {"published": None, "date": "2024-07-06", "doc_id": "a1", "id": "b2"},
    ],
)
def test_day_and_id_come_with_the_text(context: dict[str, Any]) -> None:
    nlp = pipeline(published="2025-03-05")
    [(doc, given)] = nlp.pipe([(TEXT, context)], as_tuples=True)
    assert (day(doc), doc._.cnevents_document.doc_id) == (dt.date(2024, 7, 4), "a1")
    assert given is context


@pytest.mark.parametrize("context", [None, "2024-07-06", 7, ("published", "2024-07-06")])
def test_context_of_another_form_is_the_users_own(context: Any) -> None:
    [(doc, given)] = pipeline(published="2025-03-05").pipe([(TEXT, context)], as_tuples=True)
    assert (day(doc), given) == (dt.date(2025, 3, 4), context)


def test_options_are_those_of_load() -> None:
    options = {"tagger": None, "segmenter": "character", "policy": {"TWN": "PLACE:CHN"}, "lexicon": []}
    text = "台湾代表出席会议。"
    found = pipeline(options=options)(text)._.cnevents_document
    assert found == cnevents.load(**options).extract(text)
    assert [(entity.type, entity.id) for entity in found.entities] == [("PLACE", "TWN")]


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"options": {"tager": None}}, "E104"),
        ({"options": {"region": "XX"}}, "E105"),
        ({"on_error": "ignore"}, "E105"),
        ({"ent_labels": {"ORG": "COMPANY"}}, "E105"),
        ({"published": "soon"}, "E103"),
    ],
)
def test_wrong_setting_is_refused_when_the_component_is_added(config: dict[str, Any], code: str) -> None:
    with pytest.raises(CneventsError) as caught:
        pipeline(**config)
    assert caught.value.code == code


@pytest.mark.parametrize("config", [{"use_ents": "perhaps"}, {"tagger": None}, {"spans_key": []}])
def test_spacy_checks_the_form_of_settings(config: dict[str, Any]) -> None:
    with pytest.raises(ConfigValidationError):
        pipeline(**config)


def with_ruler(label: str, words: str = "青禾合作社", **config: Any) -> Language:
    """A pipeline whose entities come from an entity ruler before our component."""
    nlp = spacy.blank("zh")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words}])
    nlp.add_pipe("cnevents", config=config)
    return nlp


@pytest.mark.parametrize(
    ("label", "config", "expected"),
    [
        ("ORG", {"use_ents": True}, [("ORGANIZATION", "青禾合作社")]),
        ("ORG", {}, []),
        ("FAC", {"use_ents": True}, [("PLACE", "青禾合作社")]),
        ("NORP", {"use_ents": True}, []),
        (
            "NORP",
            {"use_ents": True, "ent_labels": {"NORP": "ORGANIZATION"}},
            [("ORGANIZATION", "青禾合作社")],
        ),
        ("ORG", {"use_ents": True, "ent_labels": {"ORG": ""}}, []),
    ],
)
def test_entities_found_before_are_evidence(
    label: str, config: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    doc = with_ruler(label, published="2025-03-15", **config)(UNKNOWN)
    assert [(entity.type, entity.id) for entity in doc._.cnevents_document.entities] == expected
    actors = [actor.id for event in doc._.cnevents for actor in event.actors]
    assert actors == [name for kind, name in expected if kind == "ORGANIZATION"]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("青禾合作社", label)]


def test_names_of_a_trained_ner_are_evidence() -> None:
    fix_random_seed(1)
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")
    example = Example.from_dict(nlp.make_doc(UNKNOWN), {"entities": [(0, 5, "ORG")]})
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(60):
        nlp.update([example], sgd=optimizer)
    assert [(ent.text, ent.label_) for ent in nlp(UNKNOWN).ents] == [("青禾合作社", "ORG")]
    nlp.add_pipe("cnevents", after="ner", config={"use_ents": True})
    assert [entity.id for entity in nlp(UNKNOWN)._.cnevents_document.entities] == ["青禾合作社"]


def test_ents_are_set_when_asked() -> None:
    nlp = with_ruler("ORG", published="2025-03-05", set_ents=True)
    doc = nlp("韩国外长4日在青禾合作社会见越南外长。")
    assert [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents] == [
        ("韩国", "STATE", "KOR"),
        ("4日", "DATE", "2025-03-04"),
        ("青禾合作社", "ORG", ""),
        ("越南", "STATE", "VNM"),
    ]


def test_ents_of_ours_replace_those_that_they_overlap() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "韩国外长"}])  # type: ignore[attr-defined]
    nlp.add_pipe("cnevents", config={"set_ents": True})
    assert [(e.text, e.label_) for e in nlp("韩国外长抵达河内。").ents] == [
        ("韩国", "STATE"),
        ("河内", "PLACE"),
    ]


BAD = {
    "": "E107",
    " \n ": "E107",
    "The ministers met in Hanoi.": "E106",
    "韩国外长" * 50: "E102",
}


@pytest.mark.parametrize("n_process", [1, 2])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_document_that_cannot_be_read_does_not_end_the_stream(n_process: int) -> None:
    nlp = pipeline(options={"max_chars": 100}, published="2025-03-05")
    docs = list(nlp.pipe([TEXT, *BAD, TEXT], n_process=n_process))
    failures = [doc._.cnevents_failure for doc in docs]
    assert [failure and failure.code for failure in failures] == [None, *BAD.values(), None]
    assert [len(doc._.cnevents) for doc in docs] == [1, 0, 0, 0, 0, 1]
    assert [doc._.cnevents_document is None for doc in docs[1:-1]] == [True] * 4
    assert {key: len(group) for key, group in docs[1].spans.items()} == {
        "cnevents": 0,
        "cnevents_dates": 0,
        "cnevents_entities": 0,
    }


def test_failure_names_the_document() -> None:
    context = {"doc_id": "a1", "published": "soon"}
    [(doc, _)] = pipeline().pipe([(TEXT, context)], as_tuples=True)
    failure = doc._.cnevents_failure
    assert (failure.doc_id, failure.source, failure.code) == ("a1", "spacy", "E103")


def test_defect_of_ours_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = pipeline()

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("cnevents.api.build_document", broken)
    failure = nlp(TEXT)._.cnevents_failure
    assert (failure.code, "KeyError: 'lost'" in failure.message) == ("E901", True)


def test_second_reading_replaces_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = pipeline(published="2025-03-05")
    doc = nlp(TEXT)
    doc.user_data["cnevents_published"] = "soon"
    nlp.get_pipe("cnevents")(doc)
    assert (len(doc._.cnevents), doc._.cnevents_failure.code, len(doc.spans["cnevents"])) == (0, "E103", 0)
    doc._.cnevents_published = "2025-03-05"
    nlp.get_pipe("cnevents")(doc)
    assert (len(doc._.cnevents), doc._.cnevents_failure, len(doc.spans["cnevents"])) == (1, None, 1)


def test_error_is_raised_when_asked() -> None:
    nlp = pipeline(on_error="raise")
    with pytest.raises(CneventsError) as caught:
        nlp("Hanoi")
    assert caught.value.code == "E106"
    with pytest.raises(CneventsError):
        list(nlp.pipe([TEXT, "Hanoi"]))


def test_raised_error_goes_to_the_error_handler() -> None:
    seen: list[tuple[str, str, str]] = []

    def handler(name: str, proc: Callable[[Doc], Doc], docs: list[Doc], error: CneventsError) -> None:
        seen.append((name, docs[0].text, error.code))

    nlp = pipeline(on_error="raise")
    nlp.set_error_handler(handler)  # type: ignore[arg-type]
    assert [doc.text for doc in nlp.pipe([TEXT, "Hanoi", TEXT])] == [TEXT, TEXT]
    assert seen == [("cnevents", "Hanoi", "E106")]


def test_recorded_failure_does_not_go_to_the_error_handler(caplog: pytest.LogCaptureFixture) -> None:
    nlp = pipeline()
    nlp.set_error_handler(lambda *_: logging.error("dropped"))
    assert len(list(nlp.pipe([TEXT, "Hanoi"]))) == 2
    assert caplog.messages == []


def test_broken_installation_is_raised_at_once(tmp_path: Any) -> None:
    nlp = pipeline(options={"tagger": str(tmp_path / "no model")})
    with pytest.raises(CneventsError) as caught:
        nlp(TEXT)
    assert caught.value.code == "E304"


def test_document_that_was_not_read_has_no_records() -> None:
    pipeline()
    doc = spacy.blank("zh")(TEXT)
    assert (len(doc._.cnevents), doc._.cnevents_document, doc._.cnevents_failure) == (0, None, None)
    assert (doc._.cnevents_published, doc._.cnevents_doc_id) == (None, None)
