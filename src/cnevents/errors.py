"""Every error that cnevents raises: a code, what is wrong, and what to do about it."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

MESSAGES: dict[str, tuple[str, str]] = {
    # 1xx: what the caller handed in
    "E101": ("text must be a str, not {kind}", "Decode bytes first, for example data.decode('utf-8')."),
    "E102": (
        "the text has {found:,} characters, more than the limit of {limit:,}",
        "Split the text, or raise the limit: cnevents.load(max_chars=...).",
    ),
    "E103": (
        "{value!r} is not a date",
        "Give a datetime.date, a datetime.datetime or an ISO string such as '2025-09-01'.",
    ),
    "E104": ("unknown option {name!r}", "The options are: {options}."),
    "E105": ("{value!r} is not a value of {name}", "Choose one of: {options}."),
    "E106": (
        "the text holds hardly any Chinese characters ({share:.0%} of its letters)",
        "cnevents reads Chinese; hand in the Chinese text, or pass check_language=False.",
    ),
    "E107": ("the text is empty", "Hand in a text with at least one character that is not a space."),
    "E108": (
        "the text holds a lone surrogate at offset {offset}",
        "Decode the bytes again with errors='replace', or remove the character.",
    ),
    "E109": ("wrong use: {reason}", "Run: {command} --help"),
    "E110": (
        "hint {number} of a name cannot be used: {reason}",
        "Count characters of the text that is handed in, and map the tool's labels to these types.",
    ),
    "E111": (
        "record {number} has schema version {found}, and this cnevents works on {expected}",
        "Extract the texts again with this version, or install the version that wrote the records.",
    ),
    "E112": (
        "record {number} is a {kind}, not an Event or a Document",
        "Hand in what extract or read_records gives.",
    ),
    "E113": (
        "records are shown of events and documents, not of {kind}",
        "Hand in an EventList, a Document, or several documents or events.",
    ),
    # 2xx: files and streams
    "E201": ("no such file: {path}", "Check the path; '-' reads standard input."),
    "E202": ("line {line} of {path} is not valid JSON: {reason}", "Mend the line; other lines are read."),
    "E203": ("line {line} of {path} has no field {field!r}", "Name the field with --text-field."),
    "E204": ("{path} is not UTF-8: {reason}", "Convert it, for example: iconv -f GB18030 -t UTF-8."),
    "E205": ("cannot write {path}: {reason}", "Check that the folder exists and may be written."),
    "E206": ("{path} cannot be read: {reason}", "Check that it is a file and that you may read it."),
    "E207": (
        "line {line} of {path} is not a gold document: {reason}",
        "See docs/evaluation.md for the form.",
    ),
    "E208": ("field {field!r} of line {line} of {path} is not text", "It must be a JSON string."),
    "E209": (
        "{path} is damaged after {count} documents: {reason}",
        "The documents before are read; fetch the file again and begin a new run.",
    ),
    "E210": (
        "{path} is of no kind that a run reads",
        "Name it .jsonl, .ndjson, .csv, .tsv, .parquet or .txt, packed as .gz, .xz or .zst if need be.",
    ),
    "E211": (
        "line {line} of {path} is no record of cnevents: {reason}",
        "Hand in what cnevents extract or cnevents batch wrote.",
    ),
    # 3xx: resources and models
    "E301": (
        "{file}:{line}: {found} cells in a table of {expected} columns",
        "Remove the tabs that are too many.",
    ),
    "E302": (
        "the resource {file} is missing",
        "Install cnevents again: pip install --force-reinstall cnevents.",
    ),
    "E303": (
        "{count} faults in the lexicon:\n{faults}",
        "Mend each line named above, then run: cnevents lexicon lint.",
    ),
    "E304": (
        "the model file {file} is missing",
        "Install cnevents again, or run without it: load(tagger=None), load(scorer=None).",
    ),
    "E305": (
        "the model file {file} is damaged: {reason}",
        "Install cnevents again, or run without it: load(tagger=None), load(scorer=None).",
    ),
    # 4xx: the library used in a way that it does not offer
    "E401": (
        "{package} is not installed",
        'Run: pip install "cnevents[{extra}]", or pip install ".[{extra}]" in a clone',
    ),
    "E402": (
        "stage {stage!r} reads {missing}, which no stage before it writes",
        "Change the order of the stages.",
    ),
    "E403": (
        "the reading of this text took longer than {seconds} s",
        "Split the text, or raise the time limit.",
    ),
    "E431": (
        "no font with Chinese characters is installed, so a PNG would show empty boxes",
        "Install one (on Debian: apt install fonts-noto-cjk), or save as .html or .svg.",
    ),
    # 42x: other tools that read along
    "E421": (
        "{use} reads a HanLP model, and none is named",
        "Name a folder or a pretrained model: load({use}, hanlp='path or name').",
    ),
    "E422": (
        "there is no HanLP model {path}: {reason}",
        "Name a folder that HanLP's save() wrote (it holds config.json), or a name of hanlp.pretrained.",
    ),
    "E423": (
        "the HanLP model {model} lacks the task {task}; it has {tasks}",
        "Name a model with that task, or several by task: hanlp={{'tok': folder, 'ner': folder}}.",
    ),
    "E424": (
        "the words of {tool} do not align with the text: {word!r} is not at offset {offset}",
        "Words must come in the order of the text and lose nothing but spaces and marks.",
    ),
    "E425": (
        "{tool} failed on this text: {reason}",
        "Read the text with another segmenter or tagger: load(segmenter='jieba', tagger='default').",
    ),
    "E426": (
        "the HanLP model {path} cannot be loaded: {reason}",
        "A folder is loaded without the network: put the encoder that its config.json names inside it.",
    ),
    # 5xx: runs over corpora
    "E501": ("{path} is not a run: {reason}", "Name the folder that cnevents batch wrote (--output)."),
    "E502": (
        "the run {path} was begun otherwise:\n{differences}",
        "Put back what differs, or write into a new folder.",
    ),
    "E503": (
        "the folder {path} is there already and {state}",
        "Write into a new folder, or continue a run: cnevents resume RUN.",
    ),
    "E504": (
        "the run stopped, for {path} could not be written: {reason}",
        "Make room, then go on: cnevents resume RUN.",
    ),
    "E505": (
        "worker processes end before they read anything (exit status {status})",
        "In a script call run_batch below the line: if __name__ == '__main__':",
    ),
    "E506": (
        "a worker process died twice while it read this document (exit status {status})",
        "Read it alone to see why: cnevents extract FILE.",
    ),
    "E507": (
        "document {doc_id} of {source} failed with {failed}: {reason}",
        "Mend or remove it, or keep failures as records: on_error='record'.",
    ),
    # 6xx: the service
    "E601": ("the body is not JSON: {reason}", "Send one JSON object, or an array of them, as UTF-8."),
    "E602": ("the request does not fit: {faults}", "See /openapi.json for the fields and their types."),
    "E603": (
        "the body has more than {limit:,} bytes",
        "Send less at a time, or start with: cnevents serve --max-body BYTES",
    ),
    "E604": ("the body is {found!r}, not JSON", "Send the header Content-Type: application/json."),
    "E605": ("the service is busy: {reason}", "Ask again after {seconds} s (Retry-After)."),
    "E606": ("the request did not arrive within {seconds:g} s", "Send it faster, or in smaller parts."),
    "E607": ("no {method} at this path", "See /openapi.json for the paths and their methods."),
    "E608": ("the token is missing or wrong", "Send the header Authorization: Bearer TOKEN."),
    "E609": (
        "a request of {found:,} articles is more than the limit of {limit:,}",
        "Send fewer at a time, or start with: cnevents serve --max-articles N",
    ),
    "E610": (
        "the process that read this text ended",
        "Ask again (Retry-After); if it ends again, report the text: it is a defect of ours.",
    ),
    "E611": ("cannot listen on {host} port {port}: {reason}", "Choose another: cnevents serve --port PORT"),
    "E612": (
        "the environment variable {name} holds no token: {reason}",
        "Put one of 8 or more visible ASCII characters into it, then start again.",
    ),
    # 9xx: our fault
    "E901": (
        "cnevents failed on this text: {reason}",
        "Please report it with the text: it is a defect of ours.",
    ),
}


class CneventsError(Exception):
    """The root of all errors that cnevents raises.

    Attributes:
        code: Such as ``"E103"``; docs/errors.md lists them all.
        message: What is wrong.
        hint: What to do.
        details: The values that the message was made of.
    """

    def __init__(self, code: str, /, **details: Any) -> None:
        message, hint = MESSAGES[code]
        self.code = code
        self.details = details
        self.message = message.format(**details)
        self.hint = hint.format(**details)
        super().__init__(f"[{code}] {self.message}. {self.hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.code, self.details))


def _rebuild(kind: type[CneventsError], code: str, details: dict[str, Any]) -> CneventsError:
    return kind(code, **details)


class InputError(CneventsError, ValueError):
    """The text, the date or an option handed in cannot be used (E1xx)."""


class FileError(CneventsError, OSError):
    """A file or a line of a stream cannot be read or written (E2xx)."""


class ResourceError(CneventsError):
    """A table, rule file or model is missing, damaged or faulty (E3xx)."""


class UsageError(CneventsError):
    """The library is asked for something that it does not offer as installed (E4xx)."""


class RunError(CneventsError):
    """A run over a corpus cannot begin, go on or be read (E5xx)."""


class ServiceError(CneventsError):
    """The service cannot start, or refuses a request (E6xx)."""


class InternalError(CneventsError):
    """A defect of cnevents itself (E9xx)."""


def internal(error: BaseException) -> InternalError:
    """An error of our own making: what it was and where, without a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return InternalError("E901", reason=f"{type(error).__name__}: {error}{place}")
