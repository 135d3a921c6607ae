"""The spaCy component "cnevents"; spaCy finds it by its entry point, so nothing has to be imported.

Import this package yourself only to read saved documents in a process that builds no pipeline, or for
the data of displaCy. It imports spaCy and the standard library and nothing else: spaCy loads all entry
points that it finds, and what is wrong with one must not stop the others.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> component = nlp.add_pipe("cnevents", config={"published": "2025-01-15"})
>>> doc = nlp("以色列军队14日对加沙发动空袭。")
>>> [(event.type, str(event.when.start)) for event in doc._.cnevents]
[('ASSAULT', '2025-01-14')]
>>> [(span.text, span.label_) for span in doc.spans["cnevents"]]
[('空袭', 'ASSAULT')]
"""

from __future__ import annotations

from cnevents.integrations.spacy.component import CnEvents, make
from cnevents.integrations.spacy.displacy import displacy_colors, displacy_ents, displacy_spans
from cnevents.integrations.spacy.store import add_extensions

__all__ = ["CnEvents", "displacy_colors", "displacy_ents", "displacy_spans", "make"]

add_extensions()
