"""docs/frames.md from the tables of frames and their words; `make docs`, or this file run, writes it anew."""

from __future__ import annotations

from pathlib import Path

from cnevents.lexicon.trigger_examples import NO_EVENT
from cnevents.ontology.frames import Frame, load_frames, trigger_tables
from cnevents.ontology.types import load_types
from cnevents.resources import read_tsv

PAGE = Path(__file__).parent.parent / "docs" / "frames.md"
HEAD = """\
# Frames

A frame is our name for a kind of happening: {frames} frames of {types} types, told by {words:,} words. Type,
mode and CAMEO code go into the record; the role pattern, which says what each place of a clause gets, is in
`src/cnevents/resources/frames/frames_*.tsv`, the words with their conditions and examples in `triggers_*.tsv`
beside it. The sentence is the first example of the tables, its word in bold; the tests run them all. How a
record comes about is told in [events.md](events.md).

CAMEO's codes are its own where it has one for the act; 010 (a statement) stands for what CAMEO leaves out. A
word may tell several frames, by what stands around it, and is counted in each. Quad class and intensity, from
-10 to 10, stand at the type; a mode may have an intensity of its own: see [exports.md](exports.md).

This page is written by `make docs`; a test sees to it that it is in step with the tables.
"""
TABLE = "| frame | mode | CAMEO | what it tells | words | such as |\n|---|---|---|---|---|---|\n"
BETWEEN = "||"  # sentences of one cell


def words_of_frames() -> dict[str, list[str]]:
    """The words of each frame, in the order of the tables, each once."""
    return {name: list(dict.fromkeys(row["word"] for row in rows)) for name, rows in _rows().items()}


def examples_of_frames() -> dict[str, str]:
    """For each frame the first sentence of its tables that tells it, the word in bold; "" where none is."""
    return {name: next(filter(None, map(_example, rows)), "") for name, rows in _rows().items()}


def _rows() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in load_frames()}
    for table in trigger_tables():
        for row in read_tsv(table):
            if row["frame"] != NO_EVENT:
                rows[row["frame"]].append(row)
    return rows


def _example(row: dict[str, str]) -> str:
    sentence = row["example_yes"].split(BETWEEN)[0].strip()
    return sentence.replace(row["word"], f"**{row['word']}**", 1)


def frame_page() -> str:
    """The page as it should be."""
    words, examples = words_of_frames(), examples_of_frames()
    frames, types = load_frames(), load_types()
    head = HEAD.format(
        frames=len(frames), types=len(types), words=len({w for known in words.values() for w in known})
    )
    sections = [
        f"## {name}\n\n{info.quad}, intensity {info.intensity:g}\n\n{TABLE}"
        + "".join(
            _row(frame, words[frame.name], examples[frame.name])
            for frame in frames.values()
            if frame.type == name
        )
        for name, info in types.items()
    ]
    return "\n".join([head, *sections])


def _row(frame: Frame, words: list[str], example: str) -> str:
    such_as = example or (words[0] if words else "")
    cells = (frame.name, frame.mode, frame.cameo, frame.gloss, str(len(words)), such_as)
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(frame_page(), encoding="utf-8")
