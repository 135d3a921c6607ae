"""How Taiwan, Hong Kong, Macao, Palestine, Kosovo and others are reported: as the user wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cnevents.analysis import Mention, Nominal
from cnevents.errors import InputError
from cnevents.lexicon import Lexicon

TYPES = ("STATE", "PLACE", "ORGANIZATION")


@dataclass(frozen=True, slots=True)
class NamePolicy:
    """How disputed names are reported.

    Attributes:
        types: The type of a state's name where it is not STATE: code → type.
        codes: The code that is put in place of another, such as {"TWN": "CHN"}: as the state of bodies,
            people and places, and as the id of a name of type STATE.
    """

    types: dict[str, str] = field(default_factory=lambda: {"HKG": "PLACE", "MAC": "PLACE"})
    codes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, wishes: Mapping[str, str], lexicon: Lexicon) -> NamePolicy:
        """The policy of `{code: type}`, `{code: other code}` or `{code: "type:other code"}`.

        Raises InputError (E105) for a code or a type that does not exist.

        >>> from cnevents.lexicon import load_lexicon
        >>> NamePolicy.read({"TWN": "PLACE:CHN"}, load_lexicon()).codes
        {'TWN': 'CHN'}
        """
        policy = cls()
        for code, wish in wishes.items():
            _check("policy", code, lexicon.states)
            for part in wish.split(":"):
                if part in TYPES:
                    policy.types[code] = part
                else:
                    _check(f"policy[{code!r}]", part, (*TYPES, *lexicon.states))
                    policy.codes[code] = part
        return policy

    def apply(self, mentions: Iterable[Mention], nominals: Iterable[Nominal]) -> None:
        """Put the codes in place of the others."""
        for mention in mentions:
            if mention.type == "STATE":
                mention.id = self.codes.get(mention.id, mention.id)
            mention.state = self.codes.get(mention.state, mention.state)
        for nominal in nominals:
            nominal.state = self.codes.get(nominal.state, nominal.state)


def _check(name: str, value: str, options: Iterable[str]) -> None:
    if value not in options:
        raise InputError("E105", value=value, name=name, options=", ".join(options))
