"""HanLP itself: models trained from nothing on our own samples, saved, loaded and read with.

`make test-hanlp` installs what this needs and runs it; elsewhere it is skipped.
"""

from __future__ import annotations

import json
import resource
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

import cnevents
from cnevents.errors import UsageError
from cnevents.integrations.hanlp.model import HanlpModel
from cnevents.integrations.hanlp.stage import HanlpTagger

if find_spec("hanlp") is None:
    pytest.skip("hanlp is not installed: run make test-hanlp", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")  # HanLP's and torch's own
VISIT = (SAMPLES / "visit.txt").read_text(encoding="utf-8")
TOKENS = ["老挝", "外长", "访问", "会谈"]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the three tiny models: tok, ner, mtl."""
    folder = tmp_path_factory.mktemp("hanlp")
    command = [sys.executable, str(ROOT / "training/tiny_hanlp.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every connection that somebody tries to make, none of which is made."""
    tried: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def hanlp_load(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import hanlp

        return hanlp.load(str(folder), verbose=False)


def words(extractor: cnevents.Extractor, text: str = VISIT) -> list[str]:
    return [token.text for token in extractor.analyse(text, until="hanlp").tokens]


def test_training_takes_under_a_minute_of_processor_time(models: Path) -> None:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert usage.ru_utime + usage.ru_stime < 60
    assert {path.name for path in models.iterdir()} == {"encoder", "tok", "ner", "mtl"}


def test_tokenizer_of_a_folder(models: Path, offline: list[object]) -> None:
    found = words(cnevents.load(segmenter="hanlp", hanlp=models / "tok"))
    assert "".join(found) == VISIT
    assert set(TOKENS) <= set(found)
    assert offline == []


def test_component_that_hanlp_loaded(models: Path) -> None:
    given = cnevents.load(segmenter="hanlp", hanlp=hanlp_load(models / "tok"))
    assert words(given) == words(cnevents.load(segmenter="hanlp", hanlp=str(models / "tok")))


def test_names_of_a_folder(models: Path) -> None:
    sentence = "越南总理黎文雄将于17日会见通邦。"
    tagger = HanlpTagger(HanlpModel({"tok": models / "tok", "ner": models / "ner"}, need=["ner"]))
    (spans,) = tagger.tag([sentence])
    named = {(sentence[span.start : span.end], span.label) for span in spans}
    assert {("越南", "LOC"), ("黎文雄", "PER")} <= named


@pytest.mark.parametrize(
    "options",
    [
        {"segmenter": "hanlp", "hanlp": "tok"},
        {"segmenter": "hanlp", "tagger": "hanlp", "hanlp": "mtl"},
        {"hanlp": "mtl"},
    ],
    ids=["words", "words, names and roles", "roles alone"],
)
def test_events_from_end_to_end(models: Path, options: dict[str, Any]) -> None:
    extractor = cnevents.load(**{**options, "hanlp": models / options["hanlp"]})
    events = extractor.extract(VISIT, published="2025-04-16").events
    assert {"arrive", "visit", "talks", "sign_agreement"} <= {event.frame for event in events}
    signing = next(event for event in events if event.frame == "sign_agreement")
    assert {actor.id for actor in signing.actors} == {"LAO", "VNM"}
    assert all(VISIT[span.start : span.end] == span.text for event in events for span in event.mentions)


def test_multi_task_model_gives_roles(models: Path) -> None:
    analysis = cnevents.load(hanlp=models / "mtl").analyse(VISIT, published="2025-04-16")
    assert {hint.source for hint in analysis.role_hints} == {"hanlp:srl"}
    verbs = {VISIT[hint.verb_start : hint.verb_end] for hint in analysis.role_hints}
    assert verbs & {"访问", "会谈", "抵达", "签署", "会见"}


def test_traditional_text_and_spaces(models: Path) -> None:
    text = "（中央社）　越南外長阮文海 15日 訪問 Hanoi。"
    extractor = cnevents.load(segmenter="hanlp", tagger="hanlp", hanlp=models / "mtl")
    analysis = extractor.analyse(text)
    assert [analysis.folded[token.start : token.end] for token in analysis.tokens] == words(extractor, text)
    assert "".join(words(extractor, text)) == analysis.folded


def test_saved_pipeline(models: Path, tmp_path: Path) -> None:
    import hanlp

    pipeline = hanlp.pipeline()
    pipeline.append(hanlp_load(models / "tok"), output_key="tok")
    pipeline.append(hanlp_load(models / "ner"), input_key="tok", output_key="ner")
    pipeline.save(str(tmp_path / "pipe.json"))
    extractor = cnevents.load(segmenter="hanlp", tagger="hanlp", hanlp=tmp_path / "pipe.json")
    parts = {"tok": models / "tok", "ner": models / "ner"}
    expected = cnevents.load(segmenter="hanlp", tagger="hanlp", hanlp=parts).extract(VISIT)
    assert extractor.extract(VISIT) == expected


@pytest.mark.parametrize("name", ["tok", "mtl"])
def test_folder_that_was_moved_with_its_encoder(
    models: Path, tmp_path: Path, offline: list[object], name: str
) -> None:
    before = words(cnevents.load(segmenter="hanlp", hanlp=models / name))
    shutil.copytree(models / name, tmp_path / name)
    shutil.copytree(models / "encoder", tmp_path / name / "small")
    _name_encoder(tmp_path / name / "config.json", "/gone/small")
    assert words(cnevents.load(segmenter="hanlp", hanlp=tmp_path / name)) == before
    assert offline == []


def _name_encoder(config: Path, path: str) -> None:
    settings = json.loads(config.read_text(encoding="utf-8"))
    (settings.get("encoder") or settings)["transformer"] = path
    config.write_text(json.dumps(settings), encoding="utf-8")


@pytest.mark.parametrize("encoder", ["/gone/small", "hfl/chinese-electra-180g-small-discriminator"])
def test_encoder_that_is_nowhere_is_not_fetched(
    models: Path, tmp_path: Path, offline: list[object], encoder: str
) -> None:
    shutil.copytree(models / "tok", tmp_path / "tok")
    _name_encoder(tmp_path / "tok" / "config.json", encoder)
    with pytest.raises(UsageError, match="E426"):
        cnevents.load(segmenter="hanlp", hanlp=tmp_path / "tok").extract(VISIT)
    assert offline == []


def test_weights_that_are_missing(models: Path, tmp_path: Path, offline: list[object]) -> None:
    shutil.copytree(models / "tok", tmp_path / "tok")
    (tmp_path / "tok" / "model.pt").unlink()
    with pytest.raises(UsageError, match=r"E426.*model\.pt"):
        cnevents.load(segmenter="hanlp", hanlp=tmp_path / "tok").extract(VISIT)
    assert offline == []


def test_name_that_hanlp_does_not_know(offline: list[object]) -> None:
    with pytest.raises(UsageError, match=r"E422.*NO_SUCH_MODEL"):
        cnevents.load(segmenter="hanlp", hanlp="NO_SUCH_MODEL").extract(VISIT)
    assert offline == []


@pytest.mark.parametrize(
    ("options", "model"), [({"tagger": "hanlp"}, "tok"), ({"segmenter": "hanlp"}, "ner"), ({}, "tok")]
)
def test_model_that_lacks_the_task(models: Path, options: dict[str, Any], model: str) -> None:
    with pytest.raises(UsageError, match="E423"):
        cnevents.load(**options, hanlp=models / model).extract(VISIT)


def test_threads_share_a_model(models: Path) -> None:
    extractor = cnevents.load(segmenter="hanlp", tagger="hanlp", hanlp=models / "mtl")
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))] * 2
    expected = [extractor.extract(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(extractor.extract, texts)) == expected


def test_command_line(models: Path, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    options = ("--segmenter", "hanlp", "--tagger", "hanlp")
    parts = ("--hanlp", f"tok={models / 'tok'}", "--hanlp", f"ner={models / 'ner'}")
    status, out, _ = run("extract", str(SAMPLES / "visit.txt"), *options, *parts)
    assert status == 0
    assert "talks" in {json.loads(line)["frame"] for line in out.splitlines()}


def test_default_install_does_not_load_torch() -> None:
    code = "import sys, cnevents; cnevents.extract_events('法国宣布。'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_pipeline_whose_folder_is_gone(models: Path, tmp_path: Path, offline: list[object]) -> None:
    import hanlp

    shutil.copytree(models / "tok", tmp_path / "tok")
    pipeline = hanlp.pipeline().append(hanlp_load(tmp_path / "tok"), output_key="tok")
    pipeline.save(str(tmp_path / "pipe.json"))
    shutil.rmtree(tmp_path / "tok")
    with pytest.raises(UsageError, match="E426"):
        cnevents.load(segmenter="hanlp", hanlp=tmp_path / "pipe.json").extract(VISIT)
    assert offline == []


def test_text_that_hanlp_itself_fails_on(models: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    shutil.copytree(models / "ner", tmp_path / "ner")
    config = tmp_path / "ner" / "config.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**settings, "tagging_scheme": "BMES"}), encoding="utf-8")
    files = [str(SAMPLES / name) for name in ("visit.txt", "denial.txt")]
    status, out, err = run("extract", *files, "--tagger", "hanlp", "--hanlp", str(tmp_path / "ner"))
    assert (status, out) == (1, "")
    assert [json.loads(line)["code"] for line in err.splitlines() if line.startswith("{")] == ["E425"] * 2
