"""What HanLP's labels mean to us: kinds of names, semantic roles, relations of three dependency schemes.

Label sets: https://hanlp.hankcs.com/docs/annotations/. The schemes share no label with two meanings, so
that a document need not say which it follows.
"""

from __future__ import annotations

# MSRA; PKU (nr, ns, nt); OntoNotes, where states and cities are GPE.
NAMES = {
    "PERSON": "PERSON", "PER": "PERSON", "NR": "PERSON",
    "ORGANIZATION": "ORGANIZATION", "ORG": "ORGANIZATION", "NT": "ORGANIZATION",
    "LOCATION": "PLACE", "LOC": "PLACE", "NS": "PLACE",
    "GPE": "PLACE", "FACILITY": "PLACE", "FAC": "PLACE",
}  # fmt: skip

# Chinese PropBank. What ARG2 means depends on the verb; with verbs of events it is mostly whom they address.
SEMANTIC = {
    "ARG0": "agent", "ARG1": "patient", "ARG2": "recipient",
    "ARGM-BNF": "recipient", "ARGM-TMP": "time", "ARGM-LOC": "place",
}  # fmt: skip
PREDICATE = "PRED"

STANFORD = {
    "nsubj": "agent", "xsubj": "agent", "nsubjpass": "patient", "dobj": "patient", "tmod": "time",
}  # fmt: skip
PKU = {"SBV": "agent", "VOB": "patient", "IOB": "recipient"}  # the PKU Multi-view Treebank (PMT)
# Versions 1 and 2 of Universal Dependencies, and the subtypes of Chinese treebanks.
UNIVERSAL = {
    "nsubj": "agent", "nsubj:xsubj": "agent", "nsubj:pass": "patient", "nsubjpass": "patient",
    "obj": "patient", "dobj": "patient", "iobj": "recipient", "obl:agent": "agent", "obl:patient": "patient",
    "nmod:tmod": "time", "obl:tmod": "time",
}  # fmt: skip
RELATIONS = STANFORD | PKU | UNIVERSAL


def name_type(label: str) -> str:
    """PERSON, ORGANIZATION or PLACE; "" for dates, numbers and whatever else.

    >>> [name_type(label) for label in ("nr", "GPE", "B-LOC", "DATE")]
    ['PERSON', 'PLACE', '', '']
    """
    return NAMES.get(label.upper(), "")


def semantic_role(label: str) -> str:
    """The role of a PropBank label, old spelling (A0, AM-TMP) or new; "" for one that we do not use.

    >>> [semantic_role(label) for label in ("ARG0", "A1", "AM-LOC", "ARGM-ADV")]
    ['agent', 'patient', 'place', '']
    """
    if label.startswith("A") and not label.startswith("ARG"):
        label = "ARG" + label[1:]
    return SEMANTIC.get(label, "")


def relation_role(label: str) -> str:
    """The role of a dependent by its relation; "" for one that names none."""
    return RELATIONS.get(label, "")
