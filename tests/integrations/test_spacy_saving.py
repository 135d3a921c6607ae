"""Records and settings survive every way that spaCy has of saving them; displaCy shows them."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from spacy_pipelines import chinese, pipeline

import cnevents
from cnevents.integrations.spacy import displacy_colors, displacy_ents, displacy_spans
from cnevents.integrations.spacy.store import add_extensions
from cnevents.integrations.spacy.tokenizer import make_picklable

TEXT = "韩国外长4日在河内同越南外长举行会谈。"
DAY = "2025-03-05"
CONFIG: dict[str, Any] = {
    "options": {"home": "VNM", "policy": {"TWN": "PLACE:CHN"}, "tagger": None, "max_chars": 500},
    "published": DAY,
    "use_ents": True,
    "ent_labels": {"NORP": "ORGANIZATION"},
    "spans_key": "events",
    "on_error": "raise",
}
GROUPS = {"cnevents": 1, "cnevents_dates": 1, "cnevents_entities": 3}


@pytest.fixture
def doc() -> Doc:
    return pipeline(published=DAY)(TEXT)


def kept(doc: Doc, original: Doc) -> bool:
    """Are records and views the same?"""
    groups = {key: [(s.text, s.label_, s.kb_id_, s.id_) for s in group] for key, group in doc.spans.items()}
    assert {key: len(group) for key, group in groups.items()} == GROUPS
    assert groups["cnevents"][0][3] == original._.cnevents[0].event_id
    return bool(len(doc._.cnevents) == 1 and doc._.cnevents_document == original._.cnevents_document)


def test_bytes_of_a_document_keep_the_records(doc: Doc) -> None:
    assert kept(Doc(Vocab()).from_bytes(doc.to_bytes()), doc)


def test_pickle_and_copy_of_a_document_keep_the_records(doc: Doc) -> None:
    assert kept(pickle.loads(pickle.dumps(doc)), doc)
    assert kept(doc.copy(), doc)


def test_docbin_keeps_the_records(doc: Doc, tmp_path: Path) -> None:
    failed = pipeline()("Hanoi")
    DocBin(store_user_data=True, docs=[doc, failed]).to_disk(tmp_path / "docs.spacy")
    first, second = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(Vocab())
    assert kept(first, doc)
    assert second._.cnevents_failure == failed._.cnevents_failure


def test_docbin_is_read_where_no_pipeline_is(doc: Doc, tmp_path: Path) -> None:
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "docs.spacy")
    code = (
        "import spacy, sys, cnevents.integrations.spacy; from spacy.tokens import DocBin; "
        "vocab = spacy.blank('zh').vocab; [doc] = DocBin().from_disk(sys.argv[1]).get_docs(vocab); "
        "print(doc._.cnevents[0].event_id)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "docs.spacy")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == doc._.cnevents[0].event_id


def settings(nlp: Language) -> Any:
    component: Any = nlp.get_pipe("cnevents")
    return component.settings


def test_pipeline_on_disk_keeps_the_settings(tmp_path: Path) -> None:
    nlp = pipeline(**CONFIG)
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert settings(loaded) == settings(nlp)
    assert settings(loaded).options == CONFIG["options"]
    doc = loaded(TEXT)
    assert doc._.cnevents == nlp(TEXT)._.cnevents
    assert [span.text for span in doc.spans["events"]] == ["会谈"]


def test_settings_are_restored_into_a_plain_component(tmp_path: Path) -> None:
    nlp = pipeline(**CONFIG)
    nlp.to_disk(tmp_path)
    assert settings(pipeline().from_disk(tmp_path)) == settings(nlp)
    assert settings(pipeline().from_bytes(nlp.to_bytes())) == settings(nlp)
    again = spacy.blank("zh").from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert settings(again) == settings(nlp)


def test_settings_that_are_given_at_loading_win(tmp_path: Path) -> None:
    pipeline(**CONFIG).to_disk(tmp_path)
    override = {"components": {"cnevents": {"published": "2024-01-02", "spans_key": "sc"}}}
    loaded = settings(spacy.load(tmp_path, config=override))
    assert (loaded.published, loaded.spans_key, loaded.on_error) == ("2024-01-02", "sc", "raise")


def test_options_that_are_loaded_are_used(tmp_path: Path) -> None:
    pipeline(options={"max_chars": 5}).to_disk(tmp_path)
    nlp = pipeline()
    assert nlp(TEXT)._.cnevents_failure is None
    assert nlp.from_disk(tmp_path)(TEXT)._.cnevents_failure.code == "E102"


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_pipeline_can_be_pickled_after_it_was_used(segmenter: str) -> None:
    nlp = chinese(segmenter)
    nlp.add_pipe("cnevents", config={"published": DAY})
    want = nlp(TEXT)
    again = pickle.loads(pickle.dumps(nlp))(TEXT)
    assert [token.text for token in again] == [token.text for token in want]
    assert again._.cnevents == want._.cnevents


def test_other_tokenizers_pickle_as_they_did() -> None:
    tokenizer = English().tokenizer
    make_picklable(tokenizer)
    assert [token.text for token in pickle.loads(pickle.dumps(tokenizer))("a b")] == ["a", "b"]


def test_extensions_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline()
    before = Doc.get_extension("cnevents")
    add_extensions()
    assert Doc.get_extension("cnevents") == before


def marked(html: str) -> list[tuple[str, str]]:
    """Words and labels of the marks in the HTML of style "ent"."""
    return re.findall(r"<mark[^>]*>\s*(\S+)\s*<span[^>]*>(\w+)", html)


EXPECTED = [("韩国", "STATE"), ("4日", "DATE"), ("河内", "PLACE"), ("越南", "STATE"), ("会谈", "CONSULT")]


@pytest.mark.parametrize("tokenizer", ["char", "whitespace"])
def test_displacy_shows_entities_dates_and_triggers(tokenizer: str) -> None:
    doc = pipeline(tokenizer, published=DAY)(TEXT)
    html = displacy.render(displacy_ents(doc), style="ent", manual=True, jupyter=False)
    assert marked(html) == EXPECTED
    assert displacy_colors()["CONSULT"] in html
    assert re.sub(r"<[^>]+>|\s|[A-Z]{4,}", "", html) == TEXT


def test_displacy_shows_ents_of_the_document() -> None:
    doc = pipeline(published=DAY, set_ents=True)(TEXT)
    html = displacy.render(doc, style="ent", jupyter=False)
    assert [(word, label) for word, label in marked(html)] == EXPECTED[:-1]


def test_displacy_shows_a_group_of_spans(doc: Doc) -> None:
    html = displacy.render(doc, style="span", options={"spans_key": "cnevents"}, jupyter=False)
    assert re.findall(r"position: relative; height: \d+px;\">\s*(\S)", html) == ["会", "谈"]
    assert html.count("CONSULT") == 1
    assert displacy_colors()["CONSULT"] in html


def test_displacy_shows_all_marks_in_one_picture() -> None:
    doc = pipeline("whitespace", published=DAY)(TEXT)
    data = displacy_spans(doc)
    assert data["tokens"] == ["韩国", "外长", "4日", "在", "河内", "同", "越南", "外长举行", "会谈", "。"]
    html = displacy.render(data, style="span", manual=True, jupyter=False)
    labels = re.findall(r"\b(STATE|DATE|PLACE|CONSULT)\b", html)
    assert labels == [label for _, label in EXPECTED]


def test_displacy_takes_marks_that_overlap_apart() -> None:
    span = cnevents.Span(start=0, end=2, text="韩国")
    longer = cnevents.Span(start=0, end=4, text="韩国外长")
    document = cnevents.Document(
        text=TEXT,
        entities=(
            cnevents.Entity(id="KOR", type="STATE", name="韩国", mentions=(span,)),
            cnevents.Entity(id="x", type="PERSON", name="x", mentions=(longer,)),
        ),
    )
    assert displacy_ents(document)["ents"] == [{"start": 0, "end": 4, "label": "PERSON"}]
    assert displacy_spans(document)["spans"] == [
        {"start_token": 0, "end_token": 1, "label": "STATE"},
        {"start_token": 0, "end_token": 2, "label": "PERSON"},
    ]


def test_displacy_title_is_no_html() -> None:
    document = cnevents.Document(doc_id="<a1>", text=TEXT)
    assert (displacy_ents(document)["title"], displacy_spans(document)["title"]) == ("&lt;a1&gt;",) * 2


def test_displacy_shows_a_document_that_was_not_read() -> None:
    doc = spacy.blank("zh")(TEXT)
    assert displacy_ents(doc) == {"text": TEXT, "ents": [], "title": None}
    assert displacy_spans(doc)["tokens"] == [TEXT]


def test_colours_leave_those_of_displacy_as_they_are() -> None:
    colors = displacy_colors()
    assert not {"PERSON", "EVENT", "DATE", "ORG", "GPE", "LOC"} & set(colors)
    assert {colors["AID"], colors["ASSAULT"], colors["STATEMENT"]} == {"#6fc36f", "#e06666", "#d0d0d0"}
    assert spacy.util.registry.displacy_colors.get_all()["cnevents"] is displacy_colors
