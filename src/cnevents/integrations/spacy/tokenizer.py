"""spaCy's Chinese tokenizer on its way to another process.

`nlp.pipe(n_process=2)` pickles the whole pipeline where processes are spawned (macOS, Windows, and Linux
from Python 3.14). With jieba the tokenizer holds a module, which cannot be pickled; the other process can
import it again.
"""

from __future__ import annotations

import copyreg
from typing import Any


def make_picklable(tokenizer: object) -> None:
    """Tell pickle how to handle spaCy's Chinese tokenizer; others are left as they are."""
    from spacy.lang.zh import ChineseTokenizer

    if type(tokenizer) is ChineseTokenizer and ChineseTokenizer not in copyreg.dispatch_table:
        copyreg.pickle(ChineseTokenizer, _reduce)


def _reduce(tokenizer: Any) -> tuple[Any, ...]:
    return _rebuild, (tokenizer.vocab, tokenizer.segmenter, tokenizer.pkuseg_seg)


def _rebuild(vocab: Any, segmenter: Any, pkuseg_seg: Any) -> Any:
    from spacy.lang.zh import ChineseTokenizer

    tokenizer = ChineseTokenizer(vocab, segmenter)
    tokenizer.pkuseg_seg = pkuseg_seg
    return tokenizer
