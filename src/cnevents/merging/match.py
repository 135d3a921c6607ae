"""How like two records are: the same kin of frames, participants, day and place, each with tolerance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from cnevents.merging.items import Item, Who
from cnevents.ontology.frames import load_frames
from cnevents.ontology.types import load_types
from cnevents.resources import read_tsv

ALIKE = 0.76  # two records (or groups) at least so like are one happening; chosen on tests/merging/gold.jsonl
WEIGHTS = (0.5, 0.25, 0.25)  # of participants, day, place
LONG = 10  # days; a longer stretch (this year) says too little of when to merge by
STALE = 2  # days between a happening whose day is not told and the report of it, or of the plan of it
GENERAL = frozenset({"diplomatic", "executive", "military"})  # contexts that say little of the subject
# Participants that are not the same but of one state: a minister and the state, two persons, two bodies.
SAME_STATE, OTHER_PERSON, OTHER_BODY = 0.8, 0.2, 0.5
# Where only one record names the other side. Whom an act befell (a prisoner, a city) tells it from others
# better than who did it, for a ministry condemns several times a day; but a state is condemned by many.
ONLY_ACTORS, ONLY_RECIPIENTS, ONE_OF_PAIR = 0.75, 0.85, 0.5
PARTLY = 0.45  # where the days of what happens again and again overlap and are not the same
WIDE = 0.55  # where what happens again and again is told of the same province, region or state
NOBODY = 0.8  # where one record names nobody, and day and place are the same


@dataclass(frozen=True, slots=True)
class Kin:
    """Frames that may tell the same happening: a row of `ontology/kin.tsv`."""

    name: str
    repeats: bool
    symmetric: bool
    pair: bool = False
    words: bool = False
    verbal: bool = False


@cache
def _kin() -> dict[str, Kin]:
    return {
        frame: Kin(
            row["kin"],
            repeats=row["repeats"] != "no",
            symmetric=row["symmetric"] != "no",
            pair=row["symmetric"] == "pair",
            words=row["repeats"] == "words",
            verbal=load_types()[load_frames()[row["frames"].split("|")[0]].type].quad.startswith("verbal"),
        )
        for row in read_tsv("ontology/kin.tsv")
        for frame in row["frames"].split("|")
    }


def kins() -> dict[str, str]:
    """The kin of each frame that stands in the table."""
    return {frame: kin.name for frame, kin in _kin().items()}


@lru_cache(maxsize=4096)  # frames of ours are few; records of others may name any
def kin_of(frame: str) -> Kin:
    """The kin of a frame; one that stands in no row is its own and happens again and again.

    >>> kin_of("arrive").name, kin_of("leak").name
    ('visit', 'leak')
    """
    return _kin().get(frame) or Kin(frame, repeats=True, symmetric=False)


@dataclass(slots=True)
class Profile:
    """What a record, or a group of records, says of a happening.

    Attributes:
        days: The narrowest stretch of days that a record gives, end exclusive; None where none does.
        told: The days are of the text; False where they come from the day of publication.
        reach: First and last day over all records with narrow stretches.
        speakers: Who acts or is cited, states left out: whose words they may be.
    """

    kin: Kin
    actors: dict[str, Who]
    recipients: dict[str, Who]
    places: dict[str, Who]
    days: tuple[int, int] | None
    told: bool
    reach: tuple[int, int] | None
    contexts: frozenset[str]
    tokens: frozenset[str] = field(default_factory=frozenset)
    speakers: frozenset[str] = field(default_factory=frozenset)

    @property
    def lone(self) -> bool:
        """Is one side of what two make told alone? 蔡奇、王毅参加会见 does not say with whom."""
        return self.kin.pair and len(self.tokens) < 2

    @property
    def at_home(self) -> bool:
        """Does somebody act on the own state? 习近平会见来华的 is no visit of his: this was misread."""
        states = {who.state for who in self.actors.values()}
        return bool(self.recipients) and self.recipients.keys() <= states

    def join(self, other: Profile) -> Profile:
        """Both together."""
        return Profile(
            self.kin,
            self.actors | other.actors,
            self.recipients | other.recipients,
            self.places | other.places,
            *_narrower(self, other),
            _reach(self, other),
            self.contexts | other.contexts,
            self.tokens | other.tokens,
            self.speakers | other.speakers,
        )


def _narrower(one: Profile, two: Profile) -> tuple[tuple[int, int] | None, bool]:
    known = [each for each in (one, two) if each.days is not None]
    if not known:
        return None, False
    best = min(known, key=lambda each: (not each.told, each.days[1] - each.days[0], each.days))  # type: ignore[index]
    return best.days, best.told


def _reach(one: Profile, two: Profile) -> tuple[int, int] | None:
    known = [each.reach for each in (one, two) if each.reach is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def first_day(item: Item) -> int | None:
    """The first day on which a record may have happened, as an ordinal.

    Where the text gives none, it lies `STALE` days before the report of what took place, and on the day of
    the report for what is planned.
    """
    if item.days is not None:
        return item.days[0]
    if item.published is None:
        return None
    return item.published - (STALE if item.modality == "actual" else 0)


def profile(item: Item) -> Profile:
    """What one record says."""
    days, told = item.days, True
    first = first_day(item)
    if days is None and first is not None:
        days, told = (first, first + STALE + 1), False
    narrow = days if days is not None and told and days[1] - days[0] <= 2 else None
    known = [who for who in (*item.actors, *item.recipients) if who.known]
    place = {item.place.id: item.place} if item.place is not None else {}
    tokens = {who.state or who.id for who in known}
    if not tokens:
        tokens = {who.state or who.id for who in place.values()}
    kin = kin_of(item.frame)
    return Profile(
        kin,
        {who.id: who for who in item.actors if who.known},
        {who.id: who for who in item.recipients if who.known},
        place,
        days,
        told,
        narrow,
        frozenset(item.contexts) - GENERAL,
        frozenset(tokens),
        _speakers(item) if kin.words else frozenset(),
    )


def _speakers(item: Item) -> frozenset[str]:
    own = {who.id for who in item.actors if who.known and who.id != who.state}
    return frozenset(own | {source for source in item.sources if source not in _states()})


@cache
def _states() -> frozenset[str]:
    return frozenset(row["code"] for row in read_tsv("names/states.tsv"))


def similarity(one: Profile, two: Profile) -> float:
    """From 0 to 1; at least `ALIKE` where both tell the same happening."""
    time = _time(one, two)
    if time == 0.0:
        return 0.0
    place = _place(one, two)
    people = _people(one, two)
    often = one.kin.repeats or one.kin.symmetric or not (one.told and two.told)
    if (often and not _close(one, two)) or (one.kin.words and not _same_words(one, two)):
        return 0.0
    if one.at_home or two.at_home:
        return 0.0
    if people is None:
        return _without_people(one, two, time, place)
    apart = bool(one.contexts) and bool(two.contexts) and one.contexts.isdisjoint(two.contexts)
    parts = (people, time, place)
    return sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True)) - (0.1 if apart else 0.0)


def _close(one: Profile, two: Profile) -> bool:
    """For what happens often one participant in common is too little: 王毅 meets many on a day."""
    return len(one.tokens & two.tokens) > 1 or not one.places.keys().isdisjoint(two.places.keys())


def _same_words(one: Profile, two: Profile) -> bool:
    """中方愿同越方… is said at each meeting of a visit: who says it, or where, and of what, tells which."""
    if one.contexts != two.contexts and one.contexts.isdisjoint(two.contexts):
        return False
    if one.speakers and two.speakers:
        return not one.speakers.isdisjoint(two.speakers)
    return not one.places.keys().isdisjoint(two.places.keys())


def _without_people(one: Profile, two: Profile, time: float, place: float) -> float:
    """Who takes part is not told, at least in one record: where and when must do."""
    if not (one.actors or one.recipients or two.actors or two.recipients):
        return (time + place) / 2
    crossed = bool(one.actors or one.recipients) and bool(two.actors or two.recipients)
    return NOBODY if time == place == 1.0 and not crossed else 0.0


def _time(one: Profile, two: Profile) -> float:
    if one.days is None or two.days is None:
        return 0.0
    (first, last), (other_first, other_last) = one.days, two.days
    longest = max(last - first, other_last - other_first)
    if longest > LONG:
        return 0.0
    gap = max(first, other_first) - min(last, other_last) + 1  # 0 or less: they overlap
    repeats = one.kin.repeats
    reach = _reach(one, two)
    if reach is not None and reach[1] - reach[0] > (2 if repeats else 3):
        return 0.0
    if repeats and longest > 2 and one.days != two.days:
        return 0.0  # 过去三天: what happened in one stretch is not what happened in another
    if gap <= 0:
        if not (one.told and two.told):
            return 0.0 if repeats else 0.6
        return 1.0 if one.days == two.days else PARTLY if repeats else 0.8
    if gap == 1 and not repeats and one.told and two.told:
        return 0.2
    return 0.0


def _place(one: Profile, two: Profile) -> float:
    if not one.places or not two.places:
        again = one.kin.repeats and not one.kin.words
        return 0.0 if again and (one.places or two.places) else 0.5
    shared = [who for name, who in one.places.items() if name in two.places]
    if shared:
        return WIDE if one.kin.repeats and all(map(_is_wide, shared)) else 1.0
    states, others = ({who.state for who in each.places.values() if who.state} for each in (one, two))
    if states and others and states.isdisjoint(others):
        return 0.0
    whole = any(
        who.id == who.state or who.type == "STATE" for who in (*one.places.values(), *two.places.values())
    )
    if whole:
        return WIDE if one.kin.repeats else 0.8
    return 0.0 if one.kin.repeats else 0.4


_WIDER = frozenset({"province", "region", "sea", "river", "strait", "border", "mountain"})


def _is_wide(place: Who) -> bool:
    """Room for many attacks on a day: larger than a city."""
    return place.id == place.state or _kinds().get(place.id) in _WIDER


@cache
def _kinds() -> dict[str, str]:
    return {row["name"]: row["kind"] for row in read_tsv("names/places.tsv")}


def _people(one: Profile, two: Profile) -> float | None:
    if one.kin.symmetric:
        sides = [each.actors | each.recipients for each in (one, two)]
        like = _sets(*sides)
        # Who else was there is not told, and a host meets many.
        single = like is not None and (min(map(len, sides)) == 1 or one.lone or two.lone)
        return like * (ONE_OF_PAIR if one.kin.pair else ONLY_ACTORS) if like and single else like
    if not (one.actors.keys().isdisjoint(two.recipients) and two.actors.keys().isdisjoint(one.recipients)):
        return 0.0  # the one struck the other, and the other the one
    actors, recipients = _sets(one.actors, two.actors), _sets(one.recipients, two.recipients)
    if actors is not None and recipients is not None:
        least = min(actors, recipients)
        return (actors + recipients) / 2 if least > OTHER_PERSON else least
    if actors is None and recipients is None:
        return None
    side = actors if actors is not None else recipients
    assert side is not None
    # The other side: told by neither, or by one of them alone.
    told = [bool(each.recipients if actors is not None else each.actors) for each in (one, two)]
    share = ONLY_ACTORS if actors is not None or one.kin.verbal else ONLY_RECIPIENTS
    return side * share if any(told) else side


def _sets(one: dict[str, Who], two: dict[str, Who]) -> float | None:
    """The mean over the smaller set of how well each is found in the other; the least where one is not."""
    if not one or not two:
        return None
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    found = [_found(who, large) for who in small.values()]
    return sum(found) / len(found) if min(found) > OTHER_PERSON else min(found)


def _found(who: Who, among: dict[str, Who]) -> float:
    if who.id in among:
        return 1.0
    if who.state is None:
        return 0.0
    same = [other for other in among.values() if other.state == who.state]
    if not same:
        return 0.0
    if who.type == "PERSON" and any(other.type == "PERSON" for other in same):
        return OTHER_PERSON
    if who.id == who.state or any(other.id == other.state for other in same):
        return SAME_STATE
    if who.type is None or any(other.type is None for other in same):
        return SAME_STATE  # 3名以色列人质 and 以色列人质
    return OTHER_BODY
