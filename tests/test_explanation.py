"""An explanation names the words and the rule behind every field, and what was left out."""

from __future__ import annotations

import datetime as dt

from cnevents.analysis import Analysis, Candidate, Status
from cnevents.explanation import Explanation, explain
from cnevents.records import (
    Count,
    Document,
    Event,
    Evidence,
    Other,
    Participant,
    Plover,
    Source,
    Span,
    TimeSpan,
)

TEXT = "据朝中社报道，他昨日否认在平壤会见俄方。\n空袭未定。"
TRIGGER = Span(start=15, end=17, text="会见")
HE = Participant(
    id="金正恩",
    name="金正恩",
    span=Span(start=7, end=8, text="他"),
    state="PRK",
    sector="GOV",
    office="委员长",
    anaphor="他",
    inherited=True,
)
RUSSIA = Participant(id="RUS", name="俄罗斯", span=Span(start=17, end=19, text="俄方"), unresolved=True)
EVENT = Event(
    event_id="1",
    type="CONSULT",
    mode="phone",
    frame="meet",
    plover=Plover(type="CONSULT"),
    trigger=TRIGGER,
    actors=(HE,),
    recipients=(RUSSIA,),
    others=(Other(role="host", participant=RUSSIA),),
    when=TimeSpan(
        start=dt.date(2025, 1, 14),
        end=dt.date(2025, 1, 15),
        original=Span(start=8, end=10, text="昨日"),
        anchor="published:2025-01-15",
        inferred=True,
    ),
    place=Participant(id="平壤", name="平壤", span=Span(start=13, end=15, text="平壤")),
    polarity="negative",
    sources=(Source(id="朝中社", name="朝中社", span=Span(start=1, end=4, text="朝中社")),),
    counts=(Count(what="killed", best=3, span=TRIGGER),),
    confidence=0.75,
    evidence=(
        Evidence(field="type", span=TRIGGER, rule="frames/triggers_consult.tsv:9"),
        Evidence(field="deny", span=Span(start=10, end=12, text="否认"), rule="grammar/words.tsv:7"),
        Evidence(field="mutual", span=TRIGGER),
    ),
)
PRINTED = """\
1. CONSULT meet  (confidence 0.75)
   …据朝中社报道，他昨日否认在平壤【会见】俄方。 空袭未定。…
   type       CONSULT / phone: “会见” [15:17]
                because “会见” [15:17]  frames/triggers_consult.tsv:9
   actors     金正恩 “他” [7:8]  (PRK, GOV, office 委员长, stands for “他”, subject of an earlier clause)
   recipients 俄罗斯 “俄方” [17:19]  (nothing fits it)
   others     host: 俄罗斯 “俄方” [17:19]  (nothing fits it)
   when       2025-01-14 “昨日” [8:10] from published:2025-01-15 (a part comes from context)
   place      平壤 “平壤” [13:15]
   polarity   negative
                because “否认” [10:12]  grammar/words.tsv:7
   sources    朝中社 “朝中社” [1:4]
   counts     killed 3 “会见” [15:17]
   mutual     -
                because “会见” [15:17]

left out
   “空袭” [21:23] air_strike: modal  frames/triggers_assault.tsv:3"""


def test_every_field_is_explained() -> None:
    analysis = Analysis(TEXT, TEXT)
    analysis.candidates = [
        Candidate(21, 23, "air_strike", "ASSAULT", "aerial", "frames/triggers_assault.tsv:3", 1, "n"),
        Candidate(15, 17, "meet", "CONSULT", "", "frames/triggers_consult.tsv:9", 0, "v"),
    ]
    analysis.statuses = [Status(drop="modal"), Status()]
    assert str(Explanation(Document(text=TEXT, events=(EVENT,)), analysis)) == PRINTED


def test_time_carried_over_has_no_words() -> None:
    event = EVENT.model_copy(update={"when": TimeSpan(), "evidence": (), "others": (), "counts": ()})
    assert "   when       open (carried over)\n" in str(Explanation(Document(text=TEXT, events=(event,))))


def test_nothing_found_is_said() -> None:
    assert str(Explanation(Document(text=TEXT))) == "no events"


def test_explain_reads_a_text() -> None:
    explanation = explain("以色列军队14日对加沙发动空袭。", published="2025-01-15")
    assert explanation.document.events
    assert "“空袭” [13:15]" in str(explanation)
