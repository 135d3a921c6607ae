"""Names by their form: 《…》, “…”行动, 第五届…大会, X省, names in Latin letters in brackets."""

from __future__ import annotations

import re

from cnevents.analysis import Mention
from cnevents.lexicon import Lexicon
from cnevents.stages.entities.frame import Frame

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_GLOSS = re.compile(r"[ ]?[（(]\s?([A-Z][A-Za-zÀ-ž0-9 .,'’&-]{1,70})[）)]")


class PatternFinder:
    """Finds names by marks around them and words in them."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = lexicon.org_parts
        self.document_tails = tuple(parts.get("document_tail", ()))
        self.media_tails = tuple(parts.get("media_tail", ()))
        self.lexicon = lexicon

    def before(self, frame: Frame) -> None:
        """Names whose marks settle them before the scan."""
        for match in _TITLE.finditer(frame.text):
            inside = match.group(1)
            known = next((e for e in self.lexicon.lookup(inside) if e.role == "name"), None)
            if known is not None:
                type_, id_, state, sector, rule = known.type, known.id, known.state, known.sector, known.rule
            elif inside.endswith(self.document_tails):
                type_, id_, state, sector, rule = "DOCUMENT", inside, "", "", "《》"
            elif inside.endswith(self.media_tails):
                type_, id_, state, sector, rule = "ORGANIZATION", inside, "", "JRN", "《》"
            else:
                continue
            frame.mentions.append(Mention(match.start(1), match.end(1), type_, id_, state, sector, rule))

    def after(self, frame: Frame) -> None:
        """Names that need what the scan found: glosses in Latin letters."""
        glosses: list[Mention] = []
        taken = {m.start for m in frame.mentions}
        for mention in frame.mentions:
            if mention.type in ("STATE", "PLACE") or mention.inner:
                continue
            match = _GLOSS.match(frame.text, mention.end)
            if match and match.start(1) not in taken:
                glosses.append(
                    Mention(
                        match.start(1), match.end(1), mention.type, mention.id, mention.state, mention.sector, "gloss"
                    )
                )
        frame.mentions.extend(glosses)
