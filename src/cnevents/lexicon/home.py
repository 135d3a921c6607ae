"""Whose press a text is, told by its wording: 我国 and a bare 外交部 mean that state."""

from __future__ import annotations

from cnevents.resources import read_tsv
from cnevents.stages.grammar import pattern


def guess_home(text: str) -> str:
    """The state whose press this is, told by marker words of `grammar/home.tsv`.

    >>> guess_home("總統接見友邦元首，行政院長陪同。")
    'TWN'
    """
    scores: dict[str, int] = {}
    for row in read_tsv("grammar/home.tsv"):
        if row["word"] in text:
            scores[row["state"]] = scores.get(row["state"], 0) + int(row["weight"])
    return max(scores, key=lambda state: scores[state]) if scores else "CHN"


def names_all_but_own(folded: str) -> bool:
    """Is a story of the press that leaves the state of its own bodies unsaid? A pattern of its words tells.

    >>> names_all_but_own("国防部公布，共机32架次活动。"), names_all_but_own("外交部发言人答记者问。")
    (True, False)
    """
    return pattern("press_of_taiwan").search(folded) is not None
