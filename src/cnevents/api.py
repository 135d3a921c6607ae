"""The public calls: `extract_events`, `load`, `Extractor`, `find_dates`."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from cnevents.analysis import Analysis, NameHint
from cnevents.build import build_date, build_document
from cnevents.checks import MAX_CHARS, check_date, check_names, check_text
from cnevents.errors import InputError, UsageError
from cnevents.pipeline import Pipeline, Stage
from cnevents.records import Article, DateMention, Document, EventList
from cnevents.text.folding import fold

if TYPE_CHECKING:
    from cnevents.integrations.hanlp.model import HanlpModel, Source
    from cnevents.reader import Reader
    from cnevents.stages.scorer import Scorer
    from cnevents.tagger import Tagger

Published = dt.date | dt.datetime | str | None
Segmenter = Literal["jieba", "character", "char", "spacy", "hanlp"]
SEGMENTERS = get_args(Segmenter)


class Extractor:
    """Reads texts. Built once; safe to share between threads; never touches the network.

    >>> extractor = Extractor()
    >>> document = extractor.extract("韩国外长周二访问河内。", published="2025-03-05")
    >>> [str(event.trigger) for event in document.events]
    ['访问']
    """

    def __init__(
        self,
        *,
        segmenter: Segmenter | Callable[[str], Iterable[Any]] = "jieba",
        tagger: str | Path | None = "default",
        hanlp: Source | None = None,
        lexicon: str | Path | Iterable[str | Path] = (),
        policy: Mapping[str, str] | None = None,
        scorer: str | Path | None = "default",
        min_confidence: float | None = None,
        home: str | None = None,
        region: str | None = None,
        max_chars: int = MAX_CHARS,
        check_language: bool = True,
    ) -> None:
        """Choose how texts are read; resources are loaded on the first text.

        Args:
            segmenter: "jieba", "character" ("char"), "spacy", "hanlp", a spaCy pipeline or tokenizer, or a
                function from text to words that lose nothing but spaces.
            tagger: "default" for the trained model of names, a folder of another one, "hanlp", None for none.
            hanlp: The HanLP model that "hanlp" means, by folder or name, or several by task; its roles are
                taken in as evidence (docs/backends.md).
            lexicon: Folders of the shape of `cnevents/resources` that are laid over it.
            policy: How disputed names are reported: code of a state to a type, to another code, or to both
                ({"TWN": "PLACE:CHN"}); see docs/names.md.
            scorer: "default" for the trained scorer of events, a weights file; None: no scorer and no reader.
            min_confidence: Leave out records below it, 0 to 1; None takes the scorer's own threshold.
            home: ISO alpha-3 code of the state that 我国 means; None guesses it from the wording.
            region: CN, TW, HK or MO, for festivals; None guesses.
            max_chars: The longest text that is read, in characters.
            check_language: Refuse texts that are not Chinese.

        Raises:
            InputError: E105 for a segmenter or region that does not exist.
            UsageError: E421 where "hanlp" is chosen and no model is named. The first text, which loads the
                model, may raise E401, E422, E423 or E426.
        """
        _check_choice("segmenter", segmenter, SEGMENTERS)
        _check_choice("region", region, ("CN", "TW", "HK", "MO"))
        _check_hanlp(hanlp, segmenter=segmenter, tagger=tagger)
        self._segmenter, self._tagger, self._hanlp = segmenter, tagger, hanlp
        self._overlays = _paths(lexicon)
        self._policy = policy
        self._scorer, self._min_confidence = scorer, min_confidence
        self._home, self._region = home, region
        self._max_chars = max_chars
        self._check_language = check_language
        self._lock = threading.Lock()
        self._pipeline: Pipeline | None = None

    @property
    def pipeline(self) -> Pipeline:
        """The stages, built on first use."""
        with self._lock:
            if self._pipeline is None:
                self._pipeline = Pipeline(self._stages())
            return self._pipeline

    def _stages(self) -> list[Stage]:
        from cnevents.lexicon import load_lexicon
        from cnevents.stages.arguments import Arguments
        from cnevents.stages.assemble import Assemble
        from cnevents.stages.dates.stage import Dates
        from cnevents.stages.entities import Entities, NamePolicy
        from cnevents.stages.link import Link
        from cnevents.stages.parse import Parse
        from cnevents.stages.phrases import Phrases
        from cnevents.stages.qualify import Qualify
        from cnevents.stages.segment import Segment
        from cnevents.stages.segmenters import make_cutter
        from cnevents.stages.triggers import Triggers

        lexicon = load_lexicon(tuple(self._overlays))
        model = self._load_hanlp()
        jieba = Segment(lambda: _words(lexicon))
        return [
            jieba if self._segmenter == "jieba" else Segment(cutter=make_cutter(self._segmenter)),
            *self._hanlp_stages(model),
            Dates(self._region),
            Entities(lexicon, self._load_tagger(model), NamePolicy.read(self._policy or {}, lexicon)),
            Link(lexicon, self._home),
            Phrases(self._home),
            Triggers(reader=self._load_reader(), cut=None if self._segmenter == "jieba" else jieba.cut),
            Parse(),
            Qualify(),
            Arguments(),
            Assemble(self._load_scorer(), self._min_confidence),
            *self._choosing(),
        ]

    def _choosing(self) -> list[Stage]:
        if self._scorer is None:
            return []
        from cnevents.stages.choose import Choose

        return [Choose()]

    def _load_scorer(self) -> Scorer | None:
        if self._scorer is None:
            return None
        from cnevents.stages.scorer import load_scorer

        return load_scorer(None if self._scorer == "default" else Path(self._scorer))

    def _load_reader(self) -> Reader | None:
        if self._scorer is None:
            return None
        from cnevents.reader import load_reader

        return load_reader()

    def _load_hanlp(self) -> HanlpModel | None:
        if self._hanlp is None:
            return None
        from cnevents.integrations.hanlp.model import HanlpModel

        uses = (("tok", self._segmenter), ("ner", self._tagger))
        return HanlpModel(self._hanlp, [task for task, value in uses if value == "hanlp"])

    def _hanlp_stages(self, model: HanlpModel | None) -> list[Stage]:
        if model is None:
            return []
        from cnevents.integrations.hanlp.stage import HanlpStage

        return [HanlpStage(model, words=self._segmenter == "hanlp")]

    def _load_tagger(self, model: HanlpModel | None) -> Tagger | None:
        if self._tagger is None:
            return None
        if self._tagger == "hanlp" and model is not None:
            from cnevents.integrations.hanlp.stage import HanlpTagger

            return cast("Tagger", HanlpTagger(model))  # of the same form: `tag` is all that is asked of it
        from cnevents.tagger import Tagger

        return Tagger.load(None if self._tagger == "default" else Path(self._tagger))

    def analyse(
        self,
        text: str,
        *,
        published: Published = None,
        doc_id: str | None = None,
        names: Sequence[NameHint] = (),
        until: str | None = None,
    ) -> Analysis:
        """All layers of a text, for those who want to look inside; raises what `extract` raises.

        `until` names the last stage to run, such as "triggers"; None runs all.
        """
        text = check_text(text, self._max_chars, self._check_language)
        hints = check_names(names, len(text))
        analysis = Analysis(text, fold(text), check_date(published), doc_id or "", name_hints=hints)
        return self.pipeline.run(analysis, until)

    def extract(
        self,
        text: str | Article,
        *,
        published: Published = None,
        doc_id: str | None = None,
        names: Sequence[NameHint] = (),
    ) -> Document:
        """Entities, dates and events of a text.

        Args:
            text: The text as published, or an `Article`, whose own fields win over the arguments.
            published: Day of publication; relative dates are resolved by it.
            doc_id: The caller's name for the text.
            names: Names that another tool found in the text. They are evidence: what contradicts the
                tables is not taken.

        Raises:
            InputError: E101, E102, E103, E106, E107, E108 or E110.
            UsageError: E424 or E425 where another tool reads along and fails on the text.

        >>> hint = NameHint(0, 5, "ORGANIZATION", "my tool")
        >>> found = Extractor().extract("青禾合作社宣布罢工。", names=[hint]).entities
        >>> [(entity.type, entity.name) for entity in found]
        [('ORGANIZATION', '青禾合作社')]
        """
        if isinstance(text, Article):
            published = text.published or published
            doc_id = text.doc_id or doc_id
            text = text.text
        return build_document(self.analyse(text, published=published, doc_id=doc_id, names=names))


def _words(lexicon: Any) -> list[str]:
    """What the cutter must not cut: triggers, words of the grammar, offices (外相|对, not 外|相对)."""
    from cnevents.stages.grammar import grammar_words
    from cnevents.stages.readings import load_triggers

    offices = [row["word"] for row in lexicon.table("offices") if len(row["word"]) == 2]
    return [*load_triggers().words, *grammar_words(), *offices]


def _paths(folders: str | Path | Iterable[str | Path]) -> list[Path]:
    return [Path(one) for one in ([folders] if isinstance(folders, str | Path) else folders)]


def _check_choice(name: str, value: object, options: tuple[str, ...]) -> None:
    if value is not None and not callable(value) and value not in options:
        raise InputError("E105", value=value, name=name, options=", ".join(options))


def _check_hanlp(hanlp: object, **options: object) -> None:
    for name, value in options.items():
        if value == "hanlp" and hanlp is None:
            raise UsageError("E421", use=f"{name}='hanlp'")


_DEFAULT: list[Extractor] = []
_DEFAULT_LOCK = threading.Lock()


def load(**options: Any) -> Extractor:
    """An `Extractor`; the options are those of its constructor.

    Raises InputError (E104) for an option that does not exist.

    >>> load(tagger=None).extract("法国宣布承认巴勒斯坦国。").events[0].type
    'SUPPORT'
    """
    known = Extractor.__init__.__kwdefaults__ or {}
    for name in options:
        if name not in known:
            raise InputError("E104", name=name, options=", ".join(known))
    return Extractor(**options)


def default_extractor() -> Extractor:
    """The extractor that the module's own functions share, built once."""
    with _DEFAULT_LOCK:
        if not _DEFAULT:
            _DEFAULT.append(Extractor())
        return _DEFAULT[0]


