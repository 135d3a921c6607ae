"""HanLP's models behind our stages: functions stand for the components, so that no torch is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import cnevents
from cnevents.errors import CneventsError, UsageError
from cnevents.integrations.hanlp.loading import load_component, moved_encoder
from cnevents.integrations.hanlp.model import HanlpModel
from cnevents.integrations.hanlp.stage import HanlpTagger

TEXT = "联合国秘书长 古特雷斯访问河内。他会见范明政。"
WORDS = {
    "联合国秘书长 古特雷斯访问河内。": ["联合国", "秘书长", "古特雷斯", "访问", "河内", "。"],
    "他会见范明政。": ["他", "会见", "范明政", "。"],
}


def tokenizer(sentences: list[str]) -> list[list[str]]:
    return [WORDS[sentence] for sentence in sentences]


def recogniser(tokens: list[list[str]]) -> list[list[tuple[Any, ...]]]:
    return [
        [(word, "PERSON", at, at + 1) for at, word in enumerate(row) if word in ("古特雷斯", "范明政")]
        for row in tokens
    ]


class MultiTask:
    """Stands for HanLP's multi-task model: it has `tasks`, and is told which of them to run."""

    def __init__(self, *tasks: str) -> None:
        self.tasks = dict.fromkeys(tasks)
        self.calls: list[tuple[list[str], list[str]]] = []

    def __call__(self, sentences: list[str], tasks: list[str]) -> dict[str, Any]:
        self.calls.append((list(sentences), tasks))
        words = tokenizer(sentences)
        layers = {"tok/fine": words, "ner/msra": recogniser(words), "srl": [[] for _ in words]}
        sentences.clear()  # some of HanLP's components change what they are given
        return {task: layers[task] for task in tasks}


def test_words_come_from_hanlp() -> None:
    extractor = cnevents.load(segmenter="hanlp", hanlp={"tok": tokenizer}, tagger=None)
    analysis = extractor.analyse(TEXT)
    spans = [(token.start, token.end, token.text) for token in analysis.tokens]
    assert spans[:4] == [(0, 3, "联合国"), (3, 6, "秘书长"), (6, 7, " "), (7, 11, "古特雷斯")]
    assert "".join(token.text for token in analysis.tokens) == TEXT


def test_names_come_from_hanlp() -> None:
    extractor = cnevents.load(tagger="hanlp", hanlp={"tok": tokenizer, "ner": recogniser})
    assert "范明政" in [entity.name for entity in extractor.extract(TEXT).entities]


def test_document_is_computed_once_with_the_tasks_that_are_used() -> None:
    model = MultiTask("tok/coarse", "tok/fine", "pos/ctb", "ner/pku", "ner/msra", "srl", "dep")
    extractor = cnevents.load(segmenter="hanlp", tagger="hanlp", hanlp=model)
    extractor.extract(TEXT)
    assert model.calls == [(list(WORDS), ["tok/fine", "ner/msra", "srl"])]
    extractor.extract("他会见范明政。")
    assert len(model.calls) == 2


def test_traditional_text_is_handed_in_folded() -> None:
    seen: list[str] = []

    def model(sentences: list[str]) -> dict[str, Any]:
        seen.extend(sentences)
        return {"tok": [list(sentence) for sentence in sentences]}

    cnevents.load(segmenter="hanlp", hanlp=model).extract("法國總統訪問臺北。")
    assert seen == ["法国总统访问台北。"]


def test_without_a_tokenizer_single_characters_are_read() -> None:
    seen: list[list[str]] = []

    def characters(rows: list[list[str]]) -> list[list[Any]]:
        seen.extend(rows)
        return [[("河内", "LOCATION", 4, 6)] for _ in rows]

    tagger = HanlpTagger(HanlpModel({"ner": characters}, need=["ner"]))
    assert [
        [(span.start, span.end, span.label) for span in row] for row in tagger.tag(["他访问了河内。"])
    ] == [[(4, 6, "LOC")]]
    assert seen == [list("他访问了河内。")]


def test_text_without_sentences() -> None:
    assert cnevents.load(segmenter="hanlp", hanlp=tokenizer_document).extract("……").events == ()


def tokenizer_document(sentences: list[str]) -> dict[str, Any]:
    return {"tok": tokenizer(sentences)}


def test_no_sentences_are_no_tokens() -> None:
    assert HanlpModel(tokenizer_document).read(" ", []).tokens[0].text == " "
    assert HanlpTagger(HanlpModel(tokenizer_document, need=["tok"])).tag([]) == []


