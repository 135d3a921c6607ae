"""Loading HanLP's components: a folder, a saved pipeline or a pretrained model by its name.

Only a name or a URL of a pretrained model may be fetched. HanLP's own `load` asks a package index which
version is the newest when a folder cannot be loaded, and fetches the encoder that a folder names; neither
happens here.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from cnevents.errors import CneventsError, UsageError

Component = Callable[..., Any]


def load_component(source: str | Path) -> Component:
    """A HanLP component.

    Args:
        source: A folder that HanLP's `save` wrote, a pipeline's JSON file, a name of `hanlp.pretrained` or
            its URL.

    Raises:
        UsageError: E401 without HanLP, E422 where there is no such model, E426 where it cannot be loaded.
    """
    hanlp = _import()
    path = Path(source).expanduser()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if path.is_dir():
                return _of_folder(path)
            if path.is_file():
                return _of_pipeline(path)
            if _is_pretrained(hanlp, str(source)):
                component: Component = hanlp.load(str(source), verbose=False)
                return component
    except CneventsError:
        raise
    except Exception as error:
        raise UsageError("E426", path=source, reason=f"{type(error).__name__}: {error}") from error
    raise UsageError("E422", path=source, reason="neither a folder nor the name of a pretrained model")


def _import() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module("hanlp")
    except ImportError as error:
        raise UsageError("E401", package="hanlp", extra="hanlp") from error


def _is_pretrained(hanlp: Any, name: str) -> bool:
    known = hanlp.pretrained.ALL
    return name in known or name in known.values() or name.startswith("https://")


def _of_folder(folder: Path) -> Component:
    config = folder / "config.json"
    if not config.is_file():
        raise UsageError("E422", path=folder, reason="it holds no config.json")
    with config.open(encoding="utf-8") as stream:
        settings = json.load(stream)
    if not isinstance(settings, dict) or not isinstance(settings.get("classpath"), str):
        raise UsageError("E422", path=folder, reason="its config.json names no class")
    with _offline():
        component: Any = import_module("hanlp_common.reflection").object_from_classpath(settings["classpath"])
        moved = moved_encoder(settings, folder)
        if "encoder" in moved:  # HanLP builds it from what config.json says, but not from what is handed in
            configurable = import_module("hanlp_common.configurable").Configurable
            moved["encoder"] = configurable.from_config(moved["encoder"])
        component.load(str(folder), verbose=False, **moved)
    loaded: Component = component
    return loaded


def moved_encoder(settings: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What to load instead of the encoder's path at the time of training, where that is gone.

    HanLP writes the absolute path of a local encoder into config.json. A folder of the encoder's name inside
    the model's folder takes its place.
    """
    nested = settings.get("encoder")
    holder = nested if isinstance(nested, dict) else settings
    named = holder.get("transformer")
    if not isinstance(named, str) or Path(named).is_dir():
        return {}
    inside = folder / Path(named).name
    if not inside.is_dir():
        return {}
    if holder is settings:
        return {"transformer": str(inside)}
    return {"encoder": {**holder, "transformer": str(inside)}}


def _of_pipeline(path: Path) -> Component:
    """The components that a pipeline's file names, put together again."""
    with path.open(encoding="utf-8") as stream:
        settings = json.load(stream)
    if not isinstance(settings, dict) or not isinstance(settings.get("pipes"), list):
        raise UsageError("E422", path=path, reason="the file holds no pipeline")
    module = import_module("hanlp.components.pipeline")
    pipes = [
        module.Pipe(_of_pipe(pipe["component"]), pipe["input_key"], pipe["output_key"], **pipe["kwargs"])
        for pipe in settings["pipes"]
    ]
    component: Component = module.Pipeline(*pipes)
    return component


def _of_pipe(settings: dict[str, Any]) -> Component:
    """A component by the folder it was loaded from; HanLP's own way for those that have none."""
    source = settings.get("load_path")
    if isinstance(source, str) and Path(source).is_dir():
        return _of_folder(Path(source))
    with _offline():
        component: Component = import_module("hanlp.utils.component_util").load_from_meta(settings)
        return component


@contextmanager
def _offline() -> Iterator[None]:
    """HanLP and transformers find what is on this machine, and fetch nothing."""
    with ExitStack() as stack:
        for module, name, value in (
            ("hanlp.utils.io_util", "download", _refuse),
            ("hanlp.utils.component_util", "get_latest_info_from_pypi", _refuse),  # asked where loading fails
            ("huggingface_hub.constants", "HF_HUB_OFFLINE", True),
            (
                "transformers.utils.hub",
                "_is_offline_mode",
                True,
            ),  # before version 5, which asks the one above
        ):
            holder = import_module(module)
            if hasattr(holder, name):
                stack.enter_context(_replaced(holder, name, value))
        yield


@contextmanager
def _replaced(module: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def _refuse(url: str = "the newest version", *_: Any, **__: Any) -> str:
    raise FileNotFoundError(f"{url} is not on this machine, and a folder is loaded without the network")