def extract_events(text: str, *, published: Published = None, doc_id: str | None = None) -> EventList:
    """The political events of a text, in its order.

    Args:
        text: The text as published.
        published: Day of publication: a date, a date-time or an ISO string.
        doc_id: The caller's name for the text, kept in every record.

    Raises:
        InputError: E101, E102, E103, E106, E107 or E108.

    >>> events = extract_events("以色列军队14日对加沙发动空袭。", published="2025-01-15")
    >>> events[0].type, str(events[0].when.start)
    ('ASSAULT', '2025-01-14')
    """
    document = default_extractor().extract(text, published=published, doc_id=doc_id)
    return EventList(document.events, [document])


def find_dates(text: str, *, published: Published = None, region: str | None = None) -> list[DateMention]:
    """The time expressions of a text, in its order, with the intervals that they mean.

    Args:
        text: The text as published.
        published: Day of publication; without it relative dates are found and left unresolved.
        region: CN, TW, HK or MO, for festivals; None guesses.

    Raises:
        InputError: E101, E102, E103, E105, E107 or E108.

    >>> [str(date.start) for date in find_dates("昨日与10月3日", published="2024-10-08")]
    ['2024-10-07', '2024-10-03']
    """
    from cnevents.stages.dates.stage import Dates
    from cnevents.text.sentences import find_sentences

    _check_choice("region", region, ("CN", "TW", "HK", "MO"))
    text = check_text(text, language=False)
    analysis = Analysis(text, fold(text), check_date(published))
    analysis.sentences = find_sentences(analysis.folded)
    return [build_date(time, text) for time in Dates(region).run(analysis)["times"]]