def test_the_defaults_are_left_as_they_are(extractor: cnevents.Extractor) -> None:
    silent = cnevents.load(hanlp=lambda sentences: {"tok": [list(one) for one in sentences]})
    text = "法国总统马克龙3日访问中国，会见联合国秘书长。警方遭袭击。"
    assert silent.extract(text) == extractor.extract(text)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"segmenter": "hanlp"}, "E421"),
        ({"tagger": "hanlp"}, "E421"),
        ({"tagger": "hanlp", "hanlp": {"tok": tokenizer}}, "E423"),
        ({"segmenter": "hanlp", "hanlp": {"ner": recogniser}}, "E423"),
        ({"segmenter": "hanlp", "hanlp": MultiTask("ner/msra")}, "E423"),
        ({"hanlp": MultiTask("tok/fine", "ner/msra")}, "E423"),
        ({"hanlp": {"words": tokenizer}}, "E422"),
        ({"hanlp": {}}, "E422"),
        ({"tagger": "hanlp", "hanlp": tokenizer_document}, "E423"),
        ({"segmenter": "hanlp", "hanlp": lambda sentences: {"tok": [["德国"] for _ in sentences]}}, "E424"),
        ({"segmenter": "hanlp", "hanlp": lambda sentences: sentences[9]}, "E425"),
        ({"segmenter": "hanlp", "hanlp": lambda sentences: {"tok": []}}, "E425"),
        ({"segmenter": "hanlp", "hanlp": lambda sentences: None}, "E425"),
        ({"segmenter": lambda text: ["德国"]}, "E424"),
        ({"segmenter": lambda text: text.no_such}, "E425"),
        ({"segmenter": lambda text: [7]}, "E425"),
    ],
)
def test_model_that_cannot_be_used(options: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        cnevents.load(**options).extract(TEXT)
    assert caught.value.code == code


def test_a_text_that_hanlp_fails_on_leaves_the_others(tmp_path: Path) -> None:
    def model(sentences: list[str]) -> dict[str, Any]:
        if "坏" in sentences[0]:
            raise RuntimeError("out of memory")
        return {"tok": [list(sentence) for sentence in sentences]}

    extractor = cnevents.load(segmenter="hanlp", hanlp=model)
    with pytest.raises(CneventsError, match=r"E425.*HanLP.*RuntimeError: out of memory"):
        extractor.extract("坏的文章。")
    assert extractor.extract("法国宣布承认巴勒斯坦国。").events[0].type == "SUPPORT"


# Loading, with modules that stand for HanLP's.


class Component:
    """Stands for a HanLP component of a folder."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def load(self, folder: str, **options: Any) -> None:
        if "broken" in folder:
            raise RuntimeError("no weights")
        self.options = {"folder": folder, **options}
        self.offline = sys.modules["huggingface_hub.constants"].HF_HUB_OFFLINE

    def __call__(self, sentences: list[str]) -> list[list[str]]:
        return [list(sentence) for sentence in sentences]


@pytest.fixture
def hanlp(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Modules of HanLP's names, with as much in them as loading uses."""

    def module(name: str, **content: Any) -> ModuleType:
        made = ModuleType(name)
        made.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, made)
        return made

    Component.__module__ = "hanlp.components.tokenizers.tok"
    for parent in ("hanlp_common", "hanlp.utils", "hanlp.components", "huggingface_hub", "transformers"):
        module(parent)
    module("transformers.utils")
    module("hanlp_common.reflection", object_from_classpath=lambda path: Component())
    made = SimpleNamespace(from_config=lambda settings: ("made", settings["transformer"]))
    module("hanlp_common.configurable", Configurable=made)
    module("hanlp.utils.io_util", download="fetches")
    module("hanlp.components.pipeline", Pipeline=lambda *pipes: pipes, Pipe=lambda *parts: parts)
    module("hanlp.utils.component_util", load_from_meta=lambda settings: f"made of {settings['classpath']}")
    module("huggingface_hub.constants", HF_HUB_OFFLINE=False)
    module("transformers.utils.hub", _is_offline_mode=False)
    yield module(
        "hanlp",
        pretrained=SimpleNamespace(ALL={"TINY": "https://example.org/tiny.zip"}),
        load=lambda name, verbose: f"fetched {name}",
    )
    Component.__module__ = __name__


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder as HanLP saves one."""

    def make(name: str = "model", **settings: Any) -> Path:
        made = tmp_path / name
        made.mkdir()
        (made / "config.json").write_text(json.dumps({"classpath": "a.Class", **settings}), encoding="utf-8")
        return made

    return make


def test_folder_is_loaded_without_the_network(hanlp: ModuleType, folder: Callable[..., Path]) -> None:
    path = folder()
    component: Any = load_component(str(path))
    assert component.options == {"folder": str(path), "verbose": False}
    assert component.offline is True
    assert sys.modules["huggingface_hub.constants"].HF_HUB_OFFLINE is False
    assert sys.modules["hanlp.utils.io_util"].download == "fetches"


def test_encoder_of_a_multi_task_model_is_handed_in_ready(
    hanlp: ModuleType, folder: Callable[..., Path]
) -> None:
    path = folder(encoder={"classpath": "a.Encoder", "transformer": "/gone/small"})
    (path / "small").mkdir()
    component: Any = load_component(path)
    assert component.options["encoder"] == ("made", str(path / "small"))


def test_tokenizer_by_itself_is_a_segmenter(hanlp: ModuleType, folder: Callable[..., Path]) -> None:
    extractor = cnevents.load(segmenter="hanlp", hanlp=folder())
    assert [token.text for token in extractor.analyse("法国。", until="hanlp").tokens] == ["法", "国", "。"]


def test_pipeline_is_a_file(hanlp: ModuleType, folder: Callable[..., Path], tmp_path: Path) -> None:
    path = folder()
    pipe = {"component": {"load_path": str(path)}, "input_key": None, "output_key": "tok", "kwargs": {}}
    other = {**pipe, "component": {"classpath": "a.Lambda"}, "input_key": "tok", "output_key": "ner"}
    (tmp_path / "pipe.json").write_text(json.dumps({"pipes": [pipe, other]}), encoding="utf-8")
    loaded: Any = load_component(tmp_path / "pipe.json")
    (first, *keys), second = loaded
    assert (first.options["folder"], keys) == (str(path), [None, "tok"])
    assert second == ("made of a.Lambda", "tok", "ner")


@pytest.mark.parametrize("content", ["[]", "{}"])
def test_file_that_holds_no_pipeline(hanlp: ModuleType, tmp_path: Path, content: str) -> None:
    (tmp_path / "pipe.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"E422.*no pipeline"):
        load_component(tmp_path / "pipe.json")


@pytest.mark.parametrize("name", ["TINY", "https://example.org/tiny.zip", "https://example.org/other.zip"])
def test_pretrained_model_is_fetched_by_its_name(hanlp: ModuleType, name: str) -> None:
    loaded: Any = load_component(name)
    assert loaded == f"fetched {name}"


def test_missing_folder(hanlp: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"E422.*no/such/folder.*config\.json"):
        load_component("no/such/folder")
    with pytest.raises(UsageError, match=r"E422.*holds no config\.json"):
        load_component(tmp_path)


def test_folder_whose_config_names_no_class(hanlp: ModuleType, folder: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match=r"E422.*names no class"):
        load_component(folder(classpath=None))


@pytest.mark.parametrize(("name", "reason"), [("broken", "no weights"), ("spoilt", "JSONDecodeError")])
def test_folder_that_cannot_be_loaded(
    hanlp: ModuleType, folder: Callable[..., Path], name: str, reason: str
) -> None:
    path = folder(name)
    if name == "spoilt":
        (path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"E426.*{reason}"):
        load_component(path)


def test_download_is_refused_while_a_folder_is_loaded(
    hanlp: ModuleType, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetching(self: Component, path: str, **_: Any) -> None:
        sys.modules["hanlp.utils.io_util"].download("https://example.org/encoder.zip")

    monkeypatch.setattr(Component, "load", fetching)
    with pytest.raises(UsageError, match=r"E426.*encoder\.zip is not on this machine"):
        load_component(folder())


def test_hanlp_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "hanlp", None)
    with pytest.raises(UsageError, match=r'E401.*pip install "cnevents\[hanlp\]"'):
        cnevents.load(segmenter="hanlp", hanlp=tmp_path).extract(TEXT)


def test_encoder_inside_the_folder_takes_the_place_of_one_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    inside = str(tmp_path / "small")
    assert moved_encoder({"transformer": "/gone/small"}, tmp_path) == {"transformer": inside}
    nested = {"classpath": "a.Encoder", "transformer": "/gone/small"}
    assert moved_encoder({"encoder": nested}, tmp_path) == {"encoder": {**nested, "transformer": inside}}


@pytest.mark.parametrize("named", [None, "/gone/large"])
def test_encoder_that_is_not_moved(tmp_path: Path, named: str | None) -> None:
    assert moved_encoder({"transformer": named}, tmp_path) == {}
    assert moved_encoder({"transformer": str(tmp_path)}, tmp_path) == {}
