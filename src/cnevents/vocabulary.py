"""The closed lists of values that fields of the records take."""

from __future__ import annotations

from typing import Literal

EntityType = Literal["PERSON", "STATE", "PLACE", "ORGANIZATION", "EVENT", "DOCUMENT"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    "STATEMENT", "CEREMONY", "PERSONNEL", "DECISION", "CASUALTY", "DISASTER",
]  # fmt: skip
Polarity = Literal["positive", "negative"]
Modality = Literal["actual", "future", "hypothetical"]
Quad = Literal[
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "neutral"
]
Context = Literal[
    "military", "intelligence", "executive", "legislative", "election", "political_institutions",
    "pro_democracy", "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms",
    "repression", "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic",
    "territory", "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource",
    "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption",
    "illegal_drugs", "trafficking",
]  # fmt: skip
